"""Chips of what was understood of a query, on the page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.search.understand.chips import Chip
from indexer.search.understand.references import Recognised
from schemas import ReferenceFields
from webapp.scholars.query import SearchQuery
from webapp.scholars.understood import chip_views, recognised_view

_CHIP = re.compile(
    r'<a class="chip" href="([^"]+)" rel="nofollow" title="Take it as it is written">'
)


@pytest.mark.parametrize(
    ("chip", "shown"),
    [
        (Chip("year", "2016"), ("Year", "2016")),
        (Chip("fewer", "2/3"), ("No work has all the words: these have 2 of 3", "")),
        (Chip("fewer", "1/1"), ("No work was found under this name: these have the surname", "")),
    ],
)
def test_how_a_chip_is_shown(app: Flask, chip: Chip, shown: tuple[str, str]) -> None:
    with app.test_request_context("/en/search"):
        (view,) = chip_views(SearchQuery(text="x"), [chip])
        assert (view.title, view.text) == shown
        assert "literally=" in view.url


def test_a_chip_can_be_taken_away_on_the_page(client: FlaskClient) -> None:
    page = client.get("/en/search?q='hjpbz").text
    (address,) = _CHIP.findall(page)
    told = re.compile("another keyboard layout: .*эрозия")
    assert told.search(page)
    assert not told.search(client.get(unescape(address)).text)


def test_what_was_read_from_a_reference(app: Flask) -> None:
    fields = ReferenceFields(title="Рост цен", authors=("Иванов И.И.",), year=2016, first_page="5")
    with app.test_request_context("/en/search"):
        shown = dict(recognised_view(Recognised(work=1, score=0.975, fields=fields)))
    assert shown == {
        "certainty": "97.5%",
        "authors": "Иванов И.И.",
        "title": "Рост цен",
        "year": "2016",
        "pages": "5",
    }


@pytest.mark.parametrize(("operator", "page"), [("refersto", "citing"), ("citedby", "cited")])
def test_works_by_citations_are_those_that_the_page_of_the_work_lists(
    client: FlaskClient, ids: dict[str, str], operator: str, page: str
) -> None:
    total = re.compile(r'search-page__total"[^>]*><strong class="num">([\d,]+)</strong>')
    listed = total.search(client.get(f"/en/works/{ids['main']}/{page}").text)
    found = total.search(client.get(f"/en/search?q={operator}:(id:{ids['main']})").text)
    assert (found and found[1]) == (listed and listed[1])
    api = client.get(f"/api/search?q={operator}:(id:{ids['main']})").json
    assert api is not None
    assert f"{api['total']:,}" == (listed[1] if listed else "0")
