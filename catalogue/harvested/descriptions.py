"""What a source with two formats says in each; both make the record (:mod:`catalogue.harvested.joined`).

A description is written in the transaction of its page, before the record. So a record can be joined again whenever
one of its descriptions changes, in whatever order they come. A source with one format has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, case, delete, insert, select, update

from catalogue.database import dialect
from catalogue.harvested.apart import Kept, Known, kept_apart
from catalogue.harvested.joined import joined
from catalogue.harvested.told import Place, Told, told_of
from catalogue.tables import description, page, record
from schemas import HarvestedRecord
from schemas.ids import record_number

Described = dict[tuple[str, bool], Kept]
"""Descriptions by identifier and whether they lead."""
_LIGHT = [
    description.c[name] for name in ("number", "content_hash", "deleted", "last_run", "page_id")
]


def joined_records(
    connection: Connection, place: Place, items: Sequence[HarvestedRecord]
) -> list[Told]:
    """Keep what a page says of records of distinct identifiers; give the records that it makes with what is kept."""
    leads = bool(place.leads)
    told = _apart(connection, place, leads, told_of(items))
    kept = described(connection, place.source, [each.item.identifier for each in told])
    if not leads:
        kept |= _of_one_format(connection, place.source, [t.item.identifier for t in told], kept)
    write(connection, place, leads, told, kept)
    return told_of(
        said
        for each in told
        if (said := with_other(each.item, leads, kept.get((each.item.identifier, not leads))))
    )


def with_other(item: HarvestedRecord, leads: bool, other: Kept | None) -> HarvestedRecord | None:
    """The record that a description makes with the one in the other format, if there is one."""
    second = None if other is None else _read(other.body)
    return joined(item, second) if leads else joined(second, item)


def _read(body: bytes) -> HarvestedRecord | None:
    """What a description says; None for a damaged one, which `eaci check` reports."""
    try:
        return msgspec.json.decode(body, type=HarvestedRecord)
    except (msgspec.DecodeError, UnicodeError):
        return None


def _apart(connection: Connection, place: Place, leads: bool, told: list[Told]) -> list[Told]:
    """Two publications of one identifier are told apart within a format: two formats may say anything otherwise."""

    def look_up(identifiers: Iterable[str]) -> Known:
        return _known(connection, place.source, identifiers, leads)

    def body_of(row: Kept) -> bytes | None:
        mine = description.c.number == row.number, description.c.leads.is_(leads)
        return connection.scalar(select(description.c.body).where(*mine))

    known = look_up([each.item.identifier for each in told])
    return kept_apart(connection, place, told, known, look_up, body_of)[0]


def _known(connection: Connection, source: str, identifiers: Iterable[str], leads: bool) -> Known:
    rows = _rows(connection, source, identifiers, *_LIGHT)
    return {row.identifier: row for row in rows if row.leads == leads}


def described(connection: Connection, source: str, identifiers: Iterable[str]) -> Described:
    """What is kept of these records in both formats."""
    rows = _rows(connection, source, identifiers, *_LIGHT, description.c.format, description.c.body)
    return {(row.identifier, row.leads): row for row in rows}


def _rows(
    connection: Connection, source: str, identifiers: Iterable[str], *columns: Any
) -> list[Kept]:
    numbers = [record_number(source, identifier) for identifier in identifiers]
    query = (
        select(record.c.source, record.c.identifier, description.c.leads, *columns)
        .join(record, record.c.number == description.c.number)
        .where(dialect.among(connection, description.c.number, numbers))
    )
    return [row for row in connection.execute(query) if row.source == source]


def _of_one_format(
    connection: Connection, source: str, identifiers: Iterable[str], kept: Described
) -> Described:
    """Records that the source brought while it had one format: what they say is what the first format says."""
    described = {identifier for identifier, _ in kept}
    names = [name for name in identifiers if name not in described]
    numbers = [record_number(source, name) for name in names]
    columns = [
        record.c[name] for name in ("number", "content_hash", "deleted", "last_run", "page_id")
    ]
    query = (
        select(record.c.source, record.c.identifier, record.c.body, page.c.format, *columns)
        .join(page, page.c.id == record.c.page_id)
        .where(dialect.among(connection, record.c.number, numbers), record.c.deleted.is_(False))
    )
    found = [row for row in connection.execute(query) if row.source == source]
    names_of_columns = (
        "number",
        "format",
        "deleted",
        "content_hash",
        "body",
        "page_id",
        "last_run",
    )
    fresh = [
        {name: getattr(row, name) for name in names_of_columns} | {"leads": True} for row in found
    ]
    dialect.execute_many(connection, insert(description), fresh)
    return {(row.identifier, True): row for row in found}


def write(
    connection: Connection,
    place: Place,
    leads: bool,
    told: Sequence[Told],
    kept: Described,
) -> None:
    """Write what is told in a format over what is ``kept`` of it."""
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    for item, hashed in told:
        before = kept.get((item.identifier, leads))
        number = record_number(place.source, item.identifier)
        row = {"format": place.format, "deleted": item.deleted, "content_hash": hashed}
        row |= {"body": msgspec.json.encode(item), "page_id": place.page, "last_run": place.run}
        if before is None:
            fresh.append({"number": number, "leads": leads, **row})
        elif before.content_hash != hashed or before.deleted != item.deleted:
            changed.append({"key": number, **row})
        else:
            # the datestamp may be another one, and the record has the newer of two
            same.append({"key": number, "said": row["body"], "seen_in": place.run})
    mine = description.c.leads.is_(leads), description.c.number == bindparam("key")
    by_key = update(description).where(*mine)
    again = by_key.values(body=bindparam("said"), last_run=bindparam("seen_in"))
    dialect.execute_many(connection, insert(description), fresh)
    if changed:
        connection.execute(by_key, changed)
    if same:
        connection.execute(again, same)


def forget(connection: Connection, source: str) -> None:
    """Keep the records of a source as they are, without what either format says of them."""
    numbers = select(record.c.number).where(record.c.source == source)
    connection.execute(delete(description).where(description.c.number.in_(numbers)))


def last_listed(
    connection: Connection, source: str, identifiers: Collection[str], leads: bool
) -> dict[str, int]:
    """Those of the identifiers whose live records a deletion in this format would change, each with the run that listed
    it last in this format (0: none has).

    In the format that leads these are all live records, in the second those that it describes.
    """
    numbers = [record_number(source, identifier) for identifier in identifiers]
    mine, other = description.alias("mine"), description.alias("other")
    undescribed = case((other.c.number.is_(None), record.c.last_run), else_=0)
    listed = case((mine.c.number.is_not(None), mine.c.last_run), else_=undescribed)
    query = (
        select(record.c.source, record.c.identifier, listed.label("listed"))
        .outerjoin(mine, and_(mine.c.number == record.c.number, mine.c.leads.is_(leads)))
        .outerjoin(other, and_(other.c.number == record.c.number, other.c.leads.is_not(leads)))
        .where(dialect.among(connection, record.c.number, numbers), record.c.deleted.is_(False))
    )
    if not leads:
        query = query.where(mine.c.deleted.is_(False))
    rows = connection.execute(query)
    return {row.identifier: row.listed for row in rows if row.source == source}
