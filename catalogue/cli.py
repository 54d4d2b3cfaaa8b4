"""The catalogue's command ``stats``; and how commands open the catalogue and print."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
import msgspec
from sqlalchemy.engine import Engine

from catalogue.blocks import Blocks
from catalogue.engine import open_engine, reading, require_current
from catalogue.settings import Settings
from catalogue.stats import Statistics, statistics


def open_catalogue() -> tuple[Settings, Engine]:
    """The settings and the engine of a catalogue that is ready; raises SettingError or CatalogueError."""
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
def stats(*, as_json: bool) -> None:
    """Say what the catalogue holds."""
    _, engine = open_catalogue()
    with reading(engine) as connection:
        figures = statistics(connection)
    if as_json:
        print_json(figures)
    else:
        click.echo("\n".join(_lines(figures)))


def _lines(figures: Statistics) -> list[str]:
    statuses = figures.references_by_status
    return [
        f"records              {figures.records:>9,}  ({figures.records_deleted:,} deleted)",
        *(f"  {name:<19}{count:>9,}" for name, count in figures.records_by_source.items()),
        f"in quarantine        {figures.quarantined:>9,}",
        f"works                {figures.works:>9,}",
        *(f"  {name:<19}{count:>9,}" for name, count in figures.works_by_country.items()),
        f"cited-only works     {figures.cited_only_works:>9,}",
        f"references           {figures.references:>9,}",
        *(f"  {name:<19}{count:>9,}" for name, count in statuses.items()),
        f"citations            {figures.citations:>9,}  ({figures.self_citations:,} by the authors themselves)",
        f"indexed              {figures.indexed_at or 'never'}",
        *(_crowded(figures.blocks) if figures.blocks else ()),
    ]


def _crowded(blocks: Blocks) -> Iterator[str]:
    """Keys that too many share to be compared, as of when they were counted."""
    for name, found in (("records", blocks.records), ("works", blocks.works)):
        if found.keys:
            yield (
                f"crowded keys         {found.keys:>9,}  of {found.items:,} {name}, "
                f"{found.without_key:,} with no other key ({blocks.measured_at})"
            )
            yield from (f"  {each.size:>9,} {name} like “{each.title}”" for each in found.largest)


COMMANDS: list[click.Command] = [stats]
