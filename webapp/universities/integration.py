"""The integration matrix of the members, the lists behind its cells, and its export."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from catalogue.derived.flows import Counting, basis_rows, flow_rows, pair_rows
from catalogue.derived.generated import generated_rows
from catalogue.derived.grounds import BASES, Ground
from catalogue.derived.metrics import CitationFilter, WorkFilter, count_works, coverage, list_works
from catalogue.derived.own_citations import own_citations
from indexer.citations.matrix import Matrix, build_matrix, survey
from schemas.vocabularies import member_countries
from webapp.addresses import takes
from webapp.extensions import limiter
from webapp.grounds import ground_of_request, in_address
from webapp.scholars import labels
from webapp.scholars.paging import Paging
from webapp.scholars.results import plain
from webapp.services import read_catalogue
from webapp.universities.blueprint import blueprint
from webapp.universities.institutions import citation_list, selves_of_request
from webapp.universities.matrix_export import MatrixExport
from webapp.universities.tables import answer

COUNTINGS: tuple[Counting, ...] = ("disjoint", "all")


def _matrix(connection: Connection, counting: Counting, ground: Ground) -> Matrix:
    return build_matrix(
        member_countries(),
        pair_rows(connection, ground),
        flow_rows(connection, counting, ground),
        generated_rows(connection, counting, ground),
    )


def _counting() -> Counting:
    """Which citations the address asks for between two countries."""
    asked = request.args.get("counting", "disjoint")
    return next((known for known in COUNTINGS if asked == known), None) or abort(404)


@blueprint.get("/integration")
@takes("counting", "basis")
def matrix() -> ResponseReturnValue:
    """Every pair of members: co-authored works, citations in each direction, and the experts' score."""
    counting, ground = _counting(), ground_of_request()
    with read_catalogue() as connection:
        found = _matrix(connection, counting, ground)
        bases = {(row.country, row.basis): row.works for row in basis_rows(connection)}
        covered = coverage(connection)
    return render_template(
        "universities/integration.html",
        matrix=found,
        counting=counting,
        ground=ground,
        asked=_asked(counting, ground),
        bases=bases,
        basis_names={basis: labels.COUNTRY_BASES[basis] for basis in BASES},
        survey=survey(),
        coverage=covered,
        pairs=sorted(found.pairs, key=lambda pair: -(pair.score or 0)),
        most_works=max((pair.works for pair in found.pairs), default=0),
    )


def _asked(counting: Counting, ground: Ground) -> dict[str, str]:
    """The arguments that keep both choices in an address."""
    chosen = {"counting": counting if counting != "disjoint" else None, "basis": in_address(ground)}
    return {name: value for name, value in chosen.items() if value}


def _member(name: str) -> str:
    code = request.args.get(name, "")
    return code if code in member_countries() else abort(404)


@blueprint.get("/integration/works")
@takes("a", "b", "basis", "page")
def shared_works() -> ResponseReturnValue:
    """The works of both countries ``a`` and ``b``, or of ``a`` alone."""
    both = (_member("a"), *([_member("b")] if "b" in request.args else []))
    chosen = WorkFilter(countries=both, ground=ground_of_request())
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    with read_catalogue() as connection:
        total = count_works(connection, chosen)
        found = list_works(connection, chosen, limit=paging.size, offset=offset)
    return render_template(
        "universities/shared_works.html",
        chosen=chosen,
        total=total,
        results=[plain(each) for each in found],
        paging=paging.over(total),
    )


@blueprint.get("/integration/citations")
@takes("from", "to", "selves", "counting", "basis", "page")
def flow() -> ResponseReturnValue:
    """The citations by works of the country ``from`` of works of the country ``to``."""
    citing, cited = _member("from"), _member("to")
    ground = ground_of_request()
    apart = citing != cited and _counting() == "disjoint"
    chosen = CitationFilter(
        citing=WorkFilter(countries=(citing,), not_of=(cited,) if apart else (), ground=ground),
        cited=WorkFilter(countries=(cited,), not_of=(citing,) if apart else (), ground=ground),
        selves=selves_of_request(),
    )
    return citation_list(chosen, entry=None)


@blueprint.get("/integration/export.<any(csv, xlsx, json):kind>")
@limiter.limit("30 per minute")
@takes("part", "counting", "basis")
def export_matrix(kind: str) -> Response:
    """The matrix with formulas, date and coverage. ``part=citations`` asks CSV for the citations by direction."""
    counting, ground = _counting(), ground_of_request()
    with read_catalogue() as connection:
        exported = MatrixExport(
            matrix=_matrix(connection, counting, ground),
            bases=basis_rows(connection),
            own={
                code: own_citations(connection, WorkFilter(countries=(code,), ground=ground))
                for code in member_countries()
            },
            coverage=coverage(connection),
            counting=counting,
            ground=ground,
        )
    name = "integration" if ground == "any" else f"integration-by-{ground}"
    return answer(exported.tables(), kind, name=name, part=request.args.get("part"))
