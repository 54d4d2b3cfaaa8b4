"""A sample of a table's rows, by whole stretches of their numbers: each check meets others, none reads all of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, func, select

_STRETCHES = 20


class Scope(NamedTuple):
    """How much is compared: at most so many rows of a table (None: all of them)."""

    most: int | None = 2000


ALL = Scope(None)
"""Everything."""


def count(connection: Connection, column: Column[Any], *where: Any) -> int:
    """How many rows there are to choose from."""
    query = select(func.count()).select_from(column.table).where(*where)
    return connection.scalar(query) or 0


def numbers(
    connection: Connection, column: Column[Any], scope: Scope, *where: Any, batch: int = 500
) -> Iterator[list[int]]:
    """Numbers of rows in ascending order, in batches: all of them, or stretches that begin at random."""
    if scope.most is None or count(connection, column, *where) <= scope.most:
        yield from _stretch(connection, select(column).where(*where), column, None, None, batch)
        return
    least, largest = connection.execute(
        select(func.min(column), func.max(column)).where(*where)
    ).one()
    stretches = min(_STRETCHES, scope.most)
    each = scope.most // stretches
    last = least - 1
    for start in sorted(random.randint(least, largest) for _ in range(stretches)):  # noqa: S311 -- no secret
        query = select(column).where(*where)
        for found in _stretch(connection, query, column, max(start - 1, last), each, batch):
            last = found[-1]
            yield found


def _stretch(
    connection: Connection,
    query: Select[Any],
    column: Column[Any],
    after: int | None,
    left: int | None,
    batch: int,
) -> Iterator[list[int]]:
    while left is None or left > 0:
        more = query if after is None else query.where(column > after)
        size = batch if left is None else min(batch, left)
        found = list(connection.scalars(more.order_by(column).limit(size)))
        if not found:
            return
        yield found
        after = found[-1]
        left = None if left is None else left - len(found)
