"""Cuts a GOST description into head (authors, title, responsibility), host and tail (imprint, numbers, pages).

GOST 7.1-2003 and 7.0.100-2018 put ". — " between areas, " / " before responsibility, " // " before the host; GOST R
7.0.5-2008 allows a plain stop in place of ". — ". Real lists mix them, so the tail begins at the first sign of an area.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.references.dates import YEAR
from indexer.references.heading import leading_people
from indexer.references.imprint import begins_place, imprint_at, is_abbreviated
from indexer.references.links import LINK_START
from indexer.references.printing import reviewed
from indexer.text.printed import DASH, LETTER, LOWER, UPPER
from indexer.text.volumes import NUMBERS_START

_PUBLISHER_FIRST = re.compile(rf"Изд(?:-во|ательство|\.)\s?:?\s?[«\"{UPPER}]")
_YEAR_ALONE = rf"\(?{YEAR}(?:\s?[{DASH}/]\s?(?:{YEAR}|\d\d)?)?\)?[.,;]?(?:\s|$)"
# behind a title, no year that its sentence goes on about ("1812 год в Минске", "Москва, 1812 год")
_YEAR_OF_BOOK = re.compile(rf"{_YEAR_ALONE}(?![{LOWER}]{{2}}|[иі]\s)")
_YEAR_OF_HOST = re.compile(
    rf"(?:\d{{1,2}}\.\d{{1,2}}\.)?{_YEAR_ALONE}(?![{LOWER}]{{2,}}\s[{LOWER}])"
)
_COUNT = re.compile(rf"\d+\s?(?:с|s|p|c|бет|б|էջ)\.(?:\s|$)|\d+\s?(?:с|p)(?![{LETTER}])")
_EDITION = re.compile(
    r"(?:Изд\. )?\d+(?:-(?:е|ое|th|nd|st)|th|nd|rd|st)?,? ?(?:\w+\.? (?:и \w+\.? )?)?"
    r"(?:изд|ed|выд|бас)\b|"
    r"\d+(?:-?(?:ші|шы|нчи|нчы|րդ))?[-\s](?:бас(?:ыл|пас)\w+|басма|հրատ)|\w+\. и \w+\. изд|Изд\. \d|\w+\. изд",
    re.IGNORECASE,
)
_PAGES = re.compile(
    rf"(?:[СCSPРБ]{{1,2}}|[Pp]p|[сp]|[Эէ]ջ|Էջ|Стр)\.?\s?\w?\d+(?:\s?[{DASH}]|\.|,|$)"
)
_SERIES = re.compile(r"\([^)]{5,}\)")


def _any(*signs: re.Pattern[str]) -> re.Pattern[str]:
    """One pattern that matches where any of these does: to try it costs much less."""
    each = (
        ("(?i:%s)" if sign.flags & re.IGNORECASE else "(?:%s)") % sign.pattern for sign in signs
    )
    return re.compile("|".join(each))


_SIGNS = (_COUNT, _EDITION, LINK_START, _PUBLISHER_FIRST)
_BEHIND_TITLE = _any(_YEAR_OF_BOOK, *_SIGNS)
_BEHIND_AREA = _any(_YEAR_OF_BOOK, NUMBERS_START, _PAGES, *_SIGNS)
# "Природа, 8 (1993), 14–18", "Природа, 2010, 2:3, 40–43"
_BARE_NUMBERS = re.compile(rf"\d{{1,4}}\s\({YEAR}\)|\d{{1,4}}:\d{{1,4}}(?:,|\s\()")
_BEHIND_HOST = _any(_YEAR_OF_HOST, _BARE_NUMBERS, NUMBERS_START, _PAGES, *_SIGNS)
_BOUNDARY = re.compile(
    rf"(?P<area>[.?!»)]\s?[{DASH}]{{1,2}}\s?)|(?P<dash>\s?[{DASH}]{{1,2}}\s)|(?P<stop>[.,!?)\]»\"”…]\s)|(?P<colon>\s)"
)
_STRICT = re.compile(r"[.?!»)]\s[—–]\s")
# the same typed with a hyphen, which counts only if a text has it twice: one may stand in a title
_HYPHENED = re.compile(rf"[.?!»)]\s-\s?(?=[{UPPER}\d№«\"])")
HOST = re.compile(r"(?<!:)(?<!: )\s?//\s?(?!\w[\w-]*\.\w)|\s//\s")
_SMALL_OPENINGS = frozenset(
    "бsdhwa"
)  # of what may begin a tail: "б. м.", "s. l.", "doi", "https", "www", "arXiv"
_LONGEST_SHORT = 60  # letters of a few short towns with the colon behind them
_WORD = re.compile(rf"[{LETTER}\d]{{2}}")
# "In the book:" stands for "//", or behind it
_IN_BOOK = r"(?:[ВУ]\s(?:кн|сб|зб|кніге)|V\s(?:kn|sb)|[ВУ](?=:)|In(?=:)|Кіт|Ժող|Кітапта|Китепте|Գրքում)\.?\s?[:՝]\s?"
_IN_BOOK_FOR_HOST = re.compile(rf"(?<=[.?!»\])])\s(?:[{DASH}]\s)?{_IN_BOOK}")
_IN_BOOK_BEHIND_HOST = re.compile(rf"\s?{_IN_BOOK}")


class Description(NamedTuple):
    """A description in three pieces, each a piece of the text; ``host`` is None if the text names none by "//"."""

    head: str
    host: str | None
    tail: str


def describe(text: str) -> Description:
    """The pieces of a description in GOST form (or near it)."""
    host_mark = HOST.search(text) or _IN_BOOK_FOR_HOST.search(text)
    if not host_mark:
        end, start = _end_of_head(text)
        return Description(text[:end], None, text[start:])
    head, rest = reviewed(text[: host_mark.start()]), text[host_mark.end() :]
    rest = _IN_BOOK_BEHIND_HOST.sub("", rest, count=1) if _IN_BOOK_BEHIND_HOST.match(rest) else rest
    end, start = tail_start(rest, numbers=True)
    return Description(head, rest[:end], rest[start:])


def _end_of_head(text: str) -> tuple[int, int]:
    """Where the head ends and the tail starts, so that a title is left between the authors and the imprint.

    Only if an imprint follows the authors at once, and what would be the title is a part of it, there is no title.
    """
    end_of_people = leading_people(text)[1]
    end, start = tail_start(text, numbers=False, begin=end_of_people)
    between = text[end_of_people:]
    lead = len(between) - len(between.lstrip(" .,;:—–-"))
    first = imprint_at(between[lead:]) if end_of_people else None
    if first and first.known and start <= end_of_people + lead + first.length:
        return end_of_people, end_of_people + lead
    return end, start


def tail_start(text: str, *, numbers: bool, begin: int = 0) -> tuple[int, int]:
    """Where the title part ends and where the tail starts; ``numbers``: volume marks end the title part too.

    A text that keeps to ". — " is cut there; only a year, an address or a whole imprint may come before. Something that
    can be a title has to stand behind ``begin``.
    """
    strict = _STRICT.search(text, begin)
    hyphens = () if strict else _hyphened_areas(text, begin)
    for match in _BOUNDARY.finditer(text, begin):
        if match.start() < 2 or (begin and not _WORD.search(text, begin, match.start())):
            continue
        rest = text[match.end() :]
        if strict and match.start() < strict.start():
            found = _begins_before_areas(match, rest, numbers=numbers)
        else:
            found = match.start() in hyphens or _begins_tail(match, rest, numbers=numbers)
        if found:
            keep = match.start() + (match.lastgroup != "dash")
            return keep, match.end()
    return len(text), len(text)


def _hyphened_areas(text: str, begin: int) -> tuple[int, ...]:
    """Where areas begin that are typed ". - "."""
    if " -" not in text:
        return ()
    found = tuple(match.start() for match in _HYPHENED.finditer(text, begin))
    return found if len(found) > 1 else ()


def _begins_before_areas(match: re.Match[str], rest: str, *, numbers: bool) -> bool:
    if rest[:1].islower() and rest[0] not in _SMALL_OPENINGS:
        return False  # as most words of a title
    if match.lastgroup == "stop" and (found := imprint_at(rest)):
        return is_abbreviated(found) or (found.known and found.publisher is not None)
    apart = match.lastgroup != "colon"
    if LINK_START.match(rest) or (numbers and apart and _YEAR_OF_HOST.match(rest)):
        return True
    return _shows_imprint(rest)


def _begins_tail(match: re.Match[str], rest: str, *, numbers: bool) -> bool:
    if match.lastgroup == "area" and match.group()[1:].strip() in ("—", "–"):
        return True
    if match.lastgroup == "colon":
        return bool(LINK_START.match(rest)) or _shows_imprint(rest)
    stop = match.lastgroup == "stop"
    signs = _BEHIND_HOST if numbers else _BEHIND_TITLE if stop else _BEHIND_AREA
    if signs.match(rest):
        return match.group()[0] != "," or not _COUNT.match(rest)
    return imprint_at(rest) is not None or (
        not stop and (begins_place(rest) or _SERIES.match(rest) is not None)
    )


def _shows_imprint(rest: str) -> bool:
    """Whether an imprint begins that shows itself even inside a sentence ("Почвы М.: Наука, 1975")."""
    found = imprint_at(rest) if ":" in rest[:_LONGEST_SHORT] else None
    return found is not None and is_abbreviated(found) and found.publisher is not None
