"""What the indexer has left to do, by stage.

Whoever changes something puts the touched items here in the same transaction. An item is taken with its revision and
done only at that revision, so that a change which comes while the item is in work is not lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    literal,
    select,
)

from catalogue.database import dialect
from catalogue.database.dialect import rows_in
from catalogue.stage_names import ListName
from catalogue.tables import pending


def put(connection: Connection, stage: ListName, items: Iterable[int]) -> None:
    """Ask for the items to be worked on in this stage."""
    rows = [{"stage": stage, "item": item} for item in sorted(set(items))]
    dialect.bump(connection, pending, rows)


def put_selected(connection: Connection, stage: ListName, items: Select[int]) -> None:
    """The same for whatever a query of one column selects, without reading it here."""
    column = items.subquery().c[0]
    query = select(literal(stage).label("stage"), column.label("item")).distinct()
    dialect.bump_selected(connection, pending, query)


def take(connection: Connection, stage: ListName, size: int) -> dict[int, int]:
    """Up to ``size`` waiting items of the stage in ascending order, with their revisions."""
    query = (
        select(pending.c.item, pending.c.revision)
        .where(pending.c.stage == stage)
        .order_by(pending.c.item)
        .limit(size)
    )
    return dict(connection.execute(query).all())


def revisions(connection: Connection, stage: ListName, items: Collection[int]) -> dict[int, int]:
    """Those of the items that wait for this stage, with their revisions."""
    query = select(pending.c.item, pending.c.revision).where(pending.c.stage == stage)
    return {row[0]: row[1] for row in rows_in(connection, query, pending.c.item, items)}


def done(connection: Connection, stage: ListName, taken: dict[int, int]) -> None:
    """Take the items off the list unless they were asked for again in the meantime."""
    if not taken:
        return
    statement = delete(pending).where(
        pending.c.stage == stage,
        pending.c.item == bindparam("done_item"),
        pending.c.revision == bindparam("done_revision"),
    )
    rows = [{"done_item": item, "done_revision": revision} for item, revision in taken.items()]
    dialect.execute_many(connection, statement, rows)


def waiting(connection: Connection) -> dict[str, int]:
    """How many items wait, by stage; stages with none are absent."""
    query = select(pending.c.stage, func.count()).group_by(pending.c.stage)
    return dict(connection.execute(query).all())
