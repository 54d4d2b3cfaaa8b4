"""Storing what was harvested: one transaction commits a page, its records, its rejects and the checkpoint.

The ledger is kept per page and summed per run, so that every number of a run can be followed to its pages. Raw bytes
are kept compressed; whatever comes after can be done again from them.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b, sha256
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    insert,
    literal,
    select,
    update,
)

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested.runs import LEDGER, Ledger
from catalogue.stage_names import FIRST_STAGE
from catalogue.tables import page, pending, quarantine, record, run
from schemas import HarvestedRecord
from schemas.ids import record_number
from schemas.within import within_limits

_LEVEL = 3
"""Half the time of zlib's usual 6, for a seventh more of bytes (XML of OAI-PMH)."""
_Kept = Row[Any, Any, Any, Any, Any]


class FetchedPage(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a source, as received. ``body`` is the raw bytes."""

    source: str
    format: str
    body: bytes
    url: str | None = None
    status: int | None = None
    fetched_at: str | None = None


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """What a page held and could not be used: kept, with the reason, until it is replayed or dismissed.

    ``reason`` is a short code ("no-identifier", "no-title", "not-xml" …), ``detail`` one sentence. ``datestamp`` is
    that of a deletion that waits; ``same_as`` the dismissed item that this is once more.
    """

    reason: str
    detail: str
    body: bytes
    identifier: str | None = None
    datestamp: str | None = None
    same_as: int | None = None


def content_hash(item: HarvestedRecord) -> str:
    """The hash of what a record says. A new datestamp or set alone is no change."""
    said = msgspec.structs.replace(item, datestamp=None, sets=(), warnings=())
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def store_page(
    connection: Connection,
    run_id: int,
    fetched: FetchedPage,
    records: Sequence[HarvestedRecord],
    rejected: Sequence[Rejected] = (),
    checkpoint: dict[str, Any] | Callable[[Ledger], dict[str, Any]] | None = None,
    unchanged: int = 0,
    *,
    limited: bool = False,
) -> Ledger:
    """Store a page and what it held, and add its ledger to the run's. Call it inside one ``writing`` transaction.

    ``checkpoint`` is where to go on from, or a function that tells it by the page's ledger; ``unchanged`` is how much
    more the page held that leaves the records as they are. ``limited`` says that the records were held to the limits
    of their contract already, as parsed pages are; others are here.
    """
    page_id = _store_body(connection, run_id, fetched)
    named = [_named(item if limited else within_limits(item)[0]) for item in records]
    ledger = _store_records(connection, run_id, page_id, fetched.source, named)
    _store_rejected(connection, run_id, page_id, fetched, rejected)
    ledger += Ledger(received=len(rejected), quarantined=len(rejected))
    ledger += Ledger(received=unchanged, unchanged=unchanged)
    further: dict[str, Any] = {}
    if checkpoint is not None:
        told = checkpoint(ledger) if callable(checkpoint) else checkpoint
        further["checkpoint"] = msgspec.json.encode(told)
    enter(connection, run_id, page_id, ledger, **further)
    return ledger


def enter(
    connection: Connection, run_id: int, page_id: int, ledger: Ledger, **further: Any
) -> None:
    """Enter a new page's ledger, and add it to the run's; ``further`` are other columns of the run."""
    counts = msgspec.structs.asdict(ledger)
    connection.execute(update(page).where(page.c.id == page_id).values(**counts))
    sums: dict[str, Any] = {name: run.c[name] + counts[name] for name in LEDGER}
    connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(**sums, **further, pages=run.c.pages + 1, heartbeat_at=now())
    )


def empty_page(connection: Connection, run_id: int, source: str, url: str, format: str = "") -> int:
    """A page without bytes, for what a run does that no page of the source told it; the number of the page."""
    fetched = FetchedPage(source=source, format=format, body=b"", url=url)
    return _store_body(connection, run_id, fetched)


def _named(item: HarvestedRecord) -> HarvestedRecord:
    """The record with an identifier that every database holds alike: PostgreSQL has no U+0000 in texts."""
    if "\x00" not in item.identifier:
        return item
    return msgspec.structs.replace(item, identifier=item.identifier.replace("\x00", "\ufffd"))


def _store_body(connection: Connection, run_id: int, fetched: FetchedPage) -> int:
    result = connection.execute(
        insert(page).values(
            run_id=run_id,
            source=fetched.source,
            url=fetched.url,
            format=fetched.format,
            status=fetched.status,
            fetched_at=fetched.fetched_at or now(),
            size=len(fetched.body),
            sha256=sha256(fetched.body).hexdigest() if fetched.body else "",
            body=zlib.compress(fetched.body, _LEVEL),
        )
    )
    assert result.inserted_primary_key is not None  # noqa: S101 -- an insert of one row has one
    return int(result.inserted_primary_key[0])


def _known(connection: Connection, source: str, identifiers: Iterable[str]) -> dict[str, _Kept]:
    """What is kept of these, found by the numbers they own: whole numbers bind and compare quickest."""
    numbers = [record_number(source, identifier) for identifier in identifiers]
    query = select(
        record.c.id, record.c.source, record.c.identifier, record.c.content_hash, record.c.deleted
    ).where(dialect.among(connection, record.c.number, numbers))
    # to ask for the source too would tempt the database to walk through all of it
    return {row.identifier: row for row in connection.execute(query) if row.source == source}


def held_among(connection: Connection, source: str, identifiers: Iterable[str]) -> set[str]:
    """Those of the identifiers under which the source has a record."""
    return set(_known(connection, source, identifiers))


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


def _store_records(
    connection: Connection,
    run_id: int,
    page_id: int,
    source: str,
    records: Sequence[HarvestedRecord],
) -> Ledger:
    ledger = Ledger()
    for batch in _rounds(records):
        ledger += _store_distinct(connection, run_id, page_id, source, batch)
    return ledger


def _store_distinct(
    connection: Connection,
    run_id: int,
    page_id: int,
    source: str,
    records: Sequence[HarvestedRecord],
) -> Ledger:
    known = _known(connection, source, [item.identifier for item in records])
    at = now()
    outcomes: Counter[str] = Counter()
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    touched: list[int] = []
    for item in records:
        hashed = content_hash(item)
        before = known.get(item.identifier)
        outcome = _outcome(item, hashed, before)
        outcomes[outcome] += 1
        if before is not None and outcome == "unchanged":
            same.append({"key": before.id, "seen": item.datestamp})
            continue
        number = record_number(source, item.identifier)
        touched.append(number)
        row = _row(item, hashed) | {"page_id": page_id, "last_run": run_id, "changed_at": at}
        if before is None:
            new = {"source": source, "identifier": item.identifier, "number": number}
            fresh.append(row | new | {"first_run": run_id})
        else:
            changed.append(row | {"key": before.id})
    _write(connection, run_id, fresh, changed, same)
    await_indexer(connection, touched)
    return Ledger(received=len(records), **outcomes)


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


def _store_rejected(
    connection: Connection,
    run_id: int,
    page_id: int,
    fetched: FetchedPage,
    rejected: Sequence[Rejected],
) -> None:
    if not rejected:
        return
    rows = [
        {
            "source": fetched.source,
            "run_id": run_id,
            "page_id": page_id,
            "identifier": item.identifier,
            "format": fetched.format,
            "reason": item.reason,
            "detail": item.detail,
            "body": zlib.compress(item.body, _LEVEL),
            "created_at": now(),
            "datestamp": item.datestamp,
            "same_as": item.same_as,
            "resolved_at": now() if item.same_as else None,
            "resolution": f"the same as item {item.same_as}, dismissed" if item.same_as else None,
        }
        for item in rejected
    ]
    connection.execute(insert(quarantine), rows)


def read_records(
    connection: Connection, source: str, *, after: int = 0, limit: int = 500
) -> list[tuple[int, HarvestedRecord]]:
    """The next records of a source in order of arrival, with their row numbers; go on with ``after=`` the last one."""
    query = (
        select(record.c.id, record.c.body)
        .where(record.c.source == source, record.c.id > after)
        .order_by(record.c.id)
        .limit(limit)
    )
    rows = connection.execute(query)
    return [(row.id, msgspec.json.decode(row.body, type=HarvestedRecord)) for row in rows]


def page_hashes(connection: Connection, source: str) -> set[str]:
    """The SHA-256 of every page that the source has brought: a file that is among them has been read."""
    return set(connection.scalars(select(page.c.sha256).where(page.c.source == source)))


def page_addresses(connection: Connection, source: str) -> set[str]:
    """The address of every page that the source has brought."""
    query = select(page.c.url).where(page.c.source == source, page.c.url.is_not(None)).distinct()
    return {url for url in connection.scalars(query) if url is not None}
