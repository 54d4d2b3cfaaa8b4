"""The command ``review``: the queue of uncertain pairs, and the decisions of people about records and authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from catalogue.cli import open_catalogue
from indexer.people_cli import people
from schemas import HarvestedRecord

if TYPE_CHECKING:
    from catalogue.decided.judgements import Verdict
    from catalogue.decided.reviews import ReviewItem

_BY = click.option("--by", default="command line", show_default=True, help="Who made the decision.")
_NOTE = click.option("--note", help="The reason.")


@click.group()
def review() -> None:
    """List uncertain pairs of records, and decide whether they are the same publication."""


@review.command("list")
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="List at most this many pairs.",
)
def review_list(limit: int) -> None:
    """List the pairs that wait for a decision, the most likely duplicates first."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.reviews import list_reviews  # noqa: PLC0415 -- likewise
    from indexer.dedupe.scoring import (  # noqa: PLC0415 -- likewise
        MERGE_THRESHOLD,
        REVIEW_THRESHOLD,
    )

    _, engine = open_catalogue()
    with reading(engine) as connection:
        items = list_reviews(connection, low=REVIEW_THRESHOLD, high=MERGE_THRESHOLD, limit=limit)
    for item in items:
        click.echo("\n".join(_lines(item)))
    click.echo(f"{len(items)} pairs shown")


def _lines(item: ReviewItem) -> list[str]:
    head = f"{item.left_id}-{item.right_id}  score {item.score:.2f}  {item.rule}"
    return [head, _line(item.left_key, item.left), _line(item.right_key, item.right), ""]


def _line(key: tuple[str, str], item: HarvestedRecord) -> str:
    title = item.titles[0].text if item.titles else "(no title)"
    people = ", ".join(person.names[0].literal for person in item.contributors[:3])
    return f"  {people}. {title}. {item.year or 'no year'}  [{key[0]} {key[1]}]"


@review.command("same")
@click.argument("pair")
@_BY
@_NOTE
def review_same(pair: str, by: str, note: str | None) -> None:
    """Decide that the two records of PAIR describe the same publication (`eaci review list` shows pairs as 12-57)."""
    _judge(pair, "same", by, note)


@review.command("different")
@click.argument("pair")
@_BY
@_NOTE
def review_different(pair: str, by: str, note: str | None) -> None:
    """Decide that the two records of PAIR describe different publications."""
    _judge(pair, "different", by, note)


@review.command("out")
@click.argument("source")
@click.argument("identifier")
@_BY
@_NOTE
def review_out(source: str, identifier: str, by: str, note: str | None) -> None:
    """Separate one record from its work. Its references go with it."""
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.reviews import take_out  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with writing(engine) as connection:
        others = take_out(connection, (source, identifier), by, note)
    if not others:
        raise click.ClickException(f"record {identifier!r} of {source!r} is in no work with others")
    click.echo(f"Judged different from {others} records; run `eaci index` to carry it out.")


def _judge(pair: str, verdict: Verdict, by: str, note: str | None) -> None:
    from catalogue.database.engine import writing  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.judgements import judge  # noqa: PLC0415 -- likewise
    from catalogue.decided.reviews import keys_of  # noqa: PLC0415 -- likewise

    left, _, right = pair.partition("-")
    if not (left.isdecimal() and right.isdecimal()):
        raise click.BadParameter(f"{pair!r} is not of the form 12-57; see `eaci review list`")
    _, engine = open_catalogue()
    with writing(engine) as connection:
        first, second = keys_of(connection, [int(left), int(right)])
        judge(connection, first, second, verdict, by, note)
    click.echo(f"{pair} judged {verdict}; run `eaci index` to carry it out.")


review.add_command(people)

COMMANDS: list[click.Command] = [review]
