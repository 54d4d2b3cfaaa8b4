"""Whether the database holds what was written into it, before anything is believed that is read from it.

SQLite: the constants in the header of the file, ``PRAGMA integrity_check`` (every page, every entry of every index),
``PRAGMA foreign_key_check``, and every text read through. PostgreSQL: every value of every table read through, foreign
keys, and every index and table by ``amcheck`` where that extension is installed; without it, an index that lost an
entry goes unseen. Both: the tables, columns and indexes of this version are there.

What no database can tell is a value that was changed into another valid one: :mod:`catalogue.harvested.contents` and
the comparisons of the indexer look for these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, Text, exists, func, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from catalogue.database.engine import known_versions, reading, require_known
from catalogue.errors import DamagedCatalogueError
from catalogue.tables import metadata

Step = Callable[[str], None]
"""Hears what begins now."""

_MOST = 5  # problems told of one kind
_ROWS = 10_000
# https://www.sqlite.org/fileformat.html#the_database_header: offset, what stands there, what it is
_HEADER = (
    (0, b"SQLite format 3\0", "its first bytes"),
    (21, b"\x40\x20\x20", "the payload fractions"),
    (60, b"\0\0\0\0", "the user version"),
    (68, b"\0\0\0\0" + b"\0" * 20, "the reserved bytes"),
)
_ADDS = ("add_table", "add_column", "add_index", "add_constraint", "add_fk")


def ensure_sound(engine: Engine, step: Step = lambda _what: None) -> None:
    """Raise :class:`DamagedCatalogueError` naming the first damage found; CatalogueError if there is no catalogue."""
    for problem in damages(engine, step):
        raise DamagedCatalogueError(problem)


def damages(engine: Engine, step: Step = lambda _what: None) -> Iterator[str]:
    """Everything that is damaged, one line each; nothing for a sound catalogue. Reads all of it."""
    if (broken := _broken_header(engine)) is not None:
        yield broken
        return
    try:
        require_known(engine)
        with reading(engine) as connection:
            own = _sqlite if connection.dialect.name == "sqlite" else _postgresql
            yield from own(connection, step)
            yield from _shape(connection)
    except DamagedCatalogueError as error:
        yield error.problem


def _broken_header(engine: Engine) -> str | None:
    file = Path(engine.url.database or "")
    if engine.dialect.name != "sqlite" or not file.is_file():
        return None
    with file.open("rb") as stream:
        head = stream.read(100)
    for offset, expected, what in _HEADER if head else ():  # empty: nothing was written to it yet
        if head[offset : offset + len(expected)] != expected:
            return f"{what} in the header of {file} are not those of a catalogue"
    return None


def _sqlite(connection: Connection, step: Step) -> Iterator[str]:
    step("pages and indexes")
    for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if row[0] != "ok":
            yield " ".join(str(row[0]).split())
    step("foreign keys")
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield f"row {row[1]} of {row[0]} names a row of {row[2]} that is not there"
    for table in _present(connection):
        step(table.name)
        yield from _texts(connection, table)


def _texts(connection: Connection, table: Table) -> Iterator[str]:
    """Read all texts of a table: SQLite gives out what it has and leaves it to us to see that it is no UTF-8."""
    columns = [column for column in table.columns if isinstance(column.type, Text)]
    if not columns:
        return
    try:
        rows = connection.execute(select(*columns), execution_options={"yield_per": _ROWS})
        for _ in rows.partitions():
            pass
    except DamagedCatalogueError as error:
        yield f"table {table.name}: {error.problem}"


def _present(connection: Connection) -> list[Table]:
    """The tables that are there with all their columns; an older catalogue has not all of today's."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    found = []
    for table in metadata.sorted_tables:
        if table.name in there:
            own = {column["name"] for column in inspector.get_columns(table.name)}
            if own >= set(table.columns.keys()):
                found.append(table)
    return found


def _shape(connection: Connection) -> Iterator[str]:
    """The tables of this version that an up-to-date catalogue lacks. Tables of other programs are ignored."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 -- Alembic takes .4 s to import, and few need it
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 -- likewise

    context = MigrationContext.configure(connection)
    if context.get_current_revision() != known_versions()[-1]:
        return
    for difference in compare_metadata(context, metadata):
        if isinstance(difference, tuple) and difference[0] in _ADDS:
            what = difference[-1]
            yield f"{difference[0].removeprefix('add_')} {getattr(what, 'name', what)} is missing"


def _postgresql(connection: Connection, step: Step) -> Iterator[str]:
    tables = _present(connection)
    for table in tables:
        step(table.name)
        yield from _read_or_report(connection, _read_through(table), f"table {table.name}")
    step("foreign keys")
    for table in tables:
        yield from _orphans(connection, table)
    yield from _amcheck(connection, step)


def _read_through(table: Table) -> Any:
    """A query that makes the server fetch and unpack every value of the table."""
    sums: list[Any] = [func.count()]
    for column in table.columns:
        if isinstance(column.type, Text | LargeBinary):
            sums.append(func.sum(func.length(func.md5(column))))
    return select(*sums).select_from(table)


def _orphans(connection: Connection, table: Table) -> Iterator[str]:
    for key in table.foreign_keys:
        column, there = key.parent, key.column
        lost = select(column).where(column.is_not(None), ~exists().where(there == column))
        for value in connection.scalars(lost.limit(_MOST)):
            yield f"{column} {value} names a row of {there.table.name} that is not there"


def _amcheck(connection: Connection, step: Step) -> Iterator[str]:
    """By the extension amcheck, if the administrator has installed it and lets us use it."""
    installed = text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")
    allowed = text("SELECT has_function_privilege('bt_index_check(regclass, boolean)', 'EXECUTE')")
    if connection.scalar(installed) is None or not connection.scalar(allowed):
        return
    step("indexes")
    indexes = text(
        "SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE a.amname = 'btree' AND n.nspname = current_schema() AND i.indisvalid ORDER BY 1"
    )
    for name in connection.scalars(indexes).all():
        checked = select(func.bt_index_check(text("CAST(:index AS regclass)"), True))
        yield from _read_or_report(connection, checked, f"index {name}", index=name)


def _read_or_report(connection: Connection, query: Any, what: str, **values: str) -> Iterator[str]:
    """Run a query in a savepoint; what the server says against it, if it does."""
    try:
        with connection.begin_nested():
            connection.execute(query, values).all()
    except DamagedCatalogueError as error:
        yield f"{what}: {error.problem}"
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        yield f"{what}: {' '.join(str(error.orig).split())}"
