"""Cuts a GOST description into head (authors, title, responsibility), host and tail (imprint, numbers, pages).

GOST 7.1-2003 and 7.0.100-2018 put ". — " between areas, " / " before responsibility, " // " before the host; GOST R
7.0.5-2008 allows a plain stop in place of ". — ". Real lists mix them, so the tail begins at the first sign of an area.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.references.dates import YEAR
from indexer.references.links import LINK_START
from indexer.text.printed import DASH, LETTER, LOWER, UPPER
from indexer.text.volumes import NUMBERS_START

_ABBREVIATED = (
    r"М|M|Л|L|СПб|Спб|SPb|С\.-Пб|С\.-Петербург|Пг|Мн|К|Х|Н\. ?Новгород|Ростов[- ]н/?[- ]?Д|Ростов-на-Дону|"
    r"Алматы|Астана|Нур-Султан|Нұр-Сұлтан|Бишкек|Минск|Мінск|Ереван|Եր|Երևան|Москва|Санкт-Петербург|Moscow|Almaty|Bishkek|Minsk|Yerevan"
)
_TOWN = rf"[{UPPER}][{LOWER}]+(?:[- ](?:на-|of |de |am |[{UPPER}])[{LETTER}./-]*){{0,2}}"
PLACE = rf"(?:(?:{_ABBREVIATED})\.?|{_TOWN})"
PLACES = rf"{PLACE}(?:\s?[;,]\s{PLACE}|\s(?:and|и)\s{PLACE}){{0,3}}(?:\s\[[^\]]*\])?"
_KNOWN = rf"(?:{_ABBREVIATED})\.?"
IMPRINT = re.compile(
    rf"(?P<place>{PLACES})\s?:\s?(?P<publisher>[{UPPER}\d«\"“„'][^:]{{0,120}}?|[{UPPER}][^:]*?:[^:]{{0,60}}?)"
    rf"\s?(?:,|\.\s?[{DASH}]|\s[{DASH}]|\.)\s?(?:cop\.\s|\[?)(?={YEAR})"
)
PLACE_YEAR = re.compile(rf"(?:(?P<place>{PLACES}),|(?P<known>{_KNOWN}),?)\s(?={YEAR}\b)")
# "Moscow, Nauka Publ., 1986": the imprint of romanised lists
ROMANISED_IMPRINT = re.compile(
    rf"(?P<place>{PLACES}),\s(?P<publisher>[^,:]{{2,60}}?(?:Publ|Publishing|Press|Izd)[^,:]{{0,30}}),\s(?={YEAR})"
)
PLACE_ONLY = re.compile(
    rf"(?P<place>{PLACES})(?:\s?:\s?(?P<publisher>[^:]{{2,100}}?))?(?=\.?\s?[{DASH}]\s|\.?$)"
)
_PUBLISHER_FIRST = re.compile(rf"Изд(?:-во|ательство|\.)\s?:?\s?[«\"{UPPER}]")
_YEAR_AREA = re.compile(rf"\(?{YEAR}(?:\s?[{DASH}/]\s?(?:{YEAR}|\d\d)?)?\)?[.,;]?(?:\s|$)")
_COUNT = re.compile(rf"\d+\s?(?:с|s|p|c|бет|б|էջ)\.(?:\s|$)|\d+\s?(?:с|p)(?![{LETTER}])")
_EDITION = re.compile(
    r"(?:Изд\. )?\d+(?:-(?:е|ое|th|nd|st)|th|nd|rd|st)?,? ?(?:\w+\.? (?:и \w+\.? )?)?"
    r"(?:изд|ed|выд|бас)\b|\w+\. и \w+\. изд|Изд\. \d|\w+\. изд",
    re.IGNORECASE,
)
_PAGES = re.compile(
    rf"(?:[СCSPРБ]{{1,2}}|[Pp]p|[сp]|[Эէ]ջ|Էջ|Стр)\.?\s?\w?\d+(?:\s?[{DASH}]|\.|,|$)"
)
_SERIES = re.compile(r"\([^)]{5,}\)")
_TABLE = (_YEAR_AREA, NUMBERS_START, _PAGES, _COUNT, _EDITION, LINK_START, _PUBLISHER_FIRST)
_BOUNDARY = re.compile(
    rf"(?P<area>[.?!»)]\s?[{DASH}]{{1,2}}\s?)|(?P<dash>\s?[{DASH}]{{1,2}}\s)|(?P<stop>[.,!?)\]»\"”…]\s)|(?P<colon>\s)"
)
_KNOWN_IMPRINT = re.compile(rf"{_KNOWN}\s?:\s?[«\"{UPPER}]|{_KNOWN},\s{YEAR}")
_KNOWN_AREA = re.compile(rf"{_KNOWN}(?:\s?:|,|$)")
_STRICT = re.compile(r"[.?!»)]\s?[—–]\s")
HOST = re.compile(r"(?<!:)(?<!: )\s?//\s?(?!\w[\w-]*\.\w)|\s//\s")


class Description(NamedTuple):
    """A description in three pieces, each a piece of the text; ``host`` is None if the text names none by "//"."""

    head: str
    host: str | None
    tail: str


def describe(text: str) -> Description:
    """The pieces of a description in GOST form (or near it)."""
    host_mark = HOST.search(text)
    if not host_mark:
        end, start = tail_start(text, numbers=False)
        return Description(text[:end], None, text[start:])
    head, rest = text[: host_mark.start()], text[host_mark.end() :]
    end, start = tail_start(rest, numbers=True)
    return Description(head, rest[:end], rest[start:])


def tail_start(text: str, *, numbers: bool) -> tuple[int, int]:
    """Where the title part ends and where the tail starts; ``numbers``: volume marks end the title part too.

    A text that keeps to ". — " is cut there; only a year or an address may come before.
    """
    strict = _STRICT.search(text)
    for match in _BOUNDARY.finditer(text):
        if match.start() < 2:
            continue
        rest = text[match.end() :]
        if strict and match.start() < strict.start():
            found = bool(LINK_START.match(rest) or (numbers and _YEAR_AREA.match(rest)))
        else:
            found = _begins_tail(match, rest, numbers=numbers)
        if found:
            keep = match.start() + (match.lastgroup != "dash")
            return keep, match.end()
    return len(text), len(text)


def _begins_tail(match: re.Match[str], rest: str, *, numbers: bool) -> bool:
    if match.lastgroup == "area" and match.group()[1:].strip() in ("—", "–"):
        return True
    if match.lastgroup == "colon":
        return bool(LINK_START.match(rest) or _KNOWN_IMPRINT.match(rest))
    patterns = _TABLE if numbers or match.lastgroup != "stop" else _TABLE[:1] + _TABLE[3:]
    if any(pattern.match(rest) for pattern in patterns):
        return match.group()[0] != "," or not _COUNT.match(rest)
    return bool(IMPRINT.match(rest) or PLACE_YEAR.match(rest) or ROMANISED_IMPRINT.match(rest)) or (
        match.lastgroup != "stop" and bool(_KNOWN_AREA.match(rest) or _SERIES.match(rest))
    )
