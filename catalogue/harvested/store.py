"""Storing what was harvested: one transaction commits a page, its records, its rejects and the checkpoint.

The ledger is kept per page and summed per run, so that every number of a run can be followed to its pages. Raw bytes
are kept compressed; whatever comes after can be done again from them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    insert,
    select,
    update,
)

from catalogue.database.engine import now
from catalogue.harvested.record_store import store_records
from catalogue.harvested.runs import LEDGER, Ledger
from catalogue.harvested.told import Formats, Place, leads_in
from catalogue.tables import page, quarantine, record, run
from schemas import HarvestedRecord
from schemas.within import within_limits

_LEVEL = 3
"""Half the time of zlib's usual 6, for a seventh more of bytes (XML of OAI-PMH)."""


class FetchedPage(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a source, as received. ``body`` is the raw bytes."""

    source: str
    format: str
    body: bytes
    url: str | None = None
    status: int | None = None
    fetched_at: str | None = None


def is_file(page: FetchedPage) -> bool:
    """Whether the page is a file of ``eaci import`` or of a drop folder, whose identifiers may be its own only."""
    return (page.url or "").startswith("file:")


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
    formats: Formats | None = None,
) -> Ledger:
    """Store a page and what it held, and add its ledger to the run's. Call it inside one ``writing`` transaction.

    ``checkpoint`` is where to go on from, or a function that tells it by the page's ledger; ``unchanged`` is how much
    more the page held that leaves the records as they are. ``limited`` says that the records were held to the limits
    of their contract already, as parsed pages are; others are here. ``formats`` are those of a source
    that describes its records in two.
    """
    page_id = _store_body(connection, run_id, fetched)
    named = [_named(item if limited else within_limits(item)[0]) for item in records]
    place = Place(
        run=run_id,
        page=page_id,
        source=fetched.source,
        file=is_file(fetched),
        format=fetched.format,
        leads=leads_in(formats, fetched.format),
    )
    ledger = store_records(connection, place, named)
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
