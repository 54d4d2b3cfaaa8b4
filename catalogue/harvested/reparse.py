"""Reading the kept pages again: which there are, what their records say now, and the count of what stayed as it was."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from catalogue.database import dialect
from catalogue.database.engine import CatalogueError
from catalogue.harvested.runs import Ledger
from catalogue.harvested.store import FetchedPage, empty_page, enter
from catalogue.tables import description, page, record, run


def kept_pages(connection: Connection, source: str) -> list[int]:
    """The numbers of the pages that the source has brought, the newest first.

    Left out are pages without bytes, and those that a sweep wrote: what has vanished stands on no page of the source.
    """
    brought = or_(page.c.url.is_(None), page.c.url.not_like("sweep:%"))
    query = select(page.c.id).where(page.c.source == source, page.c.size > 0, brought)
    return list(connection.scalars(query.order_by(page.c.id.desc())))


def copies(connection: Connection, source: str) -> set[int]:
    """Those of the pages that an earlier reading made of an older page, for what it found changed there."""
    query = select(page.c.id).join(run, run.c.id == page.c.run_id)
    return set(connection.scalars(query.where(page.c.source == source, run.c.mode == "reparse")))


class DamagedPageError(CatalogueError):
    """The kept bytes of a page are not those that were received."""


def read_page(connection: Connection, page_id: int) -> FetchedPage:
    """A kept page with its bytes. Raises :class:`DamagedPageError`: nothing may be read out of other bytes."""
    row = connection.execute(select(page).where(page.c.id == page_id)).one()
    if problem := damage(row):
        raise DamagedPageError(f"page {page_id} of {row.source}: {problem}")
    return FetchedPage(
        source=row.source,
        format=row.format,
        body=zlib.decompress(row.body),
        url=row.url,
        status=row.status,
        fetched_at=row.fetched_at,
    )


def damage(row: Row[Any]) -> str | None:
    """What is wrong with the kept bytes of a page; None if they are those that were received."""
    try:
        body = zlib.decompress(row.body)
    except zlib.error as error:
        return f"its bytes cannot be unpacked ({error})"
    if len(body) != row.size:
        return f"it has {len(body):,} bytes, not {row.size:,}"
    # a page that only counts what another page's bytes say has none, and no checksum
    if row.sha256 != (sha256(body).hexdigest() if body or row.sha256 else ""):
        return "its bytes are not those of its checksum"
    return None


def highest_record(connection: Connection) -> int:
    """The highest row number of all records, 0 if there is none."""
    return int(connection.scalar(select(func.max(record.c.id))) or 0)


def known_records(
    connection: Connection, source: str, identifiers: Sequence[str], leads: bool | None = None
) -> dict[str, Row[Any]]:
    """What is held under these identifiers: row number, content hash, deleted, and the page that it is from,
    with its format.

    ``leads`` asks for what is described in one of two formats, and not for the records that both make.
    """
    said = record if leads is None else description
    columns = [said.c[name] for name in ("content_hash", "deleted", "page_id")]
    chosen = select(record.c.id, record.c.identifier, *columns, page.c.format)
    chosen = chosen.join(page, page.c.id == record.c.page_id).where(record.c.source == source)
    if leads is not None:
        mine = and_(description.c.number == record.c.number, description.c.leads.is_(leads))
        chosen = chosen.join(description, mine)
    known: dict[str, Row[Any]] = {}
    for chunk in dialect.chunks(identifiers):
        query = chosen.where(record.c.identifier.in_(chunk))
        known.update({row.identifier: row for row in connection.execute(query)})
    return known


def count_unchanged(
    connection: Connection, run_id: int, page_id: int, read: FetchedPage, records: int
) -> Ledger:
    """Enter into the run's ledger that so many records of a page say what they said. The records are not touched.

    The run's own page has no bytes; its address names the page that has them.
    """
    ledger = Ledger(received=records, unchanged=records)
    copy = empty_page(connection, run_id, read.source, f"page:{page_id}", read.format)
    enter(connection, run_id, copy, ledger)
    return ledger
