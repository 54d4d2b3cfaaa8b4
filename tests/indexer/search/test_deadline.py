"""A search ends in time: on a cluster that says so, that says it in other words, or that says nothing."""

from __future__ import annotations

import time
from typing import Any

import pytest
from elastic_transport import ApiResponseMeta, ConnectionTimeout, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from indexer.search.deadline import Deadline, Timed
from indexer.search.elasticsearch_backend.read import _in_time
from indexer.search.errors import SearchTooSlow
from indexer.search.highlight import highlights
from schemas.record import LocalizedText


class Client:
    """Answers a search with what it was made with, or raises it; remembers what it was asked."""

    def __init__(self, told: Any) -> None:
        self._told = told
        self.seconds = 0.0
        self.body: dict[str, Any] = {}

    def options(self, request_timeout: float) -> Client:
        self.seconds = request_timeout
        return self

    def search(self, body: dict[str, Any], **_where: Any) -> Any:
        self.body = body
        if isinstance(self._told, Exception):
            raise self._told
        return self._told


def failed(status: int, reason: str) -> ApiError:
    node = NodeConfig("http", "127.0.0.1", 9200)
    meta = ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, node)
    return ApiError("failed", meta, {"error": {"root_cause": [{"reason": reason}]}})


def test_a_cluster_is_told_how_much_time_is_left() -> None:
    client = Client({"hits": {}})
    _in_time(client, Deadline(3.0), {"size": 1})  # type: ignore[arg-type]
    assert client.body["size"] == 1
    assert 2_000 < int(client.body["timeout"].removesuffix("ms")) <= 3_000
    assert 3.0 < client.seconds <= 3.5


@pytest.mark.parametrize(
    "told",
    [
        {"timed_out": True, "hits": {}},
        failed(500, "Time exceeded"),
        failed(504, "search_timeout_exception: shards failed"),
        ConnectionTimeout("nothing came"),
    ],
)
def test_it_took_too_long(told: Any) -> None:
    with pytest.raises(SearchTooSlow, match=r"longer than 3 s"):
        _in_time(Client(told), Deadline(3.0), {})  # type: ignore[arg-type]


def test_other_failures_stay_what_they_are() -> None:
    with pytest.raises(ApiError):
        _in_time(Client(failed(500, "disk on fire")), Deadline(3.0), {})  # type: ignore[arg-type]


def test_nothing_is_asked_after_the_time() -> None:
    late = Deadline(0.0)
    client = Client({})
    with pytest.raises(SearchTooSlow):
        _in_time(client, late, {"size": 1})  # type: ignore[arg-type]
    assert client.body == {}
    with pytest.raises(SearchTooSlow):
        _ = Timed(client, late).search
    assert Deadline(10.0).sooner(1.0).left() <= 1.0
    with pytest.raises(SearchTooSlow):
        late.sooner(1.0).left()


def test_the_best_passage_of_a_long_text_is_found_in_one_pass() -> None:
    text = "почва " * 200_000
    began = time.process_time()
    (found,) = highlights(lambda word: word == "почва", [], [LocalizedText(text, "ru")])
    assert time.process_time() - began < 5
    assert found.cut
    assert sum(each.match for each in found.fragments) > 40
