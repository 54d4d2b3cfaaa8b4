"""Many rows at once on PostgreSQL, by COPY: a stream of rows instead of a statement bound and planned for each.

Rows that an INSERT only adds go into their table; all others into a temporary table, which the statement is then joined
with. Only :mod:`catalogue.database.dialect` calls this. Milliseconds on one machine (PostgreSQL 15, 2 cores), and
processor time of our process among them; *now* is one execution a row in the driver's pipeline, *unnest* one array a
column:

====================  =============  =============  =============  =============
rows                  now            unnest         COPY           by
====================  =============  =============  =============  =============
insert 1,000 keys       17 (   16)      7 (    3)      4 (    1)   into the table
insert 20,000 keys     351 (  340)    120 (   45)     82 (   22)   into the table
insert 200,000 keys   5125 ( 4098)   1620 (  692)    565 (  192)   into the table
delete 1,000 keys       17 (   17)      5 (    3)      6 (    3)   a join
delete 200,000 keys   3880 ( 3697)   1350 (  622)    709 (  253)   a join
upsert 200 refs.         9 (    8)     11 (    7)      9 (    5)   a join
upsert 1,000 refs.      43 (   39)     75 (   45)     28 (   13)   a join
upsert 20,000 refs.   1001 (  802)   1270 (  695)    556 (  139)   a join
upsert 200,000 refs. 12309 ( 6952)  18065 ( 9262)   5890 ( 1521)   a join
update 200,000 refs. 10300 ( 4387)  11864 ( 1259)   7145 (  642)   a join
====================  =============  =============  =============  =============
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Insert,
    MetaData,
    Table,
    Update,
    event,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from sqlalchemy.schema import CreateTable, DropTable
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase

LEAST = 500
"""From so many rows on it pays: at 200 the temporary table costs what it saves."""

_ROWS = "eaci_rows"


def prepare(engine: Engine) -> None:
    """Make an engine use COPY within an execution, so that errors and lost connections are reported like all others."""

    @event.listens_for(engine, "do_execute")
    def _do_execute(cursor: Any, statement: str, _parameters: Any, context: Any) -> bool:
        rows = context.execution_options.get(_ROWS) if context else None
        if rows is None:
            return False
        with cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row(row)
        return True


def execute(
    connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Execute an INSERT, UPDATE or DELETE for all rows. No two may mean the same row of the table."""
    names = list(rows[0])
    compiled: Any = statement.compile(dialect=connection.dialect, column_keys=names)
    own_insert = isinstance(statement, Insert) and not isinstance(statement, postgresql.Insert)
    if own_insert and compiled.binds.keys() == set(names):
        _copy(connection, statement.table, rows)
        return
    columns = [Column(name, compiled.binds[name].type) for name in names]
    given = Table(_ROWS, MetaData(), *columns, prefixes=["TEMPORARY"])
    connection.execute(CreateTable(given))
    _copy(connection, given, rows)
    connection.execute(_joined(statement, given))
    connection.execute(DropTable(given))


def copy(
    connection: Connection, table: Any, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows of these columns, in their order."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    connection.exec_driver_sql(
        f"COPY {quote(table.name)} ({columns}) FROM STDIN", execution_options={_ROWS: rows}
    )


def _copy(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(rows[0])
    copy(connection, table, names, _tuples(names, rows))


def _tuples(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    if len(names) == 1:
        return ((row[names[0]],) for row in rows)
    return map(itemgetter(*names), rows)


def _joined(statement: Any, given: Table) -> Any:
    """The statement for all rows of a table, whose columns are named like its parameters."""
    if isinstance(statement, Insert):
        return statement.from_select(list(given.c.keys()), select(given))
    bound = set()

    def replace(element: Any, **_options: Any) -> Column[Any] | None:
        if isinstance(element, BindParameter) and element.key in given.c:
            bound.add(element.key)
            return given.c[element.key]
        return None

    joined = visitors.replacement_traverse(statement, {}, replace)
    # what an UPDATE does not name it sets
    rest = {name: each for name, each in given.c.items() if name not in bound}
    return joined.values(rest) if rest and isinstance(joined, Update) else joined
