"""The table of speeds: ``benchmarks/run speed [--works N]``, on generated works, one process.

Indexing is timed by ``benchmarks.indexing``; deduplication, parsing and matching are what ``eaci evaluate`` reports on
generated sets; the generator's own speed and peak memory are taken from its run.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from benchmarks.quality import evaluation
from benchmarks.report import ROOT, circumstances, markdown, replace_section

SEED = 7
_HEADER = ("what", "figure", "target")


@click.command()
@click.option("--works", default=2000, show_default=True, type=click.IntRange(min=100))
@click.option("--corpus", default=100_000, show_default=True, type=click.IntRange(min=100))
def main(works: int, corpus: int) -> None:
    """Time the generator on CORPUS works, dedupe and matching on WORKS works, and the whole index of WORKS works."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = [*_generator(Path(scratch) / "corpus", corpus)]
        _generated(Path(scratch) / "sets", works=10, labelled=works)
        rows.extend(_parts(Path(scratch) / "sets", works))
    rows.extend(_index(works))
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


def _generator(folder: Path, works: int) -> Iterator[tuple[str, str, str]]:
    started = perf_counter()
    made = _generated(folder, works, labelled=0)
    seconds = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    what = f"generator: {made['records']:,} records, {made['references']:,} references"
    yield what, f"{seconds:,.0f} s, peak {peak:,.0f} MiB", "bounded memory"


def _parts(sets: Path, works: int) -> Iterator[tuple[str, str, str]]:
    linked = evaluation("dedupe", sets / "dedupe/generated")
    records = f"dedupe, {linked['records']:,} records of {works:,} works"
    yield records, f"{linked['records_per_second']:,} records/s", "1,000"
    matched = evaluation("matching", sets / "matching/generated")
    references = f"parsing and matching, {matched['references']:,} references"
    yield references, f"{matched['references_per_second']:,} references/s", "2,000"


def _index(works: int) -> Iterator[tuple[str, str, str]]:
    command = [sys.executable, "-m", "benchmarks.indexing", "--works", str(works)]
    output = subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(output)
    stages: dict[str, float] = found["whole"]["processor_seconds"]
    whole = found["whole"]["processor_seconds_total"]
    late = found["increment"]["processor_seconds_total"]
    what = f"whole index: {found['records']:,} records, {found['references']:,} references"
    yield what, f"{whole:,.1f} processor s = {found['records'] / whole:,.0f} records/s", "–"
    for stage, seconds in sorted(stages.items(), key=lambda item: -item[1])[:5]:
        yield f"— of which {stage}", f"{seconds:,.1f} processor s", "–"
    share = f"an increment of {found['increment_records']} records"
    yield share, f"{late:,.1f} processor s", "∝ the increment"
    yield (
        "peak memory of indexing",
        f"{found['peak_memory_mib']:,.0f} MiB",
        "≤ 4 GiB at 1 M records",
    )


if __name__ == "__main__":
    main()
