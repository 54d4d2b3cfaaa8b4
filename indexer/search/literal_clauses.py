"""What one literal means in its field: which index fields it is looked for in, and how much each counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.search import tree
from indexer.search.authors import asked_tokens, search_families, search_keys
from indexer.search.clauses import (
    Adjacent,
    AllOf,
    AnyOf,
    Boosted,
    Clause,
    Nothing,
    OneOf,
    StartsWith,
    Term,
)
from indexer.search.fields import CROSSING
from indexer.search.identifiers import identifier_term, public_ids_in, terms_in
from indexer.search.numbering import KINDS, number_term, terms_of
from indexer.search.stems import query_stems
from indexer.search.tokens import crossing_terms, folded_tokens, name_tokens, own_tokens
from indexer.search.vocabulary import codes, institutions_called, institutions_of
from indexer.text.names import parse_name

# field → boosts of the folded and of the stemmed form; a form that is not there has None
_AREAS: dict[str, tuple[float, float | None]] = {
    "title": (4.0, 2.5),
    "author": (3.0, None),
    "keyword": (2.0, 1.2),
    "container": (1.5, None),
    "abstract": (1.0, 0.7),
    "institution": (0.5, None),
}
_READ = {"title": own_tokens, "keyword": own_tokens, "abstract": own_tokens, "author": name_tokens}
"""How words are read that do not meet in every script."""
_CROSSING = 0.8
"""Boost of a title in another script: less than of any form of a word in its own."""
_TEXT_FIELDS = {
    "title": "title",
    "abstract": "abstract",
    "keyword": "keyword",
    "journal": "container",
}
_IDENTIFIERS = {"doi", "edn", "issn", "isbn", "orcid"}


def literal_clause(node: tree.Literal, field: str | None) -> Clause:
    """The clause of a literal that stands in this field, or in none."""
    if field is None:
        return _anywhere(node)
    if field in _TEXT_FIELDS:
        return _any(_text(node, [_TEXT_FIELDS[field]]))
    if field in _IDENTIFIERS:
        return _identifier(node, field)
    meaning = _MEANINGS.get(field)
    return meaning(node) if meaning else _coded(node, field)


def _institution(node: tree.Literal) -> Clause:
    called = institutions_called(node.text)
    known = [OneOf("institution_id", called)] if called else []
    return _any([*_text(node, ["institution"]), _exact(node, "institution_id"), *known])


def _institution_of_place(node: tree.Literal) -> Clause:
    found = institutions_of(node.text)
    return OneOf("institution_id", found) if found else Nothing()


def _place(node: tree.Literal) -> Clause:
    """A number of the place in a journal, whatever it counts."""
    return OneOf("numbering", terms_of(node.text))


def _counted(kind: str) -> Callable[[tree.Literal], Clause]:
    return lambda node: Term("numbering", number_term(kind, node.text))


def _anywhere(node: tree.Literal) -> Clause:
    clauses = _text(node, list(_AREAS))
    if isinstance(node, tree.Prefix):
        return _any(clauses)
    terms: list[Clause] = [
        *(Boosted(Term("identifier", term), 10.0) for term in terms_in(node.text)),
        *(Boosted(Term("public_id", name), 10.0) for name in public_ids_in(node.text)),
    ]
    return _any([*terms, *_family(node), *clauses])


def _family(node: tree.Literal) -> list[Clause]:
    """A single word may be a family name in a spelling that only the author keys hold, or that they do not."""
    if not isinstance(node, tree.Word) or len(folded_tokens(node.text)) != 1:
        return []
    families = sorted(search_families(node.text))
    return [Boosted(Term("author_key", each), _AREAS["author"][0]) for each in families]


def _text(node: tree.Literal, areas: Sequence[str]) -> list[Clause]:
    inflected = query_stems(node.text) if isinstance(node, tree.Word) else ()
    found: list[Clause] = []
    for area in areas:
        folded, stemmed = _AREAS[area]
        if tokens := _READ.get(area, folded_tokens)(node.text):
            found.append(Boosted(_tokens(node, area, tokens), folded))
        if area == "title" and (crossing := crossing_terms(node.text, romanised=node.romanised)):
            found.append(Boosted(_tokens(node, CROSSING, crossing), _CROSSING))
        if stemmed is not None and inflected:
            found.append(Boosted(_inflected(f"{area}_stem", inflected), stemmed))
    return found


def _inflected(field: str, words: Sequence[Sequence[str]]) -> Clause:
    """Of every word one of its stems, anywhere: how words stand to each other the folded field tells."""
    return _all([_any([Term(field, stem) for stem in stems]) for stems in words])


def _tokens(node: tree.Literal, field: str, tokens: tuple[str, ...]) -> Clause:
    if isinstance(node, tree.Prefix):
        *whole, start = tokens
        return _all([*(Term(field, token) for token in whole), StartsWith(field, start)])
    return _in_order(field, tokens, node.slop if isinstance(node, tree.Phrase) else 0)


def _in_order(field: str, terms: tuple[str, ...], slop: int = 0) -> Clause:
    return Term(field, terms[0]) if len(terms) == 1 else Adjacent(field, terms, slop)


def _author(node: tree.Literal) -> Clause:
    as_text = _text(node, ["author"])
    if isinstance(node, tree.Prefix):
        return _any(as_text)
    keys = search_keys(parse_name(node.text))
    wanted = sorted(frozenset[str]().union(*map(asked_tokens, keys)))
    boost = _AREAS["author"][0]
    return _any([*as_text, *(Boosted(Term("author_key", token), boost) for token in wanted)])


def _identifier(node: tree.Literal, scheme: str) -> Clause:
    term = identifier_term(scheme, node.text)
    return _one(node, "identifier")(term)


def _exact(node: tree.Literal, field: str) -> Clause:
    spellings = dict.fromkeys((node.text, node.text.lower(), node.text.upper()))
    return _any([_one(node, field)(spelling) for spelling in spellings])


def _coded(node: tree.Literal, field: str) -> Clause:
    """A value of a vocabulary, by its code or by a name; the beginning of one only by the code."""
    if isinstance(node, tree.Prefix):
        return _exact(node, field)
    return _any([Term(field, code) for code in codes(field, node.text)])


def _one(node: tree.Literal, field: str) -> Callable[[str], Clause]:
    kind = StartsWith if isinstance(node, tree.Prefix) else Term
    return lambda value: kind(field, value)


def _any(clauses: Sequence[Clause]) -> Clause:
    if not clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else AnyOf(tuple(clauses))


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AllOf(tuple(clauses))


_MEANINGS: dict[str, Callable[[tree.Literal], Clause]] = {
    "author": _author,
    "institution": _institution,
    "region": _institution_of_place,
    "city": _institution_of_place,
    "id": lambda node: _exact(node, "public_id"),
    "place": _place,
    **{kind: _counted(kind) for kind in KINDS},
}
