"""Clauses → Elasticsearch's query DSL: pure, and the only place that spells them in its words.

Never ``query_string``: a scholar's text reaches the server only as a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.search.clauses import (
    Adjacent,
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Boosted,
    Clause,
    Everything,
    Like,
    Nothing,
    Numbered,
    OneOf,
    Perhaps,
    StartsWith,
    Term,
    Without,
)

Query = dict[str, Any]

EVERYTHING: Query = {"match_all": {}}
# The best field decides; a little of the others' score tells equal ones apart.
_TIE_BREAKER = 0.1


def compile_clause(clause: Clause) -> Query:  # noqa: PLR0911 - one return a case
    """The query of a clause."""
    match clause:
        case Everything():
            return EVERYTHING
        case Nothing():
            return {"match_none": {}}
        case AllOf(clauses):
            return _all_of(clauses)
        case AnyOf(clauses):
            queries = [compile_clause(each) for each in clauses]
            return {"dis_max": {"queries": queries, "tie_breaker": _TIE_BREAKER}}
        case AtLeast(least, clauses):
            shoulds = [compile_clause(each) for each in clauses]
            return {"bool": {"should": shoulds, "minimum_should_match": least}}
        case Perhaps(inner):
            return compile_clause(inner)
        case Without(inner):
            return _all_of([clause])
        case Boosted(inner, boost):
            return boosted(compile_clause(inner), boost)
    return _leaf(clause)


def boosted(query: Query, boost: float) -> Query:
    """The query with its score multiplied."""
    ((kind, body),) = query.items()
    if kind in {"term", "match_phrase", "prefix", "wildcard", "range"}:
        ((field, inside),) = body.items()
        return {kind: {field: {**inside, "boost": inside.get("boost", 1.0) * boost}}}
    return {kind: {**body, "boost": body.get("boost", 1.0) * boost}}


def filtered(query: Query, filters: Sequence[Query]) -> Query:
    """The query among documents that pass every filter; filters do not touch the score."""
    return {"bool": {"must": [query], "filter": list(filters)}} if filters else query


def every(filters: Sequence[Query]) -> Query:
    """Documents that pass every filter."""
    return {"bool": {"filter": list(filters)}} if filters else EVERYTHING


def one_of(field: str, values: Sequence[str] | Sequence[int]) -> Query:
    """Documents with one of these values."""
    return {"terms": {field: list(values)}}


def between(field: str, low: int | None, high: int | None) -> Query:
    """Documents with a whole number in this range, ends included."""
    if low is None and high is None:
        return {"exists": {"field": field}}
    bounds = {"gte": low, "lte": high}
    return {"range": {field: {name: end for name, end in bounds.items() if end is not None}}}


def _all_of(clauses: Sequence[Clause]) -> Query:
    wanted = [compile_clause(each) for each in clauses if not isinstance(each, Without | Perhaps)]
    weighing = [compile_clause(each) for each in clauses if isinstance(each, Perhaps)]
    unwanted = [compile_clause(each.clause) for each in clauses if isinstance(each, Without)]
    body: Query = {"must": wanted or [EVERYTHING]}
    if weighing:
        body["should"] = weighing
    return {"bool": {**body, "must_not": unwanted} if unwanted else body}


def _leaf(clause: Term | OneOf | Numbered | Adjacent | StartsWith | Like | Between) -> Query:  # noqa: PLR0911 - one return a case
    match clause:
        case Term(field, value):
            return {"term": {field: {"value": value}}}
        case OneOf(field, values):
            return one_of(field, values)
        case Numbered(numbers):
            return one_of("number", numbers)
        case Adjacent(field, values, slop):
            near = {"slop": slop} if slop else {}
            return {"match_phrase": {field: {"query": " ".join(values), **near}}}
        case StartsWith(field, value):
            return {"prefix": {field: {"value": value}}}
        case Like(field, pattern):
            return {"wildcard": {field: {"value": pattern}}}
        case Between(field, low, high):
            return between(field, low, high)
