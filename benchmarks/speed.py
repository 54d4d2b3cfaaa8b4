"""The table of speeds: ``benchmarks/run speed [--works N]``, on generated works and the real samples of references.

The pure pieces are timed by ``benchmarks.pieces``; deduplication and matching are what ``eaci evaluate`` reports on
generated sets, in one process; the whole index is timed by ``benchmarks.indexing``; the generator's own speed and peak
memory are taken from its run. "One core" is by processor time, "all cores" by the clock: a busy machine spoils the
latter.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from benchmarks.generator.citations import World
from benchmarks.indexing import measured, summary
from benchmarks.pieces import speeds
from benchmarks.quality import evaluation
from benchmarks.report import ROOT, circumstances, markdown, replace_section
from indexer.workers import cores

SEED = 7
_HEADER = ("what", "one core", "all cores", "target")
_TEXTS, _RECORDS = 1500, 600
_STEPS = {
    "": ("matching in all, parsing included", "–"),
    "parse": ("matching: parsing, profile and keys", "2,000"),
    "keys": ("matching: deciding among works by keys", "2,000"),
    "search": ("matching: searching for what the keys leave over", "50"),
}
Row = tuple[str, str, str, str]


@click.command()
@click.option("--works", default=2000, show_default=True, type=click.IntRange(min=100))
@click.option("--corpus", default=100_000, show_default=True, type=click.IntRange(min=100))
def main(works: int, corpus: int) -> None:
    """Time the generator on CORPUS works, dedupe and matching on WORKS works, and the whole index of WORKS works."""
    with tempfile.TemporaryDirectory() as scratch:
        _generated(Path(scratch) / "sets", works=10, labelled=works)
        rows = [*_pieces(), *_evaluated(Path(scratch) / "sets", works), *_index(works)]
        rows.extend(_generator(Path(scratch) / "corpus", corpus))
    table = markdown(_HEADER, rows)
    click.echo(table)
    replace_section("speed", f"{circumstances()}\n\n{table}")


def _generated(folder: Path, works: int, labelled: int) -> dict[str, Any]:
    options = ("--works", str(works), "--references", str(works * 10), "--labelled", str(labelled))
    command = [
        sys.executable,
        "-m",
        "benchmarks.generator",
        *options,
        "--seed",
        str(SEED),
        str(folder),
    ]
    output = subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
    manifest: dict[str, Any] = json.loads(output)
    return manifest


def _generator(folder: Path, works: int) -> Iterator[Row]:
    made = _generated(folder, works, labelled=0)
    what = f"generator: {made['records']:,} records, {made['references']:,} references"
    peak = f"bounded memory: {made['peak_memory_mib']:,.0f} MiB"
    yield what, f"{made['seconds']:,.0f} s", "–", peak


def _pieces() -> Iterator[Row]:
    world = World(SEED, works=2000, references=20_000, journals=40)
    for found in speeds(world, _TEXTS, _RECORDS):
        unit = "records" if "records" in found.what else "references"
        target = "–" if unit == "records" else "2,000"
        what = f"{found.what} ({found.items:,} {unit})"
        yield what, f"{found.one:,.0f} {unit}/s", f"{found.all:,.0f} {unit}/s", target


def _evaluated(sets: Path, works: int) -> Iterator[Row]:
    """What the evaluations say of their own speed, in one process."""
    linked = evaluation("dedupe", sets / "dedupe/generated")
    what = f"dedupe end to end in memory, by the clock, {linked['records']:,} records of {works:,} works"
    yield what, f"{linked['records_per_second']:,} records/s", "–", "1,000"
    matched = evaluation("matching", sets / "matching/generated")
    count = f"{matched['references']:,} references against {works:,} works"
    for name, rate in rates(matched):
        what, target = _STEPS.get(name, (f"matching: {name}", "–"))
        yield f"{what}, {count}", f"{rate:,.0f} references/s", "–", target


def rates(found: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The rates that an evaluation gives: in all (named ""), and of its steps."""
    for name, figure in found.items():
        if name == "references_per_second":
            yield "", figure
        elif name == "references_per_second_by_stage":
            yield from figure.items()


def _index(works: int) -> Iterator[Row]:
    """The whole index with lists of ten, and increments."""
    experiment = measured(None, resume=False, works=works, references=10, processes=cores())
    parts: dict[str, Any] = summary(experiment)["parts"]
    first, *later = (part for name, part in parts.items() if name != "rebuild")
    records, references = first["records"], first["references"]
    what = f"whole index: {records:,} records, {references:,} references"
    spent, clock = first["processor_seconds"], first["seconds"]
    yield what, f"{records / spent:,.0f} records/s", f"{records / clock:,.0f} records/s", "–"
    longest = sorted(first["stages"].items(), key=lambda item: -item[1]["processor"])[:6]
    for stage, cost in longest:
        own, whole = f"{cost['processor']:,.1f} s", f"{cost['seconds']:,.1f} s"
        yield f"— of which {stage}, {cost['items']:,} items", own, whole, "–"
    for part in later:
        own, whole = f"{part['processor_seconds']:,.2f} s", f"{part['seconds']:,.2f} s"
        yield f"an increment of {part['records']:,} records", own, whole, "∝ the increment"
    peak = max(part["peak_memory_mib"]["together"] for part in parts.values())
    shown = f"{peak:,.0f} MiB"
    yield "peak memory of indexing, all processes", shown, shown, "≤ 4 GiB at 1 M records"


if __name__ == "__main__":
    main()
