"""What an index, a rebuild and an increment cost is measured on the same records everywhere."""

from __future__ import annotations

from pathlib import Path

from benchmarks.rebuilding import measure, write


def test_a_small_corpus_is_written_alike_and_measured(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, 5)
    write(second, 5)
    assert first.read_bytes() == second.read_bytes()
    found = measure(first)
    assert set(found) == {"first", "rebuild", "increment"}
    assert all(seconds > 0 for seconds in found.values())
