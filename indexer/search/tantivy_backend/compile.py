"""Clauses → tantivy queries: pure, and the only place that spells them in tantivy's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import tantivy
from tantivy import FieldType, Occur, Query

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
from indexer.search.tantivy_backend.schema import build_schema

# The best field decides; a little of the others' score tells equal ones apart.
_TIE_BREAKER = 0.1


def compile_clause(clause: Clause) -> Query:  # noqa: PLR0911 - one return a case
    """The tantivy query of a clause."""
    match clause:
        case Everything():
            # a constant, since beside filters tantivy drops a plain "all", and its score with it
            return Query.const_score_query(Query.all_query(), 1.0)
        case Nothing():
            return Query.empty_query()
        case AllOf(clauses):
            return _all_of(clauses)
        case AnyOf(clauses):
            return Query.disjunction_max_query(
                [compile_clause(each) for each in clauses], _TIE_BREAKER
            )
        case AtLeast(least, clauses):
            shoulds = [(Occur.Should, compile_clause(each)) for each in clauses]
            return Query.boolean_query(shoulds, least)
        case Perhaps(inner):
            return compile_clause(inner)
        case Without(inner):
            return _but_not([inner], Query.all_query())
        case Boosted(inner, boost):
            return Query.boost_query(compile_clause(inner), boost)
    return _leaf(clause)


def filtered(query: Query, filters: Sequence[Query]) -> Query:
    """The query among documents that pass every filter; filters do not touch the score."""
    if not filters:
        return query
    musts = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, query), *musts])


def one_of(field: str, values: Sequence[str]) -> Query:
    """Documents with one of these exact terms."""
    return Query.term_set_query(schema(), field, list(values))


def between(field: str, low: int | None, high: int | None) -> Query:
    """Documents with a whole number in this range, ends included."""
    if low is None and high is None:
        return Query.exists_query(field)
    return Query.range_query(schema(), field, FieldType.Integer, low, high)


def number_in(field: str, values: Sequence[int]) -> Query:
    """Documents with one of these whole numbers."""
    return Query.term_set_query(schema(), field, list(values))


@cache
def schema() -> tantivy.Schema:
    """The schema, built once."""
    return build_schema()


def _all_of(clauses: Sequence[Clause]) -> Query:
    wanted = [each for each in clauses if not isinstance(each, Without | Perhaps)]
    weighing = [each for each in clauses if isinstance(each, Perhaps)]
    unwanted = [each.clause for each in clauses if isinstance(each, Without)]
    if not wanted:
        return _but_not(unwanted, Query.all_query())
    every = Query.boolean_query(
        [
            *((Occur.Must, compile_clause(each)) for each in wanted),
            *((Occur.Should, compile_clause(each)) for each in weighing),
        ]
    )
    return _but_not(unwanted, every) if unwanted else every


def _but_not(unwanted: Sequence[Clause], among: Query) -> Query:
    nots = [(Occur.MustNot, compile_clause(each)) for each in unwanted]
    return Query.boolean_query([(Occur.Must, among), *nots])


def _leaf(clause: Term | OneOf | Numbered | Adjacent | StartsWith | Like | Between) -> Query:  # noqa: PLR0911 - one return a case
    match clause:
        case Term(field, value):
            return Query.term_query(schema(), field, value)
        case OneOf(field, values):
            return Query.const_score_query(one_of(field, values), 1.0)
        case Numbered(numbers):
            return Query.const_score_query(number_in("number", numbers), 1.0)
        case Adjacent(field, values, slop):
            return Query.phrase_query(schema(), field, list(values), slop)
        case StartsWith(field, value):
            return Query.regex_query(schema(), field, re.escape(value) + ".*")
        case Like(field, pattern):
            return Query.regex_query(schema(), field, _expression(pattern))
        case Between(field, low, high):
            return between(field, low, high)


def _expression(pattern: str) -> str:
    """The regular expression of a pattern with ``?`` and ``*``."""
    signs = {"?": ".", "*": ".*"}
    return "".join(signs.get(each) or re.escape(each) for each in pattern)
