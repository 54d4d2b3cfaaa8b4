"""The words that names of journals, books and proceedings share, by what they say: ``hosts.toml``, folded."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Literal

from indexer.text.folding import fold

Kind = Literal[
    "connecting", "left_out", "nouns", "described", "general", "series", "series_behind", "named_after",
    "named_before", "places", "publishers", "numbering", "meetings", "papers", "societies",
]  # fmt: skip

_LISTS = tomllib.loads((Path(__file__).parent / "hosts.toml").read_text(encoding="utf-8"))
# c that is spoken k, as Russian writes it: "Moscow", "academy"; the folding makes c of "ts" too
_HARD = re.compile(r"c(?=[aouklmnrst])|(?<=[a-z])c\b")
_NONE: frozenset[str] = frozenset()

FOLDED = {name: frozenset(text.split()) for name, text in _LISTS["folded"].items()}
"""Lists of words and endings that are folded already."""


class Words:
    """Lists of printed words, to look folded ones up in; a word with a star stands for all that begin so."""

    def __init__(self, lists: dict[str, str]) -> None:
        """Read the lists by name; white space parts their words."""
        whole: defaultdict[str, set[str]] = defaultdict(set)
        beginnings: defaultdict[str, set[str]] = defaultdict(set)
        for name, printed in lists.items():
            for word in printed.split():
                (beginnings if word.endswith("*") else whole)[hardened(fold(word))].add(name)
        self._whole = {word: frozenset(names) for word, names in whole.items()}
        self._beginnings = dict(beginnings)
        self._all_beginnings = tuple(beginnings)

    def lists_of(self, word: str) -> frozenset[str]:
        """The names of the lists that have the folded word."""
        found = self._whole.get(word, _NONE)
        if not word.startswith(self._all_beginnings):
            return found
        begun = (names for each, names in self._beginnings.items() if word.startswith(each))
        return found.union(*begun)


def hardened(folded: str) -> str:
    """Folded text with k for every c that is spoken so."""
    return _HARD.sub("k", folded) if "c" in folded else folded


_KINDS = Words({name: text for name, text in _LISTS.items() if isinstance(text, str)})
_MEANINGS = Words(_LISTS["meanings"])


@lru_cache(maxsize=1 << 15)
def kinds(word: str) -> frozenset[str]:
    """The kinds of a folded word, of those in :data:`Kind`."""
    return _KINDS.lists_of(word)


_NAMING = frozenset({"general", "nouns", "meetings"})


def names_hosts(word: str) -> bool:
    """Whether journals, collections or meetings are named by the folded word, which need not be hardened."""
    return not _NAMING.isdisjoint(kinds(hardened(word)))


def is_a(word: str, kind: Kind) -> bool:
    """Whether a folded word is of the kind."""
    return kind in kinds(word)


@lru_cache(maxsize=1 << 15)
def meaning(word: str) -> str:
    """What the word means in whichever language; "" for all but the words that journals are commonly named by."""
    return min(_MEANINGS.lists_of(word), default="")
