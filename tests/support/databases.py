"""Databases for tests on a server of PostgreSQL: copies of one that migrations made, used again by other tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from catalogue.database.engine import open_engine, upgrade
from catalogue.settings import Settings
from catalogue.tables import metadata
from tests.support.wanted import NOT_TESTED, POSTGRESQL

# all that a test may change but for rows: relations, columns, indexes, constraints, extensions, the version
_SHAPE = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT concat(c.relkind, c.relname, a.attnum, a.attname, a.atttypid, a.attnotnull) AS line
        FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT concat(conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT extname FROM pg_extension
    UNION ALL SELECT concat('version ', version_num) FROM alembic_version
) AS lines
"""
_EMPTY = (
    f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)} RESTART IDENTITY CASCADE"
)

# one test process may not remove what another is using
_PREFIX = f"eaci_test_{os.getpid()}_"


class Databases:
    """Makes fresh databases with the tables in them: what is called gives the address of one."""

    def __init__(self, server: URL) -> None:
        self._server = server
        # a test may restart its server meanwhile
        self._administrator = create_engine(
            server, isolation_level="AUTOCOMMIT", pool_pre_ping=True
        )
        self._names = (f"{_PREFIX}{number}" for number in count())
        self._free: list[str] = []
        order = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        self._template = self._create(f"template0 {order}")
        engine = open_engine(
            Settings(home=Path(), database_url=self._address(self._template), search_url="")
        )
        upgrade(engine)
        with engine.connect() as connection:
            self._shape = connection.scalar(text(_SHAPE))
        engine.dispose()

    def __call__(self) -> str:
        name = self._free.pop() if self._free else self._create(self._template)
        return self._address(name)

    def give_back(self, address: str) -> None:
        """The database may be given out again: empty, and only if nothing but its rows was changed."""
        engine = create_engine(address)
        try:
            with engine.begin() as connection:
                if self._is_emptied(connection):
                    self._free.append(str(engine.url.database))
        except DBAPIError:
            pass  # harmed by its test, or in use still: it is removed at the end
        finally:
            engine.dispose()

    def _is_emptied(self, connection: Connection) -> bool:
        connection.execute(text("SET LOCAL lock_timeout = 2000"))
        if connection.scalar(text(_SHAPE)) != self._shape:
            return False
        connection.execute(text(_EMPTY))
        return True

    def close(self) -> None:
        """Remove all that were made, and those that tests have made beside theirs."""
        like = {"like": f"{_PREFIX}%".replace("_", r"\_")}
        with self._administrator.connect() as connection:
            found = text("SELECT datname FROM pg_database WHERE datname LIKE :like")
            for name in connection.scalars(found, like).all():
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        self._administrator.dispose()

    def _create(self, template: str) -> str:
        name = next(self._names)
        with self._administrator.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return name

    def _address(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)


@contextmanager
def databases_on(url: str) -> Iterator[Databases]:
    """Databases on the server of an address, removed at the end."""
    made = Databases(make_url(url))
    try:
        yield made
    finally:
        made.close()


@contextmanager
def postgresql_databases() -> Iterator[Databases]:
    """The same on the server for tests; skips the test without one."""
    url = os.environ.get(POSTGRESQL)
    if not url:
        pytest.skip(
            f'{NOT_TESTED} on PostgreSQL: {POSTGRESQL} is not set; eval "$(scripts/postgresql start)"'
        )
    with databases_on(url) as made:
        yield made
