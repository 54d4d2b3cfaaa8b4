"""Joins a printed line and the next one: words that the line's end broke, ranges of pages, addresses.

A hyphen stays where the word has one of its own: if the page spells it so elsewhere, or if its first part is one of
those that are written with a hyphen ("научно-техническая", ``first_parts.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "first_parts.toml").read_text(encoding="utf-8"))
_FIRST_PARTS = frozenset(chain.from_iterable(text.split() for text in _LISTS.values()))
_SOFT = re.compile(r"(?<=[^\W\d_])[\u00ad¬]$")  # a hyphen that stands at a line's end only
_HYPHEN = re.compile(r"([^\W\d_]+)[-‐‑]$")
_SECOND = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(r"\d\s?[-–—‐‑]$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/=&?_]$", re.IGNORECASE)
_JOINED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
# "фото- и видеоматериалы": a hyphen that stands for what follows
_AND = re.compile(r"(?:и|или|і|або|та|және|мен|жана|և|and|or|und|et)\b")


class LineJoiner:
    """Joins lines of one page, whose other words show how a broken one is spelt."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the lines of the page; they are read only if a line ends in a hyphen."""
        self._texts = texts

    def joined(self, start: str, rest: str) -> str:
        """The line and its continuation as running text."""
        if not start or not rest:
            return start + rest
        if _SOFT.search(start):
            return start[:-1] + rest
        if (match := _HYPHEN.search(start)) and not _AND.match(rest):
            return self._word(start, match[1], rest)
        if _RANGE.search(start) and rest[:1].isdigit():
            return start + rest
        if _ADDRESS.search(start) and not rest[:1].isupper() and rest[:1] != "(":
            return start + rest
        return f"{start} {rest}"

    def _word(self, start: str, first: str, rest: str) -> str:
        second = _SECOND.match(rest)
        if second is None:
            return start + rest if rest[:1].isdigit() else f"{start} {rest}"
        return start + rest if self._keeps_hyphen(first, second.group()) else start[:-1] + rest

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        hyphenated, whole = f"{first}-{second}".casefold(), f"{first}{second}".casefold()
        if (hyphenated in self._spelt) != (whole in self._spelt):
            return hyphenated in self._spelt
        capitals = (
            len(first) > 1 and first.isupper() and second.isupper()
        )  # a heading, or a name in capitals
        return (second[:1].isupper() and not capitals) or first.casefold() in _FIRST_PARTS

    @cached_property
    def _spelt(self) -> frozenset[str]:
        """The words of the page in small letters, those with hyphens whole."""
        found = (_JOINED.findall(text) for text in self._texts)
        return frozenset(
            word.casefold().replace("‐", "-").replace("‑", "-")
            for word in chain.from_iterable(found)
        )
