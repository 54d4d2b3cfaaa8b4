"""The headings of reference lists in the languages of the Union, romanised too; their words are data."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_LISTS = tomllib.loads(
    (Path(__file__).parent / "reference_headings.toml").read_text(encoding="utf-8")
)
_LONGEST = 100  # letters
# "5.", "5.2.", "IV)", "§ 5."
_NUMBERING = re.compile(r"^(?:§\s*)?(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[ivxіхѵ]{1,4})[.)]?\s+)?")
_MARKS = " \t.:;,։՝․*•·–—-_=¹²³\ufeff\u200b"
# "Список литературы / References", "Литература (References)", "References [in Russian]"
_PARTS = re.compile(r"[/|()\[\]•–—]+")
_IN = frozenset({"in", "на", "na"})
_SPACED = re.compile(r"\S(?: \S){5,}")  # "Л И Т Е Р А Т У Р А"


class _Words:
    """Words of one kind; a word with a star stands for all that begin so."""

    def __init__(self, printed: str) -> None:
        words = printed.casefold().split()
        self._whole = frozenset(word for word in words if not word.endswith("*"))
        self._beginnings = tuple(word[:-1] for word in words if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._beginnings)


class _Language(NamedTuple):
    code: str
    heads: _Words
    nouns: _Words
    others: _Words

    def has(self, word: str) -> bool:
        return word in self.heads or word in self.nouns or word in self.others


_PROMISED = {
    word: lang for lang, words in _LISTS["promised"].items() for word in words.casefold().split()
}
_LANGUAGES = [
    _Language(lang, *(_Words(lists[kind]) for kind in ("heads", "nouns", "others")))
    for lang, lists in _LISTS.items()
    if lang != "promised"
]


@lru_cache(maxsize=1 << 12)
def heading_of(text: str) -> str | None:
    """The language code of a reference list's heading, or None if the text is no such heading.

    It is the language that the heading promises: of "References (in Russian)" Russian.
    """
    if len(text) > _LONGEST:
        return None
    given = _plain(text)
    parts = [part for each in _PARTS.split(given) if (part := each.strip(_MARKS))]
    langs = [_language_of_part(part.split()) for part in parts]
    known = [lang for lang in langs if lang]
    if not known or None in langs:
        return None
    return next(iter(_promised(given.split())), known[0])


def _plain(text: str) -> str:
    """In small letters, without number, marks and the spaces of letters that are set apart."""
    given = " ".join(text.casefold().replace("ё", "е").split()).strip(_MARKS)
    if _SPACED.fullmatch(given):
        given = given.replace(" ", "")
    return _NUMBERING.sub("", given, count=1)


def _promised(words: list[str]) -> list[str]:
    """The languages that the words promise: "in Russian", "на английском языке"."""
    pairs = pairwise(words)
    return [
        _PROMISED[word.strip(")]")]
        for before, word in pairs
        if before.strip("([") in _IN and word.strip(")]") in _PROMISED
    ]


def _language_of_part(words: list[str]) -> str | None:
    """The language of a heading, of two headings side by side that of the first; see :func:`_language`."""
    whole = _language(words)
    if whole is not None:
        return whole
    for at in range(1, len(words)):
        first = _language(words[:at])
        if first and _language(words[at:]):
            return first
    return None


def _language(words: list[str]) -> str | None:
    """The language of a heading of these words; "" for words that only say more of one; None for others."""
    said = [
        word
        for before, word in zip(("", *words), words, strict=False)
        if not (before in _IN and word in _PROMISED)
    ]
    for language in _LANGUAGES:
        if all(map(language.has, said)):
            nouns = sum(word in language.nouns for word in said)
            if nouns > 1 or any(word in language.heads for word in said):
                return language.code
    extra = all(any(word in language.others for language in _LANGUAGES) for word in said)
    return "" if extra else None
