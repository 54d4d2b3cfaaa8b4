"""PostgreSQL's part of backup and restore: archives of ``pg_dump`` in its custom format."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import URL, Engine

from catalogue.database.appendix import BackupError
from catalogue.database.engine import reading
from catalogue.tables import metadata

MAGIC = b"PGDMP"
"""How an archive of ``pg_dump`` begins."""


def dump(engine: Engine, file: Path) -> dict[str, int]:
    """Write one state of the database into the file; return how many rows each table has in that state."""
    with reading(engine) as connection:
        # pg_dump reads the very state that is counted here, although others write
        snapshot = connection.scalar(select(func.pg_export_snapshot()))
        arguments = ("--format=custom", f"--snapshot={snapshot}", f"--file={file}")
        _run(engine.url, "pg_dump", *arguments)
        there = set(inspect(connection).get_table_names())
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
            if name in there
        }


def load(engine: Engine, file: Path) -> None:
    """Fill an empty database from an archive, wholly or not at all."""
    arguments = ("--exit-on-error", "--single-transaction", "--no-owner", file)
    _run(engine.url, "pg_restore", "--dbname", str(engine.url.database), *arguments)


def version_in(file: Path) -> str | None:
    """The version of the tables in an archive; None if it holds no catalogue. Raises BackupError if it is damaged."""
    lines = list(_data(file, "--table=alembic_version"))
    return lines[0][1] if lines else None


def rows_in(file: Path) -> dict[str, int]:
    """How many rows of each table an archive holds, by reading all of it. Raises BackupError if it is damaged."""
    counts: dict[str, int] = {}
    for table, _ in _data(file):
        counts[table] = counts.get(table, 0) + 1
    return counts


def _data(file: Path, *which: str) -> Iterator[tuple[str, str]]:
    """The rows of an archive, each with its table; what ``pg_restore`` would send to a server."""
    command = [_program("pg_restore"), "--data-only", "--file=-", *which, str(file)]
    with subprocess.Popen(  # noqa: S603 -- a program of PostgreSQL's
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        assert process.stderr is not None  # noqa: S101 -- likewise
        table = ""
        for line in process.stdout:
            if table:
                if line == "\\.\n":
                    table = ""
                else:
                    yield table, line.rstrip("\n")
            elif line.startswith("COPY "):
                table = line.split()[1].rpartition(".")[2]
        told = " ".join(process.stderr.read().split())
    if process.returncode:
        raise BackupError(f"{file} cannot be read: {told or f'status {process.returncode}'}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed; on Debian and Ubuntu: postgresql-client")
    return found


def _run(url: URL, program: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL's on the database; the password goes by the environment, where nobody sees it."""
    names = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: str(value) for name, value in names.items() if value}
    outcome = subprocess.run(  # noqa: S603 -- a program of PostgreSQL's
        [_program(program), "--no-password", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        told = " ".join(outcome.stderr.split()) or f"status {outcome.returncode}"
        raise BackupError(f"{program} failed: {told}")
