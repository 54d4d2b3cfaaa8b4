"""Errors of the two databases that mean damage. Each becomes one :class:`DamagedCatalogueError`, wherever it comes up.

SQLite: its result codes CORRUPT and NOTADB (https://www.sqlite.org/rescode.html), and texts that are no UTF-8.
PostgreSQL: its codes for corrupted data, a corrupted index and a file that is not there
(https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from catalogue.errors import DamagedCatalogueError

_SQLITE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
NOT_UTF8 = "Could not decode to UTF-8"
_UNSUPPORTED = "unsupported file format"  # the schema format in the header of the file
_POSTGRESQL = ("XX001", "XX002", "58P01")
_PRIMARY = 0xFF  # the low byte of an extended result code is the primary one


def damage(error: BaseException | None) -> str | None:
    """What is damaged, in the database's words; None if the error is about something else."""
    if error is None:
        return None
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, UnicodeDecodeError):  # the driver cannot read what the database says
        return f"{NOT_UTF8} ({error})"
    return str(error) if getattr(error, "sqlstate", None) in _POSTGRESQL else None


def _of_sqlite(error: sqlite3.Error) -> str | None:
    told = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & _PRIMARY in _SQLITE:
        return told
    return told if told.startswith((NOT_UTF8, _UNSUPPORTED)) else None


def report_damage(engine: Engine) -> None:
    """Let every use of the engine raise :class:`DamagedCatalogueError` where the database meets damage."""

    @event.listens_for(engine, "handle_error")
    def _handle(context: Any) -> None:
        if problem := damage(context.original_exception):
            raise DamagedCatalogueError(problem) from context.original_exception
