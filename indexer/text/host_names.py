"""Takes the folded name of a journal, book or proceedings apart: its words, and the series or part of it.

What is read is what :func:`indexer.text.folding.fold` gives, which has neither capitals nor stops: "vestn mosk un ta
ser 1". The vocabulary is :mod:`indexer.text.host_vocabulary`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indexer.text.folding import fold
from indexer.text.host_vocabulary import hardened, is_a, kinds
from indexer.text.numerals import roman

_GENERAL = frozenset({"general", "left_out"})
_UNTOLD = frozenset({"connecting", "named_before"})
_ROMAN = re.compile(r"(?<!\w)[IVXІХ]{2,}(?!\w)")
_ROMAN_LETTERS = {"i": "1", "v": "5"}
_LONGEST = 40  # words of a name that are compared; of real names at most 32 were seen
_IN = "in"  # before what holds a paper: "In: Advances in Chemistry"
_ENGLISH = frozenset({"of", "the", "and", "for", "in", "on", "from", "with", "by"})
_FOREIGN = re.compile("(?:..[aou]|ogo|ih|oi|nik|ov)$")
_PART_LETTERS = frozenset("abcdefgh")


def fold_host(printed: str) -> str:
    """The printed name of a host, folded. Roman numerals become digits first: "II" and "III" would both fold to "i"."""
    return fold(_ROMAN.sub(lambda found: str(roman(found.group()) or found.group()), printed))


class HostName(NamedTuple):
    """A name taken apart.

    ``words``: those that count, in order. ``person``: whom the house is named after. ``part``: the series or part.
    ``said``: a word says that it is one ("Series A"); else it is a lone letter ("Physical Review A"). ``meeting``:
    the papers of a meeting. ``english``: it has words that only English names have; ``foreign``: none of these, but
    words that end as English ones do not.
    """

    words: tuple[str, ...]
    person: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    said: bool = False
    meeting: bool = False
    english: bool = False
    foreign: bool = False


@lru_cache(maxsize=1 << 15)
def host_name(folded: str) -> HostName:
    """The parts of a folded name. Never fails: a name of connecting words alone keeps them."""
    words = _without_stops(tuple(hardened(folded).split()[:_LONGEST]))
    while len(words) > 1 and (words[0] == _IN or is_a(words[0], "publishers")):
        words = words[1:]
    meeting = _is_meeting(words)
    english = not _ENGLISH.isdisjoint(words)
    foreign = not english and any(map(_FOREIGN.search, words))
    words, part = _parted(words)
    said = bool(part)
    while not said and len(words) > 1 and (words[-1].isdecimal() or is_a(words[-1], "numbering")):
        words = words[:-1]
    if not said and len(words) > 1 and words[-1] in _PART_LETTERS:
        words, part = words[:-1], words[-1:]
    if said and part[0] in _ROMAN_LETTERS:
        part = (_ROMAN_LETTERS[part[0]], *part[1:])
    words, person = _named(words)
    words = _telling(words) or words
    part = _telling(part) or part
    return HostName(words, _telling(person), part, said, meeting, english, foreign)


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
    for word, after in pairwise((*words, "")):
        if is_a(word, "meetings") and not is_a(after, "series"):
            return True
    papers = any(is_a(word, "papers") for word in words)
    return papers and not any(is_a(word, "societies") for word in words)


def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before the word for a series, and what behind it: not "series of", nor one that ends the name."""
    for at, word in enumerate(words[1:-1], 1):
        if is_a(word, "series") and not is_a(words[at + 1], "connecting"):
            return words[:at], words[at + 1 :]
    return words, ()


def _named(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for at, word in enumerate(words[1:], 1):
        if is_a(word, "named_after"):
            return words[:at], words[at + 1 :]
    return words, ()


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that connect; lone letters stay, for they may be abbreviations too."""
    return tuple(word for word in words if _UNTOLD.isdisjoint(kinds(word)))


@lru_cache(maxsize=1 << 15)
def is_general(words: tuple[str, ...]) -> bool:
    """Whether the words name no journal: "Вестник", "Труды института"."""
    return all(len(word) == 1 or not _GENERAL.isdisjoint(kinds(word)) for word in words)


def names_no_host(folded: str) -> bool:
    """Whether the name is one word that any number of journals have: "Вестник", "Труды"."""
    words = host_name(folded).words
    return len(words) == 1 and is_a(words[0], "general")
