"""Backups at size, of generated works as a harvest leaves them: ``python -m benchmarks.sidebyside.harvested``.

Nothing is derived from them, which would take hours at that size: what the pipeline adds to a catalogue, and so to its
backup, is measured by ``benchmarks/run sidebyside``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from benchmarks.generator.citations import World
from benchmarks.loading import load
from benchmarks.report import circumstances, markdown, replace_section
from benchmarks.sidebyside import backups, sides
from benchmarks.sidebyside.account import Backup
from benchmarks.sidebyside.servers import database_server
from benchmarks.sidebyside.sides import Side

_SEED = 7
_HEADER = (
    "catalogue", "MiB", "backup while another process writes, s", "pages committed meanwhile", "backup, MiB",
    "restore, s", "restored state",
)  # fmt: skip


@click.command()
@click.option("--works", default=100_000, show_default=True, type=click.IntRange(min=100))
@click.option("--references", default=2, show_default=True, type=click.IntRange(min=0))
def main(works: int, references: int) -> None:
    """Back up and restore WORKS generated works on both databases; print the table and refresh RESULTS.md."""
    with tempfile.TemporaryDirectory() as folder, database_server(buffers="512MB") as address:
        home = Path(folder)
        rows: list[tuple[str, ...]] = []
        for told, side in _sides(home, works, address):
            records = _fill(side, works, references)
            size = sides.catalogue_size(side)
            rows.append((told, f"{size:,.1f}", *row(backups.measure(side, home))))
    what = f"Generated: {works:,} works as harvested, {records:,} records with {references} references on average."
    table = markdown(_HEADER, rows)
    click.echo(f"{what}\n\n{table}")
    replace_section("backup", f"{circumstances()}\n\n{what}\n\n{table}")


def _sides(home: Path, works: int, address: str) -> Iterator[tuple[str, Side]]:
    yield "SQLite", sides.embedded(home, works)
    url = sides.database(address, f"harvested_{works}")
    sides.drop_database(url)
    sides.create_database(url)
    yield "PostgreSQL", sides.on(url, home)
    sides.drop_database(url)


def _fill(side: Side, works: int, references: int) -> int:
    """Load the works; says how many records they are."""
    world = World(_SEED, works, works * references, max(20, works // 250))
    loaded = 0
    with side.engine() as engine, Progress(console=Console(stderr=True)) as bars:
        task = bars.add_task(f"{side.name}: load", total=works)

        def told(reached: int, records: int, _references: int) -> None:
            nonlocal loaded
            loaded += records
            bars.update(task, completed=reached)

        load(engine, world, range(works), told)
    return loaded


def row(found: Backup) -> tuple[str, ...]:
    """A backup's figures."""
    times = (f"{found.backing_up:,.1f}", f"{found.committed:,}", f"{found.mib:,.1f}")
    return *times, f"{found.restoring:,.1f}", found.restored


if __name__ == "__main__":
    main()
