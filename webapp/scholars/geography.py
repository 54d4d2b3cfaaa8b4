"""The pages of countries: their works, the most cited of them, and citations received and given.

With ``?basis=affiliation`` only works count whose authors' affiliations tell the country.
"""

from __future__ import annotations

import msgspec
from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.grounds import BASES, Ground, works_by_basis
from catalogue.derived.metrics import WorkFilter
from catalogue.derived.national import citation_totals, citations_given, citations_received
from catalogue.derived.own_citations import own_citations
from indexer.search.interface import Facet, SearchRequest
from schemas.vocabularies import countries, member_countries
from schemas.work import CountryBasis
from webapp.addresses import takes
from webapp.grounds import ground_of_request, in_address
from webapp.scholars import labels
from webapp.scholars.blueprint import blueprint
from webapp.scholars.query import SearchQuery
from webapp.scholars.results import from_hits
from webapp.services import read_catalogue, search

_HELD: dict[Facet, tuple[str, ...]] = {"kind": ("held",)}
_MOST_COUNTRIES = 250


def held_by_country(*bases: CountryBasis) -> dict[str, int]:
    """How many held works each country has (on one of these bases); what :func:`country_search` opens."""
    filters = {**_HELD, "basis": bases} if bases else _HELD
    request = SearchRequest(
        filters=filters, size=0, facets=("country",), facet_size=_MOST_COUNTRIES
    )
    return {each.value: each.count for each in search(request).facets["country"]}


def country_search(code: str, *bases: CountryBasis) -> SearchQuery:
    """The search that lists a country's held works (on one of these bases)."""
    filters: dict[Facet, tuple[str, ...]] = {"country": (code,), **_HELD}
    return SearchQuery(filters=filters | {"basis": bases} if bases else filters, sort="citations")


def _bases(ground: Ground) -> tuple[CountryBasis, ...]:
    return () if ground == "any" else (ground,)


class CountryRow(msgspec.Struct, frozen=True, kw_only=True):
    """The works of a country, and on which bases it has them; each number with what it opens."""

    code: str
    works: int
    url: str
    bases: list[tuple[int, str]]


@blueprint.get("/countries")
@takes("basis")
def countries_page() -> ResponseReturnValue:
    """All countries that have works: the members of the Union first."""
    ground = ground_of_request()
    counts = held_by_country(*_bases(ground))
    by_basis = {basis: held_by_country(basis) for basis in BASES}

    def row(code: str) -> CountryRow:
        return CountryRow(
            code=code,
            works=counts.get(code, 0),
            url=country_search(code, *_bases(ground)).url(),
            bases=[
                (found.get(code, 0), country_search(code, basis).url())
                for basis, found in by_basis.items()
            ],
        )

    others = sorted(set(counts) - set(member_countries()), key=lambda code: -counts[code])
    return render_template(
        "scholars/countries.html",
        ground=ground,
        basis=in_address(ground),
        bases=[labels.COUNTRY_BASES[basis] for basis in BASES],
        members=[row(code) for code in member_countries()],
        others=[row(code) for code in others],
    )


@blueprint.get("/countries/<code>")
@takes("basis")
def country(code: str) -> ResponseReturnValue:
    """One country."""
    if code not in countries():
        abort(404)
    ground = ground_of_request()
    query = country_search(code, *_bases(ground))
    found = search(query.request(size=10))
    with read_catalogue() as connection:
        received, given = citation_totals(connection, code, ground)
        received_from = citations_received(connection, code, ground)
        given_to = citations_given(connection, code, ground)
        by_basis = works_by_basis(connection, code)
        own = own_citations(connection, WorkFilter(countries=(code,), ground=ground)).own
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
        own=own,
        received=received,
        given=given,
        received_from=received_from,
        given_to=given_to,
        ground=ground,
        basis=in_address(ground),
        by_basis=[
            (labels.COUNTRY_BASES[basis], works, country_search(code, basis).url())
            for basis, works in by_basis.items()
        ],
        citations_url=lambda **sides: url_for(
            "scholars.citations", basis=in_address(ground), **sides
        ),
    )
