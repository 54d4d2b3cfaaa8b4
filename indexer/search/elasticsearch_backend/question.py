"""A request as the body of a search: pure, tested as dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

import msgspec

from indexer.search.asked import check, year
from indexer.search.cursor import Cursor
from indexer.search.elasticsearch_backend.compile import (
    EVERYTHING,
    Query,
    between,
    compile_clause,
    every,
    filtered,
    one_of,
)
from indexer.search.elasticsearch_backend.mapping import SHOWN
from indexer.search.fields import FACET_FIELDS, WEIGHT
from indexer.search.interface import Facet, SearchRequest
from indexer.search.plan import plan
from indexer.search.query import parse_query
from indexer.search.tree import Node

_SORTS: dict[str, list[dict[str, Any]]] = {
    "relevance": [{"_score": {"order": "desc"}}],
    "citations": [{"by_citations": {"order": "desc"}}],
    "year": [{"by_year": {"order": "desc"}}],
    "year_asc": [{"by_year_asc": {"order": "asc"}}],
}
# a shard's share of a facet: within it counts are exact
_SHARD_BUCKETS = 20_000


class Question(msgspec.Struct, frozen=True):
    """The query, scored and under the year range, and the filter of each facet."""

    tree: Node
    query: Query
    filters: Mapping[Facet, Query]


def question(request: SearchRequest) -> Question:
    """Understand a request. Raises QuerySyntaxError, BadRequest."""
    check(request)
    tree = parse_query(request.query) if isinstance(request.query, str) else request.query
    filters = {facet: facet_filter(facet, each) for facet, each in request.filters.items() if each}
    years = (request.year_from, request.year_to)
    always = [] if years == (None, None) else [between("year", *years)]
    query = filtered(compile_clause(plan(tree)), always)
    return Question(tree, _weighted(query) if request.sort == "relevance" else query, filters)


def page_body(asked: Question, request: SearchRequest, cursor: Cursor | None) -> dict[str, Any]:
    """The search for one page and its facets; one hit more than asked for tells that there is a next page."""
    body: dict[str, Any] = {
        "query": asked.query if request.sort == "relevance" else every([asked.query]),
        "track_total_hits": True,
        "size": request.size + 1 if request.size else 0,
        "sort": [*_SORTS[request.sort], {"number": {"order": "asc"}}],
        "_source": [SHOWN] if request.highlight else [f"{SHOWN}.id"],
    }
    if asked.filters:
        body["post_filter"] = every(list(asked.filters.values()))
    if request.facets:
        body["aggs"] = {facet: _facet(asked, request, facet) for facet in request.facets}
    if cursor is not None:
        body["search_after"] = [cursor.key, cursor.number]
    return body


def score_body(asked: Question, number: int) -> dict[str, Any]:
    """The search for the score that one work has now."""
    return {
        "query": filtered(asked.query, [one_of("number", [number])]),
        "size": 1,
        "_source": False,
    }


def count_body(asked: Question, facet: Facet, values: Sequence[str]) -> dict[str, Any]:
    """The search that counts some values of a facet exactly, in their order."""
    others = [each for name, each in asked.filters.items() if name != facet]
    return {
        "query": every([asked.query, *others]),
        "size": 0,
        "aggs": {facet: _each_of(facet, values)},
    }


def facet_filter(facet: Facet, values: Sequence[str]) -> Query:
    """Documents with one of the values of a facet. Raises BadRequest for a year that is not valid."""
    if facet == "year":
        return one_of("year", [year(value) for value in values])
    return one_of(FACET_FIELDS[facet], values)


def _weighted(query: Query) -> Query:
    """The score times log2(2 + weight)."""
    weight = {"field_value_factor": {"field": WEIGHT, "modifier": "log2p", "missing": 0}}
    return {
        "function_score": {
            "query": query,
            # the modifier's logarithm is decimal
            "functions": [{**weight, "weight": 1 / log10(2)}],
            "boost_mode": "multiply",
        }
    }


def _facet(asked: Question, request: SearchRequest, facet: Facet) -> dict[str, Any]:
    """The values under all other filters; chosen ones also by themselves, since they may be too rare to be listed."""
    others = [each for name, each in asked.filters.items() if name != facet]
    size = max(1, request.facet_size)
    terms = {
        "field": FACET_FIELDS[facet],
        "size": size,
        "shard_size": max(size, _SHARD_BUCKETS),
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }
    inside: dict[str, Any] = {"values": {"terms": terms}}
    if chosen := list(dict.fromkeys(request.filters.get(facet, ()))):
        inside["chosen"] = _each_of(facet, chosen)
    return {"filter": every(others) if others else EVERYTHING, "aggs": inside}


def _each_of(facet: Facet, values: Sequence[str]) -> dict[str, Any]:
    return {"filters": {"filters": [facet_filter(facet, [value]) for value in values]}}
