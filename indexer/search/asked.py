"""What every backend checks of a request before it answers."""

from __future__ import annotations

from indexer.search.errors import BadRequest
from indexer.search.interface import FACETS, MAX_SIZE, SearchRequest


def check(request: SearchRequest) -> None:
    """Raise BadRequest for a facet or a page size that does not exist."""
    for facet in (*request.filters, *request.facets):
        if facet not in FACETS:
            raise BadRequest("unknown_facet", facet=facet, facets=", ".join(FACETS))
    if not 0 <= request.size <= MAX_SIZE:
        raise BadRequest("bad_size", size=request.size, most=MAX_SIZE)


def year(value: str) -> int:
    """The year that a value of the facet names. Raises BadRequest for one that is none."""
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise BadRequest("bad_year", value=value)
    return int(value)
