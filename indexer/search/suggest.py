"""Did you mean: a query that finds hardly anything → the same with its misspelt words put right, if that finds more.

A word is misspelt if nothing has it, or if a near word is so much more frequent that it must have been meant
(:func:`indexer.search.spelling.cost`). Only plain words are looked at: quotation marks, a star and NOT say that the
reader means it so, and identifiers are no words. Which of the near words is right the whole query decides, filters
included; so what is offered always finds something. A backend answers three questions, each for all words at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Protocol

import msgspec

from indexer.search import tree
from indexer.search.clauses import Clause
from indexer.search.identifiers import terms_in
from indexer.search.interface import Fragment, SearchRequest, Suggestion
from indexer.search.plan import plan
from indexer.search.query import MAX_LENGTH, parse_query, plain_words
from indexer.search.spelling import Near, cost
from indexer.search.words import cased, places

FEW = 5  # works: whoever finds more is not asked whether he meant something else
_MOST_WORDS = 40
_MOST_MISSPELT = 3
_MOST_CHOICES = 5
_MOST_QUERIES = 25
_FIELDS = {"title", "author", "abstract", "keyword", "journal", "institution"}


class Speller(Protocol):
    """What a backend knows about words."""

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """How many works of the whole index each clause finds; beyond FEW, at least that many."""
        ...

    def near(self, words: Sequence[str]) -> list[list[Near]]:
        """The words near to each; as they are spelt, or folded where no spelling is near."""
        ...

    def totals(self, requests: Sequence[SearchRequest]) -> list[int]:
        """How many works each request finds under its filters."""
        ...


class _Asked(msgspec.Struct, frozen=True):
    """A word of the query and the field that it is looked for in."""

    word: str
    field: str | None


def suggest(request: SearchRequest, total: int, speller: Speller) -> Suggestion | None:
    """A better query than one that found ``total`` works; None if no query is better, or if no suggestion is needed."""
    query = request.query
    if not request.suggest or request.cursor or total > FEW or not isinstance(query, str):
        return None
    choices = _choices(query, speller)
    offers = list(islice(_offers(query, choices), _MOST_QUERIES))
    if not offers:
        return None
    texts = [_text(fragments) for _, fragments in offers]
    totals = speller.totals([msgspec.structs.replace(request, query=text) for text in texts])
    weighed = [
        (cost(edits, found), Suggestion(fragments, found))
        for (edits, fragments), found in zip(offers, totals, strict=True)
    ]
    best, offered = min(weighed, key=lambda each: each[0])
    return offered if best < cost(0, total) else None


def asked_words(node: tree.Node, field: str | None = None) -> Iterator[_Asked]:
    """The words of a query that may be misspelt."""
    match node:
        case tree.Field(name, inner) if name in _FIELDS:
            yield from asked_words(inner, name)
        case tree.Boost(inner, _):
            yield from asked_words(inner, field)
        case tree.And(nodes) | tree.Or(nodes):
            for each in nodes:
                yield from asked_words(each, field)
        case tree.Word(text) if not terms_in(text):
            yield from (_Asked(each.word, field) for each in places(text))


def respelt(query: str, instead: Mapping[str, str]) -> tuple[Fragment, ...]:
    """The text of a query with other words in place of some; everything else as it was written."""
    fragments: list[Fragment] = []
    done = 0
    for start, text in plain_words(query):
        for place in places(text):
            if place.word in instead:
                fragments.append(Fragment(query[done : start + place.start]))
                written = text[place.start : place.end]
                fragments.append(Fragment(cased(instead[place.word], written), match=True))
                done = start + place.end
    fragments.append(Fragment(query[done:]))
    return tuple(each for each in fragments if each.text)


def _choices(query: str, speller: Speller) -> dict[str, list[Near]]:
    """The words that seem misspelt, each with what may have been meant."""
    asked = list(dict.fromkeys(islice(asked_words(parse_query(query)), _MOST_WORDS)))
    if not asked:
        return {}
    found = speller.counts([plan(tree.Word(each.word), each.field) for each in asked])
    rare = _rarest({each.word: works for each, works in zip(asked, found, strict=True)})
    if not rare:
        return {}
    near = zip(rare, speller.near(list(rare)), strict=True)
    choices = {word: _better(found, Near(word, 0, rare[word])) for word, found in near}
    return {word: better for word, better in choices.items() if better}


def _rarest(works: Mapping[str, int]) -> dict[str, int]:
    """The words that hardly any work has, the rarest first."""
    rare = [word for word, found in works.items() if found <= FEW]
    return {
        word: works[word] for word in sorted(rare, key=lambda each: works[each])[:_MOST_MISSPELT]
    }


def _better(near: Sequence[Near], given: Near) -> list[Near]:
    """What may have been meant, the likeliest first; at last the word as given, if there is such a word."""
    least = cost(given.edits, given.works)
    better = [each for each in near if cost(each.edits, each.works) < least]
    better.sort(key=lambda each: (cost(each.edits, each.works), each.word))
    return [*better[:_MOST_CHOICES], *([given] if better and given.works else [])]


def _offers(
    query: str, choices: Mapping[str, Sequence[Near]]
) -> Iterator[tuple[int, tuple[Fragment, ...]]]:
    """The query with each combination of choices, the likeliest first, and how many edits away it is."""
    ways = sorted(
        product(*choices.values()),
        key=lambda way: sum(cost(each.edits, each.works) for each in way),
    )
    for way in ways:
        instead = {word: near.word for word, near in zip(choices, way, strict=True) if near.edits}
        fragments = respelt(query, instead)
        changed = any(each.match for each in fragments)
        if changed and len(_text(fragments)) <= MAX_LENGTH:
            yield sum(each.edits for each in way), fragments


def _text(fragments: Sequence[Fragment]) -> str:
    return "".join(each.text for each in fragments)
