"""The search page."""

from __future__ import annotations

import msgspec
from flask import render_template, request
from flask.typing import ResponseReturnValue

from indexer.search.cursor import MOST_SEEN
from indexer.search.interface import (
    BadCursor,
    BadRequest,
    QuerySyntaxError,
)
from indexer.search.understand.asking import Asked
from webapp.addresses import takes
from webapp.exports.lists import KINDS
from webapp.scholars.blueprint import blueprint
from webapp.scholars.facets import active_filters, facet_views
from webapp.scholars.labels import SORTS, person_names, search_message, source_titles
from webapp.scholars.query import ARGUMENTS, SearchQuery
from webapp.scholars.results import from_hits
from webapp.scholars.understood import chip_views, recognised_view
from webapp.services import ask


@blueprint.get("/search")
@takes(*ARGUMENTS)
def search_page() -> ResponseReturnValue:
    """Results with facets; a query that does not parse gets its message, with the place, and status 400."""
    try:
        query = SearchQuery.from_arguments(request.args)
    except BadRequest as error:
        return _refused(SearchQuery(text=request.args.get("q", "")), search_message(error))
    try:
        asked = ask(query.request(), query.literally)
    except QuerySyntaxError as error:
        return _refused(query, search_message(error), error.position)
    except (BadCursor, BadRequest) as error:
        return _refused(query.change(), search_message(error))
    return _found(query, asked)


def _found(query: SearchQuery, asked: Asked) -> ResponseReturnValue:
    results = asked.results
    chosen = query.filters.get("person", ())
    counted = (each.value for each in results.facets.get("person", ()))
    names = source_titles() | person_names((*chosen, *counted))
    following = results.next_cursor
    return render_template(
        "scholars/search.html",
        query=query,
        total=results.total,
        results=from_hits(results.hits),
        also=from_hits(asked.also),
        understood=list(chip_views(query, asked.chips)),
        recognised=recognised_view(asked.recognised) if asked.recognised else None,
        facets=facet_views(query, results, names),
        active=list(active_filters(query, names)),
        sorts=SORTS,
        kinds=KINDS,
        most_seen=MOST_SEEN,
        meant=results.suggestion,
        meant_url=query.change(text=results.suggestion.query).url() if results.suggestion else None,
        first_url=query.change().url() if query.cursor else None,
        next_url=msgspec.structs.replace(query, cursor=following).url() if following else None,
    )


def _refused(query: SearchQuery, message: str, position: int | None = None) -> ResponseReturnValue:
    """The page for a query that cannot be answered. ``position`` splits it for the reader to see where."""
    at = None if position is None else min(max(position, 0), len(query.text))
    page = render_template(
        "scholars/refused.html", query=query, message=message, position=at, sorts=SORTS
    )
    return page, 400
