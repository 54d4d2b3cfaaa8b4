"""How fast references are matched against the works of a large catalogue: by their keys, and by searching.

Usage: ``python -m benchmarks.matching HOME``, the folder that ``benchmarks/run scale --home`` filled. Some of its
references are matched as the index does it, in one process, and nothing is written: what their keys bring up is read
and decided on, then what that leaves over is searched for. Prints references a second of processor time for both.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy import Connection, func, select

from catalogue.database.connections import much_in_memory
from catalogue.database.engine import open_engine, reading
from catalogue.settings import Settings
from catalogue.tables import reference, work
from indexer.keys import tables
from indexer.stages import match
from indexer.workers import processes

_TOGETHER = 1000  # references, as many as the index takes at once


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--parts", default=6, show_default=True, help="How many thousand references.")
def main(home: Path, parts: int) -> None:
    """Match references of the catalogue in HOME; print how fast."""
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(home)}))
    with much_in_memory(engine), processes(1), reading(engine) as connection:
        works = connection.scalar(select(func.count()).where(work.c.kind == "held")) or 0
        chosen = list(_parts(connection, parts))
        for items in chosen:  # once for the caches: an index has just read what is beside
            _matched(connection, items)
        found = [_matched(connection, items) for items in chosen]
    asked, searched, by_keys, by_search = (sum(column) for column in zip(*found, strict=True))
    click.echo(f"{asked:,.0f} references against {works:,} works, one process")
    click.echo(f"by keys: {asked / by_keys:,.0f} references/s of one core")
    click.echo(f"searched for: {searched:,.0f} of them, {searched / by_search:,.0f} references/s")


def _parts(connection: Connection, count: int) -> Iterator[Sequence[int]]:
    """Neighbours, from places all over the table."""
    alone = select(reference.c.id).where(reference.c.status != "paired").order_by(reference.c.id)
    ids = connection.scalars(alone).all()
    for number in range(count):
        start = number * len(ids) // count
        yield ids[start : start + _TOGETHER]


def _matched(connection: Connection, items: Sequence[int]) -> tuple[int, int, float, float]:
    """How many references were matched and searched for, and the processor seconds of both."""
    rows = match.to_match(connection, items)
    began = time.process_time()
    own = tables.keys_of(connection, tables.REFERENCE_KEYS, rows)
    own = {item: tables.without_search(mine) for item, mine in own.items()}
    candidates, decisions = match.by_keys(connection, rows, own)
    then = time.process_time()
    wider, _ = match.by_search(connection, rows, own, candidates, decisions)
    return len(rows), len(wider), then - began, time.process_time() - then


if __name__ == "__main__":
    main()
