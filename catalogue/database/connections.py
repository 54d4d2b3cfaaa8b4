"""Connections to the two databases: how they are set up, what begins a transaction, and the one lock of indexing."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from catalogue.database import checkpoints, copying
from catalogue.database.damage import NOT_UTF8

_WRITE = "eaci_write"
LOCK = 0x45414349
"""The number of our advisory locks on PostgreSQL: "EACI"."""
_CONNECT_SECONDS = 10
_BUSY_SECONDS = 60
"""How long a writer of SQLite waits for its turn."""
_BY_CODE_POINT = ("C", "POSIX", "C.UTF-8", "C.utf8")
# KiB: indexing reads all over the file
_MUCH = 512 * 1024


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
        for pragma in (
            "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={_BUSY_SECONDS * 1000}", "foreign_keys=ON",
            "cache_size=-65536", "temp_store=MEMORY", f"wal_autocheckpoint={checkpoints.PAGES_AT_MOST}",
            f"journal_size_limit={checkpoints.BYTES_KEPT}",
        ):  # fmt: skip
            _set(connection, pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer that begins as a reader can fail with "database is locked" when it turns into a writer.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes(connection) else "BEGIN")


def _set(connection: Any, pragma: str) -> None:
    try:
        connection.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:
        # SQLite quotes what it cannot read in its message, and the driver cannot read that either
        raise sqlite3.DatabaseError(f"{NOT_UTF8} ({error})") from error


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
            IsolationLevel.READ_COMMITTED if writes(connection) else IsolationLevel.REPEATABLE_READ
        )
        driver: Any = connection.connection.dbapi_connection
        driver.isolation_level = level


def writes(connection: Connection) -> bool:
    """True if the connection's transactions are a writer's."""
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


@contextmanager
def begun_within(connection: Connection, seconds: float) -> Iterator[None]:
    """A transaction in which nothing waits for others longer than that; OperationalError if it would have to."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = {int(seconds * 1000)}"))
            yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
    try:
        with connection.begin():
            yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")


def write_options() -> Mapping[str, Any]:
    """Execution options that mark a connection as a writer's."""
    return {_WRITE: True}


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
        held = bool(connection.scalar(select(func.pg_try_advisory_lock(LOCK))))
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
                    connection.execute(select(func.pg_advisory_unlock(LOCK)))
