"""A request in tantivy's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from tantivy import Query

from indexer.search.asked import check, year
from indexer.search.fields import FACET_FIELDS
from indexer.search.interface import Facet, SearchRequest
from indexer.search.plan import plan
from indexer.search.query import parse_query
from indexer.search.tantivy_backend.compile import (
    between,
    compile_clause,
    filtered,
    number_in,
    one_of,
)
from indexer.search.tree import Node


class Question(msgspec.Struct, frozen=True):
    """The query without filters, the filter of each facet, the year range."""

    tree: Node
    query: Query
    filters: Mapping[Facet, Query]
    always: tuple[Query, ...]

    def among(self, *, but: Facet | None = None) -> Query:
        """The query under every filter, or under every other filter than that of a facet."""
        kept = [each for facet, each in self.filters.items() if facet != but]
        return filtered(self.query, [*self.always, *kept])


def question(request: SearchRequest) -> Question:
    """Understand a request. Raises QuerySyntaxError, BadRequest."""
    check(request)
    tree = parse_query(request.query) if isinstance(request.query, str) else request.query
    filters = {facet: facet_filter(facet, each) for facet, each in request.filters.items() if each}
    years = (request.year_from, request.year_to)
    always = () if years == (None, None) else (between("year", *years),)
    return Question(tree, compile_clause(plan(tree)), filters, always)


def facet_filter(facet: Facet, values: Sequence[str]) -> Query:
    """Documents with one of the values of a facet. Raises BadRequest for a year that is not valid."""
    if facet == "year":
        return number_in("year", [year(value) for value in values])
    return one_of(FACET_FIELDS[facet], values)
