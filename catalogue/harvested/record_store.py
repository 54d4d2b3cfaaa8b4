"""Storing the records of a page: what is new, what has changed, and what only shares an identifier with another.

Sets, not loops: what is known of a page's records is asked for in one query, and written in one statement of a kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, bindparam, insert, literal, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested import conflicts
from catalogue.harvested.runs import Ledger, log
from catalogue.stage_names import FIRST_STAGE
from catalogue.tables import pending, record
from schemas import HarvestedRecord
from schemas.ids import record_number

_Kept = Row[Any, Any, Any, Any, Any, Any, Any]
_COMPARED = (
    *(record.c.id, record.c.source, record.c.identifier, record.c.content_hash, record.c.deleted),
    *(record.c.last_run, record.c.page_id),
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where records are from: the run, the page, the source, and whether the page is a file."""

    run: int
    page: int
    source: str
    file: bool


class _Told(NamedTuple):
    """A record and the hash of what it says."""

    item: HarvestedRecord
    hashed: str


def content_hash(item: HarvestedRecord) -> str:
    """The hash of what a record says. A new datestamp or set alone is no change."""
    said = msgspec.structs.replace(item, datestamp=None, sets=(), warnings=())
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def _known(connection: Connection, source: str, identifiers: Iterable[str]) -> dict[str, _Kept]:
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


def _outcome(item: HarvestedRecord, hashed: str, known: _Kept | None) -> str:
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
    told = [_Told(item, content_hash(item)) for item in records]
    known = _known(connection, place.source, [item.identifier for item in records])
    told, known = _kept_apart(connection, place, told, known)
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


def _kept_apart(
    connection: Connection, place: Place, told: list[_Told], known: dict[str, _Kept]
) -> tuple[list[_Told], dict[str, _Kept]]:
    """What is told, another publication than the known one of its identifier renamed; and what is known of all."""
    doubtful = {
        each.item.identifier: conflicts.renamed(each.item)
        for each in told
        if (row := known.get(each.item.identifier)) is not None
        and not (each.item.deleted or row.deleted)
        and row.content_hash != each.hashed
    }
    if not doubtful:
        return told, known
    names = {other.identifier for other in doubtful.values()}
    known = known | _known(connection, place.source, names)
    taken = {each.item.identifier for each in told}
    apart = {
        each.item.identifier: other
        for each in told
        if (other := doubtful.get(each.item.identifier)) is not None
        and other.identifier not in taken
        and (
            other.identifier in known
            or _is_other(connection, place, each.item, known[each.item.identifier])
        )
    }
    for line in conflicts.told(list(apart.values())):
        log(connection, place.run, "warning", line)
    return [
        _Told(other, content_hash(other)) if (other := apart.get(each.item.identifier)) else each
        for each in told
    ], known


def _is_other(connection: Connection, place: Place, item: HarvestedRecord, row: _Kept) -> bool:
    """Whether a record is another publication than the known one, where the source may not just have changed it.

    A server may put anything under an identifier from one harvest to the next. In one run, and in files, a second
    entry is a second entry.
    """
    if not (place.file or row.last_run == place.run):
        return False
    body = connection.scalar(select(record.c.body).where(record.c.id == row.id))
    try:
        before = msgspec.json.decode(body or b"", type=HarvestedRecord)
    except msgspec.DecodeError:  # damaged: `eaci check` reports it
        return False
    if row.page_id == place.page:
        return conflicts.is_other_entry(before, item)
    return conflicts.is_other_publication(before, item)


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
