"""Backup and restore of the catalogue while everything runs. The search index needs none: it is built from it.

A backup is one file: of SQLite a database like any other, of PostgreSQL an archive of ``pg_dump`` (custom format, which
``pg_restore`` can also read by itself). Behind it stand its checksum, the number of rows of every table and the
sources' files (:mod:`catalogue.database.appendix`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import URL, Engine

from catalogue.database import appendix, archives, turns
from catalogue.database.appendix import BackupError, Manifest
from catalogue.database.engine import (
    DamagedCatalogueError,
    known_versions,
    newer,
    now,
    open_url,
    reading,
    require_known,
    upgrade,
)
from catalogue.database.integrity import Step, damages, ensure_sound
from catalogue.tables import metadata

__all__ = ["BackupError", "Progress", "back_up", "restore"]

_PAGES_A_STEP = 4096  # of SQLite's pages; writers get their turn in between
_SQLITE_MAGIC = b"SQLite format 3\0"

Progress = Callable[[int, int], None]
"""Hears how many of how many pages are done (SQLite only: pg_dump does not say)."""


def back_up(
    engine: Engine,
    target: Path,
    progress: Progress = lambda _done, _all: None,
    *,
    folders: Sequence[Path] = (),
    step: Step = lambda _what: None,
) -> None:
    """Write one consistent state of the catalogue, of this version or an older one, into the new file ``target``.

    The catalogue is examined first, and what was written is read back; it is safe on disk when this returns.
    ``folders``: where source files stand that go along. Nobody else may read the file.
    Raises :class:`BackupError` if the file is there already or cannot be written, DamagedCatalogueError if the
    catalogue is damaged, and CatalogueError if there is none or a newer program has made it.
    """
    if target.exists():
        raise BackupError(f"{target} exists already: name a new file")
    step("examining the catalogue")
    version = require_known(engine)
    ensure_sound(engine)
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        appendix.create(part)
        step("backing up")
        rows = _copy(engine, part, progress)
        step("reading back")
        _verify(engine, part, rows)
        size = part.stat().st_size
        manifest = Manifest(
            made_at=now(),
            version=version,
            size=size,
            sha256=appendix.digest(part, size),
            rows=rows,
            folders=tuple(str(folder) if at else "" for at, folder in enumerate(folders)),
        )
        appendix.append(part, manifest, folders)
        _settle(part, target)
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        raise BackupError(f"{target}: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy(engine: Engine, part: Path, progress: Progress) -> dict[str, int]:
    if engine.dialect.name == "sqlite":
        return _copy_sqlite(_address(_file_of(engine)), part, progress)
    return archives.dump(engine, part)


def _verify(engine: Engine, part: Path, rows: Mapping[str, int]) -> None:
    """Read back what was written. Raises BackupError if it is not the state that was copied."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(_at_rest(part), uri=True)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            found = _counted(connection)
    else:
        state, found = "ok", archives.rows_in(part)
    _compare(rows, found, str(part))
    if state != "ok":
        raise BackupError(f"{part}: what was written cannot be read back ({state})")


def _compare(expected: Mapping[str, int], found: Mapping[str, int], where: str) -> None:
    for table, count in expected.items():
        if found.get(table, 0) != count:
            raise BackupError(
                f"{where}: table {table} holds {found.get(table, 0):,} rows, not {count:,}"
            )


def _settle(part: Path, target: Path) -> None:
    """Give a file its name only when all of it is safe on disk."""
    _sync(part)
    part.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def restore(
    engine: Engine,
    source: Path,
    progress: Progress = lambda _done, _all: None,
    *,
    step: Step = lambda _what: None,
) -> None:
    """Fill a catalogue that is not there yet from a backup, and bring it up to this version of the program.

    Takes backups of every older version. The sources' files come back by :func:`catalogue.database.appendix.put_back`.
    Raises :class:`BackupError`; nothing half-made is left then.
    """
    if not source.is_file():
        raise BackupError(f"{source} is no file")
    _expect(source, _SQLITE_MAGIC if engine.dialect.name == "sqlite" else archives.MAGIC)
    step("examining the backup")
    manifest = appendix.read(source)
    if manifest and manifest.version not in known_versions():
        raise BackupError(newer(str(source), manifest.version))
    if engine.dialect.name == "sqlite":
        _restore_sqlite(engine, source, manifest, progress, step)
    else:
        _restore_postgresql(engine, source, manifest, step)


_KINDS = {_SQLITE_MAGIC: "of SQLite", archives.MAGIC: "of PostgreSQL"}


def _expect(source: Path, magic: bytes) -> None:
    """Raise BackupError if the file is a backup of the other database."""
    with source.open("rb") as file:
        head = file.read(len(_SQLITE_MAGIC))
    for other, name in _KINDS.items():
        if other != magic and head.startswith(other):
            raise BackupError(
                f"{source} is a backup {name}, and EACI_DATABASE_URL names a database {_KINDS[magic]}"
            )


def _restore_sqlite(
    engine: Engine, source: Path, manifest: Manifest | None, progress: Progress, step: Step
) -> None:
    target = _file_of(engine)
    for suffix in ("", "-wal", "-shm", "-journal"):
        if (there := target.with_name(f"{target.name}{suffix}")).exists():
            raise BackupError(f"{there} exists already: move it away, or set EACI_DATABASE_URL")
    _check_sqlite(source)
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        appendix.create(part)
        step("restoring")
        rows = _copy_sqlite(_at_rest(source), part, progress)
        _compare(manifest.rows if manifest else {}, rows, str(source))
        step("bringing it up to date")
        _bring_up_to_date(part, source)
        _settle(part, target)
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        raise BackupError(f"{target}: {error}") from error
    finally:
        for suffix in ("", "-wal", "-shm", turns.SUFFIX):
            with suppress(OSError):
                part.with_name(f"{part.name}{suffix}").unlink(missing_ok=True)


def _bring_up_to_date(part: Path, source: Path) -> None:
    copy = open_url(URL.create("sqlite", database=str(part)))
    try:
        upgrade(copy)
        for problem in damages(copy):
            raise BackupError(f"{source} is damaged: {problem}; take another backup")
        with copy.connect() as connection:
            # everything into the one file, for that alone gets its name
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    except DamagedCatalogueError as error:
        raise BackupError(f"{source} is damaged: {error.problem}; take another backup") from error
    finally:
        copy.dispose()


def _restore_postgresql(
    engine: Engine, source: Path, manifest: Manifest | None, step: Step
) -> None:
    with reading(engine) as connection:
        if inspect(connection).get_table_names():
            raise BackupError(
                "the database holds tables already: make an empty one and name it in EACI_DATABASE_URL"
            )
    version = archives.version_in(source)
    if version is None:
        raise BackupError(
            f"{source} is not a backup of a catalogue: it has no table alembic_version"
        )
    if version not in known_versions():
        raise BackupError(newer(str(source), version))
    step("restoring")
    archives.load(engine, source)
    if manifest:
        with reading(engine) as connection:
            tables = (metadata.tables[name] for name in manifest.rows if name in metadata.tables)
            found = {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in tables
            }
        _compare(manifest.rows, found, f"{engine.url.database} (drop it)")
    step("bringing it up to date")
    upgrade(engine)


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


def _copy_sqlite(address: str, target: Path, progress: Progress) -> dict[str, int]:
    """SQLite's own online copy: consistent although others write. Returns how many rows each table has in it."""

    def told(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    reader = sqlite3.connect(address, uri=True)
    with closing(reader), closing(sqlite3.connect(target)) as writer:
        # one reading transaction: what others write meanwhile goes to the log and does not make the copy begin anew
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
        reader.backup(writer, pages=_PAGES_A_STEP, progress=told)
        return _counted(reader)


def _counted(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table of ours that is there."""
    there = _tables(connection)
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 -- a name of ours
        for name in metadata.tables
        if name in there
    }


def _tables(connection: sqlite3.Connection) -> set[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    return {name for (name,) in connection.execute(query)}


def _check_sqlite(source: Path) -> None:
    """Raise BackupError unless the file is a sound catalogue of this version or an older one."""
    try:
        with closing(sqlite3.connect(_at_rest(source), uri=True)) as connection:
            (state,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            there = _tables(connection)
            versions = _versions(connection) if "alembic_version" in there else []
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise BackupError(f"{source} is not a backup of a catalogue: {error}") from error
    if state != "ok":
        raise BackupError(f"{source} is damaged: {' '.join(str(state).split())}")
    if "alembic_version" not in there:
        raise BackupError(
            f"{source} is not a backup of a catalogue: it has no table alembic_version"
        )
    if len(versions) != 1:
        raise BackupError(f"{source} is damaged: its tables do not say of which version they are")
    if versions[0] not in known_versions():
        raise BackupError(newer(str(source), versions[0]))
    if versions[0] == known_versions()[-1] and (missing := sorted(metadata.tables.keys() - there)):
        raise BackupError(f"{source} is not a backup of a catalogue: it has no table {missing[0]}")


def _versions(connection: sqlite3.Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT version_num FROM alembic_version")]
