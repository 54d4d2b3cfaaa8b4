"""A cluster of three nodes, one of which is killed: during a bulk, and during searches. EACI_TEST_LONG=1 runs it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from indexer.search.elasticsearch_backend.address import parse_address
from indexer.search.elasticsearch_backend.backend import ElasticsearchBackend
from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument, SearchRequest
from schemas.ids import public_id
from schemas.record import LocalizedText
from tests.support.beside import Beside
from tests.support.program import until
from tests.support.servers import control, index_name, own_servers, real_elasticsearch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "EACI_TEST_LONG" not in os.environ, reason="three nodes: EACI_TEST_LONG=1 runs it"
    ),
]

WORKS = 6_000
PIECE = 500
_LONGEST = 12.0  # seconds: what a search may take, and finding another node
WORDS = ("степь", "река", "рост", "economy", "հող")


class Cluster:
    """Three nodes on ports in a row."""

    def __init__(self, first: int) -> None:
        self.ports = (first, first + 1, first + 2)

    @property
    def url(self) -> str:
        return f"http://{','.join(f'127.0.0.1:{port}' for port in self.ports)}"

    def kill(self, port: int) -> None:
        """End a node without a word."""
        pid = int(control("elasticsearch", "pid", port).stdout)
        os.kill(pid, signal.SIGKILL)

    def resume(self, port: int) -> None:
        """Start it again, and wait until every work lies on two nodes again."""
        outcome = control("elasticsearch", "resume", port)
        assert outcome.returncode == 0, outcome.stderr
        until(lambda: self.health(port)["number_of_nodes"] == 3)
        until(lambda: self.health(port)["status"] == "green")

    def health(self, port: int) -> dict[str, object]:
        with Elasticsearch(f"http://127.0.0.1:{port}", request_timeout=30) as client:
            return dict(client.cluster.health())

    def master(self) -> int:
        """The port of the node that leads the others."""
        with Elasticsearch(f"http://127.0.0.1:{self.ports[0]}") as client:
            (row,) = client.cat.master(format="json", h="node")
        return int(str(row["node"]).rpartition("-")[2])  # type: ignore[index]

    def holder(self, index: str) -> int:
        """The port of a node that is not the master and holds a primary of the index, or any that is not."""
        with Elasticsearch(f"http://127.0.0.1:{self.ports[0]}") as client:
            rows = client.cat.shards(index=index, format="json", h="node,prirep")
        found = {int(str(row["node"]).rpartition("-")[2]): row["prirep"] for row in rows}  # type: ignore[index]
        return next(port for port, kind in sorted(found.items(), key=lambda each: each[1]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    real_elasticsearch()
    with own_servers("elasticsearch", "--nodes", "3", EACI_TEST_HEAP="300m") as first:
        yield Cluster(first)


@pytest.fixture
def backend(cluster: Cluster, tmp_path: Path) -> Iterator[ElasticsearchBackend]:
    address = parse_address(f"{cluster.url}/{index_name(tmp_path)}")
    with closing(ElasticsearchBackend(address, lease_seconds=3)) as made:
        yield made


def work(number: int, version: int = 0) -> SearchDocument:
    """A work, generated for this test; a version cites it once more."""
    title = LocalizedText(f"{WORDS[number % len(WORDS)]} том {number}", "ru")
    return SearchDocument(
        number=number,
        id=public_id(number),
        titles=(title,),
        year=1990 + number % 30,
        citations=version,
    )


class Readers:
    """People who search all the time, and what came of it."""

    def __init__(self, backend: ElasticsearchBackend, least: int) -> None:
        self.answers = 0
        self.longest = 0.0
        self.failures: list[str] = []
        self._backend = backend
        self._least = least
        self._ended = threading.Event()

    def read(self) -> None:
        number = 0
        while not self._ended.is_set():
            number += 1
            word = WORDS[number % len(WORDS)]
            started = time.monotonic()
            try:
                found = self._backend.search(SearchRequest(query=word, facets=("year",)))
                self.answers += 1
                if found.total < self._least:
                    self.failures.append(f"{word}: only {found.total}")
            except SearchUnavailable as error:
                self.failures.append(str(error))
            self.longest = max(self.longest, time.monotonic() - started)

    def told(self) -> str:
        failed = len(self.failures)
        return f"{self.answers} searches, {failed} failed, the longest took {self.longest:.2f} s"

    @contextmanager
    def reading(self, people: int = 2) -> Iterator[None]:
        readers = [Beside(self.read) for _ in range(people)]
        try:
            yield
        finally:
            self._ended.set()
            for each in readers:
                each.finish()


def publish(backend: ElasticsearchBackend, works: list[SearchDocument]) -> int:
    """In pieces, each again until it is taken, as the outbox does; how often one was not."""
    refused = 0
    for start in range(0, len(works), PIECE):
        while True:
            try:
                backend.apply(works[start : start + PIECE])
                break
            except SearchUnavailable:
                refused += 1
                time.sleep(1)
    return refused


@pytest.mark.parametrize("whom", ["master", "holder"])
def test_a_node_is_killed_during_bulk_and_search(
    whom: str, cluster: Cluster, backend: ElasticsearchBackend
) -> None:
    old = [work(number) for number in range(WORKS)]
    publish(backend, old)
    alias = backend._storage.alias
    until(lambda: cluster.health(cluster.ports[0])["status"] == "green")
    victim = cluster.master() if whom == "master" else cluster.holder(alias)
    readers = Readers(backend, least=WORKS // len(WORDS))
    new = [work(number, version=1) for number in range(WORKS)]
    with readers.reading():
        time.sleep(1)
        killing = threading.Timer(1.0, cluster.kill, (victim,))
        killing.start()
        began = time.monotonic()
        refused = publish(backend, new)
        took = time.monotonic() - began
        killing.join(60)
        time.sleep(2)
    expected = [(each.number, each.version) for each in new]
    assert (
        list(backend.ids_and_versions()) == expected
    )  # all that was acknowledged, and nothing else
    print(
        f"{whom} killed: {WORKS} works in {took:.1f} s, {refused} pieces sent again; {readers.told()}"
    )
    assert readers.failures == []
    assert readers.answers > 20
    cluster.resume(victim)
    assert list(backend.ids_and_versions()) == expected


def test_a_node_that_hangs_costs_no_more_than_a_long_search(
    cluster: Cluster, backend: ElasticsearchBackend
) -> None:
    """The cluster itself needs half a minute to put out a node that hangs; until then it waits for that node's part."""
    publish(backend, [work(number) for number in range(500)])
    until(lambda: cluster.health(cluster.ports[0])["status"] == "green")
    victim = next(port for port in cluster.ports if port != cluster.master())
    pid = int(control("elasticsearch", "pid", victim).stdout)
    readers = Readers(backend, least=500 // len(WORDS))
    try:
        with readers.reading(1):
            time.sleep(1)
            os.kill(pid, signal.SIGSTOP)
            time.sleep(15)
    finally:
        os.kill(pid, signal.SIGCONT)
    print(f"one hung: {readers.told()}")
    assert readers.answers > 0
    assert [each for each in readers.failures if "timed out" not in each] == []
    assert readers.longest < _LONGEST
