"""The imprint of a description: place, publisher and where its date begins.

GOST 7.1-2003 and 7.0.100-2018 write "М. : Наука, 1975", R 7.0.5-2008 "М., 1975" too, romanised lists "Moscow, Nauka
Publ., 1986". A title has the same shape ("Экономика: Учебник"), so nothing that holds another imprint is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from indexer.references.dates import YEAR
from indexer.references.towns import TOWN, is_known, is_nowhere, is_shaped, is_short
from indexer.text.printed import DASH, LOWER, UPPER

_NOWHERE = r"\[[^\[\]\d]{2,24}\]|[БбSs]\.\s?[мl]\.(?:,\s(?:б\.\s?и|s\.\s?n)\.)?"
_PLACE = rf"(?:{_NOWHERE}|{TOWN})"
_PLACES = rf"{_PLACE}(?:\s?[;,]\s?{_PLACE}|\s(?:and|и|і|&)\s{_PLACE}){{0,3}}(?:\s\[[^\]]*\]|\s(?:и\sдр|etc)\.)?"
# a date, and no year that a sentence goes on about ("Москва, 1812 год в жизни …")
_DATE = rf"(?=(?:cop\.\s|©\s?|\[)?{YEAR}(?!\d)(?!\sгод|\s[{LOWER}]{{3,}}[\s:,]|\s(?:и|і|and)\s))"
_PUBLISHER = rf"[{UPPER}\d«\"“„'][^:]{{0,120}}?|[{UPPER}][^:]*?:[^:]{{0,60}}?"
_WITH_PUBLISHER = re.compile(
    rf"(?P<place>{_PLACES})\s?:\s?(?P<publisher>{_PUBLISHER}|\[[^\[\]\d]{{2,20}}\])"
    rf"\s?(?:,|\.\s?[{DASH}]|\s[{DASH}]|\.|;)\s?(?:cop\.\s|©\s?|\[)?{_DATE}"
)
_DATED = re.compile(rf"(?P<place>{_PLACES})(?P<joint>[,;:]?\s){_DATE}")
# "Moscow, Nauka Publ., 1986": the imprint of romanised lists; with a known town no word for a publisher is needed
_ROMANISED = re.compile(
    rf"(?P<place>{_PLACES}),\s(?P<publisher>[{UPPER}«\"“„][^,:]{{1,60}}?),\s(?:cop\.\s)?{_DATE}"
)
_PUBLISHER_WORD = re.compile(r"Publ|Press|Izd|Изд|Выд|баспа|հրատ")
_LOOSE = re.compile(
    rf"(?P<place>[{UPPER}][^:\d()—]{{0,40}}?)\s?:\s(?P<publisher>[^:]{{2,120}}?),\s(?:cop\.\s)?(?={YEAR})"
)
_PLACE_ONLY = re.compile(
    rf"(?P<place>{_PLACES})(?:\s?:\s?(?P<publisher>[^:]{{2,100}}?))?(?=\.?\s?[{DASH}]\s|\.?$)"
)
_BEGINS_PLACE = re.compile(rf"(?P<place>{_PLACES})(?=\s?:|,|$)")
_FIRST = re.compile(rf"(?P<place>{_PLACE})(?=\s?[:;,]|\s(?:\d|\[|©|cop|and|и|і|&))")
_SOME_YEAR = re.compile(YEAR)
_OPENINGS = ("[", "б", "s")
_SENTENCE = re.compile(rf"^|[.?!»]\s(?:[{DASH}]\s)?")
_INNER_IMPRINT = re.compile(rf"(?P<place>{TOWN})\s?:\s?[{UPPER}«\"]")
_LAST_WORDS = re.compile(rf"[.?!»]\s(?:[{DASH}]\s)?(?P<place>{TOWN})$")
_BETWEEN = re.compile(r"\s?[;,]\s?|\s(?:and|и|і|&)\s")
_PRESS = re.compile(r"\s(?:հրատ|հրատարակչություն|հրատարակչութիւն)\.?$")
_AND_OTHERS = re.compile(r"\s(?:\[[^\]]*\]|(?:и\sдр|etc)\.)$")


class Imprint(NamedTuple):
    """Place and publisher as printed, the length of what stands before the date, and whether the town is known."""

    place: str
    publisher: str | None
    length: int
    known: bool


@lru_cache(maxsize=1 << 8)  # the same ends of one text are asked for again and again
def imprint_at(text: str) -> Imprint | None:
    """The imprint that the text begins with, if it does."""
    if not _may_begin(text):
        return None
    for pattern in (_WITH_PUBLISHER, _ROMANISED, _DATED):
        match = pattern.match(text)
        if match and (found := _checked(match)):
            return found
    return None


def _may_begin(text: str) -> bool:
    """Whether a place could begin here, with a year not far behind it: most places in a text fail here, and fast."""
    if not text[:1].isupper() and text[:1] not in _OPENINGS:
        return False
    first = _FIRST.match(text)
    return (
        first is not None
        and _is_place(first["place"])
        and _SOME_YEAR.search(text, 0, 300) is not None
    )


def loose_imprint_at(text: str) -> Imprint | None:
    """The same of an area that can be nothing else, whatever the form of its place ("Stanford, CA : …", "P. : …")."""
    match = _LOOSE.match(text)
    return (
        Imprint(match["place"].strip(), match["publisher"], match.end(), known=False)
        if match
        else None
    )


def begins_place(text: str) -> bool:
    """Whether a known town stands at the start of the text, alone or before a colon or a comma."""
    match = _BEGINS_PLACE.match(text)
    return match is not None and _every(match["place"], is_known)


def known_place(text: str) -> re.Match[str] | None:
    """Place and publisher without a date, at the start of the text."""
    match = _PLACE_ONLY.match(text)
    return match if match and _is_place(match["place"]) else None


def publisher_of(printed: str) -> str | None:
    """The publisher without the Armenian "press" behind it ("Լույս հրատ."); None for a note that none is known."""
    return named(_PRESS.sub("", printed).strip() or None)


def named(value: str | None) -> str | None:
    """The place or publisher, or None for a note that none is known ("[Б. м.]", "[s. n.]")."""
    if value is None or is_nowhere(value):
        return None
    last = _BETWEEN.split(value)[-1]
    return value.strip().rstrip(".") if is_known(last) and not is_short(last) else value.strip()


def is_abbreviated(found: Imprint) -> bool:
    """Whether the place is a short form of a town, which nothing but an imprint begins with."""
    return _every(found.place, lambda name: is_short(name) or is_nowhere(name))


def _checked(match: re.Match[str]) -> Imprint | None:
    parts = match.groupdict()
    place, publisher = parts["place"], parts.get("publisher")
    known = _every(place, is_known)
    if not known and not (_is_place(place) and _shows_place(match)):
        return None
    if publisher and (_holds_imprint(publisher) or _is_town(match)):
        return None
    return Imprint(place, publisher, match.end(), known)


def _shows_place(match: re.Match[str]) -> bool:
    """Whether the marks behind an unknown town are those of an imprint and of nothing else."""
    if match.re is _DATED:
        return match["joint"] == ", "
    return match.re is _WITH_PUBLISHER or _PUBLISHER_WORD.search(match["publisher"]) is not None


def _is_town(match: re.Match[str]) -> bool:
    """Whether what stands where romanised lists have a publisher is a second town ("Moscow, Leningrad, 1975")."""
    return match.re is _ROMANISED and is_known(match["publisher"])


def _holds_imprint(publisher: str) -> bool:
    """Whether what seems a publisher is the rest of a title and the imprint behind it ("Учебник. М.: Наука")."""
    for sentence in _SENTENCE.finditer(publisher):
        inner = _INNER_IMPRINT.match(publisher, sentence.end())
        if inner and (_is_place if sentence.group() else is_known)(inner["place"]):
            return True
    last = _LAST_WORDS.search(publisher)
    return last is not None and is_known(last["place"])


@lru_cache(maxsize=1 << 12)
def _is_place(place: str) -> bool:
    return _every(place, lambda name: is_known(name) or is_shaped(name))


def _every(place: str, test: Callable[[str], bool]) -> bool:
    """Whether the test holds for the whole, or for each of the towns that it names."""
    names = _AND_OTHERS.sub("", place)
    return test(names) or all(test(name) for name in _BETWEEN.split(names))
