"""Institutions: the list, the page of one with its numbers, and the lists that these numbers open."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, get_args

import msgspec
from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.metrics import (
    CitationFilter,
    InstitutionRow,
    Order,
    Selves,
    WorkFilter,
    count_citations,
    count_works,
    evidence,
    institution_rows,
    list_citations,
    list_works,
)
from catalogue.derived.own_citations import SIDES, Side, citations_of
from indexer.institutions import Evidence, Institution, institution, institutions
from schemas.vocabularies import countries
from webapp.addresses import takes
from webapp.extensions import limiter
from webapp.numbers import whole_number
from webapp.scholars.paging import Paging
from webapp.scholars.results import plain
from webapp.services import read_catalogue
from webapp.universities.blueprint import blueprint
from webapp.universities.exports import institution_tables
from webapp.universities.report import read_report
from webapp.universities.tables import answer

TOP = 10
SELVES: tuple[Selves, ...] = get_args(Selves)


def find(identifier: str) -> Institution:
    """The institution of this id, else 404; an id that was merged into another leads to the other's page."""
    found = institution(identifier) or abort(404)
    if found.id != identifier and request.view_args and request.view_args.get("identifier"):
        arguments = {**request.args, **request.view_args, "identifier": found.id}
        abort(redirect(url_for(str(request.endpoint), **arguments), 301))
    return found


@blueprint.get("/institutions")
def index() -> ResponseReturnValue:
    """All institutions of the registry by country, those with the most works first."""
    with read_catalogue() as connection:
        rows = {row.institution: row for row in institution_rows(connection)}
    by_country: dict[str, list[tuple[Institution, InstitutionRow | None]]] = defaultdict(list)
    for entry in institutions().values():
        by_country[entry.country].append((entry, rows.get(entry.id)))
    for listed in by_country.values():
        listed.sort(key=lambda each: -(each[1].works if each[1] else 0))
    most = max((row.works for row in rows.values()), default=0)
    return render_template("universities/index.html", by_country=by_country, most=most)


@blueprint.get("/institutions/<identifier>")
def institution_page(identifier: str) -> ResponseReturnValue:
    """One institution: output, citations, years, collaboration, its most cited works."""
    entry = find(identifier)
    with read_catalogue() as connection:
        report = read_report(connection, entry)
        top = list_works(connection, WorkFilter(institutions=(entry.id,)), limit=TOP)
    return render_template(
        "universities/institution.html",
        entry=entry,
        report=report,
        top=[plain(each) for each in top],
        most=max((row.works for row in report.years), default=0),
        registry=institutions(),
    )


def selves_of_request() -> Selves:
    """Which citations the address asks for: all, those by others, or self-citations, certain or possible."""
    asked = request.args.get("selves", "all")
    return next((known for known in SELVES if asked == known), None) or abort(404)


def side_of_request() -> Side:
    """Which citations of a unit the address asks for: received, given, or its own of its own works."""
    asked = request.args.get("side", "received")
    return next((known for known in SIDES if asked == known), None) or abort(404)


def year_of_request() -> dict[str, Any]:
    """The year that the address asks for, as arguments of a WorkFilter; "none" for works without a year."""
    asked = request.args.get("year", "")
    if asked == "none":
        return {"undated": True}
    if not asked:
        return {}
    year = whole_number(asked, 9999)
    return abort(404) if year is None else {"year": year}


@blueprint.get("/institutions/<identifier>/works")
@takes("year", "country", "with", "order", "page")
def works(identifier: str) -> ResponseReturnValue:
    """The institution's works: of a year, with a country, with another institution."""
    entry = find(identifier)
    country, partner = request.args.get("country"), request.args.get("with")
    if country and country not in countries():
        abort(404)
    chosen = WorkFilter(
        institutions=(entry.id, find(partner).id) if partner else (entry.id,),
        countries=(country,) if country else (),
        **year_of_request(),
    )
    order: Order = "year" if request.args.get("order") == "year" else "citations"
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    with read_catalogue() as connection:
        total = count_works(connection, chosen)
        found = list_works(connection, chosen, order=order, limit=paging.size, offset=offset)
        why = evidence(connection, entry.id, [each.number for each in found])
    return render_template(
        "universities/works.html",
        entry=entry,
        chosen=chosen,
        partner=institution(partner) if partner else None,
        order=order,
        total=total,
        results=[plain(each) for each in found],
        evidence={number: msgspec.json.decode(text, type=Evidence) for number, text in why.items()},
        paging=paging.over(total),
    )


@blueprint.get("/institutions/<identifier>/citations")
@takes("year", "selves", "side", "page")
def citations(identifier: str) -> ResponseReturnValue:
    """The citations that the institution's works (of a year) received; ``side=given``: gave; ``side=own``: both."""
    entry = find(identifier)
    unit = WorkFilter(institutions=(entry.id,), **year_of_request())
    side = side_of_request()
    return citation_list(citations_of(unit, side, selves_of_request()), entry=entry, side=side)


def citation_list(chosen: CitationFilter, **more: Any) -> str:
    """The page that lists the chosen citations."""
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    with read_catalogue() as connection:
        total = count_citations(connection, chosen)
        found = list_citations(connection, chosen, limit=paging.size, offset=offset)
    return render_template(
        "universities/citations.html",
        chosen=chosen,
        total=total,
        pairs=[(plain(each.citing), plain(each.cited), each) for each in found],
        paging=paging.over(total),
        **more,
    )


@blueprint.get("/institutions/<identifier>/export.<any(csv, xlsx, json):kind>")
@limiter.limit("30 per minute")
@takes("part")
def export(identifier: str, kind: str) -> Response:
    """The numbers with formula, date and coverage, and the works behind them. ``part=works`` asks CSV for the works."""
    entry = find(identifier)
    with read_catalogue() as connection:
        tables = institution_tables(connection, entry)
    return answer(tables, kind, name=entry.id, part=request.args.get("part"))
