"""``benchmarks/run tagger --sets DIR``: renders references and fits the tagger on them too.

The labelled sets are read where they are: AnyStyle's counts twice, as its labels are the more even.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import click

from benchmarks.report import ROOT

SEED, COUNT = 1, 9000
_SETS = ("anystyle", "anystyle", "grobid", "gost")


@click.command()
@click.option(
    "--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write the model; else in place."
)
@click.option("--count", default=COUNT, show_default=True, help="How many references to render.")
@click.option("--fits", default=3, show_default=True, help="How many models to average.")
def main(sets: Path, out: Path | None, count: int, fits: int) -> None:
    """Fit the tagger on the labelled sets in a folder and on rendered references; the same input, the same model."""
    with tempfile.TemporaryDirectory() as scratch:
        rendered = ["--seed", str(SEED), "--count", str(count), scratch]
        _run("benchmarks.forms", rendered)
        folders = [str(sets / "parsing" / name) for name in _SETS]
        options = ["--fits", str(fits), *(["--out", str(out)] if out else [])]
        _run("indexer.training.tagger", [*folders, scratch, *options])


def _run(module: str, options: list[str]) -> None:
    subprocess.run([sys.executable, "-m", module, *options], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
