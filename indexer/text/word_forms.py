"""Tells whether two folded words are one word: in another case or number, abbreviated, romanised in another way, or
misprinted in one letter.

Almost the same letters may be two words ("макроэкономика", "микроэкономика"): the contrasts of ``word_forms.toml`` keep
these apart. The words are folded, so neither script nor scheme of romanisation are seen any more.
"""

from __future__ import annotations

import re
import tomllib
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA, Prefix

from indexer.text.folding import fold_word, skeleton

_SHORTEST = 3  # letters of a stem, or of an abbreviation
_SHORT_STEM, _SHORT_ENDING = 4, 2  # letters: a shorter stem takes short endings only
_CHAINED_STEM = 2  # letters: су, суларының
_ALTERNATE = frozenset({"kg", "gk", "pb", "bp"})  # last letters of a stem before two endings
_MISPRINTED = 4  # letters of a word that one misprint leaves recognisable
_TWICE_MISPRINTED = 8  # the same for two misprints, which leave a doubt
_OFTEN = 3  # one letter in so many may be another one where the consonants agree
_MOST_ENDINGS = 4


class Likeness(IntEnum):
    """How two words go together: ``OTHER`` words, ``DOUBTFUL`` (two misprints, or another word), ``SAME``."""

    OTHER = 0
    DOUBTFUL = 1
    SAME = 2


@lru_cache(maxsize=1 << 16)
def word_likeness(one: str, other: str) -> Likeness:
    """How two folded words go together; their order does not matter.

    >>> word_likeness("sistema", "sistemi").name, word_likeness("skalnih", "slabih").name
    ('SAME', 'OTHER')
    """
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if short == long:
        return Likeness.SAME
    found = _likeness(short, long)
    return Likeness.OTHER if found and _contrast(short, long) else found


def _likeness(short: str, long: str) -> Likeness:
    if not (short.isalpha() and long.isalpha()):
        return Likeness.OTHER if _differ_in_numbers(short, long) else Likeness.SAME
    if _abbreviates(short, long) or inflected(short, long) or _misspelt(short, long):
        return Likeness.SAME
    if short[0] != long[0]:
        return Likeness.OTHER
    if _written_otherwise(short, long):
        return Likeness.SAME
    twice = len(short) >= _TWICE_MISPRINTED and OSA.distance(short, long, score_cutoff=2) <= 2
    return Likeness.DOUBTFUL if twice else Likeness.OTHER


def is_small(word: str) -> bool:
    """Whether a folded word tells nothing about what a title is of: a preposition, a conjunction, an article."""
    return word in _listed("small") or (len(word) == 1 and not word.isdecimal())


def is_form(word: str) -> bool:
    """Whether a folded word says in what form something was published: "monografia"."""
    return word in _listed("forms")


def inflected(one: str, other: str) -> bool:
    """Whether two folded words are one stem with two endings of one language."""
    stem = Prefix.similarity(one, other)
    if f"{one[stem : stem + 1]}{other[stem : stem + 1]}" in _ALTERNATE:
        stem += 1  # топырақ, топырағы
    if stem < _CHAINED_STEM:
        return False
    # an ending may begin with the letter that the other one begins with: "ogo" and "oi"
    return any(_two_endings(one[at:], other[at:], at) for at in (stem, stem - 1, stem - 2))


def _two_endings(one: str, other: str, stem: int) -> bool:
    plain, chained = _endings()
    enough = stem >= _SHORT_STEM or (
        stem >= _SHORTEST and max(len(one), len(other)) <= _SHORT_ENDING
    )
    patterns = (plain if enough else ()) + (chained if stem >= _CHAINED_STEM else ())
    return any(pattern.fullmatch(one) and pattern.fullmatch(other) for pattern in patterns)


def _written_otherwise(one: str, other: str) -> bool:
    """Whether the words agree but for letters of two romanisations: Armenian ջ and Kazakh ж as j, ң as ng, щ as sc."""
    plain, others = (
        word.replace("zh", "i").replace("ng", "n").replace("sc", "sh") for word in (one, other)
    )
    return (plain, others) != (one, other) and (
        plain == others or inflected(plain, others) or _misspelt(plain, others)
    )


def _differ_in_numbers(one: str, other: str) -> bool:
    """Whether the two hold other numbers; a letter misread as a digit ("g1acier") is no number."""
    whole = one.isalpha() or other.isalpha()
    return not whole or min(len(one), len(other)) < _MISPRINTED or not _one_slip(one, other)


def _abbreviates(short: str, long: str) -> bool:
    return len(short) >= _SHORTEST and long.startswith(short)


def _misspelt(short: str, long: str) -> bool:
    """One letter is another one, or the vowels are of another romanisation."""
    if len(short) < _MISPRINTED:
        return False
    if _one_slip(short, long):
        return True
    return skeleton(short) == skeleton(long) and OSA.distance(short, long) <= len(long) // _OFTEN


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is another one, one too many or too few, or two changed places."""
    return OSA.distance(_as_letters(one), _as_letters(other), score_cutoff=1) <= 1


def _as_letters(word: str) -> str:
    """The word with one sign for each letter that folds to two."""
    return word.replace("zh", "Z").replace("sh", "S").replace("ch", "C") if "h" in word else word


def _contrast(one: str, other: str) -> bool:
    """Whether two beginnings that exclude one another stand before the same rest."""
    return any(
        one.startswith(mine)
        and other.startswith(theirs)
        and (rest := one[len(mine) :])[:_SHORTEST] == other[len(theirs) :][:_SHORTEST]
        and len(rest) >= _SHORTEST
        for mine, theirs in _contrasts()
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("word_forms.toml").read_text(encoding="utf-8"))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_folded(_table()[name]["words"]))


@cache
def _endings() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """One pattern for each language with one ending, and with several: what may stand behind a stem, or nothing."""
    plain = (f"(?:{_any(text)})?" for text in _table()["endings"].values())
    chained = (f"(?:{_any(text)}){{0,{_MOST_ENDINGS}}}" for text in _table()["chained"].values())
    return tuple(map(re.compile, plain)), tuple(map(re.compile, chained))


def _any(text: str) -> str:
    return "|".join(sorted(_folded(text), key=len, reverse=True))


@cache
def _contrasts() -> tuple[tuple[str, str], ...]:
    """Each two beginnings that exclude one another, in both orders; also a negation and nothing."""
    table = _table()["contrasts"]
    sets = [*map(_folded, table["prefixes"]), *({"", word} for word in _folded(table["negations"]))]
    return tuple((a, b) for words in sets for a in words for b in words if a != b)


def _folded(text: str) -> set[str]:
    return set(filter(None, map(fold_word, text.split())))
