"""What an RSCI article is known by: its place in the journal, which stays the same when a DOI is added later.

It is made of cleaned values, so that another exporter, or a mended field, gives the same. Before 2026-12 it was made of
the values as written; records that are held under such a name keep it (:attr:`ParsedPage.formerly`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.rsci import rsci_values
from crawler.formats.text import xml
from crawler.formats.values.dates import year_of
from crawler.formats.values.identity import digest

NTH, NTH_FORMERLY = "nth", "nth-formerly"
"""Attributes of an article that is kept alone, without those that it was counted with."""
_MOST_DIGITS = 7
_PARTS = 4  # journal, year, volume and number, pages
_YEAR_MONTH = re.compile(r"^([12]\d{3})(\d{2})(?!\d)")


class Name(NamedTuple):
    """What an article is known by; ``nth`` counts those that would be known by the same, as does ``nth_formerly``."""

    identifier: str
    nth: int = 1
    formerly: tuple[str, ...] = ()
    nth_formerly: int = 1


class Names:
    """Names the articles of an issue, in the order of the file."""

    def __init__(self, journal: etree._Element, issue: etree._Element) -> None:
        self._journal = _journal(journal)
        self._place = _place(issue)
        self._former_key = _former_key(journal, issue)
        self._seen: Counter[str] = Counter()
        self._seen_formerly: Counter[str] = Counter()

    def of(self, article: etree._Element, year: int | None) -> Name | None:
        """The place in the journal; else the DOI or EDN, or a digest of title and author; None if there is nothing."""
        pages = rsci_values.pages(xml.text_at(article, "pages"))
        around = f"{self._journal or ''}/{year or ''}"
        if self._journal and pages:
            base = f"{around}/{self._place}/{pages}"
        else:
            base = _code(article) or _described(article, around)
        if not base:
            return None
        nth = _count(self._seen, base, article.get(NTH))
        former = self._former(article)
        nth_formerly = _count(self._seen_formerly, former, article.get(NTH_FORMERLY))
        names = [
            _nth(former, nth_formerly) if former else "",
            _nth(self._without_volume(base), nth),
        ]
        identifier = _nth(base, nth)
        return Name(identifier, nth, unique(n for n in names if n != identifier), nth_formerly)

    def _former(self, article: etree._Element) -> str:
        if self._former_key:
            return f"{self._former_key}/{xml.text_at(article, 'pages') or ''}"
        codes = xml.child(article, "codes")
        return xml.text_at(codes, "doi") or xml.text_at(codes, "edn") or ""

    def _without_volume(self, base: str) -> str:
        """The name that it had before the volume was added."""
        volume, dash, number = self._place.partition("-")
        if not (volume and number and f"/{self._place}/" in base):
            return ""
        return base.replace(f"/{self._place}/", f"/{dash}{number}/", 1)


def beginning(identifier: str) -> str:
    """Journal and year of a place in a journal, with which all articles of that year begin; "" if it is no place."""
    parts = identifier.split("/")
    return f"{parts[0]}/{parts[1]}/" if len(parts) >= _PARTS and parts[1].isdecimal() else ""


def read_anew(identifier: str) -> tuple[str, ...]:
    """What an identifier of values as written is by today's rules, with its volume and without."""
    parts = identifier.split("/")
    if len(parts) < _PARTS:
        return ()
    volume, dash, given = "/".join(parts[2:-1]).partition("-")
    written, mark, nth = parts[-1].partition("#")
    pages = rsci_values.pages(written)
    if not (dash and pages):
        return ()
    number, _, part = given.partition(", part ")
    numbered = rsci_values.number(number) or ""
    if part:
        numbered = f"{numbered}, part {part}"
    volumes = dict.fromkeys((rsci_values.number(volume) or "", ""))
    around, after = f"{parts[0]}/{parts[1]}", f"-{numbered}/{pages}{mark}{nth}"
    return tuple(f"{around}/{each}{after}" for each in volumes)


def _count(seen: Counter[str], name: str, given: str | None) -> int:
    seen[name] += 1
    return int(given) if given and given.isdecimal() and len(given) < _MOST_DIGITS else seen[name]


def _nth(name: str, nth: int) -> str:
    # two short notes may share a page
    return name if nth == 1 or not name else f"{name}#{nth}"


def _journal(journal: etree._Element) -> str | None:
    given = (xml.text_at(journal, name) for name in ("titleid", "codeNEB"))
    title, code = (rsci_values.told(text) for text in given)
    if title and title.strip("0"):
        return title
    return next(iter(rsci_values.issns(journal)), None) or code


def _place(issue: etree._Element) -> str:
    volume = rsci_values.number(xml.text_at(issue, "volume"))
    return f"{volume or ''}-{number_of(issue) or ''}"


def number_of(issue: etree._Element) -> str | None:
    """The number of an issue with its part; the number through all the years if there is no other."""
    names = ("number", "altNumber", "part")
    number, through, part = (rsci_values.number(xml.text_at(issue, name)) for name in names)
    number = number or through
    return f"{number}, part {part}" if number and part else number


def _code(article: etree._Element) -> str | None:
    codes = xml.child(article, "codes")
    return rsci_values.told(xml.text_at(codes, "doi")) or rsci_values.told(
        xml.text_at(codes, "edn")
    )


def _described(article: etree._Element, journal: str) -> str:
    title = xml.text_at(article, "artTitles", "artTitle")
    author = xml.text_at(article, "authors", "author", "individInfo", "surname")
    return digest(title, author, journal) if title and (author or journal) else ""


def _former_key(journal: etree._Element, issue: etree._Element) -> str | None:
    """The beginning of identifiers as they were made of values as written."""
    names = ("titleid", "issn", "eissn", "codeNEB")
    key = next((text for name in names if (text := xml.text_at(journal, name))), None)
    if key is None:
        return None
    volume, number = xml.text_at(issue, "volume"), xml.text_at(issue, "number")
    part = xml.text_at(issue, "part")
    number = number or xml.text_at(issue, "altNumber")
    number = f"{number}, part {part}" if number and part else number
    return f"{key}/{_former_year(issue) or ''}/{volume or ''}-{number or ''}"


def _former_year(issue: etree._Element) -> int | None:
    given = xml.text_at(issue, "dateUni") or ""
    match = _YEAR_MONTH.match(given)
    return int(match.group(1)) if match else year_of(given)
