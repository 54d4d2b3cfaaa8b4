"""The front page and the pages that explain: how to search, how it counts."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.national import citations_between
from indexer.search.interface import SearchRequest, SearchUnavailable
from schemas.vocabularies import member_countries
from webapp.language import negotiated
from webapp.scholars.blueprint import blueprint, root
from webapp.scholars.geography import country_search, held_by_country
from webapp.scholars.query import search_url
from webapp.services import read_catalogue, search


@root.get("/")
def front() -> ResponseReturnValue:
    """Lead to the front page in the browser's language."""
    response = redirect(url_for("scholars.home", lang=negotiated()))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The front page: the search box, and what the index holds now."""
    try:
        found = search(SearchRequest(size=0, facets=("kind", "source"), facet_size=100))
        counts = held_by_country()
    except SearchUnavailable:
        return render_template("scholars/home.html", available=False), 503
    return render_template(
        "scholars/home.html",
        available=True,
        kinds={each.value: each.count for each in found.facets["kind"]},
        search_url=search_url,
        members=[
            (code, counts.get(code, 0), url_for("scholars.country", code=code))
            for code in member_countries()
        ],
        country_search=country_search,
        citations=_citations(),
    )


def _citations() -> int:
    with read_catalogue() as connection:
        return citations_between(connection, None, None, size=0).total


@blueprint.get("/help")
def help_page() -> ResponseReturnValue:
    """How to write a query."""
    return render_template("scholars/help.html")


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What is counted, and how."""
    return render_template("scholars/about.html")
