"""JSON for programs: search and one work. The forms are those of :mod:`schemas.work` and of the search interface."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.derived.works import WorkEntry, get_work, get_works, resolve
from indexer.search.interface import (
    BadCursor,
    BadRequest,
    Facet,
    FacetCount,
    QuerySyntaxError,
    SearchError,
)
from indexer.search.understand.asking import Asked
from indexer.search.understand.chips import Chip
from schemas import Work
from schemas.ids import public_id, work_number
from webapp.addresses import takes
from webapp.numbers import whole_number
from webapp.scholars.query import ARGUMENTS, PAGE_SIZE, SearchQuery
from webapp.services import ask, read_catalogue

blueprint = Blueprint("api", __name__, url_prefix="/api")
MOST = 100


class ApiWork(msgspec.Struct, frozen=True, kw_only=True):
    """A work with its counts."""

    id: str
    cited_by: int
    cited_by_others: int
    cites: int
    work: Work


class ApiSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What may have been meant by a query that finds hardly anything: goes back as ``?q=``, finds ``total`` works."""

    query: str
    total: int


class ApiSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A page of results; ``next_cursor`` goes back as ``?cursor=``."""

    total: int
    works: tuple[ApiWork, ...]
    facets: dict[Facet, tuple[FacetCount, ...]]
    next_cursor: str | None
    did_you_mean: ApiSuggestion | None
    understood: tuple[Chip, ...] = ()


def _work(entry: WorkEntry) -> ApiWork:
    return ApiWork(
        id=entry.body.id,
        cited_by=entry.cited_by,
        cited_by_others=entry.cited_by_others,
        cites=entry.cites,
        work=entry.body,
    )


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status=status, content_type="application/json")


@blueprint.get("/search")
@takes(*ARGUMENTS, "size")
def search_works() -> ResponseReturnValue:
    """The same arguments as the search page, and ``size`` up to :data:`MOST`."""
    try:
        query = SearchQuery.from_arguments(request.args)
        asked = ask(query.request(size=_size()), query.literally)
    except (QuerySyntaxError, BadRequest, BadCursor) as error:
        return _json(_problem(error), 400)
    found = asked.results
    with read_catalogue() as connection:
        works = get_works(connection, [hit.number for hit in found.hits])
    listed = tuple(_work(works[hit.number]) for hit in found.hits if hit.number in works)
    return _json(
        ApiSearch(
            total=found.total,
            works=listed,
            facets=dict(found.facets),
            next_cursor=found.next_cursor,
            did_you_mean=_meant(asked),
            understood=asked.chips,
        )
    )


def _meant(asked: Asked) -> ApiSuggestion | None:
    """The better spelling that the index offers, or that was taken because nothing had the one that was asked for."""
    if offered := asked.results.suggestion:
        return ApiSuggestion(query=offered.query, total=offered.total)
    taken = (chip.text for chip in asked.chips if chip.kind == "spelling")
    return next((ApiSuggestion(query=text, total=asked.results.total) for text in taken), None)


def _size() -> int:
    asked = request.args.get("size", str(PAGE_SIZE))
    size = whole_number(asked, MOST)
    if size is None:
        raise BadRequest("bad_size", most=MOST, size=asked[:40])
    return size


def _problem(error: SearchError) -> dict[str, object]:
    position = getattr(error, "position", None)
    return {
        "error": {
            "status": 400,
            "code": error.code,
            "message": str(error),
            "position": position,
            "params": dict(error.params),
        }
    }


@blueprint.get("/works/<identifier>")
def one_work(identifier: str) -> ResponseReturnValue:
    """One work; an address that a merge has overtaken leads on."""
    number = work_number(identifier)
    if number is None:
        abort(404)
    with read_catalogue() as connection:
        entry = get_work(connection, number)
        now = None if entry else resolve(connection, number)
    if entry:
        return _json(_work(entry))
    if now is None:
        abort(404)
    return redirect(url_for("api.one_work", identifier=public_id(now)), 308)
