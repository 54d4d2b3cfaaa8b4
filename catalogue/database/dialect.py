"""What the two databases say differently: upserts, locks on rows, lists of values. All other SQL is portable.

How to connect to them stands in :mod:`catalogue.database.connections`. Only this room asks which database is in use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Subquery,
    Table,
    TableValuedAlias,
    and_,
    any_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import ClauseElement

from catalogue.database import copying
from catalogue.database.connections import LOCK

# SQLite allows 32,766 bound values a statement; PostgreSQL 65,535.
_MAX_VALUES = 30_000


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    update: Iterable[str] | None = None,
) -> None:
    """Insert rows; where the primary key is taken, update the named columns (default: all others; () = none)."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    names = list(rows[0]) if update is None else list(update)
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    values = {name: insert.excluded[name] for name in names if name not in keys}
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=values)
        if values
        else insert.on_conflict_do_nothing(index_elements=keys)
    )
    execute_many(connection, statement, rows)


def bump(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; where the primary key is taken, add one to ``revision`` instead."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    raised = {"revision": table.c.revision + literal_column("1")}
    execute_many(connection, insert.on_conflict_do_update(index_elements=keys, set_=raised), rows)


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; where the primary key is taken, add the other columns to what is there."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    sums = {name: table.c[name] + insert.excluded[name] for name in rows[0] if name not in keys}
    execute_many(connection, insert.on_conflict_do_update(index_elements=keys, set_=sums), rows)


def bump_selected(connection: Connection, table: Table, query: Select[Any]) -> None:
    """The same for the rows of a query whose columns are named like the table's."""
    keys = [column.name for column in table.primary_key]
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    # SQLite cannot tell ON CONFLICT from a join's ON without a WHERE in between.
    selected = query.where(true())
    connection.execute(
        insert.from_select(query.selected_columns.keys(), selected).on_conflict_do_update(
            index_elements=keys, set_={"revision": table.c.revision + 1}
        )
    )


def skip_locked(connection: Connection, query: Select[Any]) -> Select[Any]:
    """Lock the selected rows and pass over those that others hold (SQLite: the writer has the whole file)."""
    if connection.dialect.name == "sqlite":
        return query
    return query.with_for_update(skip_locked=True)


def one_at_a_time(connection: Connection, what: str) -> None:
    """Until the transaction ends no other passes here with the same name (SQLite: there is one writer anyway)."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(what))))


def execute_many(
    connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Execute an INSERT, UPDATE or DELETE once a row; every row has the names of the first. Nothing without rows.

    No two rows may mean the same row of the table: PostgreSQL gets many of them at once
    (:mod:`catalogue.database.copying`). SQLite gets plain tuples: what SQLAlchemy does to each row takes longer there
    than the database. So the values must be what the driver takes as it is: None, numbers, texts, bytes.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite" or not isinstance(statement, ClauseElement):
        if len(rows) >= copying.LEAST and isinstance(statement, UpdateBase):
            copying.execute(connection, statement, rows)
        else:
            connection.execute(statement, list(rows))
        return
    compiled: Any = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    fixed = {name: compiled.params[name] for name in names if name not in rows[0]}
    get = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    connection.exec_driver_sql(
        str(compiled), [get({**fixed, **row} if fixed else row) for row in rows]
    )


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Insert rows that are given as columns, in their order: many small ones, none of them an object of its own.

    They are all of the row's key. On SQLite, where they are written in slices, those that are there already stay.
    """
    if connection.dialect.name != "sqlite":
        copying.copy(connection, table, list(columns), zip(*columns.values(), strict=True))
        return
    statement = insert(table).prefix_with("OR IGNORE")
    compiled: Any = statement.compile(dialect=connection.dialect, column_keys=list(columns))
    rows = list(zip(*(columns[name] for name in compiled.positiontup), strict=True))
    if rows:
        connection.exec_driver_sql(str(compiled), rows)


def among(
    connection: Connection, where: ColumnElement[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Where the column is one of these. Whole numbers travel as one list: to bind each takes longer than to find it."""
    if not all(type(value) is int for value in values):
        return where.in_(values)
    if connection.dialect.name != "sqlite":
        return where == any_(_array(values))
    return where.in_(select(listed(connection, values).c.value))


def listed(connection: Connection, values: Collection[int]) -> TableValuedAlias:
    """Whole numbers as a table with the one column ``value``, bound as one list (see :func:`among`)."""
    value = column("value", BigInteger)
    if connection.dialect.name != "sqlite":
        return func.unnest(_array(values)).table_valued(value).render_derived()
    encoded = msgspec.json.encode(list(values)).decode()
    return func.json_each(encoded).table_valued(value)


def listed_pairs(
    connection: Connection, lists: Mapping[int, Collection[int]]
) -> TableValuedAlias | Subquery:
    """Each number of each item's list as a table with the columns ``item`` and ``value`` (see :func:`listed`)."""
    item, value = column("item", BigInteger), column("value", BigInteger)
    if connection.dialect.name != "sqlite":
        items = [each for each, values in lists.items() for _ in values]
        values = [one for values in lists.values() for one in values]
        both = func.unnest(_array(items), _array(values)).table_valued(item, value)
        return both.render_derived()
    encoded = msgspec.json.encode({key: list(values) for key, values in lists.items()}).decode()
    each = func.json_each(encoded).table_valued("key", "value", name="each_item")
    one = func.json_each(each.c.value).table_valued("value", name="one")
    query = select(cast(each.c.key, BigInteger).label("item"), one.c.value.label("value"))
    return query.select_from(each.join(one, true())).subquery()


def _array(values: Collection[int]) -> BindParameter[Any]:
    return bindparam(None, list(values), type_=postgresql.ARRAY(BigInteger))


def chunks(items: Sequence[Any], values_each: int = 1) -> Iterable[Sequence[Any]]:
    """The items in pieces small enough to be bound in one statement."""
    size = max(1, _MAX_VALUES // values_each)
    for start in range(0, len(items), size):
        yield items[start : start + size]


AnySelect = Select[*tuple[Any, ...]]
"""A query of any columns."""

AnyRow = Row[*tuple[Any, ...]]
"""A row of any columns."""

_ROWS = 1000


def rows_in(
    connection: Connection, query: AnySelect, column: ColumnElement[Any], values: Collection[Any]
) -> Iterator[AnyRow]:
    """The query's rows whose column is one of the values, however many these are."""
    for chunk in chunks(sorted(values)):
        found = connection.execute(query.where(among(connection, column, chunk)))
        for part in found.partitions(_ROWS):  # one by one they take twice as long
            yield from part


def delete_in(
    connection: Connection, column: ColumnElement[Any], values: Collection[Any], *more: Any
) -> None:
    """Delete the rows of the column's table whose column is one of the values (and what else is asked)."""
    table = column.table
    for chunk in chunks(sorted(values)):
        connection.execute(delete(table).where(and_(among(connection, column, chunk), *more)))
