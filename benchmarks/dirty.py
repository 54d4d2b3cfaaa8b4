"""``python -m benchmarks.dirty SET OUT [--seed S]``: a labelled set of records with values in the wrong attribute.

Copies ``records.jsonl`` with authors, hosts and years moved behind the title
(:mod:`benchmarks.generator.moved`), and the labels as they are. The copy may be redistributed no more than the set.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from benchmarks.generator.chance import stream
from benchmarks.generator.moved import MOVED, moved

_LABELS = ("clusters.csv", "pairs.csv")


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--rate", default=MOVED, show_default=True, help="The share of values that move.")
def main(source: Path, out: Path, seed: int, rate: float) -> None:
    """Write the set in the folder SOURCE to the folder OUT, with values moved."""
    write_dirty(source, out, seed, rate)


def write_dirty(source: Path, out: Path, seed: int, rate: float = MOVED) -> None:
    """The same, for programs."""
    out.mkdir(parents=True, exist_ok=True)
    lines = _moved((source / "records.jsonl").read_bytes(), seed, rate)
    (out / "records.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    for labels in _LABELS:
        if (source / labels).is_file():
            shutil.copyfile(source / labels, out / labels)


def _moved(body: bytes, seed: int, rate: float) -> Iterator[bytes]:
    for number, line in enumerate(filter(None, body.split(b"\n"))):
        record = msgspec.json.decode(line)
        yield msgspec.json.encode(moved(stream(seed, "moved", number), record, rate))


if __name__ == "__main__":
    main()
