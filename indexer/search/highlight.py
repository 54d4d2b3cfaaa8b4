"""Highlights that need no backend: a word of the shown text is marked if it folds like a word of the query.

So Щербаков marks Shcherbakov. Inflected forms are marked by their stem, as they are found, and by a
long common beginning, which holds across scripts; a mark is a help for the eye and decides nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain, takewhile

import msgspec

from indexer.search import tree
from indexer.search.interface import Fragment, Highlight
from indexer.search.stems import query_stems
from indexer.search.tokens import folded_tokens
from schemas.record import LocalizedText

_WORD = re.compile(r"[^\W_]+(?:['’ʼ\u00ad\u0301][^\W_]+)*")
_PASSAGE = 320
_LEAST_BEGINNING = 4
_FIELDS_SHOWN = {None, "title", "abstract", "keyword"}


class Wanted(msgspec.Struct, frozen=True):
    """The words to mark, folded: just so, in any inflection (their stems too), or as a beginning."""

    exact: frozenset[str] = frozenset()
    inflected: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()  # as words are spelt, with ? and *

    def __or__(self, other: Wanted) -> Wanted:
        return Wanted(
            self.exact | other.exact,
            self.inflected | other.inflected,
            self.stems | other.stems,
            self.prefixes | other.prefixes,
            self.patterns | other.patterns,
        )

    def matches(self, word: str) -> bool:
        """Whether any part of a word of the text is wanted."""
        if any(self._matches_token(token) for token in folded_tokens(word)):
            return True
        if any(fnmatchcase(word.lower(), pattern) for pattern in self.patterns):
            return True
        return any(not self.stems.isdisjoint(stems) for stems in query_stems(word))

    def _matches_token(self, token: str) -> bool:
        if token in self.exact or token in self.inflected:
            return True
        if any(token.startswith(prefix) for prefix in self.prefixes):
            return True
        return any(_begin_alike(token, word) for word in self.inflected)


def wanted(node: tree.Node, field: str | None = None) -> Wanted:
    """What a query wants marked in titles and abstracts; nothing under NOT."""
    match node:
        case tree.Field(name, inner):
            return wanted(inner, name) if name in _FIELDS_SHOWN else Wanted()
        case tree.Boost(inner, _):
            return wanted(inner, field)
        case tree.And(nodes) | tree.Or(nodes) | tree.AtLeast(_, nodes):
            marks = Wanted()
            for each in nodes:
                marks |= wanted(each, field)
            return marks
    return _wanted_of(node)


def _wanted_of(node: tree.Node) -> Wanted:
    """What a literal wants marked."""
    match node:
        case tree.Word(text):
            stems = frozenset(chain.from_iterable(query_stems(text)))
            return Wanted(inflected=frozenset(folded_tokens(text)), stems=stems)
        case tree.Phrase(text):
            return Wanted(exact=frozenset(folded_tokens(text)))
        case tree.Wildcard(pattern):
            return Wanted(patterns=frozenset({pattern.lower()}))
        case tree.Prefix(text):
            return Wanted(prefixes=frozenset(folded_tokens(text)[-1:]))
    return Wanted()


def matcher(node: tree.Node) -> Callable[[str], bool]:
    """Whether a query wants a word of a shown text marked; remembers words, so make one an answer."""
    return cache(wanted(node).matches)


def highlights(
    matches: Callable[[str], bool],
    titles: Iterable[LocalizedText],
    abstracts: Iterable[LocalizedText],
) -> tuple[Highlight, ...]:
    """Every title whole, and of every abstract in which something matches the best passage."""
    found = [
        Highlight(field="title", fragments=_fragments(title.text, matches), lang=title.lang)
        for title in titles
    ]
    return (*found, *filter(None, (_abstract(abstract, matches) for abstract in abstracts)))


def _abstract(abstract: LocalizedText, matches: Callable[[str], bool]) -> Highlight | None:
    passage = _best_passage(abstract.text, matches)
    if passage is None:
        return None
    fragments = _fragments(passage, matches)
    cut = len(passage) < len(abstract.text)
    return Highlight(field="abstract", fragments=fragments, lang=abstract.lang, cut=cut)


def _fragments(text: str, matches: Callable[[str], bool]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    done = 0
    for word in _WORD.finditer(text):
        if matches(word.group()):
            if word.start() > done:
                fragments.append(Fragment(text[done : word.start()]))
            fragments.append(Fragment(word.group(), match=True))
            done = word.end()
    if done < len(text):
        fragments.append(Fragment(text[done:]))
    return tuple(fragments)


def _best_passage(text: str, matches: Callable[[str], bool]) -> str | None:
    """The passage of whole words with the most matches, the earliest of these; None if nothing matches."""
    hits = [word.span() for word in _WORD.finditer(text) if matches(word.group())]
    if not hits:
        return None
    if len(text) <= _PASSAGE:
        return text
    starts, ends = [hit[0] for hit in hits], [hit[1] for hit in hits]
    first = max(starts, key=lambda start: (_hits_from(start, starts, ends), -start))
    start = max(0, min(first - _PASSAGE // 5, len(text) - _PASSAGE))
    end = start + _PASSAGE
    if start > 0:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        last_space = text.rfind(" ", first, end)
        end = last_space if last_space > first else end
    return text[start:end]


def _hits_from(start: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    return bisect_right(ends, start + _PASSAGE * 4 // 5) - bisect_left(starts, start)


def _begin_alike(one: str, other: str) -> bool:
    if one[:_LEAST_BEGINNING] != other[:_LEAST_BEGINNING]:
        return False  # nearly every word of a text ends here
    pairs = zip(one, other, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common >= _LEAST_BEGINNING and common >= 0.7 * max(len(one), len(other))
