"""The demo end to end: real spiders over real HTTP, twice, in a temporary home."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.replay_server import SAMPLE
from scripts.run_demo import SOURCES, DemoError, figures
from scripts.run_demo import _check_port as check_port

ROOT = Path(__file__).parent.parent


def _demo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.run_demo", *arguments],
        cwd=ROOT,
        # a setting of the person's own must not reach the demo
        env={**os.environ, "EACI_DEMO_HOME": str(home), "EACI_HOME": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def _figures(output: str) -> dict[str, int]:
    lines = output[output.index("harvested  ") :].splitlines()
    pairs = (line.strip().rsplit("(", 1)[0].split("  ") for line in lines)
    return {parts[0]: int(parts[-1].split()[0]) for parts in pairs}


def _told(found: dict[str, int]) -> str:
    """The README's sentence about the demo, with the figures found."""
    return (
        f"{found['harvested']} records of {len(SOURCES)} sources make {found['works']} works; of their "
        f"{found['references']:,} references {found['matched references']} are matched to them, and "
        f"{found['cited-only works']} cited-only works hold what no source holds yet"
    )


@pytest.mark.slow
def test_demo_once_twice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = _demo(home, "--once")
    assert first.returncode == 0, first.stderr
    found = _figures(first.stdout)
    assert all(found[source] > 0 for source in SOURCES)
    assert found["harvested"] == sum(found[source] for source in SOURCES)
    # pages and deposits of the same papers are merged: fewer works than records
    assert 54 + 30 < found["works"] < found["harvested"]
    assert 0 < found["matched references"] < found["references"]
    assert found["cited-only works"] > 0
    assert found["in quarantine"] == 1
    assert _told(found) in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())

    second = _demo(home, "--once")
    assert second.returncode == 0, second.stderr
    assert "harvested before" in second.stdout
    assert _figures(second.stdout) == found

    environment = {**os.environ, "EACI_HOME": str(home), "EACI_SOURCES": str(home / "sources")}
    program = Path(sys.executable).parent / "eaci"
    check = subprocess.run(
        [program, "check"], env=environment, cwd=ROOT, capture_output=True, check=False
    )
    assert check.returncode == 0, check.stdout


def test_a_busy_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=f"port {port} .* choose another with --port"):
            check_port(port)


def test_every_source_file_of_the_sample_is_harvested() -> None:
    assert sorted(SOURCES) == sorted(path.stem for path in (SAMPLE / "sources").glob("*.toml"))


def test_figures_name_what_the_demo_promises() -> None:
    stats = {
        "records": 3, "records_by_source": {"sample-by": 3}, "works": 2, "references": 7,
        "references_matched": 4, "cited_only_works": 1, "citations": 4, "quarantined": 0,
    }  # fmt: skip
    found = _figures("\n".join(figures(stats)))
    assert found["sample-by"] == 3
    assert (found["works"], found["references"], found["matched references"]) == (2, 7, 4)
    assert found["cited-only works"] == 1
