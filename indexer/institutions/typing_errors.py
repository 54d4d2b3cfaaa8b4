"""Mends typing errors in the common words of names ("Univercity", "федералный"), and dropped letters in long ones.

Only a word that no name of the registry and no place holds is mended, and only if exactly one word is so near. The
words that tell institutions apart ("Омский", "Томский") have to stand as they are, unless they are long and lack one
letter or have one too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from indexer.institutions.forms import all_forms, words
from indexer.institutions.gazetteer import stems_of_places
from indexer.institutions.tokens import Token

_COMMON = 12  # institutions whose names hold a common word, at least
_SHORTEST = 7  # letters of a common word that is mended
_SHORTEST_RARE = 8
_SAME_START = 3


def repaired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each unknown one with the stem of the word that it must be."""
    known = _known()
    return [token if token.stem in known else _with(_mended(token.stem), token) for token in tokens]


def _with(stem: str, token: Token) -> Token:
    return token if token.stem == stem else msgspec.structs.replace(token, stem=stem)


@lru_cache(maxsize=1 << 14)
def _mended(stem: str) -> str:
    if len(stem) < _SHORTEST - 1 or stem in _known() or stem.isdigit():
        return stem
    near = {word for gap in _gaps(stem) for word in _by_gap().get(gap, ())}
    fitting = [word for word in near if _is_slip(stem, word)]
    return fitting[0] if len(fitting) == 1 else stem


def _is_slip(written: str, word: str) -> bool:
    if written[:_SAME_START] != word[:_SAME_START]:
        return False
    if word in _common():
        return abs(len(written) - len(word)) <= 1
    return abs(len(written) - len(word)) == 1 and len(word) >= _SHORTEST_RARE


@cache
def _counts() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for form in all_forms():
        for stem in form.stems:
            found[stem].add(form.institution)
    return dict(found)


@cache
def _known() -> frozenset[str]:
    return frozenset(
        (*_counts(), *stems_of_places(), *words("unit"), *words("before"), *words("title"))
    )


@cache
def _common() -> frozenset[str]:
    return frozenset(
        stem for stem, of in _counts().items() if len(of) >= _COMMON and len(stem) >= _SHORTEST
    )


@cache
def _by_gap() -> dict[str, list[str]]:
    """Words by each form that lacks one of their letters: two words meet there that one letter parts."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in _counts():
        if len(word) >= _SHORTEST:
            for gap in _gaps(word):
                found[gap].append(word)
    return dict(found)


def _gaps(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
