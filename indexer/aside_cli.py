"""The command ``aside``: what a stage of the indexer could not work on, and having it tried again."""

from __future__ import annotations

import click

from catalogue.cli import NUMBER, open_catalogue
from catalogue.stage_names import ASIDE_NAMES, AsideName


@click.group()
def aside() -> None:
    """List items that the indexer failed on, and retry them."""


@aside.command("list")
@click.option("--stage", type=click.Choice(ASIDE_NAMES), help="Only this stage.")
def aside_list(stage: AsideName | None) -> None:
    """List the failed items: stage, number, what the item is, since when, and why."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.derived import set_aside  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with reading(engine) as connection:
        items = set_aside.listed(connection, stage)
    for each in items:
        click.echo(f"{each.stage}\t{each.item}\t{each.what}\t{each.at}\t{each.reason}")
    if not items:
        click.echo("nothing is set aside")


@aside.command("retry")
@click.argument("stage", required=False, type=click.Choice(ASIDE_NAMES))
@click.argument("item", required=False, type=NUMBER)
def aside_retry(stage: AsideName | None, item: int | None) -> None:
    """Have the next `eaci index` retry one ITEM, all items of STAGE, or all failed items."""
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.derived import set_aside  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with writing(engine) as connection:
        count = set_aside.put_back(connection, stage, item)
    if not count:
        raise click.ClickException("nothing like that is set aside; see `eaci aside list`")
    click.echo(f"{count} to be tried again: run `eaci index`")


COMMANDS: list[click.Command] = [aside]
