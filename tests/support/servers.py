"""A real Elasticsearch for tests: the one that EACI_TEST_ELASTICSEARCH_URL names."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

_VARIABLE = "EACI_TEST_ELASTICSEARCH_URL"
# one test process may not remove what another is using
_PREFIX = f"eaci-test-{os.getpid()}"


def real_elasticsearch() -> str:
    """The server's address without a path; skips the test, and says how to get a server, if there is none."""
    url = os.environ.get(_VARIABLE)
    if not url:
        pytest.skip(
            f'NOT TESTED on Elasticsearch: {_VARIABLE} is not set; eval "$(scripts/elasticsearch start)"'
        )
    return url.rstrip("/")


def index_name(folder: Path) -> str:
    """The name of an index that belongs to a test's folder."""
    return f"{_PREFIX}-{blake2b(str(folder).encode(), digest_size=6).hexdigest()}"


def remove_indices(server: str) -> None:
    """Remove everything that this process's tests have made."""
    with Elasticsearch(server, request_timeout=60) as client:
        if found := list(client.indices.get_alias(index=f"{_PREFIX}-*")):
            client.indices.delete(index=found, ignore_unavailable=True)
