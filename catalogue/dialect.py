"""The only place that knows which database is behind the engine: everything else is portable SQL."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Select,
    Subquery,
    Table,
    TableValuedAlias,
    any_,
    bindparam,
    cast,
    column,
    event,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.expression import ClauseElement

from catalogue import copying

_WRITE = "eaci_write"
_LOCK = 0x45414349  # "EACI", the number of the advisory lock on PostgreSQL
# SQLite allows 32,766 bound values a statement; PostgreSQL 65,535.
_MAX_VALUES = 30_000
_CONNECT_SECONDS = 10
_MUCH = (
    512 * 1024
)  # KiB; candidates among a million records are read in three quarters of the time that 64 MiB take
_BY_CODE_POINT = ("C", "POSIX", "C.UTF-8", "C.utf8")


def prepare(engine: Engine) -> None:
    """Set up new connections and how their transactions begin."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, and transactions that we begin ourselves."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions on its own: reads would not be in one, DDL would end one.
        connection.isolation_level = None
        # A checkpoint writes a page once however often it changed since the last: at 128 MiB the random keys of
        # indexing cost two fifths fewer writes than at SQLite's 4.
        for pragma in (
            "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=60000", "foreign_keys=ON",
            "cache_size=-65536", "temp_store=MEMORY", "wal_autocheckpoint=32768", "journal_size_limit=134217728",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer that begins as a reader can fail with "database is locked" when it turns into a writer.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    """One state for a whole reading transaction, as in SQLite; and texts without U+0000, which it cannot hold."""
    copying.prepare(engine)
    from psycopg import IsolationLevel  # noqa: PLC0415 -- the driver is of no use without the server
    from psycopg.types.string import StrDumper, StrDumperUnknown  # noqa: PLC0415 -- likewise

    class Text(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\ufffd"))

    class UntypedText(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\ufffd"))

    @event.listens_for(engine, "do_connect")
    def _before(_dialect: Any, _record: Any, _args: Any, settings: dict[str, Any]) -> None:
        settings.setdefault("client_encoding", "utf8")
        settings.setdefault("application_name", "eaci")
        settings.setdefault("connect_timeout", _CONNECT_SECONDS)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.adapters.register_dumper(str, UntypedText)
        connection.adapters.register_dumper(str, Text)  # the last one is preferred

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Known to the driver only, which says it with its BEGIN: no round trip of its own.
        level = (
            IsolationLevel.READ_COMMITTED if _writes(connection) else IsolationLevel.REPEATABLE_READ
        )
        driver: Any = connection.connection.dbapi_connection
        driver.isolation_level = level


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITE, False))


def unfit(connection: Connection) -> str | None:
    """Why the database cannot hold a catalogue, with the way out; None if it can.

    Both databases have to put texts into the same order, by code point: lists, hashes of states
    and indexes for prefixes stand on it.
    """
    if connection.dialect.name == "sqlite":
        return None
    query = text(
        "SELECT datname, datcollate, pg_encoding_to_char(encoding) AS encoding "
        "FROM pg_database WHERE datname = current_database()"
    )
    found = connection.execute(query).one()
    if found.encoding == "UTF8" and found.datcollate in _BY_CODE_POINT:
        return None
    return (
        f"the database {found.datname} has encoding {found.encoding} and order {found.datcollate}: make one with "
        "CREATE DATABASE eaci TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    )


def write_options() -> Mapping[str, Any]:
    """Execution options that mark a connection as a writer's."""
    return {_WRITE: True}


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
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(what))))


@contextmanager
def exclusive(engine: Engine, lock_file: Path) -> Iterator[Callable[[], None] | None]:
    """Hold the one lock of indexing; None if another process holds it. A killed holder lets go by itself.

    Gives what makes sure that the lock is still held, and raises OperationalError if it is not: PostgreSQL's is gone
    with the session, and so after a restart of the server that no transaction of ours has noticed.
    """
    if engine.dialect.name == "sqlite":
        with lock_file.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            yield lambda: None
        return
    with engine.connect() as connection:
        held = bool(connection.scalar(select(func.pg_try_advisory_lock(_LOCK))))
        connection.commit()

        def make_sure() -> None:
            connection.execute(select(1))
            connection.commit()

        try:
            yield make_sure if held else None
        finally:
            if held:
                # if the server is gone, so is the session, and with it the lock
                with suppress(DBAPIError, PendingRollbackError):
                    connection.execute(select(func.pg_advisory_unlock(_LOCK)))


@contextmanager
def much_in_memory(engine: Engine) -> Iterator[None]:
    """Inside, connections to SQLite that are opened or used again keep half a GiB of the file in memory.

    An index reads all over it; what answers a page of the site does not. (PostgreSQL's memory is its administrator's.)
    """

    def enlarge(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA cache_size=-{_MUCH}")

    if engine.dialect.name != "sqlite":
        yield
        return
    event.listen(engine, "checkout", enlarge)
    try:
        yield
    finally:
        event.remove(engine, "checkout", enlarge)


def execute_many(
    connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Execute an INSERT, UPDATE or DELETE once a row; every row has the names of the first. Nothing without rows.

    No two rows may mean the same row of the table: PostgreSQL gets many of them at once (:mod:`catalogue.copying`).
    SQLite gets plain tuples: what SQLAlchemy does to each row takes longer there than the database. So the values must
    be what the driver takes as it is: None, numbers, texts, bytes.
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
    """Insert rows that are given as columns, in their order: many small ones, none of them an object of its own."""
    if connection.dialect.name != "sqlite":
        copying.copy(connection, table, list(columns), zip(*columns.values(), strict=True))
        return
    compiled: Any = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
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
