"""Takes the folded name of a journal, book or proceedings apart: its words, and the series or part of it.

What is read is what :func:`indexer.text.folding.fold` gives, which has neither capitals nor stops: "vestn mosk un ta
ser 1". The vocabulary is in ``hosts.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from indexer.text.folding import fold
from indexer.text.numerals import roman

_LISTS = tomllib.loads((Path(__file__).parent / "hosts.toml").read_text(encoding="utf-8"))
# c that is spoken k, as Russian writes it: "Moscow", "academy"; the folding makes c of "ts" too
_HARD = re.compile(r"c(?=[aouklmnrst])|(?<=[a-z])c\b")
_ROMAN = re.compile(r"(?<!\w)[IVXІХ]{2,}(?!\w)")
_ROMAN_LETTERS = {"i": "1", "v": "5"}
_LONGEST = 40  # words of a name that are compared; of real names at most 32 were seen
_PART_LETTERS = frozenset("abcdefgh")


class Words:
    """A list of printed words, to look folded ones up in; a word with a star stands for all that begin so."""

    def __init__(self, printed: str) -> None:
        """Read the words, which white space parts."""
        folded = [(word.endswith("*"), hardened(fold(word))) for word in printed.split()]
        self._whole = frozenset(word for begins, word in folded if not begins)
        self._beginnings = tuple(sorted({word for begins, word in folded if begins}))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._beginnings)


def hardened(folded: str) -> str:
    """Folded text with k for every c that is spoken so."""
    return _HARD.sub("k", folded) if "c" in folded else folded


_CONNECTING = Words(_LISTS["connecting"])
_NAMED_AFTER = Words(_LISTS["named_after"])
_NAMED_BEFORE = Words(_LISTS["named_before"])
_MEETING = Words(_LISTS["meetings"])
_PAPERS = Words(_LISTS["papers"])
_SOCIETIES = Words(_LISTS["societies"])
SERIES = Words(_LISTS["series"])
SERIES_BEHIND = Words(_LISTS["series_behind"])
LEFT_OUT = Words(_LISTS["left_out"])
NOUNS = Words(_LISTS["nouns"])
DESCRIBED = Words(_LISTS["described"])
GENERAL = Words(_LISTS["general"])
PLACES = Words(_LISTS["places"])
FOLDED = {name: frozenset(text.split()) for name, text in _LISTS["folded"].items()}
_MEANINGS = {name: Words(text) for name, text in _LISTS["meanings"].items()}


def fold_host(printed: str) -> str:
    """The printed name of a host, folded. Roman numerals become digits first: "II" and "III" would both fold to "i"."""
    return fold(_ROMAN.sub(lambda found: str(roman(found.group()) or found.group()), printed))


class HostName(NamedTuple):
    """A name taken apart.

    ``words``: those that count, in order. ``person``: whom the house is named after. ``part``: the series or part.
    ``said``: a word says that it is one ("Series A"); else it is a lone letter ("Physical Review A"). ``meeting``:
    the papers of a meeting.
    """

    words: tuple[str, ...]
    person: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    said: bool = False
    meeting: bool = False


@lru_cache(maxsize=1 << 15)
def host_name(folded: str) -> HostName:
    """The parts of a folded name. Never fails: a name of connecting words alone keeps them."""
    words = _without_stops(tuple(hardened(folded).split()[:_LONGEST]))
    meeting = _is_meeting(words)
    words, part = _parted(words)
    said = bool(part)
    if not said and len(words) > 1 and words[-1] in _PART_LETTERS:
        words, part = words[:-1], words[-1:]
    if said and part[0] in _ROMAN_LETTERS:
        part = (_ROMAN_LETTERS[part[0]], *part[1:])
    words, person = _named(words)
    return HostName(
        _telling(words) or words, _telling(person), _telling(part) or part, said, meeting
    )


def _without_stops(words: tuple[str, ...]) -> tuple[str, ...]:
    """Lone letters in a row as one word, if a word stands before: "u s a" (U.S.A.), but "j r soc"."""
    found: list[str] = []
    before = ""
    for word in words:
        if len(word) == 1 == len(before) and len(found) > 1:
            found[-1] += word
        else:
            found.append(word)
        before = word
    return tuple(found)


def _is_meeting(words: tuple[str, ...]) -> bool:
    """Proceedings are of a meeting, unless a society or an academy publishes them; "IOP Conference Series" is none."""
    if any(word in _MEETING and after not in SERIES for word, after in pairwise((*words, ""))):
        return True
    papers = any(word in _PAPERS for word in words)
    return papers and not any(word in _SOCIETIES for word in words)


def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before the word for a series, and what behind it: not "series of", nor one that ends the name."""
    for at, word in enumerate(words[1:-1], 1):
        if word in SERIES and words[at + 1] not in _CONNECTING:
            return words[:at], words[at + 1 :]
    return words, ()


def _named(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for at, word in enumerate(words[1:], 1):
        if word in _NAMED_AFTER:
            return words[:at], words[at + 1 :]
    return words, ()


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that connect; lone letters stay, for they may be abbreviations too."""
    return tuple(word for word in words if word not in _CONNECTING and word not in _NAMED_BEFORE)


@lru_cache(maxsize=1 << 15)
def meaning(word: str) -> str:
    """What the word means in whichever language; "" for all but the words that journals are commonly named by."""
    return next((name for name, words in _MEANINGS.items() if word in words), "")


@lru_cache(maxsize=1 << 15)
def is_general(words: tuple[str, ...]) -> bool:
    """Whether the words name no journal: "Вестник", "Труды института"."""
    return all(len(word) == 1 or word in GENERAL or word in LEFT_OUT for word in words)


def names_no_host(folded: str) -> bool:
    """Whether the name is one word that any number of journals have: "Вестник", "Труды"."""
    words = host_name(folded).words
    return len(words) == 1 and words[0] in GENERAL
