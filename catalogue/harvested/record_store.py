"""Storing the records of a page: what is new, what has changed, and what only shares an identifier with another.

Sets, not loops: what is known of a page's records is asked for in one query, and written in one statement of a kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, literal, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested.apart import Kept, Known, kept_apart
from catalogue.harvested.descriptions import joined_records
from catalogue.harvested.runs import Ledger
from catalogue.harvested.told import Place, Told, told_of
from catalogue.stage_names import FIRST_STAGE
from catalogue.tables import pending, record
from schemas import HarvestedRecord
from schemas.ids import record_number

_COMPARED = (
    *(record.c.id, record.c.source, record.c.identifier, record.c.content_hash, record.c.deleted),
    *(record.c.last_run, record.c.page_id),
)


def _known(connection: Connection, source: str, identifiers: Iterable[str]) -> Known:
    """What is kept of these, found by the numbers they own: whole numbers bind and compare quickest."""
    numbers = [record_number(source, identifier) for identifier in identifiers]
    query = select(*_COMPARED).where(dialect.among(connection, record.c.number, numbers))
    # to ask for the source too would tempt the database to walk through all of it
    return {row.identifier: row for row in connection.execute(query) if row.source == source}


def held_among(connection: Connection, source: str, identifiers: Iterable[str]) -> set[str]:
    """Those of the identifiers under which the source has a record."""
    return set(_known(connection, source, identifiers))


def held_beginning(connection: Connection, source: str, beginning: str) -> list[str]:
    """The identifiers of the source that begin so, in the order in which they came."""
    query = select(record.c.identifier).where(record.c.source == source).order_by(record.c.id)
    if connection.dialect.name == "sqlite":  # whose order of texts is that of their letters
        query = query.where(record.c.identifier.between(beginning, f"{beginning}\U0010ffff"))
    else:
        query = query.where(record.c.identifier.startswith(beginning, autoescape=True))
    return list(connection.scalars(query))


def _rounds(records: Sequence[HarvestedRecord]) -> list[list[HarvestedRecord]]:
    """The records in rounds of distinct identifiers: a repeated one counts as if it had come on a later page."""
    rounds: list[list[HarvestedRecord]] = []
    times: Counter[str] = Counter()
    for item in records:
        turn = times[item.identifier]
        times[item.identifier] += 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(item)
    return rounds


def _outcome(item: HarvestedRecord, hashed: str, known: Kept | None) -> str:
    if known is not None and known.content_hash == hashed and known.deleted == item.deleted:
        return "unchanged"
    if item.deleted:
        return "deleted"
    return "new" if known is None or known.deleted else "updated"


def store_records(
    connection: Connection, place: Place, records: Sequence[HarvestedRecord]
) -> Ledger:
    ledger = Ledger()
    for batch in _rounds(records):
        ledger += _store_distinct(connection, place, batch)
    return ledger


def _store_distinct(
    connection: Connection, place: Place, records: Sequence[HarvestedRecord]
) -> Ledger:
    """Store records of distinct identifiers."""
    told, known = _told(connection, place, records)
    at = now()
    outcomes: Counter[str] = Counter()
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    touched: list[int] = []
    for item, hashed in told:
        before = known.get(item.identifier)
        outcome = _outcome(item, hashed, before)
        outcomes[outcome] += 1
        if before is not None and outcome == "unchanged":
            same.append({"key": before.id, "seen": item.datestamp})
            continue
        number = record_number(place.source, item.identifier)
        touched.append(number)
        row = _row(item, hashed) | {"page_id": place.page, "last_run": place.run, "changed_at": at}
        if before is None:
            new = {"source": place.source, "identifier": item.identifier, "number": number}
            fresh.append(row | new | {"first_run": place.run})
        else:
            changed.append(row | {"key": before.id})
    _write(connection, place.run, fresh, changed, same)
    await_indexer(connection, touched)
    return Ledger(received=len(told), **outcomes)


def _told(
    connection: Connection, place: Place, records: Sequence[HarvestedRecord]
) -> tuple[list[Told], Known]:
    """What is told of each record, and what is known of them. Of a source with two formats both tell together."""

    def look_up(identifiers: Iterable[str]) -> Known:
        return _known(connection, place.source, identifiers)

    def body_of(row: Kept) -> bytes | None:
        return connection.scalar(select(record.c.body).where(record.c.id == row.id))

    if place.leads is not None:
        told = joined_records(connection, place, records)
        return told, look_up([each.item.identifier for each in told])
    known = look_up([item.identifier for item in records])
    return kept_apart(connection, place, told_of(records), known, look_up, body_of)


def _row(item: HarvestedRecord, hashed: str) -> dict[str, Any]:
    """What is kept of a record, apart from where and when it came."""
    return {
        "datestamp": item.datestamp,
        "deleted": item.deleted,
        "content_hash": hashed,
        "body": msgspec.json.encode(item),
    }


def _write(
    connection: Connection,
    run_id: int,
    fresh: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    same: list[dict[str, Any]],
) -> None:
    dialect.execute_many(connection, insert(record), fresh)
    by_key = update(record).where(record.c.id == bindparam("key"))
    if changed:
        connection.execute(by_key, changed)
    if same:
        connection.execute(by_key.values(last_run=run_id, datestamp=bindparam("seen")), same)


def await_indexer(connection: Connection, numbers: list[int]) -> None:
    """Put the records of these numbers before the indexer."""
    if numbers:
        query = select(literal(FIRST_STAGE).label("stage"), record.c.id.label("item"))
        chosen = query.where(dialect.among(connection, record.c.number, numbers))
        dialect.bump_selected(connection, pending, chosen)
