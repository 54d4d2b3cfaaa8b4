"""The catalogue's commands ``stats``, ``backup`` and ``restore``; and how commands open the catalogue and print."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from catalogue.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from catalogue.database.backup import Progress
    from catalogue.database.integrity import Step
    from catalogue.derived.blocks import Blocks
    from catalogue.stats import Statistics

NUMBER = click.IntRange(-(2**63), 2**63 - 1)
"""The number of a run or an item, as far as a column of the catalogue holds it."""
COUNT = click.IntRange(1, 2**63 - 1)
"""How many are to be listed."""


def open_catalogue() -> tuple[Settings, Engine]:
    """The settings and the engine of a catalogue that is ready; raises SettingError or CatalogueError."""
    from catalogue.database.engine import open_engine, require_current  # noqa: PLC0415 -- keeps `eaci --help` fast

    settings = Settings.from_environment()
    engine = open_engine(settings)
    if context := click.get_current_context(silent=True):
        context.call_on_close(engine.dispose)
    require_current(engine)
    return settings, engine


def print_json(value: object) -> None:
    """One JSON object on standard output, for machines."""
    encoded = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(encoded.decode() + "\n")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--hashes", is_flag=True, help="Print a hash of each part instead, to compare two catalogues."
)
def stats(*, as_json: bool, hashes: bool) -> None:
    """Show how much the catalogue holds.

    With --hashes: two catalogues with equal hashes hold the same records, works and citations, on whatever database
    and however they got them. The hashes leave out row numbers, times and runs.
    """
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.derived.state import state_hashes  # noqa: PLC0415 -- likewise
    from catalogue.stats import Statistics, statistics  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with reading(engine) as connection:
        found = state_hashes(connection) if hashes else statistics(connection)
    if as_json:
        print_json(found)
    elif isinstance(found, Statistics):
        click.echo("\n".join(_lines(found)))
    else:
        width = max(map(len, found))
        click.echo("\n".join(f"{name:<{width}}  {digest}" for name, digest in found.items()))


def _lines(figures: Statistics) -> list[str]:
    statuses = figures.references_by_status
    return [
        f"records              {figures.records:>9,}  ({figures.records_deleted:,} deleted)",
        *(f"  {name:<19}{count:>9,}" for name, count in figures.records_by_source.items()),
        f"in quarantine        {figures.quarantined:>9,}",
        f"works                {figures.works:>9,}",
        *_of_countries(figures),
        f"cited-only works     {figures.cited_only_works:>9,}",
        f"references           {figures.references:>9,}",
        *(f"  {name:<19}{count:>9,}" for name, count in statuses.items()),
        f"citations            {figures.citations:>9,}  ({figures.self_citations:,} by the authors themselves)",
        f"indexed              {figures.indexed_at or 'never'}",
        *(_crowded(figures.blocks) if figures.blocks else ()),
    ]


def _of_countries(figures: Statistics) -> Iterator[str]:
    """Works by country with how many of them by affiliation only, then by the basis of their countries."""
    by_affiliation = figures.works_by_country_affiliation
    for code, works in figures.works_by_country.items():
        yield f"  {code:<19}{works:>9,}  ({by_affiliation.get(code, 0):,} by affiliation)"
    for basis, works in figures.works_by_basis.items():
        yield f"  {f'by {basis}':<19}{works:>9,}"


def _crowded(blocks: Blocks) -> Iterator[str]:
    """Keys that too many share to be compared, as of when they were counted."""
    for name, found in (("records", blocks.records), ("works", blocks.works)):
        if found.keys:
            yield (
                f"crowded keys         {found.keys:>9,}  of {found.items:,} {name}, "
                f"{found.without_key:,} with no other key ({blocks.measured_at})"
            )
            yield from (f"  {each.size:>9,} {name} like “{each.title}”" for each in found.largest)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole catalogue and your own source files to FILE. Everything keeps running.

    The command first checks the catalogue, and reads the backup again after writing it. It also accepts a catalogue
    of an older version, so that you can make a backup before `eaci init` upgrades it. The search index needs no backup.
    """
    from catalogue.database.appendix import source_folders  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.backup import back_up  # noqa: PLC0415 -- likewise
    from catalogue.database.engine import open_engine  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    engine = open_engine(settings)
    click.get_current_context().call_on_close(engine.dispose)
    with _bar() as (told, step):
        back_up(engine, file, told, folders=source_folders(settings), step=step)
    click.echo(f"The catalogue is in {file} ({file.stat().st_size / 2**20:,.1f} MiB).")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Create the catalogue from a backup of this or an older version. There must be no catalogue yet.

    Your own source files return to their folders. A file that is there already and differs stays as it is.
    """
    from catalogue.database.appendix import put_back  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.backup import restore as restore_from  # noqa: PLC0415 -- likewise
    from catalogue.database.engine import open_engine  # noqa: PLC0415 -- likewise

    settings = Settings.from_environment()
    settings.make_home()
    engine = open_engine(settings)
    click.get_current_context().call_on_close(engine.dispose)
    with _bar() as (told, step):
        restore_from(engine, file, told, step=step)
    for line in put_back(file, settings):
        click.echo(line)
    click.echo(
        "The catalogue is restored and up to date. `eaci init` registers its sources, "
        "`eaci index --rebuild` makes its index."
    )


@contextmanager
def _bar() -> Iterator[tuple[Progress, Step]]:
    """A bar on the terminal: who tells how far it is, and who tells what begins."""
    from rich.console import Console  # noqa: PLC0415 -- keeps `eaci --help` fast
    from rich.progress import Progress as Bars  # noqa: PLC0415 -- likewise

    with Bars(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def begin(what: str) -> None:
            bars.reset(task, description=what, total=None)

        yield lambda done, total: bars.update(task, completed=done, total=total), begin


COMMANDS: list[click.Command] = [stats, backup, restore]
