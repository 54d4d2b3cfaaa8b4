"""Tables in RESULTS.md between markers, and what a figure was measured on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks/RESULTS.md"


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def circumstances() -> str:
    """When, of which commit, on what machine and how busy it was: the line above a table."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    day = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    machine = f"{os.cpu_count()} cores of {processor()}, load {os.getloadavg()[0]:.1f} from all that ran on it"
    return f"Measured {day}, commit {commit or 'unknown'}, {machine}."


def processor() -> str:
    """The processor's name as the kernel gives it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")),
        "an unnamed processor",
    )


def replace_section(name: str, text: str, path: Path = RESULTS) -> None:
    """Put the text between ``<!-- name:begin -->`` and ``<!-- name:end -->``; :class:`ValueError` without markers."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    whole = path.read_text(encoding="utf-8")
    before, found, rest = whole.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{path.name} lacks the markers {begin} … {end}")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
