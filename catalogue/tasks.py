"""What the indexer has left to do, by stage.

Whoever changes something puts the touched items here in the same transaction. An item is taken with its revision and
done only at that revision, so that a change which comes while the item is in work is not lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal,
    select,
)

from catalogue import dialect
from catalogue.tables import pending

AnySelect = Select[*tuple[Any, ...]]
"""A query of any columns."""
AnyRow = Row[*tuple[Any, ...]]
"""A row of any columns."""


_ROWS = 1000


def put(connection: Connection, stage: str, items: Iterable[int]) -> None:
    """Ask for the items to be worked on in this stage."""
    rows = [{"stage": stage, "item": item} for item in sorted(set(items))]
    dialect.bump(connection, pending, rows)


def put_selected(connection: Connection, stage: str, items: Select[int]) -> None:
    """The same for whatever a query of one column selects, without reading it here."""
    column = items.subquery().c[0]
    query = select(literal(stage).label("stage"), column.label("item")).distinct()
    dialect.bump_selected(connection, pending, query)


def take(connection: Connection, stage: str, size: int) -> dict[int, int]:
    """Up to ``size`` waiting items of the stage in ascending order, with their revisions."""
    query = (
        select(pending.c.item, pending.c.revision)
        .where(pending.c.stage == stage)
        .order_by(pending.c.item)
        .limit(size)
    )
    return dict(connection.execute(query).all())


def revisions(connection: Connection, stage: str, items: Collection[int]) -> dict[int, int]:
    """Those of the items that wait for this stage, with their revisions."""
    query = select(pending.c.item, pending.c.revision).where(pending.c.stage == stage)
    return {row[0]: row[1] for row in rows_in(connection, query, pending.c.item, items)}


def done(connection: Connection, stage: str, taken: dict[int, int]) -> None:
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


def rows_in(
    connection: Connection, query: AnySelect, column: ColumnElement[Any], values: Collection[Any]
) -> Iterator[AnyRow]:
    """The query's rows whose column is one of the values, however many these are."""
    for chunk in dialect.chunks(sorted(values)):
        found = connection.execute(query.where(dialect.among(connection, column, chunk)))
        for part in found.partitions(_ROWS):  # one by one they take twice as long
            yield from part


def delete_in(
    connection: Connection, column: ColumnElement[Any], values: Collection[Any], *more: Any
) -> None:
    """Delete the rows of the column's table whose column is one of the values (and what else is asked)."""
    table = column.table
    for chunk in dialect.chunks(sorted(values)):
        connection.execute(
            delete(table).where(and_(dialect.among(connection, column, chunk), *more))
        )
