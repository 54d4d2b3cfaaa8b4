"""The pages of countries: their works, the most cited of them, and citations received and given."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.works import citation_totals, citations_given, citations_received
from indexer.search.interface import Facet, SearchRequest
from schemas.vocabularies import countries, member_countries
from webapp.scholars.blueprint import blueprint
from webapp.scholars.query import SearchQuery
from webapp.scholars.results import from_hits
from webapp.services import read_catalogue, search

_HELD: dict[Facet, tuple[str, ...]] = {"kind": ("held",)}
_MOST_COUNTRIES = 250


def held_by_country() -> dict[str, int]:
    """How many held works each country has; what :func:`country_search` opens."""
    request = SearchRequest(filters=_HELD, size=0, facets=("country",), facet_size=_MOST_COUNTRIES)
    return {each.value: each.count for each in search(request).facets["country"]}


def country_search(code: str) -> SearchQuery:
    """The search that lists a country's held works."""
    return SearchQuery(filters={"country": (code,), **_HELD}, sort="citations")


@blueprint.get("/countries")
def countries_page() -> ResponseReturnValue:
    """All countries that have works: the members of the Union first."""
    counts = held_by_country()
    others = sorted(set(counts) - set(member_countries()), key=lambda code: -counts[code])
    return render_template(
        "scholars/countries.html",
        members=[
            (code, counts.get(code, 0), country_search(code).url()) for code in member_countries()
        ],
        others=[(code, counts[code], country_search(code).url()) for code in others],
    )


@blueprint.get("/countries/<code>")
def country(code: str) -> ResponseReturnValue:
    """One country."""
    if code not in countries():
        abort(404)
    query = country_search(code)
    found = search(query.request(size=10))
    with read_catalogue() as connection:
        received, given = citation_totals(connection, code)
        received_from = citations_received(connection, code)
        given_to = citations_given(connection, code)
    return render_template(
        "scholars/country.html",
        code=code,
        total=found.total,
        list_url=query.url(),
        results=from_hits(found.hits),
        years=[
            (int(each.value), each.count, query.only("year", each.value).url())
            for each in sorted(found.facets["year"], key=lambda each: each.value)
        ],
        received=received,
        given=given,
        received_from=received_from,
        given_to=given_to,
        citations_url=lambda **sides: url_for("scholars.citations", **sides),
    )
