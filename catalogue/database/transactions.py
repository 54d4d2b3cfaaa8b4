"""Transactions: reading ones, writing ones, and work that reads and computes first and then writes in short slices."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database import checkpoints
from catalogue.database.connections import begun_within, write_options, writes
from catalogue.database.turns import TurnError, turn

PATIENCE = 60.0
"""Seconds that a writer waits for others before it fails, unless its engine says otherwise."""
SLICE = 0.25
"""Seconds after which a slice of writing makes room for other writers."""
_PATIENCE, _WORK = "eaci_patience", "eaci_work"


def patient(seconds: float) -> Mapping[str, Any]:
    """Options of an engine whose writers wait for others as long as this."""
    return {_PATIENCE: seconds}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is committed, or nothing. Keep it short: on SQLite all others wait.

    Raises OperationalError if others write for longer than the engine's patience.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(**write_options())
        with _turn(engine), _begin(connection):
            yield connection
        checkpoints.make_if_due(connection)


@contextmanager
def writing_within(engine: Engine, seconds: float) -> Iterator[Connection]:
    """The same for what may stay undone: raises OperationalError if others keep the catalogue for longer than that."""
    with engine.connect() as plain:
        connection = plain.execution_options(**write_options())
        with _turn(engine, seconds), begun_within(connection, seconds):
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads a single state of the catalogue."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def working(engine: Engine, make_sure: Callable[[], None] = lambda: None) -> Iterator[Connection]:
    """Work that reads a single state, computes, and then says :func:`start_writing`: until there nobody waits for it.

    What it has read may be changed by others before it writes; what only one process writes is not.
    ``make_sure`` is called at the beginning of each writing transaction, and may raise to end it.
    """
    with engine.connect() as connection:
        work = _Work(connection, make_sure)
        connection.execution_options(**{_WORK: work})
        try:
            connection.begin()
            yield connection
            work.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            work.release()


def start_writing(connection: Connection) -> None:
    """End the reading part of work and begin to write; in a writing transaction nothing happens."""
    if (work := _work_of(connection)) is not None:
        work.start_writing()


def breathe(connection: Connection) -> None:
    """Commit what is written so far and let others write, if this has gone on for :data:`SLICE`.

    Say it where a kill would do no harm. Nothing happens in a transaction of :func:`writing`, which is one piece, and
    on PostgreSQL, where nobody waits for a writer.
    """
    if (work := _work_of(connection)) is not None:
        work.breathe()


def longest_hold(connection: Connection) -> float:
    """Seconds of the longest writing transaction of this work so far, the one under way included."""
    work = _work_of(connection)
    return work.longest() if work is not None else 0.0


def _work_of(connection: Connection) -> _Work | None:
    found: _Work | None = connection.get_execution_options().get(_WORK)
    return found


class _Work:
    """A connection that reads first and then writes, one transaction after the other."""

    def __init__(self, connection: Connection, make_sure: Callable[[], None]) -> None:
        self._connection = connection
        self._make_sure = make_sure
        self._turn = ExitStack()
        self._since: float | None = None
        self._longest = 0.0

    def start_writing(self) -> None:
        if self._since is None:
            self._connection.commit()
            self._connection.execution_options(**write_options())
            self._begin()

    def breathe(self) -> None:
        if self._connection.dialect.name != "sqlite" or self._since is None:
            return
        if time.monotonic() - self._since >= SLICE:
            self.commit()
            self._begin()

    def longest(self) -> float:
        running = 0.0 if self._since is None else time.monotonic() - self._since
        return max(self._longest, running)

    def commit(self) -> None:
        self._connection.commit()
        self.release()
        if writes(self._connection):
            checkpoints.make_if_due(self._connection)

    def release(self) -> None:
        self._longest, self._since = self.longest(), None
        self._turn.close()

    def _begin(self) -> None:
        self._turn.enter_context(_turn(self._connection.engine))
        _begin(self._connection)
        self._since = time.monotonic()
        self._make_sure()


def _begin(connection: Connection) -> RootTransaction:
    """Begin the writing transaction. Somebody who knows no turns may hold SQLite's lock: wait as patiently."""
    ends = time.monotonic() + _patience_of(connection.engine)
    while True:
        try:
            return connection.begin()
        except OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= ends:
                raise


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _patience_of(engine: Engine) -> float:
    return float(engine.get_execution_options().get(_PATIENCE, PATIENCE))


@contextmanager
def _turn(engine: Engine, patience: float | None = None) -> Iterator[None]:
    """Our turn to write, on SQLite; the other database has no need of turns."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name:
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(
                turn(Path(name), _patience_of(engine) if patience is None else patience)
            )
        except TurnError as error:
            locked = sqlite3.OperationalError(f"database is locked: {error}")
            raise OperationalError("BEGIN IMMEDIATE", None, locked) from error
        yield
