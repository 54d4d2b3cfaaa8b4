"""Belarusian: endings of nouns and adjectives, and what they do to the stem before them.

The rules are those of Mayo, "A Grammar of Byelorussian" (1976). Consonants change before a soft ending (дарога, дарозе;
гаспадарка, гаспадарцы), vowels come and go (ацэнка, ацэнак), в is ў at the end (мова, моў). Both orthographies are
read, the classical one with its soft signs (Беларусьсю) too. The vowel that changes with the stress (горад, гарады;
вада, воды) follows no rule that letters show: only stems of ``belarusian.toml`` have it. A stem of a noun is no stem
of an adjective.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_HARD = "а у е ы о э ам ом аў оў амі ах ай ой аю ою эй эю"
_SOFT = "я ю і ё ем ём ям яў ёў ямі ях яй ей ёй яю ею ёю й мі"
_NOUN = f"{_HARD} {_SOFT}".split()
_HARD_ADJECTIVE = "ы ага аму ым ая ай ую аю ае ыя ых ымі ога ому ой ое ою"
_SOFT_ADJECTIVE = "і яга яму ім яя яй юю яю яе ія іх імі"
_ADJECTIVE = f"{_HARD_ADJECTIVE} {_SOFT_ADJECTIVE}".split()
_VOWEL = re.compile("[аоуыіэеёюя]")
_DOUBLED = re.compile("([^аоуыіэеёюя])\\1$")
_FLEETING = re.compile("(?<=[^аоуыіэеёюяй])[аоеэёя]([кцнлрм])$")
_SOFTENED = {
    "е": (("дз", "д"), ("ц", "т"), ("з", "г"), ("с", "х")),
    "э": (("ц", "к"),),
    "ы": (("ц", "к"),),
    "і": (("дз", "д"), ("ц", "т")),
}
"""Before an ending: the last consonants, and those that they stand for."""


def belarusian_stems(word: str) -> frozenset[str]:
    """The stems that a word in small letters may have; those of adjectives end in a hyphen."""
    letters = _levelled(word)
    if letters in _irregular():
        return frozenset({_irregular()[letters]})
    nouns = {_canonical(each) for each in _noun_stems(letters) if len(each) > 1}
    adjectives = {f"{_canonical(each)}-" for each in _stems(letters, _ADJECTIVE)}
    return frozenset(nouns | adjectives) or frozenset({letters})


def _levelled(word: str) -> str:
    """Without soft signs, which the orthographies put in other places, and with в for ў."""
    letters = word.replace("ь", "")
    return ("у" + letters[1:] if letters.startswith("ў") else letters).replace("ў", "в")


def _stems(letters: str, endings: list[str]) -> Iterator[str]:
    for ending in endings:
        levelled = ending.replace("ў", "в")
        stem = letters.removesuffix(levelled)
        if stem != letters and len(stem) > 1 and _VOWEL.search(stem):
            yield stem


def _noun_stems(letters: str) -> Iterator[str]:
    yield letters
    without = _FLEETING.sub("\\1", letters)
    if without != letters and _VOWEL.search(without):
        yield without
    if letters.endswith("нін"):
        yield letters[:-2]  # грамадзянін, грамадзяне
    for ending in _NOUN:
        for stem in _stems(letters, [ending]):
            yield stem
            for soft, hard in _SOFTENED.get(ending, ()):
                if stem.endswith(soft):
                    yield stem.removesuffix(soft) + hard


def _canonical(stem: str) -> str:
    """One letter of a double consonant, and the form of a stem that changes which the table begins with."""
    single = _DOUBLED.sub("\\1", stem)
    return _changing().get(single, single)


@cache
def _changing() -> dict[str, str]:
    return {form: forms[0] for forms in _table("stems") for form in forms}


@cache
def _irregular() -> dict[str, str]:
    return {form: forms[0] for forms in _table("words") for form in forms}


def _table(name: str) -> list[list[str]]:
    text = Path(__file__).with_name("belarusian.toml").read_text("utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    return [[_levelled(form) for form in line.split()] for line in lists[name]]
