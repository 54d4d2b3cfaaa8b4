"""Parsing beside another checkout: ``python -m benchmarks.turns FOLDER [--turns N]``, a row for each format.

Both parse the same pages, each in a process of its own and one after the other, so that a crowded machine harms both
alike. The pages are generated ones, recorded answers of OAI-PMH servers, and the fixtures of each format.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.harvest import pages_of
from benchmarks.report import ROOT, circumstances, markdown

_DATA = ROOT / "tests/data"
_HEADER = ("pages", "records", "µs a record: other", "here", "records/s: here of other", "range")
_SECONDS = 0.1  # of a turn
_DIALECTS = {"rsci_legacy": "rsci"}


class Pages(NamedTuple):
    """Pages of one format, under a name for the table."""

    name: str
    format: str
    paths: list[str]


class Side:
    """A checkout that parses in a process of its own."""

    def __init__(self, folder: Path) -> None:
        child = Path(__file__).with_name("turns_child.py")
        self._process = subprocess.Popen(
            [sys.executable, str(child)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def parse(self, pages: Pages, times: int) -> tuple[int, float]:
        """The records of the pages, and the processor seconds of parsing them so often."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = {"format": pages.format, "paths": pages.paths, "times": times}
        self._process.stdin.write(f"{json.dumps(task)}\n")
        self._process.stdin.flush()
        records, seconds = json.loads(self._process.stdout.readline())
        return records, seconds

    def end(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--turns", default=9, show_default=True, type=click.IntRange(min=1))
def main(folder: Path, turns: int) -> None:
    """Parse in turns with the checkout in FOLDER."""
    other, here = Side(folder.resolve()), Side(ROOT)
    with tempfile.TemporaryDirectory() as written:
        rows = [
            row for pages in _all_pages(Path(written)) if (row := _row(pages, other, here, turns))
        ]
    other.end()
    here.end()
    click.echo(f"{circumstances()}\n\n{markdown(_HEADER, rows)}")


def _all_pages(written: Path) -> list[Pages]:
    for number, page in enumerate(pages_of(1000)):
        (written / f"{number}.xml").write_bytes(page)
    found: dict[str, list[str]] = defaultdict(list)
    for expected in sorted((_DATA / "formats").glob("*/*.expected.json")):
        stem = expected.name.removesuffix(".expected.json")
        raw = next(path for path in expected.parent.glob(f"{stem}.*") if path != expected)
        found[_DIALECTS.get(expected.parent.name, expected.parent.name)].append(str(raw))
    fixtures = [Pages(format, format, paths) for format, paths in found.items()]
    recorded = sorted(
        map(str, [*(_DATA / "oai").glob("*_0.xml"), *_DATA.glob("formats/oai_dc/*.recorded.xml")])
    )
    return [
        Pages("oai_dc, generated", "oai_dc", sorted(map(str, written.iterdir()))),
        Pages("oai_dc, recorded", "oai_dc", recorded),
        *fixtures,
    ]


def _row(pages: Pages, other: Side, here: Side, turns: int) -> tuple[str, ...] | None:
    """The row of the table; None if one of the two reads nothing of the pages."""
    for side in (other, here):
        side.parse(pages, 1)  # what is remembered counts for both
    records, seconds = other.parse(pages, 1)
    held = here.parse(pages, 1)[0]
    if not (records and held):
        return None
    times = max(1, int(_SECONDS / seconds))
    pairs = [
        (other.parse(pages, times)[1] / records, here.parse(pages, times)[1] / held)
        for _ in range(turns)
    ]
    ratios = sorted(theirs / ours for theirs, ours in pairs)
    costs = [f"{min(each) / times * 1e6:.0f}" for each in zip(*pairs, strict=True)]
    spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
    return pages.name, str(held), *costs, f"{statistics.median(ratios):.2f}", spread


if __name__ == "__main__":
    main()
