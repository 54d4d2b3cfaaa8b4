"""Whether a Cyrillic name is how Russian customarily writes a name of another language.

A romanisation turns letters into letters; a *rendering* follows the sound, and each language has rules of its
own: Huxley is Хаксли, Schmidt Шмидт, Lefebvre Лефевр. ``renderings.toml`` holds these rules. What a language leaves
open (Watson: Уотсон, Ватсон) is read along the Cyrillic name, so that it needs no list of spellings.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_DOUBLED = re.compile(r"([бвгджзйклмнпрстфхцчшщ])\1+")
_AS_HEARD = str.maketrans({"ё": "е", "э": "е", "ў": "у", "і": "и"} | dict.fromkeys("ьъ'", ""))


_EVERY = "абвгдежзийклмнопрстуфхцчшщыюя"
_NONE: frozenset[str] = frozenset()
_LATER = re.compile(
    r"\(\?<=|.\$$"
)  # what such a rule takes is no beginning of a name of two letters or more
_LOOKING_BACK = re.compile(r"\^|\(\?<![^)]*\)")
_CLASS = re.compile(r"\[([^\]^-]+)\]")


class _Language(NamedTuple):
    """The rules of one language: what takes which letters, and what each rule writes for them.

    ``openings``: with which letters a rendering may begin, by the first letter of the name.
    """

    letters: re.Pattern[str]
    written: tuple[tuple[str, ...], ...]
    doubled: re.Pattern[str]
    openings: dict[str, frozenset[str]]


def _language(text: str) -> _Language:
    rules = [line.split(" ") for line in text.strip().splitlines()]
    letters = re.compile("|".join(f"({pattern})" for pattern, _ in rules))
    written = tuple(tuple(other.replace("-", "").split("|")) for _, other in rules)
    told = " ".join(pattern.partition("(?")[0] for pattern, _ in rules)
    single = "".join(sign for sign in "bcdfghklmnprstvz" if sign * 2 not in told)
    openings = _openings([(rule[0], parts) for rule, parts in zip(rules, written, strict=True)])
    return _Language(letters, written, re.compile(rf"([{single}])\1"), openings)


def _openings(rules: list[tuple[str, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    """For each letter the first letters that the rules for it write at the beginning; all where one writes nothing."""
    found: dict[str, set[str]] = {}
    for pattern, written in rules:
        if not _LATER.match(pattern):
            for letter in _first_letters(pattern):
                found.setdefault(letter, set()).update(part[:1] or _EVERY for part in written)
    return {letter: frozenset("".join(parts)) for letter, parts in found.items()}


def _first_letters(pattern: str) -> str:
    """The letters with one of which what a rule takes begins."""
    pattern = _LOOKING_BACK.sub("", pattern)
    letters = _CLASS.match(pattern)
    if not letters and not pattern[0].isalpha():
        raise ValueError(f"a rule of a rendering has to begin with a letter or letters: {pattern}")
    return letters[1] if letters else pattern[0]


_PATH = Path(__file__).with_name("renderings.toml")
_LANGUAGES = {
    name: _language(text) for name, text in tomllib.loads(_PATH.read_text("utf-8")).items()
}


def as_heard(cyrillic: str) -> str:
    """Small Cyrillic letters without what renderings differ in: signs, ё and э, double consonants."""
    return _DOUBLED.sub(r"\1", cyrillic.translate(_AS_HEARD))


def renders(cyrillic: str, name: str, language: str) -> bool:
    """Whether a Cyrillic word (:func:`as_heard`) is a rendering of a name of that language, in small letters."""
    rules = _LANGUAGES[language]
    if len(name) > 2 and cyrillic and cyrillic[0] not in rules.openings.get(name[0], _NONE):
        return False  # as most, when all languages are tried
    name = rules.doubled.sub(r"\1", name)
    at, reached = 0, {0}
    while at < len(name) and reached:
        found = rules.letters.match(name, at)
        if not found or found.lastindex is None or found.end() == at:
            return False  # a letter that the language does not have
        written = rules.written[found.lastindex - 1]
        reached = {
            end + len(part) for end in reached for part in written if cyrillic.startswith(part, end)
        }
        at = found.end()
    return bool(name) and len(cyrillic) in reached


@lru_cache(maxsize=1 << 10)
def _first_of_any(letter: str, languages: tuple[str, ...]) -> frozenset[str]:
    """With which letters a rendering may begin of a name that begins with this one."""
    return _NONE.union(*(_LANGUAGES[each].openings.get(letter, _NONE) for each in languages))


def renders_any(cyrillic: str, name: str, languages: tuple[str, ...]) -> bool:
    """The same of any of the languages."""
    if len(name) > 2 and cyrillic and cyrillic[0] not in _first_of_any(name[0], languages):
        return False
    return any(renders(cyrillic, name, language) for language in languages)
