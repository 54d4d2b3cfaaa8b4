"""Real servers for tests: those that EACI_TEST_ELASTICSEARCH_URL and EACI_TEST_DATABASE_URL name.

``scripts/elasticsearch start`` and ``scripts/postgresql start`` make them.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

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
