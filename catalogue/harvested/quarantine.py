"""Quarantine: what was received and is not usable yet, with its reason and its bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested.told import Listing
from catalogue.tables import quarantine

_DATESTAMP = re.compile(rb"<(?:[\w.-]+:)?datestamp>[^<]*<")
_NO_BREAK = "\N{NO-BREAK SPACE}".encode()
_DISMISSED = "dismissed by "


class QuarantineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the quarantine. ``body`` is the raw bytes; ``resolution`` is None while it waits.

    ``datestamp`` is that of a deletion that waits; ``same_as`` the dismissed item that this is once more.
    """

    id: int
    source: str
    run_id: int
    page_id: int
    identifier: str | None
    format: str
    reason: str
    detail: str
    body: bytes
    created_at: str
    resolved_at: str | None
    resolution: str | None
    datestamp: str | None = None
    dismissed: bool = False
    same_as: int | None = None


def _item(row: Row[Any]) -> QuarantineItem:
    values = dict(row._mapping)
    del values["said"]
    values["body"] = zlib.decompress(values["body"])
    return QuarantineItem(**values)


def list_quarantine(
    connection: Connection,
    *,
    source: str | None = None,
    run_id: int | None = None,
    page_id: int | None = None,
    reason: str | None = None,
    waiting: bool = True,
    limit: int = 100,
    before: int | None = None,
) -> list[QuarantineItem]:
    """Items, newest first; ``waiting`` leaves out the resolved ones; ``before`` continues below an item number."""
    conditions = _chosen(source, run_id, page_id, reason, waiting)
    query = select(quarantine).where(*conditions).order_by(quarantine.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(quarantine.c.id < before)
    return [_item(row) for row in connection.execute(query)]


def count_items(
    connection: Connection,
    *,
    source: str | None = None,
    run_id: int | None = None,
    page_id: int | None = None,
    reason: str | None = None,
    waiting: bool = True,
) -> int:
    """How many items :func:`list_quarantine` lists in all."""
    query = select(func.count()).select_from(quarantine)
    conditions = _chosen(source, run_id, page_id, reason, waiting)
    return connection.execute(query.where(*conditions)).scalar_one()


def _chosen(
    source: str | None, run_id: int | None, page_id: int | None, reason: str | None, waiting: bool
) -> list[ColumnElement[bool]]:
    wanted = {"source": source, "run_id": run_id, "page_id": page_id, "reason": reason}
    chosen = [quarantine.c[name] == value for name, value in wanted.items() if value is not None]
    return [*chosen, quarantine.c.resolved_at.is_(None)] if waiting else chosen


def get_items(connection: Connection, ids: Sequence[int]) -> list[QuarantineItem]:
    """The items of these numbers, oldest first; unknown numbers are passed over."""
    found = []
    for chunk in dialect.chunks(sorted(ids)):
        query = select(quarantine).where(quarantine.c.id.in_(chunk)).order_by(quarantine.c.id)
        found += [_item(row) for row in connection.execute(query)]
    return found


def replayable(connection: Connection, ids: Sequence[int], but_for: Sequence[str]) -> list[int]:
    """Those of the items that wait, but for those of these reasons, in order."""
    found: list[int] = []
    for chunk in dialect.chunks(sorted(ids)):
        query = select(quarantine.c.id).where(
            quarantine.c.id.in_(chunk),
            quarantine.c.resolved_at.is_(None),
            quarantine.c.reason.not_in(but_for),
        )
        found += connection.scalars(query.order_by(quarantine.c.id))
    return found


def name_of(identifier: str | None, body: bytes) -> str:
    """What an item is known by when it comes again: its identifier, else what its bytes say.

    As for records, a new datestamp alone (that of OAI-PMH's header) says nothing new, and no more does white space.
    """
    return identifier or f"sha256:{hash_of(body)}"


def hash_of(body: bytes) -> str:
    """The hash of what an item's bytes say."""
    said = _DATESTAMP.sub(b"", body).replace(_NO_BREAK, b"").translate(None, b" \t\r\n")
    return sha256(said).hexdigest()


def waiting_by_name(
    connection: Connection,
    source: str,
    but_for: Sequence[str] = (),
    listing: Listing | None = None,
) -> dict[str, list[int]]:
    """The numbers of a source's waiting items by :func:`name_of`, but for those of these reasons, of one listing."""
    waits = [quarantine.c.source == source, quarantine.c.resolved_at.is_(None)]
    if but_for:
        waits.append(quarantine.c.reason.not_in(but_for))
    if listing is not None:
        waits.append(listing.where(quarantine.c.format))
    named = select(quarantine.c.id, quarantine.c.identifier).where(
        *waits, quarantine.c.identifier.is_not(None)
    )
    nameless = select(quarantine.c.id, quarantine.c.body).where(
        *waits, quarantine.c.identifier.is_(None)
    )
    found: dict[str, list[int]] = {}
    for row in connection.execute(named):
        found.setdefault(row.identifier, []).append(row.id)
    for row in connection.execute(nameless):
        found.setdefault(name_of(None, zlib.decompress(row.body)), []).append(row.id)
    return found


def waiting_for(
    connection: Connection, source: str, reason: str, listing: Listing | None = None
) -> list[str]:
    """The identifiers of a source's items that wait for this reason, of one listing, the longest first."""
    conditions = _chosen(source, None, None, reason, True)
    if listing is not None:
        conditions.append(listing.where(quarantine.c.format))
    query = select(quarantine.c.identifier).where(*conditions).order_by(quarantine.c.id)
    return [name for name in connection.scalars(query) if name is not None]


def resolve(connection: Connection, ids: Sequence[int], resolution: str) -> None:
    """Mark items as dealt with ("replayed in run 12", "dismissed by …"). They are kept.

    What is dismissed stays so: the same bytes under the same identifier do not wait when they come again.
    """
    for chunk in dialect.chunks(ids):
        connection.execute(
            update(quarantine)
            .where(quarantine.c.id.in_(chunk), quarantine.c.resolved_at.is_(None))
            .values(resolved_at=now(), resolution=resolution)
        )
    if resolution.startswith(_DISMISSED):
        _stay_dismissed(connection, ids)


def _stay_dismissed(connection: Connection, ids: Sequence[int]) -> None:
    """Remember what the bytes of these items say: the same bytes stay dismissed when they come again."""
    said = [{"key": item.id, "hashed": hash_of(item.body)} for item in get_items(connection, ids)]
    if said:
        by_key = update(quarantine).where(quarantine.c.id == bindparam("key"))
        connection.execute(by_key.values(dismissed=True, said=bindparam("hashed")), said)


def dismissed(connection: Connection, source: str) -> dict[tuple[str, str], int]:
    """The dismissed items of a source by identifier ("" for one without) and :func:`hash_of`."""
    query = select(quarantine.c.id, quarantine.c.identifier, quarantine.c.said).where(
        quarantine.c.source == source, quarantine.c.dismissed.is_(True)
    )
    rows = connection.execute(query.order_by(quarantine.c.id))
    return {(row.identifier or "", row.said): row.id for row in rows}


def count_since(connection: Connection, source: str, run_id: int, but_for: str) -> int:
    """How many items of the source wait that came since that run, but for those of a reason."""
    query = select(func.count()).where(
        quarantine.c.source == source,
        quarantine.c.run_id >= run_id,
        quarantine.c.resolved_at.is_(None),
        quarantine.c.reason != but_for,
    )
    return connection.execute(query).scalar_one()


def count_waiting(connection: Connection) -> dict[str, int]:
    """How many items wait, by source."""
    query = (
        select(quarantine.c.source, func.count())
        .where(quarantine.c.resolved_at.is_(None))
        .group_by(quarantine.c.source)
    )
    return dict(connection.execute(query).all())


def count_by_reason(connection: Connection) -> list[tuple[str, str, int]]:
    """How many items wait, by source and reason: (source, reason, items), most first within a source."""
    query = (
        select(quarantine.c.source, quarantine.c.reason, func.count())
        .where(quarantine.c.resolved_at.is_(None))
        .group_by(quarantine.c.source, quarantine.c.reason)
        .order_by(quarantine.c.source, func.count().desc(), quarantine.c.reason)
    )
    return [(source, reason, items) for source, reason, items in connection.execute(query)]
