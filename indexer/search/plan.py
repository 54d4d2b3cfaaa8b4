"""The query tree → clauses over index fields: all that a query means is decided here, once.

A backend only spells these few clauses in its own words. What one literal means in its field stands in
:mod:`indexer.search.literal_clauses`.
"""

from __future__ import annotations

import re

from indexer.search import tree
from indexer.search.clauses import (
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
    Perhaps,
    Without,
)
from indexer.search.errors import QuerySyntaxError
from indexer.search.fields import SPELT
from indexer.search.literal_clauses import literal_clause
from indexer.text.romanised import looks_romanised


def plan(node: tree.Node, field: str | None = None) -> Clause:
    """The clauses of a tree; its words together tell whether they are romanised."""
    return _planned(tree.read_as_romanised(node) if looks_romanised(_said(node)) else node, field)


def _said(node: tree.Node) -> str:
    return " ".join(each.text for each in tree.literals(node))


def _planned(node: tree.Node, field: str | None = None) -> Clause:  # noqa: PLR0911 - one a case
    match node:
        case tree.Field(name, inner):
            return _planned(inner, name)
        case tree.And(nodes) | tree.Or(nodes) | tree.AtLeast(_, nodes):
            return _of_several(node, tuple(_planned(each, field) for each in nodes))
        case tree.Not(inner):
            return Without(_planned(inner, field))
        case tree.Perhaps(inner):
            return Perhaps(_planned(inner, field))
        case tree.Boost(inner, factor):
            return Boosted(_planned(inner, field), factor)
        case tree.Range(low, high):
            return Between(field or "year", low, high)
        case tree.Wildcard(pattern):
            return _wildcard(pattern, field)
        case tree.Works(numbers):
            return Numbered(numbers) if numbers else Nothing()
        case tree.CitedBy() | tree.RefersTo():
            raise QuerySyntaxError("no_citations", 0)
    return literal_clause(node, field)


def _of_several(node: tree.And | tree.Or | tree.AtLeast, clauses: tuple[Clause, ...]) -> Clause:
    match node:
        case tree.Or():
            return AnyOf(clauses)
        case tree.AtLeast(least, _):
            return AtLeast(least, clauses)
    return AllOf(clauses) if clauses else Everything()


def _wildcard(pattern: str, field: str | None) -> Clause:
    """Words are spelt in one field of the index alone; that they are in the field asked for, their beginning tells."""
    spelt = Like(SPELT, pattern.lower())
    beginning = tree.Prefix(re.split(r"[?*]", pattern, maxsplit=1)[0])
    return spelt if field is None else AllOf((spelt, literal_clause(beginning, field)))
