"""The commands ``review people``: who may be the same person, and the decisions of people about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from catalogue.cli import open_catalogue

if TYPE_CHECKING:
    from catalogue.decided.judgements import Verdict
    from catalogue.decided.people import Author
    from catalogue.derived.people import PersonEntry

_BY = click.option("--by", default="command line", show_default=True, help="Who made the decision.")
_NOTE = click.option("--note", help="The reason.")


@click.group()
def people() -> None:
    """Decide who of the authors are one person.

    ONE and OTHER are the id of a person, as in the address of the page, or WORK:PLACE, as 2m8f0c9x7w3d1:3 for the third
    author of a work.
    """


@people.command("list")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
def people_list(limit: int) -> None:
    """List those who may be the same person, those of most works first."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.person_reviews import list_doubts  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with reading(engine) as connection:
        found = list_doubts(connection, limit)
    for each in found:
        click.echo(f"{_shown(each.one)}\n{_shown(each.other)}\n")
    click.echo(f"{len(found)} pairs shown")


def _shown(entry: PersonEntry) -> str:
    from schemas.ids import public_id  # noqa: PLC0415 -- keeps `eaci --help` fast

    return f"{public_id(entry.number)}  {entry.name}  ({entry.works} works)"


@people.command("same")
@click.argument("one")
@click.argument("other")
@_BY
@_NOTE
def people_same(one: str, other: str, by: str, note: str | None) -> None:
    """Decide that two are the same person, or that a work is hers."""
    _judge(one, other, "same", by, note)


@people.command("different")
@click.argument("one")
@click.argument("other")
@_BY
@_NOTE
def people_different(one: str, other: str, by: str, note: str | None) -> None:
    """Decide that two are different people, or that a work is not hers."""
    _judge(one, other, "different", by, note)


def _judge(one: str, other: str, verdict: Verdict, by: str, note: str | None) -> None:
    from catalogue.audit import record_change  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.engine import writing  # noqa: PLC0415 -- likewise
    from catalogue.decided.person_reviews import judge_named  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with writing(engine) as connection:
        count = judge_named(connection, one, other, verdict, by, note)
        record_change(connection, by, f"people-judged-{verdict}", f"{one} / {other}", note)
    click.echo(f"{count} decisions written; run `eaci index` to carry them out.")


@people.command("judged")
def people_judged() -> None:
    """List the decisions in force, newest first."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.people import decisions  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with reading(engine) as connection:
        found = decisions(connection)
    for each in found:
        sides = f"{_named(each.left)} / {_named(each.right)}"
        click.echo(
            f"{each.id}  {each.verdict}  {sides}  {each.made_by}  {each.note or ''}".rstrip()
        )
    click.echo(f"{len(found)} decisions")


def _named(author: Author) -> str:
    return f"{author.name} [{author.source} {author.identifier}]"


@people.command("withdraw")
@click.argument("number", type=int)
@_BY
def people_withdraw(number: int, by: str) -> None:
    """Take a decision back; `eaci review people judged` shows their numbers."""
    from catalogue.audit import record_change  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.engine import writing  # noqa: PLC0415 -- likewise
    from catalogue.decided.people import decisions, withdraw  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with writing(engine) as connection:
        if number not in {each.id for each in decisions(connection)}:
            raise click.ClickException(f"no decision {number} is in force")
        withdraw(connection, number)
        record_change(connection, by, "people-judgement-withdrawn", str(number))
    click.echo("Withdrawn; run `eaci index` to carry it out.")
