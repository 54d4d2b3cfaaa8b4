"""Opening the catalogue: engines, transactions, and the schema's version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

from catalogue import connections
from catalogue.settings import SettingError, Settings
from schemas.errors import ExpectedError

_MIGRATIONS = Path(__file__).parent / "migrations"


class CatalogueError(ExpectedError):
    """The catalogue cannot be used as it is. One line that names the way out; the command line prints it."""


def open_engine(settings: Settings) -> Engine:
    """An engine for the catalogue; does not touch the database yet."""
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(f"EACI_DATABASE_URL: {error.filename}: {error.strerror}") from error
    # a connection that a restarted server has cut is replaced instead of failing its next user
    engine = create_engine(url, pool_pre_ping=url.drivername != "sqlite")
    connections.prepare(engine)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is committed, or nothing."""
    with engine.connect() as plain:
        connection = plain.execution_options(**connections.write_options())
        with connection.begin():
            yield connection


@contextmanager
def writing_within(engine: Engine, seconds: float) -> Iterator[Connection]:
    """The same for what may stay undone: raises OperationalError if others keep the catalogue for longer than that."""
    with engine.connect() as plain:
        connection = plain.execution_options(**connections.write_options())
        with connections.begun_within(connection, seconds):
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads a single state of the catalogue."""
    with engine.connect() as connection, connection.begin():
        yield connection


def now() -> str:
    """The time now as the catalogue writes it: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _alembic(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Create the tables or bring them up to date; raise :class:`CatalogueError` if the database will not do."""
    try:
        with engine.connect() as connection:
            if problem := connections.unfit(connection):
                raise CatalogueError(problem)
        command.upgrade(_alembic(engine), "head")
    except OperationalError as error:
        raise _out_of_reach(error) from error


def require_current(engine: Engine) -> None:
    """Raise :class:`CatalogueError` unless the tables are those of this version of the program."""
    head = ScriptDirectory.from_config(_alembic(engine)).get_current_head()
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise _out_of_reach(error) from error
    if current is None:
        raise CatalogueError("the catalogue is empty: run `eaci init` first")
    if current != head:
        raise CatalogueError(f"the catalogue is at version {current}, not {head}: run `eaci init`")


def _out_of_reach(error: OperationalError) -> CatalogueError:
    reason = " ".join(str(error.orig).split())  # the driver's own words may be several lines
    return CatalogueError(f"cannot open the catalogue: {reason}")
