"""Backup and restore of the catalogue while everything runs. The search index needs none: it is built from it.

A backup is one file: of SQLite a database like any other, of PostgreSQL an archive of ``pg_dump`` (custom format, which
``pg_restore`` can also read by itself).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import URL, Engine

from catalogue.engine import CatalogueError, reading
from catalogue.tables import metadata

_PAGES_A_STEP = 4096  # of SQLite's pages; writers get their turn in between

Progress = Callable[[int, int], None]
"""Hears how many of how many pages are done (SQLite only: pg_dump does not say)."""


class BackupError(CatalogueError):
    """A backup cannot be made or restored; the message names the file and the way out."""


def back_up(engine: Engine, target: Path, progress: Progress = lambda _done, _all: None) -> None:
    """Write one consistent state of the catalogue into the new file ``target``, safe on disk when this returns.

    Raises :class:`BackupError` if the file is there already or cannot be written.
    """
    if target.exists():
        raise BackupError(f"{target} exists already: name a new file")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(_address(_file_of(engine)), part, progress)
        else:
            _call(engine.url, "pg_dump", "--format=custom", f"--file={part}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"{target}: {error}") from error


def restore(engine: Engine, source: Path, progress: Progress = lambda _done, _all: None) -> None:
    """Fill a catalogue that is not there yet from a backup. Raises :class:`BackupError`."""
    if not source.is_file():
        raise BackupError(f"{source} is no file")
    if engine.dialect.name == "sqlite":
        target = _file_of(engine)
        if target.exists():
            raise BackupError(f"{target} exists already: move it away, or set EACI_DATABASE_URL")
        _check_sqlite(source)
        part = target.with_name(f"{target.name}.part")
        part.unlink(missing_ok=True)
        _copy_sqlite(_at_rest(source), part, progress)
        part.rename(target)
        return
    with reading(engine) as connection:
        if inspect(connection).get_table_names():
            raise BackupError(
                "the database holds tables already: make an empty one and name it in EACI_DATABASE_URL"
            )
    _call(engine.url, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", source)
    with reading(engine) as connection:
        connection.execute(text("SELECT 1 FROM record LIMIT 1"))


def _file_of(engine: Engine) -> Path:
    if not engine.url.database:
        raise BackupError("a catalogue in memory cannot be backed up")
    return Path(engine.url.database)


def _address(file: Path) -> str:
    return f"{file.resolve().as_uri()}?mode=ro"


def _at_rest(file: Path) -> str:
    """A database that nobody writes, so that nothing is put beside it: a backup may lie where nothing can be written.

    Not if a log lies beside it: that holds what is not in the file yet.
    """
    log = file.with_name(f"{file.name}-wal")
    return _address(file) if log.exists() else f"{_address(file)}&immutable=1"


def _copy_sqlite(address: str, target: Path, progress: Progress) -> None:
    """SQLite's own online copy: consistent although others write; it begins anew when they do."""

    def told(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    reader = sqlite3.connect(address, uri=True)
    with closing(reader), closing(sqlite3.connect(target)) as writer:
        # one reading transaction: what others write meanwhile goes to the log and does not make the copy begin anew
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
        reader.backup(writer, pages=_PAGES_A_STEP, progress=told)


def _check_sqlite(source: Path) -> None:
    try:
        with closing(sqlite3.connect(_at_rest(source), uri=True)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    except sqlite3.Error as error:
        raise BackupError(f"{source} is not a backup of a catalogue: {error}") from error
    if state != "ok":
        raise BackupError(f"{source} is damaged: {state}")
    if missing := sorted(metadata.tables.keys() - found):
        raise BackupError(f"{source} is not a backup of a catalogue: it has no table {missing[0]}")


def _call(url: URL, program: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL's on the database; the password goes by the environment, where nobody sees it."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed; on Debian and Ubuntu: postgresql-client")
    names = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: str(value) for name, value in names.items() if value}
    target = ("--dbname", str(url.database)) if program == "pg_restore" else ()
    outcome = subprocess.run(  # noqa: S603 -- a program of PostgreSQL's
        [found, "--no-password", *target, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        told = " ".join(outcome.stderr.split()) or f"status {outcome.returncode}"
        raise BackupError(f"{program} failed: {told}")
