"""Carrying out decided deletions: the record becomes a deleted one, and is kept as it was until an undo is too late."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested import quarantine, record_store, store
from catalogue.harvested.deleted_descriptions import Gone, Left, Was, take_away
from catalogue.harvested.deletions import CARRY_OUT
from catalogue.harvested.runs import LEDGER, Ledger
from catalogue.harvested.told import content_hash
from catalogue.tables import deletion, page, record, run
from catalogue.tables import quarantine as items
from schemas import HarvestedRecord
from schemas.ids import record_number

BATCH = 500
_LEVEL = 3


class Before(msgspec.Struct, frozen=True, array_like=True):
    """A record as it was before it was deleted; ``described`` is what was deleted of one that is described twice."""

    body: bytes
    content_hash: str
    datestamp: str | None
    page_id: int
    last_run: int
    described: tuple[Was, ...] = ()


class Carried(NamedTuple):
    """What became of a batch: how many rows were looked at, and what that changes in the run's ledger."""

    rows: int
    ledger: Ledger


def carry_out(connection: Connection, source: str, run_id: int) -> Carried:
    """Carry out the next decided deletions of the source, in the caller's transaction; ``rows`` is 0 if none is left.

    What was decided by nobody counts as deleted on the page that told it; what a person approved, in this run. A
    record that came again since stays.
    """
    query = (
        select(deletion, items.c.resolved_at, items.c.format)
        .join(items, items.c.id == deletion.c.item)
        .where(
            deletion.c.source == source,
            deletion.c.verdict == CARRY_OUT,
            deletion.c.done_at.is_(None),
        )
        .order_by(deletion.c.id)
        .limit(BATCH)
    )
    rows = connection.execute(query).all()
    settled = [row.id for row in rows if row.resolved_at is not None]
    connection.execute(delete(deletion).where(deletion.c.id.in_(settled)))
    wanted = [row for row in rows if row.resolved_at is None]
    unasked = [row for row in wanted if row.decided_by is None]
    approved = [row for row in wanted if row.decided_by is not None]
    ledger = _believe(connection, run_id, unasked) + _obey(connection, source, run_id, approved)
    return Carried(len(rows), ledger)


def _believe(connection: Connection, run_id: int, rows: Sequence[Row[Any]]) -> Ledger:
    """Delete, and count on the pages that told it what counted as quarantined there; give this run's difference."""
    done = _delete(connection, run_id, {row.id: (row, row.page_id) for row in rows})
    connection.execute(delete(items).where(items.c.id.in_([row.item for row in rows])))
    by_page: dict[tuple[int, int], Counter[str]] = {}
    for row in rows:
        counts = by_page.setdefault((row.run_id, row.page_id), Counter())
        counts[done.get(row.id, "unchanged")] += 1
    own = Ledger()
    for (told_in, page_id), counts in by_page.items():
        moved = Ledger(quarantined=-counts.total(), **counts)
        for table, key in ((page, page_id), (run, told_in)):
            _add(connection, table, key, moved)
        own = own + moved if told_in == run_id else own
    return own


def _add(connection: Connection, table: Any, key: int, ledger: Ledger) -> None:
    sums = {name: table.c[name] + getattr(ledger, name) for name in LEDGER}
    connection.execute(update(table).where(table.c.id == key).values(**sums))


def _obey(connection: Connection, source: str, run_id: int, rows: Sequence[Row[Any]]) -> Ledger:
    """Delete what a person approved, on a page of this run that has no bytes: those are on the page that told it."""
    if not rows:
        return Ledger()
    url = f"approved:{rows[0].run_id}"
    page_id = store.empty_page(connection, run_id, source, url)
    done = _delete(connection, run_id, {row.id: (row, page_id) for row in rows})
    counts = Counter(done.get(row.id, "unchanged") for row in rows)
    ledger = Ledger(received=len(rows), **counts)
    store.enter(connection, run_id, page_id, ledger)
    quarantine.resolve(connection, [row.item for row in rows], f"carried out in run {run_id}")
    return ledger


def _delete(
    connection: Connection, run_id: int, rows: dict[int, tuple[Row[Any], int]]
) -> dict[int, str]:
    """Turn the live records of these decisions into deleted ones of these pages; give the decisions carried out.

    Each with what became of its record: what is deleted in its second format alone is only updated.
    """
    done: dict[int, str] = {}
    left = rows
    while left:
        # a record that both formats call deleted has two decisions
        distinct = {
            record_number(row.source, row.identifier): key for key, (row, _) in left.items()
        }
        chosen = {key: left[key] for key in distinct.values()}
        left = {key: each for key, each in left.items() if key not in chosen}
        done |= _delete_distinct(connection, run_id, chosen)
    connection.execute(
        update(deletion)
        .where(deletion.c.id.in_(list(rows)))
        .values(done_at=now(), done_in=run_id, item=None)
    )
    return done


def _delete_distinct(
    connection: Connection, run_id: int, rows: dict[int, tuple[Row[Any], int]]
) -> dict[int, str]:
    numbers = {record_number(row.source, row.identifier): key for key, (row, _) in rows.items()}
    live = select(record).where(
        dialect.among(connection, record.c.number, list(numbers)), record.c.deleted.is_(False)
    )
    found = connection.execute(live).all()
    decided = {row.identifier: rows[numbers[row.number]] for row in found}
    gone = {
        name: Gone(_tombstone(row), row.format, page_id) for name, (row, page_id) in decided.items()
    }
    source = next((row.source for row in found), "")
    left = take_away(connection, source, run_id, gone)
    changed, kept = [], []
    for row in found:
        decision, page_id = decided[row.identifier]
        said, were = left.get(row.identifier, Left(gone[row.identifier].said))
        changed.append(_row(said) | {"key": row.id, "at": now(), "page": page_id})
        kept.append({"key": decision.id, "page": page_id, "before": _before(row, were)})
    _write(connection, run_id, changed, kept)
    record_store.await_indexer(connection, [row.number for row in found])
    return {
        numbers[row.number]: "updated" if change["gone"] is False else "deleted"
        for row, change in zip(found, changed, strict=True)
    }


def _write(
    connection: Connection,
    run_id: int,
    gone: list[dict[str, Any]],
    kept: list[dict[str, Any]],
) -> None:
    if not gone:
        return
    connection.execute(
        update(record)
        .where(record.c.id == bindparam("key"))
        .values(
            deleted=bindparam("gone"),
            last_run=run_id,
            datestamp=bindparam("stamp"),
            body=bindparam("said"),
            content_hash=bindparam("hashed"),
            page_id=bindparam("page"),
            changed_at=bindparam("at"),
        ),
        gone,
    )
    connection.execute(
        update(deletion)
        .where(deletion.c.id == bindparam("key"))
        .values(page_id=bindparam("page"), before=bindparam("before")),
        kept,
    )


def _tombstone(row: Row[Any]) -> HarvestedRecord:
    return HarvestedRecord(identifier=row.identifier, datestamp=row.datestamp or None, deleted=True)


def _row(said: HarvestedRecord) -> dict[str, Any]:
    return {
        "gone": said.deleted,
        "stamp": said.datestamp,
        "said": msgspec.json.encode(said),
        "hashed": content_hash(said),
    }


def _before(row: Row[Any], were: tuple[Was, ...]) -> bytes:
    kept = Before(row.body, row.content_hash, row.datestamp, row.page_id, row.last_run, were)
    return zlib.compress(msgspec.msgpack.encode(kept), _LEVEL)


def read_before(kept: bytes) -> Before:
    """The record as it was, from the bytes of its decision."""
    return msgspec.msgpack.decode(zlib.decompress(kept), type=Before)
