"""The suffix ladder of a Turkic noun: stem, then plural, then possessive, then case, then -ғы on a locative.

Each rung may be missing. A suffix is written as a pattern whose capitals take the letter that the stem and harmony ask
for (``GA`` is ға, ге, қа or ке), so a split of a word is legal exactly if its stem makes that word by the rules
of the :class:`Grammar`. No list of words is needed, and all legal stems count. Predicates, "my" and "your" are left
out: titles have none of them, and their -ым makes other words (жүз "face", жүзім "grape").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

Sounds = Mapping[str, str]
"""What the capitals of patterns stand for."""
Suffixes = Mapping[str, tuple[tuple[str, str], ...]]
"""After a stem, or after a suffix of a kind: the kinds and patterns that may follow."""
Steps = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""After a kind and in a class of sounds: the kinds and letters that may follow."""

_LONGEST_LADDER = 14
"""Letters of all suffixes: лар + ымыз + дағы and no more."""
_DOUBLED = re.compile(r"([^аәоөуұүыіеэиюяё])\1$")


class Grammar(NamedTuple):
    """What differs between the languages."""

    vowels: str
    steps: Steps
    classes: Callable[[str], tuple[str, ...]]
    """The classes of sounds that so many letters may end in: several where harmony leaves a choice."""
    lemmas: Callable[[str], Iterator[str]]
    """The stems that become these letters before a suffix that begins with a vowel."""
    is_stem: Callable[[str], bool]
    """Whether a word may be so short."""


def steps_of(suffixes: Suffixes, sounds: Mapping[str, Sounds]) -> Steps:
    """The patterns spelt out for every class of sounds."""
    return {
        (kind, name): tuple((after, _spelt(pattern, heard)) for after, pattern in following)
        for kind, following in suffixes.items()
        for name, heard in sounds.items()
    }


def ladder_stems(word: str, grammar: Grammar) -> frozenset[str]:
    """The stems that a word in small letters may have, the word itself among them."""
    found = {_bare(word)}
    for end in range(max(1, len(word) - _LONGEST_LADDER), len(word)):
        stem, rest = word[:end], word[end:]
        if _climbs("stem", stem, rest, grammar):
            lemmas = grammar.lemmas(stem) if rest[0] in grammar.vowels else iter((stem,))
            found |= {_bare(each) for each in lemmas if grammar.is_stem(each)}
    return frozenset(found)


def _bare(stem: str) -> str:
    """What suffixes leave of a loan: процесс, процестің; апрель, апрелі."""
    return _DOUBLED.sub(r"\1", stem.rstrip("ь") or stem)


def _climbs(kind: str, before: str, rest: str, grammar: Grammar) -> bool:
    """Whether suffixes that may follow these letters make up all the rest."""
    return not rest or any(
        rest.startswith(text) and _climbs(after, before + text, rest[len(text) :], grammar)
        for sound in grammar.classes(before)
        for after, text in grammar.steps.get((kind, sound), ())
    )


def _spelt(pattern: str, heard: Sounds) -> str:
    return "".join(heard.get(letter, letter) for letter in pattern)
