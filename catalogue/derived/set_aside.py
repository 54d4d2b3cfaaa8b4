"""Items that a stage of the indexer could not work on: set aside with the reason, so that all others go on.

An item is tried again when it is put on its stage's list again: because its record changed, by a rebuild, or by hand.
What it leaves behind meanwhile says the stage (see ARCHITECTURE.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import Connection, delete, func, select

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.derived import tasks
from catalogue.stage_names import FIRST_STAGE, PUBLISH, AsideName
from catalogue.tables import outbox, pending, record, reference, set_aside
from schemas.ids import public_id

_LONGEST_REASON = 500
_RECORDS = frozenset({FIRST_STAGE, "record-keys", "pair", "cluster"})
_REFERENCES = frozenset({"reference-keys", "match", "group"})


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is set aside. ``what`` names it: source and identifier, the reference's place, or the work."""

    stage: AsideName
    item: int
    what: str
    reason: str
    at: str


def put(connection: Connection, stage: AsideName, items: Collection[int], reason: str) -> None:
    """Set these items of a stage aside."""
    names = _names(connection, stage, items)
    told = " ".join(reason.split())[:_LONGEST_REASON]
    rows = [
        {"stage": stage, "item": item, "what": names[item], "reason": told, "at": now()}
        for item in sorted(items)
    ]
    dialect.upsert(connection, set_aside, rows)


def of_stage(connection: Connection, stage: AsideName) -> set[int]:
    """The items of a stage that are set aside and do not wait to be tried again."""
    waits = select(pending.c.item).where(pending.c.stage == stage)
    query = select(set_aside.c.item).where(set_aside.c.stage == stage)
    return set(connection.scalars(query.where(set_aside.c.item.not_in(waits))))


def any_of_stage(connection: Connection, stage: AsideName) -> bool:
    """True if anything of the stage is set aside."""
    query = select(set_aside.c.item).where(set_aside.c.stage == stage).limit(1)
    return connection.execute(query).first() is not None


def forget(connection: Connection, stage: AsideName, items: Iterable[int]) -> None:
    """These items have been worked on."""
    if any_of_stage(connection, stage):
        dialect.delete_in(connection, set_aside.c.item, set(items), set_aside.c.stage == stage)


def forget_all(connection: Connection, stage: AsideName) -> None:
    """All items of the stage have been worked on."""
    connection.execute(delete(set_aside).where(set_aside.c.stage == stage))


def listed(
    connection: Connection, stage: AsideName | None = None, limit: int | None = None
) -> list[SetAside]:
    """What is set aside (in one stage), by stage and item."""
    query = select(set_aside).order_by(set_aside.c.stage, set_aside.c.item).limit(limit)
    if stage is not None:
        query = query.where(set_aside.c.stage == stage)
    return [SetAside(**row._mapping) for row in connection.execute(query)]


def counted(connection: Connection) -> dict[str, int]:
    """How many items are set aside, by stage."""
    query = select(set_aside.c.stage, func.count()).group_by(set_aside.c.stage)
    return dict(connection.execute(query).all())


def put_back(
    connection: Connection, stage: AsideName | None = None, item: int | None = None
) -> int:
    """Have these items tried again (all of the stage, or of all stages); return how many.

    Until then they stay set aside.
    """
    query = select(set_aside.c.stage, set_aside.c.item)
    if stage is not None:
        query = query.where(set_aside.c.stage == stage)
    if item is not None:
        query = query.where(set_aside.c.item == item)
    found = [(row.stage, row.item) for row in connection.execute(query)]
    _put_back(connection, found)
    return len(found)


def put_back_of_records(connection: Connection, records: Collection[int], each: int) -> None:
    """Have everything tried again that is set aside of these records. ``each``: reference ids of a record."""
    if not counted(connection):
        return
    among = set(records)
    rows = connection.execute(select(set_aside.c.stage, set_aside.c.item))
    theirs = [
        (stage, item)
        for stage, item in rows
        if (stage in _RECORDS and item in among) or (stage in _REFERENCES and item // each in among)
    ]
    _put_back(connection, [row for row in theirs if row[0] != FIRST_STAGE])


def _put_back(connection: Connection, rows: Iterable[tuple[AsideName, int]]) -> None:
    by_stage: dict[AsideName, list[int]] = {}
    for stage, item in rows:
        by_stage.setdefault(stage, []).append(item)
    for stage, items in sorted(by_stage.items()):
        if stage == PUBLISH:
            dialect.bump(connection, outbox, [{"work": item} for item in sorted(items)])
        else:
            tasks.put(connection, stage, items)


def _names(connection: Connection, stage: AsideName, items: Collection[int]) -> dict[int, str]:
    if stage in _RECORDS:
        query = select(record.c.id, record.c.source, record.c.identifier)
        rows = dialect.rows_in(connection, query, record.c.id, items)
        return {item: f"record {item}" for item in items} | {
            row.id: f"{row.source} {row.identifier}" for row in rows
        }
    if stage in _REFERENCES:
        places = select(reference.c.id, record.c.source, record.c.identifier, reference.c.position)
        joined = places.join(record, record.c.id == reference.c.record_id)
        rows = dialect.rows_in(connection, joined, reference.c.id, items)
        return {item: f"reference {item}" for item in items} | {
            row.id: f"{row.source} {row.identifier}, reference {row.position}" for row in rows
        }
    if stage == "people":
        return {item: f"block of names {public_id(item)}" for item in items}
    return {item: public_id(item) for item in items}
