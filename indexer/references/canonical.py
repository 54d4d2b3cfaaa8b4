"""Tells descriptions that keep to GOST in all their parts: of these the rules read more than the tagger.

Either as GOST 7.1 prescribes them, with ". — " before each area; or as GOST R 7.0.5 shortens them: authors with
initials in front, then a known town with its publisher and year, or "//", a host, a year and pages.
"""

from __future__ import annotations

import re

from indexer.references.towns import is_known
from indexer.text.people import INVERTED
from indexer.text.printed import LOWER, UPPER

_YEAR = r"(?:1[5-9]|20)\d\d"
_STANDARD = r"(?:ГОСТ|ОСТ|СТБ|СП|СНиП|ҚР\sСТ|КМС|ԳՕՍՏ)\s(?:Р\s)?[\d.]+(?:[-–.:]\d+)*\."
_HEAD = re.compile(rf"(?:{INVERTED}(?:,\s{INVERTED})*|{_STANDARD})\s(?!{INVERTED})(?=[{UPPER}\d])")
_DASH = r"(?:\s?[—–])?"
_BOOK = re.compile(
    rf"[.?!»)\]]{_DASH}\s(?P<place>[{UPPER}][^.:;,\d]{{0,24}}\.?)\s?:\s[{UPPER}«„][^:;,]{{1,80}}?,\s{_YEAR}\."
    rf"{_DASH}(?:\s\d+\s?(?:с|б|s|p|л|էջ|бет)\.)?(?:\s[—–]\s.*)?$"
)
_PART = r"(?:[А-ЯA-ZՀ]\w{0,2}\.\s?\w+|№\s?\d[\d()\s/–-]*)"
_ARTICLE = re.compile(
    rf"\S\s//\s[^/]{{2,120}}?\.{_DASH}\s{_YEAR}\.{_DASH}\s(?:{_PART}[.,]{_DASH}\s){{0,3}}(?:[СБSPРC]|Էջ)\.\s?\d"
)
_QUOTES = frozenset('"“')  # Western styles put titles into them


# GOST 7.1 as it is prescribed: ". — " before each area, and spaces around the colon of an imprint
_IMPRINT_AREA = re.compile(
    rf"\.\s—\s[{UPPER}\[][^:—]{{0,60}}?\s:\s[^:]{{2,120}}?,\s(?:cop\.\s)?{_YEAR}"
)
_FULL_NAME = re.compile(rf"[{UPPER}][\w'’-]+,\s[{UPPER}][{LOWER}]{{2,}}")


def is_canonical(text: str) -> bool:
    """Whether the rules are to read the text, and the tagger is not."""
    if " — " in text and _IMPRINT_AREA.search(text) and not _FULL_NAME.match(text):
        return True
    if not _QUOTES.isdisjoint(text) or not _HEAD.match(text):
        return False
    if " // " in text:
        return _ARTICLE.search(text) is not None
    book = _BOOK.search(text)
    return book is not None and is_known(book["place"])
