"""What is Elasticsearch's own behind the contract: generations, the writers' lease, repeated writes, odd values.

All works here are generated for these tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from elasticsearch import ConnectionTimeout, Elasticsearch

from indexer.search.elasticsearch_backend import question
from indexer.search.elasticsearch_backend.address import parse_address
from indexer.search.elasticsearch_backend.backend import ElasticsearchBackend
from indexer.search.elasticsearch_backend.mapping import VERSION
from indexer.search.elasticsearch_backend.speller import ElasticsearchSpeller
from indexer.search.interface import (
    QuerySyntaxError,
    SearchDocument,
    SearchRequest,
    SearchUnavailable,
)
from schemas.ids import public_id
from schemas.record import Identifier, LocalizedText
from tests.support.beside import Beside
from tests.support.servers import index_name, real_elasticsearch, remove_indices

Open = Callable[..., ElasticsearchBackend]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    address = real_elasticsearch()
    yield address
    remove_indices(address)


@pytest.fixture
def client(server: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(server, request_timeout=60) as made:
        yield made


@pytest.fixture
def name(tmp_path: Path) -> str:
    return index_name(tmp_path)


@pytest.fixture
def opened(server: str, name: str) -> Iterator[Open]:
    made: list[ElasticsearchBackend] = []

    def open_it(**options: float) -> ElasticsearchBackend:
        made.append(ElasticsearchBackend(parse_address(f"{server}/{name}"), **options))
        return made[-1]

    yield open_it
    for each in made:
        each.close()


def work(number: int, title: str = "Рост", **values: object) -> SearchDocument:
    texts = (LocalizedText(title, "ru"),)
    return SearchDocument(number=number, id=public_id(number), titles=texts, **values)  # type: ignore[arg-type]


def generations(client: Elasticsearch, name: str) -> dict[str, list[str]]:
    found = client.indices.get_alias(index=f"{name}-v*")
    return {index: list(each["aliases"]) for index, each in found.items()}


def writes(client: Elasticsearch, name: str) -> int:
    total = client.indices.stats(index=f"{name}-v*")["_all"]["primaries"]["indexing"]
    return int(total["index_total"])


def test_a_rebuild_leaves_one_generation(client: Elasticsearch, opened: Open, name: str) -> None:
    backend = opened()
    backend.apply([work(1)])
    client.indices.create(index=f"{name}-{VERSION}-1")  # left by a killed rebuild
    with backend.rebuild() as writer:
        writer.apply([work(2)])
    found = generations(client, name)
    assert list(found.values()) == [[f"{name}-{VERSION}"]]
    assert backend.count() == 1


def test_an_index_of_another_version_is_told_and_can_be_rebuilt(
    client: Elasticsearch, opened: Open, name: str
) -> None:
    client.indices.create(index=f"{name}-v0.0-1", aliases={f"{name}-v0.0": {}})
    backend = opened()
    for use in (backend.count, lambda: backend.apply([work(1)])):
        with pytest.raises(SearchUnavailable) as caught:
            use()
        assert caught.value.code == "other_version"
    assert not backend.usable()
    with backend.rebuild() as writer:
        writer.apply([work(1)])
    assert backend.usable()
    assert backend.count() == 1
    assert len(generations(client, name)) == 1


def test_what_is_there_in_the_same_version_is_not_written_again(
    client: Elasticsearch, opened: Open, name: str
) -> None:
    backend = opened()
    works = [work(number) for number in range(1200)]
    backend.apply(works)
    before = writes(client, name)
    backend.apply([*works, work(7, "Спад")])
    assert writes(client, name) == before + 1
    assert backend.count() == 1200
    assert backend.search(SearchRequest(query="спад")).total == 1


def test_a_second_writer_waits_and_is_told(opened: Open) -> None:
    first, second = opened(), opened(lock_seconds=0.3)
    first.apply([work(1)])
    with first.rebuild() as writer:
        writer.apply([work(1)])
        with pytest.raises(SearchUnavailable) as caught:
            second.apply([work(2)])
        assert caught.value.code == "locked"
    second.apply([work(2)])
    assert second.count() == 2


def test_a_writer_gets_its_turn(opened: Open) -> None:
    first, second = opened(), opened()
    first.apply([work(1)])
    with first.rebuild() as writer:
        writer.apply([work(1)])
        waiting = Beside(second.apply, [work(2)])
    waiting.finish()
    assert first.count() == 2  # and not lost in the index that was swapped away


def test_a_long_rebuild_keeps_its_lease(opened: Open) -> None:
    first, second = opened(lease_seconds=0.4), opened(lease_seconds=0.4, lock_seconds=1.5)
    with first.rebuild() as writer:
        with pytest.raises(SearchUnavailable, match="Another process"):
            second.apply([work(2)])
        writer.apply([work(1)])
    assert second.count() == 1


_KILLED = """
import os, signal, sys
from indexer.search.elasticsearch_backend.address import parse_address
from indexer.search.elasticsearch_backend.backend import ElasticsearchBackend
from indexer.search.interface import SearchDocument

backend = ElasticsearchBackend(parse_address(sys.argv[1]))
with backend.rebuild() as writer:
    writer.apply(SearchDocument(number=n, id=str(n)) for n in range(100, 1500))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_writer_leaves_the_index_and_its_lease_runs_out(
    client: Elasticsearch, server: str, opened: Open, name: str
) -> None:
    backend = opened(lease_seconds=1.0, lock_seconds=10)
    backend.apply([work(1), work(2)])
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, f"{server}/{name}"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=120,
    )
    assert killed.returncode == -9
    assert len(generations(client, name)) == 2
    assert backend.count() == 2
    backend.apply([work(3)])
    assert backend.count() == 3
    with backend.rebuild() as writer:
        writer.apply([work(4)])
    assert len(generations(client, name)) == 1


def test_a_writer_that_lost_its_lease_publishes_nothing(
    client: Elasticsearch, opened: Open, name: str
) -> None:
    backend = opened(lease_seconds=0.4)
    backend.apply([work(1)])
    renewals = threading.Event()
    with pytest.raises(SearchUnavailable) as caught, backend.rebuild() as writer:  # noqa: PT012
        writer.apply([work(2), work(3)])
        client.index(index=f"{name}-lock", id="writer", document={"holder": "another"})
        renewals.wait(1.0)  # until it has noticed
    assert caught.value.code == "locked"
    assert backend.count() == 1
    client.delete(index=f"{name}-lock", id="writer")


def test_values_beyond_what_a_term_holds_lose_no_document(opened: Open) -> None:
    backend = opened()
    endless = "ж" * 40_000
    backend.apply(
        [
            work(1, f"Начало {endless}", keywords=(endless,), journal=endless),
            work(2, "Рост", identifiers=(Identifier("doi", f"10.1234/{endless}"),)),
        ]
    )
    assert backend.count() == 2
    assert backend.search(SearchRequest(query="начало", facets=("journal",))).total == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ուսանողին", True),  # the title says ուսանողների
        ("պատմության", True),
        ("պատմությո՞ւնը OR պատմությո՞ւն", True),  # the question mark stands inside the word
        ("երկիր", False),
        ("экономикой", True),
        ("экономист", False),
        ("economies", True),
    ],
)
def test_inflected_words_in_three_languages(
    held: ElasticsearchBackend, query: str, found: bool
) -> None:
    assert (held.search(SearchRequest(query=query)).total == 1) is found


@pytest.fixture(scope="module")
def held(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchBackend]:
    address = f"{server}/{index_name(tmp_path_factory.mktemp('inflected'))}"
    with closing(ElasticsearchBackend(parse_address(address))) as backend:
        backend.apply(
            [
                work(1, "Ուսանողների պատմություն"),
                work(2, "Проблемы экономики"),
                work(3, "The economy of the regions"),
            ]
        )
        yield backend


def test_a_query_too_deep_for_the_server_is_the_scholars_error(opened: Open) -> None:
    backend = opened()
    backend.apply([work(1)])
    query = "a"
    for level in range(25):
        query = f"({query} OR b) c" if level % 2 else f"NOT ({query} d)"
    with pytest.raises(QuerySyntaxError) as caught:
        backend.search(SearchRequest(query=query))
    assert caught.value.code == "too_deep"


def test_a_suggestion_that_fails_spoils_no_search(
    held: ElasticsearchBackend, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*asked: object) -> None:
        raise ConnectionTimeout("Connection timed out")

    monkeypatch.setattr(ElasticsearchSpeller, "counts", fail)
    found = held.search(SearchRequest(query="нетакогослова", suggest=True))
    assert (found.total, found.suggestion) == (0, None)
    assert "no suggestion for a query that found 0 works: Connection timed out" in caplog.text


def test_facets_are_exact_over_several_shards(
    client: Elasticsearch, opened: Open, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = {"settings": {"number_of_shards": 3}}
    client.indices.put_index_template(
        name=name, index_patterns=[f"{name}-v*"], template=template, priority=500
    )
    monkeypatch.setattr(question, "_SHARD_BUCKETS", 1)
    backend = opened()
    years = [2000 + n % 7 * n % 13 for n in range(300)]
    backend.apply(work(n, year=year, citations=n % 5) for n, year in enumerate(years))
    counts = backend.search(SearchRequest(facets=("year",), facet_size=3)).facets["year"]
    assert [each.count for each in counts] == [years.count(int(each.value)) for each in counts]
    seen: list[int] = []
    cursor: str | None = None
    while cursor is not None or not seen:
        page = backend.search(SearchRequest(query="рост", size=40, cursor=cursor))
        seen += [hit.number for hit in page.hits]
        cursor = page.next_cursor
    assert sorted(seen) == list(range(300))
    assert [number for number, _ in backend.ids_and_versions()] == list(range(300))
    client.indices.delete_index_template(name=name)
