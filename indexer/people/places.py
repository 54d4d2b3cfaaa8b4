"""Affiliations as people of one name share them: which words tell a place, and which places say little."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Collection, Set
from functools import cache, lru_cache
from pathlib import Path

from indexer.institutions import institutions
from indexer.text.folding import fold

_PATH = Path(__file__).with_name("places.toml")
_LANGUAGES = ("ru", "en", "kk", "ky", "hy", "be")  # of equally likely ones the first
_SHORTEST_WORD = 3  # letters of a word that tells which place it is
_ALIKE = 0.6  # the least share of the words of two affiliations that are one place
_AT_LEAST = 0.5  # what a word weighs that every affiliation has


@cache
def _lists() -> dict[str, frozenset[str]]:
    loaded = tomllib.loads(_PATH.read_text("utf-8"))
    languages = loaded.pop("languages")
    return {name: _folded(lines) for name, lines in (loaded | languages).items()}


def _folded(lines: list[str]) -> frozenset[str]:
    return frozenset(fold(" ".join(lines)).split())


@lru_cache(maxsize=1 << 14)
def language_of(place: str) -> str:
    """The language of a folded affiliation, as far as its words tell; "" if they do not."""
    words = set(place.split())
    counts = {code: len(words & _lists()[code]) for code in _LANGUAGES}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else ""


def comparable(ours: Set[str], theirs: Set[str]) -> bool:
    """Whether places in these languages can contradict: a language of both, or one that no word tells."""
    return not ours.isdisjoint(theirs) or bool(ours and theirs and "" in ours | theirs)


@lru_cache(maxsize=1 << 14)
def telling_words(places: tuple[str, ...]) -> frozenset[str]:
    """The words of folded affiliations that tell which place it is: no "university", no "of"."""
    general = _lists()["general"]
    words = (word for place in places for word in place.split())
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD and word not in general)


@lru_cache(maxsize=1 << 14)
def is_umbrella(place: str) -> bool:
    """Whether a place (an id of the registry or a folded text) is a roof over many: an academy, a ministry."""
    known = institutions().get(place)
    if known is not None:
        return known.academy
    words = set(place.split())
    return not words.isdisjoint(_lists()["roofs"]) and words.isdisjoint(_lists()["units"])


def likeness(
    ours: Collection[str], theirs: Collection[str], weight: Callable[[str], float]
) -> float:
    """How far two affiliations have the same telling words; 0 if hardly. ``weight`` says how rare each is."""
    shared, either = set(ours) & set(theirs), set(ours) | set(theirs)
    if not shared:
        return 0.0
    # fsum: the order of a set must not change the last digit
    total = math.fsum(_AT_LEAST + weight(word) for word in either)
    like = math.fsum(_AT_LEAST + weight(word) for word in shared) / total
    return like if like >= _ALIKE else 0.0
