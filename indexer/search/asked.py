"""What every backend checks of a request before it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.search.errors import BadRequest
from indexer.search.interface import FACETS, MAX_SIZE, Facet, SearchRequest

MAX_VALUES = 50
"""Values that may be chosen at once, those of all facets together."""
MAX_VALUE_LENGTH = 2000


def check(request: SearchRequest) -> None:
    """Raise BadRequest for a facet or a page size that does not exist, and for more values than may be chosen."""
    for facet in (*request.filters, *request.facets):
        if facet not in FACETS:
            raise BadRequest("unknown_facet", facet=facet, facets=", ".join(FACETS))
    if not 0 <= request.size <= MAX_SIZE:
        raise BadRequest("bad_size", size=request.size, most=MAX_SIZE)
    check_values(request.filters)


def check_values(filters: Mapping[Facet, Sequence[str]]) -> None:
    """Raise BadRequest if more values are chosen than may be, or one is too long to be one."""
    chosen = [value for values in filters.values() for value in values]
    if len(chosen) > MAX_VALUES:
        raise BadRequest("too_many_values", most=MAX_VALUES, count=len(chosen))
    if any(len(value) > MAX_VALUE_LENGTH for value in chosen):
        raise BadRequest("value_too_long", most=MAX_VALUE_LENGTH)


def year(value: str) -> int:
    """The year that a value of the facet names. Raises BadRequest if the value is not a year."""
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise BadRequest("bad_year", value=value)
    return int(value)
