"""What Elasticsearch is asked, as dictionaries; and addresses and servers out of reach. No server is needed.

What the searches find is held by the contract tests.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from msgspec import json

from catalogue.settings import SettingError, Settings
from indexer.search.backends import open_backend
from indexer.search.clauses import (
    Adjacent,
    AllOf,
    AnyOf,
    Between,
    Boosted,
    Clause,
    Everything,
    Nothing,
    StartsWith,
    Term,
    Without,
)
from indexer.search.cursor import Cursor
from indexer.search.elasticsearch_backend.address import parse_address
from indexer.search.elasticsearch_backend.compile import Query, boosted, compile_clause
from indexer.search.elasticsearch_backend.mapping import index_body, source
from indexer.search.elasticsearch_backend.question import page_body, question
from indexer.search.interface import (
    BadRequest,
    SearchDocument,
    SearchRequest,
    SearchUnavailable,
)
from schemas.record import LocalizedText, PersonName
from tests.support.beside import Beside
from tests.support.timing import quickest

ROST, CEN = Term("title", "rost"), Term("title", "cen")
ROST_DSL, CEN_DSL = {"term": {"title": {"value": "rost"}}}, {"term": {"title": {"value": "cen"}}}


@pytest.mark.parametrize(
    ("clause", "query"),
    [
        (Everything(), {"match_all": {}}),
        (Nothing(), {"match_none": {}}),
        (ROST, ROST_DSL),
        (Adjacent("title", ("rost", "cen")), {"match_phrase": {"title": {"query": "rost cen"}}}),
        (StartsWith("title", "ro*s"), {"prefix": {"title": {"value": "ro*s"}}}),
        (Between("year", 2015, None), {"range": {"year": {"gte": 2015}}}),
        (Between("year", 0, 0), {"range": {"year": {"gte": 0, "lte": 0}}}),
        (Between("year", None, None), {"exists": {"field": "year"}}),
        (AllOf((ROST, CEN)), {"bool": {"must": [ROST_DSL, CEN_DSL]}}),
        (AllOf((ROST, Without(CEN))), {"bool": {"must": [ROST_DSL], "must_not": [CEN_DSL]}}),
        (Without(CEN), {"bool": {"must": [{"match_all": {}}], "must_not": [CEN_DSL]}}),
        (AnyOf((ROST, CEN)), {"dis_max": {"queries": [ROST_DSL, CEN_DSL], "tie_breaker": 0.1}}),
        (Boosted(ROST, 4.0), {"term": {"title": {"value": "rost", "boost": 4.0}}}),
        (Boosted(AllOf((ROST,)), 2.0), {"bool": {"must": [ROST_DSL], "boost": 2.0}}),
        (Boosted(Boosted(ROST, 4.0), 0.5), {"term": {"title": {"value": "rost", "boost": 2.0}}}),
    ],
)
def test_clauses(clause: Clause, query: Query) -> None:
    assert compile_clause(clause) == query


def test_boosting_leaves_the_query_itself_alone() -> None:
    boosted(ROST_DSL, 2.0)
    assert ROST_DSL == {"term": {"title": {"value": "rost"}}}


def body(cursor: Cursor | None = None, **values: Any) -> dict[str, Any]:
    request = SearchRequest(**values)
    return page_body(question(request), request, cursor)


def keys_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys_in(each)


@pytest.mark.parametrize(
    "query", ['+x -"y" zz* b~2^4 {! /re/', 'author:"Иванов И." OR doi:10.1234/x', "title:rost*"]
)
def test_the_scholars_text_is_only_ever_a_value(query: str) -> None:
    request = SearchRequest(query=query)
    used = set(keys_in(page_body(question(request), request, None)))
    assert not used & {"query_string", "simple_query_string", "script", "regexp", "wildcard"}


def test_a_page_sorted_by_relevance_is_scored() -> None:
    made = body(size=10)
    assert made["sort"] == [{"_score": {"order": "desc"}}, {"number": {"order": "asc"}}]
    assert made["query"]["function_score"]["query"] == {"match_all": {}}
    assert made["size"] == 11  # one more, to know whether there is a next page
    assert "search_after" not in made
    assert "post_filter" not in made
    assert "aggs" not in made


def test_a_page_sorted_by_a_field_is_not_scored_and_goes_on_after_the_cursor() -> None:
    made = body(Cursor(1, 77, 5, 20), sort="year_asc", size=10)
    assert made["query"] == {"bool": {"filter": [{"match_all": {}}]}}
    assert made["sort"] == [{"by_year_asc": {"order": "asc"}}, {"number": {"order": "asc"}}]
    assert made["search_after"] == [77, 5]


def test_years_bound_everything_and_filters_only_hits_and_other_facets() -> None:
    made = body(
        query="",
        sort="citations",
        filters={"country": ("KZ", "RU"), "type": ("book",)},
        year_from=2015,
        facets=("country", "language"),
        facet_size=5,
    )
    country, kind = {"terms": {"country": ["KZ", "RU"]}}, {"terms": {"type": ["book"]}}
    years = {"range": {"year": {"gte": 2015}}}
    assert made["query"]["bool"]["filter"][0]["bool"]["filter"] == [years]
    assert made["post_filter"] == {"bool": {"filter": [country, kind]}}
    assert made["aggs"]["country"]["filter"] == {"bool": {"filter": [kind]}}
    assert made["aggs"]["language"]["filter"] == {"bool": {"filter": [country, kind]}}
    assert made["aggs"]["country"]["aggs"]["values"]["terms"]["size"] == 5
    chosen = made["aggs"]["country"]["aggs"]["chosen"]["filters"]["filters"]
    assert chosen == [{"terms": {"country": ["KZ"]}}, {"terms": {"country": ["RU"]}}]
    assert "chosen" not in made["aggs"]["language"]["aggs"]


def test_texts_come_only_where_they_are_shown() -> None:
    assert body()["_source"] == ["shown.id"]
    assert body(highlight=True)["_source"] == ["shown"]


def test_a_bad_year_never_reaches_the_server() -> None:
    with pytest.raises(BadRequest):
        body(filters={"year": ("2019 OR 1=1",)})


def test_the_mapping_needs_no_plugin_and_holds_every_field_of_a_document() -> None:
    made = index_body()
    properties = made["mappings"]["properties"]
    types = {each["type"] for each in properties.values()}
    assert types == {"text", "keyword", "long", "double", "object"}
    document = SearchDocument(
        number=1,
        id="1",
        titles=(LocalizedText("Рост цен", "ru"),),
        names=(PersonName(literal="Хачатрян А."),),
        year=2019,
        citations=3,
    )
    made_source = source(document)
    assert made_source.keys() <= properties.keys()
    assert made_source["title"] == ["рост цен"]
    assert made_source["title_stem"] == ["ru:рост ru:цена"]
    assert made_source["shown"]["titles"] == [("Рост цен", "ru")]


def test_an_address_of_several_nodes() -> None:
    address = parse_address("https://reader:p%40ss@one:9201,two,[::1]:9202/works_1")
    assert address.nodes == ("https://one:9201", "https://two:9200", "https://[::1]:9202")
    assert address.name == "works_1"
    assert address.user == ("reader", "p@ss")
    assert "p@ss" not in address.where
    assert "p%40ss" not in address.where
    assert parse_address("http://localhost").name == "eaci"
    assert parse_address("http://one,one:9200,two").nodes == ("http://one:9200", "http://two:9200")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://localhost:9200/Works", '"Works" cannot name an index'),
        ("http://localhost:9200/a/b", '"a/b" cannot name an index'),
        ("http://localhost:9200/a*", '"a\\*" cannot name an index'),
        ("http:///works", '"" is not a host'),
        ("http://localhost:port/works", '"localhost:port" is not a host'),
        ("http://one:9200,,two:9200/works", '"" is not a host'),
        ("http://name:secret@localhost:99999/works", '"localhost:99999" is not a host'),
    ],
)
def test_bad_addresses_are_named_without_the_password(address: str, message: str) -> None:
    with pytest.raises(SettingError, match=message) as caught:
        open_backend(address)
    assert str(caught.value).startswith("EACI_SEARCH_URL")
    assert "secret" not in str(caught.value)


def test_a_user_and_a_key_are_too_much() -> None:
    with pytest.raises(SettingError, match="EACI_SEARCH_API_KEY"):
        open_backend("http://name:word@localhost/works", api_key="a2V5")


def test_settings_of_the_cluster(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    environment = {"EACI_HOME": str(tmp_path), "EACI_SEARCH_CA": str(authority)}
    with pytest.raises(SettingError, match=r"EACI_SEARCH_CA: .* is not a file"):
        Settings.from_environment(environment)
    authority.write_text("")
    made = Settings.from_environment({**environment, "EACI_SEARCH_API_KEY": "a2V5"})
    assert (made.search_ca, made.search_api_key) == (authority, "a2V5")


def told_within(address: str, seconds: float) -> SearchUnavailable:
    found = []

    def ask() -> None:
        with closing(open_backend(address)) as backend, pytest.raises(SearchUnavailable) as caught:
            backend.search(SearchRequest(query="рост"))
        found.append(caught.value)

    assert quickest(ask, seconds) < seconds
    assert {each.code for each in found} == {"unreachable"}
    return found[0]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "http://127.0.0.1:1,127.0.0.1:2/x"])
def test_a_server_that_is_down_is_told_at_once(address: str) -> None:
    assert "EACI_SEARCH_URL" in str(told_within(address, 1.0))


class _Refusing(BaseHTTPRequestHandler):
    """Says 401 as Elasticsearch does, and remembers who asked."""

    asked: ClassVar[list[str | None]] = []

    def do_POST(self) -> None:
        self.asked.append(self.headers["Authorization"])
        told = json.encode({"error": {"root_cause": [{"reason": "unable to authenticate"}]}})
        self.send_response(401)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the console."""


@pytest.mark.parametrize(
    ("address", "api_key", "sent"),
    [
        ("http://reader:word@127.0.0.1:{}/x", None, "Basic cmVhZGVyOndvcmQ="),
        ("http://127.0.0.1:{}/x", "a2V5", "ApiKey a2V5"),
    ],
)
def test_a_server_that_refuses_us_names_the_settings(
    address: str, api_key: str | None, sent: str
) -> None:
    with HTTPServer(("127.0.0.1", 0), _Refusing) as server:
        answering = Beside(server.handle_request)
        backend = open_backend(address.format(server.server_port), api_key=api_key)
        with closing(backend), pytest.raises(SearchUnavailable) as caught:
            backend.search(SearchRequest())
        answering.finish(5)
    assert caught.value.code == "refused"
    assert "unable to authenticate" in str(caught.value)
    assert "EACI_SEARCH_API_KEY" in str(caught.value)
    assert "word" not in str(caught.value)
    assert _Refusing.asked[-1] == sent


def test_a_server_behind_a_wall_is_told_within_a_second() -> None:
    with socket.socket() as wall, socket.socket() as first, socket.socket() as second:
        wall.bind(("127.0.0.1", 0))
        wall.listen(0)
        # nobody accepts, and the queue is full: like a host that drops every packet
        for each in (first, second):
            each.setblocking(False)
            each.connect_ex(wall.getsockname())
        host, port = wall.getsockname()
        told_within(f"http://{host}:{port},localhost:{port}/x", 1.5)
