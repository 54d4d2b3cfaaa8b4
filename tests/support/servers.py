"""Real servers for tests: those that EACI_TEST_ELASTICSEARCH_URL and EACI_TEST_DATABASE_URL name.

``scripts/elasticsearch start`` and ``scripts/postgresql start`` make them.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import count
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from sqlalchemy import URL, Engine, create_engine, make_url, text

from catalogue.database.engine import open_engine, upgrade
from catalogue.settings import Settings
from tests.support.wanted import ELASTICSEARCH, NOT_TESTED, POSTGRESQL

ROOT = Path(__file__).parents[2]
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
def own_servers(script: str, *options: str, **settings: str) -> Iterator[int]:
    """Servers of a test's own, to be harmed at will: ``scripts/SCRIPT start`` with these options; gives the first port.

    Only where servers for tests are wanted: skips the test where the variable of the script's servers is not set.
    """
    variable = {"elasticsearch": ELASTICSEARCH, "postgresql": POSTGRESQL}[script]
    if not os.environ.get(variable):
        pytest.skip(
            f'{NOT_TESTED} with {script}: {variable} is not set; eval "$(scripts/{script} start)"'
        )
    port = _free_ports()
    environment = {**os.environ, **settings}
    try:
        outcome = control(script, "start", port, *options, environment=environment)
        assert outcome.returncode == 0, outcome.stderr
        yield port
    finally:
        control(script, "stop", port, *options, environment=environment)


def control(
    script: str, action: str, port: int, *options: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``scripts/SCRIPT ACTION PORT …`` to its end."""
    command = [str(ROOT / "scripts" / script), action, str(port), *options]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=280
    )


def _free_ports() -> int:
    """The first of three ports in a row that are free now, as are those a hundred above, which nodes use among them."""
    while True:
        first = random.randrange(20_000, 30_000)
        if all(_is_free(first + each) for each in (0, 1, 2, 100, 101, 102)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def postgresql_databases() -> Iterator[Callable[[], str]]:
    """Makes fresh databases with the tables in them and removes them at the end; skips the test without a server."""
    url = os.environ.get(POSTGRESQL)
    if not url:
        pytest.skip(
            f'{NOT_TESTED} on PostgreSQL: {POSTGRESQL} is not set; eval "$(scripts/postgresql start)"'
        )
    with databases_on(url) as fresh:
        yield fresh


@contextmanager
def databases_on(url: str) -> Iterator[Callable[[], str]]:
    """The same on the server of an address."""
    server = make_url(url)
    # a test may restart its server meanwhile
    administrator = create_engine(server, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
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
