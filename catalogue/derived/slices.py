"""What concerns a whole table, done in slices: each is short, and others write in between."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, Table, delete, select, tuple_

from catalogue.database.transactions import breathe
from catalogue.derived import tasks
from catalogue.stage_names import StageName

_PUT, _DELETED = 10_000, 20_000  # rows together: some hundredths of a second


def put_all(connection: Connection, stage: StageName, items: Select[int]) -> None:
    """Put whatever a query of one column selects on a stage's list. The connection is writing.

    A kill leaves it half done; to begin anew does no harm.
    """
    (item,) = items.selected_columns
    after: int | None = None
    while True:
        query = items if after is None else items.where(item > after)
        found = list(connection.scalars(query.distinct().order_by(item).limit(_PUT)))
        tasks.put(connection, stage, found)
        if len(found) < _PUT:
            return
        after = found[-1]
        breathe(connection)


def empty(connection: Connection, table: Table) -> None:
    """Delete all rows of a table in the order of their keys. The connection is writing."""
    key = list(table.primary_key)
    while True:
        last = connection.execute(
            select(*key).order_by(*key).offset(_DELETED - 1).limit(1)
        ).one_or_none()
        if last is None:
            connection.execute(delete(table))
            return
        connection.execute(delete(table).where(_up_to(key, last)))
        breathe(connection)


def _up_to(key: list[Any], last: Any) -> Any:
    return key[0] <= last[0] if len(key) == 1 else tuple_(*key) <= tuple_(*last)
