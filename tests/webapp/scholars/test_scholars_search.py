"""The search page: every number equals the list that it opens; what cannot be answered says so, and where."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalogue.settings import Settings
from webapp.app import create_app

_TOTAL = re.compile(r'search-page__total"[^>]*><strong class="num">([\d,]+)</strong>')
_FACET = re.compile(
    r'<a href="([^"]+)" rel="nofollow">\s*<span class="facet__label">.*?</span>\s*'
    r'<span class="facet__count num">([\d,]+)</span>',
    re.DOTALL,
)
_NUMBER = re.compile(r'<a class="num" href="([^"]+)"[^>]*>([\d,]+)</a>')


def _total(client: FlaskClient, address: str) -> int:
    answer = client.get(unescape(address))
    assert answer.status_code == 200, address
    found = _TOTAL.search(answer.text)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize(
    "path",
    [
        "search",
        "search?q=почва",
        "search?country=KZ",
        "search?q=почва&language=ru&from=2000&to=2020",
    ],
)
def test_every_facet_count_is_what_it_opens(client: FlaskClient, path: str) -> None:
    facets = _FACET.findall(client.get(f"/en/{path}").text)
    assert facets
    for address, count in facets:
        assert _total(client, address) == int(count), address


@pytest.mark.parametrize(
    "path",
    [
        "",
        "countries",
        "countries/KZ",
        "countries/RU",
        "countries/AM",
        "countries?basis=affiliation",
        "countries/KZ?basis=affiliation",
        "countries/RU?basis=source",
        "works/{main}",
        "works/{armenian}",
    ],
)
def test_every_number_is_what_it_opens(client: FlaskClient, ids: dict[str, str], path: str) -> None:
    numbers = _NUMBER.findall(client.get(f"/en/{path.format(**ids)}").text)
    assert numbers
    for address, count in numbers:
        assert _total(client, address) == int(count.replace(",", "")), address


def test_citation_counts_of_results_are_what_they_open(client: FlaskClient) -> None:
    page = client.get("/en/search?sort=citations").text
    shown = re.findall(r'<a href="([^"]+/citing)"><strong class="num">([\d,]+)</strong>', page)
    assert {count for _, count in shown} == {"25", "1"}
    for address, count in shown:
        assert _total(client, address) == int(count)


def test_lists_page_through_everything_once(client: FlaskClient, ids: dict[str, str]) -> None:
    for address in (
        f"/en/works/{ids['main']}/citing",
        "/en/search?q=эрозия",
        "/en/authors/scerbakov a",
    ):
        seen: list[str] = []
        total, following = _total(client, address), address
        while following:
            page = client.get(unescape(following)).text
            seen += re.findall(r'result__title"><a href="([^"]+)"', page)
            found = re.search(r'rel="next" href="([^"]+)"', page)
            following = found[1] if found else ""
        subject = [each for each in seen if each.endswith(ids["main"])]
        listed = [each for each in seen if each not in subject] if "citing" in address else seen
        assert len(listed) == len(set(listed)) == total


@pytest.mark.parametrize(
    "query", ["Shcherbakov", "author:Щербаков", "Khachatryan", "title:Почвы", "10.5555/main"]
)
def test_every_script_finds_every_script(client: FlaskClient, query: str) -> None:
    assert _total(client, f"/en/search?q={query}") >= 1


def test_highlights_are_marked_and_escaped(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get("/en/search?q=почва alert").text
    assert "<mark>почва</mark>" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("query", "position"),
    [("title:(почва", 7), ("нет:слова", 1), ('"почва', 1), ("почва AND", 7)],
)
def test_query_that_does_not_parse_shows_where(
    client: FlaskClient, query: str, position: int
) -> None:
    for language, words in (("en", "at character"), ("ru", "на знаке")):
        answer = client.get(f"/{language}/search", query_string={"q": query})
        assert answer.status_code == 400
        assert f"{words} {position}" in answer.text
        assert 'value="' + query.replace('"', "&#34;") in answer.text


def test_filters_can_be_removed_and_added(client: FlaskClient) -> None:
    page = client.get("/en/search?q=почва&country=KZ").text
    assert 'href="/en/search?q=%D0%BF%D0%BE%D1%87%D0%B2%D0%B0"' in page
    assert "country=KZ&amp;country=RU" in page


def test_nothing_found_gives_hints(client: FlaskClient) -> None:
    assert "Nothing was found" in client.get("/en/search?q=абракадабра").text


@pytest.mark.parametrize(
    ("language", "words", "works"),
    [("en", "Did you mean:", "works"), ("ru", "Возможно, вы имели в виду:", "публикации")],
)
def test_did_you_mean_is_a_link_that_keeps_filters(
    client: FlaskClient, language: str, words: str, works: str
) -> None:
    page = client.get(f"/{language}/search?q=title:Эрозея&year=1991&year=1992&sort=year").text
    found = re.search(rf'{words} <a href="([^"]+)" rel="nofollow"><bdi>(.*?)</bdi></a>(.*)', page)
    assert found
    assert found[2] == "title:<mark>Эрозия</mark>"
    assert f'<span class="num">2</span> {works}' in found[3]
    assert all(each in found[1] for each in ("year=1991", "year=1992", "sort=year"))
    opened = client.get(unescape(found[1])).text
    assert len(re.findall('result__title"', opened)) == 2
    assert words not in opened


def test_did_you_mean_in_the_api(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=Shcherbakof").json
    assert answer["understood"] == [{"kind": "spelling", "text": "Shcherbakov"}]
    meant = answer["did_you_mean"]
    assert meant["query"] == "Shcherbakov"
    assert client.get("/api/search?q=Shcherbakov").json["total"] == meant["total"] > 0
    assert client.get("/api/search?q=Shcherbakov").json["did_you_mean"] is None


@pytest.fixture
def without_index(settings: Settings) -> Flask:
    """The same catalogue with no index built."""
    made = Settings(
        home=settings.home,
        database_url=settings.database_url,
        search_url=f"tantivy://{settings.home / 'none'}",
    )
    return create_app(made)


def test_search_unavailable_is_said_and_works_still_open(
    without_index: Flask, ids: dict[str, str]
) -> None:
    client = without_index.test_client()
    for path in ("", "search?q=почва", "countries", "countries/KZ", "journals"):
        answer = client.get(f"/en/{path}")
        assert answer.status_code == 503
        assert "The search index is unavailable" in answer.text
        assert str(without_index.root_path) not in answer.text
    assert client.get("/api/search").json["error"]["status"] == 503
    assert client.get(f"/en/works/{ids['main']}").status_code == 200
    without_index.extensions["eaci"].close()


def test_catalogue_unavailable_is_said(tmp_path: pytest.TempPathFactory) -> None:
    made = create_app(Settings.from_environment({"EACI_HOME": str(tmp_path)}))
    answer = made.test_client().get("/en/citations")
    assert answer.status_code == 503
    assert "The catalogue is unavailable" in answer.text
    made.extensions["eaci"].close()


def test_requests_are_limited(settings: Settings) -> None:
    made = create_app(settings)
    client = made.test_client()
    statuses = {client.get("/en/help").status_code for _ in range(605)}
    assert statuses == {200, 429}
    assert "Too many requests" in client.get("/en/help").text
    with client.get("/static/base.css") as answer:
        assert answer.status_code == 200
    made.extensions["eaci"].close()
