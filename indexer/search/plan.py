"""The query tree → clauses over index fields: which fields a word is looked for in, and how much each counts.

All that a query means is decided here, once; a backend only spells these few clauses in its own
words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.search import tree
from indexer.search.authors import asked_tokens
from indexer.search.clauses import (
    Adjacent,
    AllOf,
    AnyOf,
    Between,
    Boosted,
    Clause,
    Everything,
    Like,
    Nothing,
    StartsWith,
    Term,
    Without,
)
from indexer.search.fields import SPELT, folded_tokens
from indexer.search.identifiers import identifier_term, terms_in
from indexer.search.stems import query_stems
from indexer.text.names import name_keys, parse_name
from indexer.text.surnames import surname_key

# field → boosts of the folded and of the stemmed form; a form that is not there has None
_AREAS: dict[str, tuple[float, float | None]] = {
    "title": (4.0, 2.5),
    "author": (3.0, None),
    "keyword": (2.0, 1.2),
    "container": (1.5, None),
    "abstract": (1.0, 0.7),
    "institution": (0.5, None),
}
_TEXT_FIELDS = {
    "title": "title",
    "abstract": "abstract",
    "keyword": "keyword",
    "journal": "container",
}
_EXACT_FIELDS = {"country", "language", "type", "source", "kind"}
_IDENTIFIERS = {"doi", "edn", "issn", "isbn", "orcid"}

Literal = tree.Word | tree.Phrase | tree.Prefix


def plan(node: tree.Node, field: str | None = None) -> Clause:  # noqa: PLR0911 - one a case
    """The clauses of a tree."""
    match node:
        case tree.Field(name, inner):
            return plan(inner, name)
        case tree.And(()):
            return Everything()
        case tree.And(nodes):
            return AllOf(tuple(plan(each, field) for each in nodes))
        case tree.Or(nodes):
            return AnyOf(tuple(plan(each, field) for each in nodes))
        case tree.Not(inner):
            return Without(plan(inner, field))
        case tree.Boost(inner, factor):
            return Boosted(plan(inner, field), factor)
        case tree.Range(low, high):
            return Between(field or "year", low, high)
        case tree.Wildcard(pattern):
            return _wildcard(pattern, field)
    return _literal(node, field)


def _literal(node: Literal, field: str | None) -> Clause:
    if field is None:
        return _anywhere(node)
    if field in _TEXT_FIELDS:
        return _any(_text(node, [_TEXT_FIELDS[field]]))
    if field == "author":
        return _author(node)
    if field == "institution":
        return _any([*_text(node, ["institution"]), _exact(node, "institution_id")])
    if field in _IDENTIFIERS:
        return _identifier(node, field)
    return _exact(node, "public_id" if field == "id" else field)


def _wildcard(pattern: str, field: str | None) -> Clause:
    """Words are spelt in one field of the index alone; that they are in the field asked for, their beginning tells."""
    spelt = Like(SPELT, pattern.lower())
    beginning = tree.Prefix(re.split(r"[?*]", pattern, maxsplit=1)[0])
    return spelt if field is None else AllOf((spelt, _literal(beginning, field)))


def _anywhere(node: Literal) -> Clause:
    clauses = _text(node, list(_AREAS))
    if isinstance(node, tree.Prefix):
        return _any(clauses)
    terms = [Boosted(Term("identifier", term), 10.0) for term in terms_in(node.text)]
    return _any([*terms, *_family(node), *clauses])


def _family(node: Literal) -> list[Clause]:
    """A single word may be a family name in a spelling that only the author keys hold, or that they do not."""
    if not isinstance(node, tree.Word) or len(folded_tokens(node.text)) != 1:
        return []
    families = sorted(surname_key(node.text))
    return [Boosted(Term("author_key", each), _AREAS["author"][0]) for each in families]


def _text(node: Literal, areas: Sequence[str]) -> list[Clause]:
    tokens = folded_tokens(node.text)
    inflected = query_stems(node.text) if isinstance(node, tree.Word) else ()
    found: list[Clause] = []
    for area in areas:
        folded, stemmed = _AREAS[area]
        if tokens:
            found.append(Boosted(_tokens(node, area, tokens), folded))
        if stemmed is not None and inflected:
            found.append(Boosted(_inflected(f"{area}_stem", inflected), stemmed))
    return found


def _inflected(field: str, words: Sequence[Sequence[str]]) -> Clause:
    """Of every word one of its stems, anywhere: how words stand to each other the folded field tells."""
    return _all([_any([Term(field, stem) for stem in stems]) for stems in words])


def _tokens(node: Literal, field: str, tokens: tuple[str, ...]) -> Clause:
    if isinstance(node, tree.Prefix):
        *whole, start = tokens
        return _all([*(Term(field, token) for token in whole), StartsWith(field, start)])
    return _in_order(field, tokens, node.slop if isinstance(node, tree.Phrase) else 0)


def _in_order(field: str, terms: tuple[str, ...], slop: int = 0) -> Clause:
    return Term(field, terms[0]) if len(terms) == 1 else Adjacent(field, terms, slop)


def _author(node: Literal) -> Clause:
    as_text = _text(node, ["author"])
    if isinstance(node, tree.Prefix):
        return _any(as_text)
    keys = name_keys(parse_name(node.text))
    wanted = sorted(frozenset[str]().union(*map(asked_tokens, keys)))
    boost = _AREAS["author"][0]
    return _any([*as_text, *(Boosted(Term("author_key", token), boost) for token in wanted)])


def _identifier(node: Literal, scheme: str) -> Clause:
    term = identifier_term(scheme, node.text)
    return _one(node, "identifier")(term)


def _exact(node: Literal, field: str) -> Clause:
    spellings = dict.fromkeys((node.text, node.text.lower(), node.text.upper()))
    return _any([_one(node, field)(spelling) for spelling in spellings])


def _one(node: Literal, field: str) -> Callable[[str], Clause]:
    kind = StartsWith if isinstance(node, tree.Prefix) else Term
    return lambda value: kind(field, value)


def _any(clauses: Sequence[Clause]) -> Clause:
    if not clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else AnyOf(tuple(clauses))


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AllOf(tuple(clauses))
