"""The words of ``back_references.toml``: phrases of folded words, found at any place of a row of folded words."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

from indexer.text.folding import fold_word

_LISTS = tomllib.loads((Path(__file__).parent / "back_references.toml").read_text(encoding="utf-8"))
Phrase = tuple[str, ...]


class Phrases:
    """Phrases to look for; a word with a star stands for all that begin so."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Read the phrases as they are printed."""
        by_first: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in {tuple(map(_folded, each.split())) for each in phrases}:
            by_first[phrase[0]].append(phrase)
        self._by_first = dict(by_first)
        self._beginnings = tuple(first[:-1] for first in self._by_first if first.endswith("*"))

    def may_begin(self, word: str) -> bool:
        """Whether a phrase may begin with the folded word; quick."""
        return word in self._by_first or word.startswith(self._beginnings)

    def length_at(self, words: Sequence[str], at: int) -> int:
        """How many of the folded words the longest phrase takes that stands at this place; 0 if none does."""
        return max(
            (len(phrase) for phrase in self._from(words[at]) if _stands(phrase, words, at)),
            default=0,
        )

    def _from(self, word: str) -> Iterator[Phrase]:
        yield from self._by_first.get(word, ())
        if word.startswith(self._beginnings):
            for first in self._beginnings:
                if word.startswith(first):
                    yield from self._by_first[f"{first}*"]


def _folded(word: str) -> str:
    return fold_word(word.removesuffix("*")) + "*" * word.endswith("*")


def _stands(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    there = words[at : at + len(phrase)]
    return len(there) == len(phrase) and all(map(_is, phrase, there))


def _is(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _lines(name: str) -> list[str]:
    return [line for text in _LISTS[name].values() for line in text.splitlines() if line.strip()]


def _combined(name: str) -> Iterator[str]:
    """Every word of the first line of each language with every word of its second."""
    for text in _LISTS[name].values():
        yield from map(" ".join, product(*(line.split() for line in text.strip().splitlines())))


BEFORE = Phrases(_lines("before"))
WORK = Phrases(_combined("work"))
AUTHOR = Phrases(_lines("author"))
ALL = Phrases([*_lines("before"), *_combined("work"), *_lines("author")])
OPENERS = Phrases(_lines("openers"))
PLACES = Phrases(word for line in _lines("places") for word in line.split())
