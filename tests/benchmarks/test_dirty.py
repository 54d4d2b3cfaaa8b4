"""Sets with values in the wrong attribute: nothing is lost, and the same seed gives the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.dirty import write_dirty
from benchmarks.generator.chance import stream
from benchmarks.generator.moved import moved

LINE: dict[str, Any] = {
    "id": "a:1", "title": "Реки", "authors": ["Котов И.", "Зуев П."], "container": "Вестник", "year": 1999,
}  # fmt: skip


def test_all_values_move_or_none() -> None:
    assert moved(stream(1, "moved", 0), LINE, 0.0) == LINE
    found = moved(stream(1, "moved", 0), LINE, 1.0)
    assert found.keys() == {"id", "title"}
    assert found["title"].startswith("Реки ")
    assert all(text in found["title"] for text in ("Котов И.", "Зуев П.", "Вестник", "1999"))


def test_about_half_of_the_values_move() -> None:
    kept = [len(moved(stream(1, "moved", number), LINE)) - 2 for number in range(400)]
    assert sum(kept) / len(kept) == pytest.approx(1.5, abs=0.15)
    assert set(kept) == {0, 1, 2, 3}


def test_a_set_keeps_its_labels(tmp_path: Path) -> None:
    source, out = tmp_path / "clean", tmp_path / "dirty"
    source.mkdir()
    (source / "records.jsonl").write_bytes(msgspec.json.encode(LINE) + b"\n")
    (source / "clusters.csv").write_text("id,cluster\na:1,c1\n", encoding="utf-8")
    write_dirty(source, out, seed=1, rate=1.0)
    first = (out / "records.jsonl").read_bytes()
    write_dirty(source, out, seed=1, rate=1.0)
    assert (out / "records.jsonl").read_bytes() == first
    assert msgspec.json.decode(first)["id"] == "a:1"
    assert (out / "clusters.csv").read_text(encoding="utf-8") == "id,cluster\na:1,c1\n"
