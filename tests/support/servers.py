"""Real servers for tests: those that EACI_TEST_ELASTICSEARCH_URL and EACI_TEST_DATABASE_URL name.

``scripts/elasticsearch start`` and ``scripts/postgresql start`` make them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import count
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from sqlalchemy import URL, Engine, create_engine, make_url, text

from catalogue.engine import open_engine, upgrade
from catalogue.settings import Settings

ELASTICSEARCH = "EACI_TEST_ELASTICSEARCH_URL"
POSTGRESQL = "EACI_TEST_DATABASE_URL"
NOT_TESTED = "NOT TESTED"
_INDICES_A_CALL = 40  # their names stand in the address, which may have 4096 letters
# one test process may not remove what another is using
_PREFIX = f"eaci-test-{os.getpid()}"


def real_elasticsearch() -> str:
    """The server's address without a path; skips the test, and says how to get a server, if there is none."""
    url = os.environ.get(ELASTICSEARCH)
    if not url:
        pytest.skip(
            f'{NOT_TESTED} on Elasticsearch: {ELASTICSEARCH} is not set; eval "$(scripts/elasticsearch start)"'
        )
    return url.rstrip("/")


def index_name(folder: Path) -> str:
    """The name of an index that belongs to a test's folder."""
    return f"{_PREFIX}-{blake2b(str(folder).encode(), digest_size=6).hexdigest()}"


def remove_indices(server: str) -> None:
    """Remove everything that this process's tests have made."""
    with Elasticsearch(server, request_timeout=60) as client:
        found = list(client.indices.get_alias(index=f"{_PREFIX}-*"))
        for start in range(0, len(found), _INDICES_A_CALL):
            client.indices.delete(index=found[start : start + _INDICES_A_CALL])


@contextmanager
def postgresql_databases() -> Iterator[Callable[[], str]]:
    """Makes fresh databases with the tables in them and removes them at the end; skips the test without a server."""
    url = os.environ.get(POSTGRESQL)
    if not url:
        pytest.skip(
            f'{NOT_TESTED} on PostgreSQL: {POSTGRESQL} is not set; eval "$(scripts/postgresql start)"'
        )
    server = make_url(url)
    administrator = create_engine(server, isolation_level="AUTOCOMMIT")
    names = (f"eaci_test_{os.getpid()}_{number}" for number in count())
    made: list[str] = []

    def create(template: str) -> str:
        made.append(next(names))
        with administrator.connect() as connection:
            order = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'" if template == "template0" else ""
            connection.execute(text(f"CREATE DATABASE {made[-1]} TEMPLATE {template} {order}"))
        return made[-1]

    template = create("template0")
    _make_tables(server.set(database=template))
    yield lambda: _address(server.set(database=create(template)))
    _drop(administrator, made)
    administrator.dispose()


def _make_tables(url: URL) -> None:
    engine = open_engine(Settings(home=Path(), database_url=_address(url), search_url=""))
    upgrade(engine)
    engine.dispose()


def _drop(administrator: Engine, names: list[str]) -> None:
    with administrator.connect() as connection:
        for name in reversed(names):
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)
