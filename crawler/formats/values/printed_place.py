"""The place in a journal as cataloguers print it: ``Т. 3, № 2 (2015). – С. 5–10``, ``24:B:9<235``, ``2015/3/2/5-10``.

The words are those of ISBD and of GOST 7.1 and 7.80 in the languages of the Union, and of the Library of Congress's
examples for field 773 (https://www.loc.gov/marc/bibliographic/bd773.html). What has no word to tell what it is stays
unread, and extents (``225 с.``, ``В 4 т.``) are no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from crawler.formats.values.citation import place_in as cited_place

_LONGEST = 500  # letters of such a text; what is longer is no place
_DASH = "-‐‑‒–—―−"
_NUMBER = rf"\d+[\w]{{0,2}}(?:\s?[{_DASH}/]\s?\d+\w?)*|[IVXLCХ]{{1,8}}(?![\w.])|(?-i:[IVXLCХ]{{2,8}})(?!\w)|[A-ZА-Я]\d+"
_MORE = rf"(?:\s?\(\d{{1,3}}(?:[{_DASH}/]\d{{1,3}})?\))?"  # "№ 2 (45)": the number in the year, and of all
_SIGN = r"(?:\.|:)?\s*"
_VOLUME = re.compile(
    rf"(?<![\w])(?:том|тт|т|t|tom|volume|vol|v|bd|band|jg|jahrgang|հատոր|հատ|հտ|հ|кітап){_SIGN}№?\s*({_NUMBER})"
    r"(?!\s*т\b)|(?<![\w])(\d+)-(?:том|т|кітап|китеп)(?![\w-])",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    rf"(?:№{{1,2}}|(?<![\w])(?:n[o°º]|nr|n|number|issue|iss|heft|h|fasc|fascicule|n[uú]m|выпуск|вып|выпускі|вип|шығ|саны|"
    rf"нөмір|համար|чыс)(?![^\W\d])){_SIGN}(?:\d{{4}}/)?({_NUMBER}){_MORE}",
    re.IGNORECASE,
)
_ISSUE_FIRST = re.compile(r"(?<![\w])(\d+)-(?:сан|шығ)", re.IGNORECASE)  # Kazakh: "2-сан"
_INSTALMENT = re.compile(r"(?<![\w])(?:выпуск|вып|вип|шығ)", re.IGNORECASE)
_PAGE = r"[A-Za-zА-Яа-я]{0,2}\d+"
_AND_PAGES = rf"(?:,\s*(?!(?:19|20)\d\d\W*$)\d+(?:\s*[{_DASH}]\s*\d+)?)*"  # ", 45", but not the year at the end
_RANGE = rf"{_PAGE}\s*[{_DASH}]\s*{_PAGE}"
_PAGES = re.compile(
    rf"(?<![\w])(?:с|c|стр|страницы|pages?|pp|p|s|б(?=\W{{0,3}}\d+\s*[{_DASH}])|бб|бет|էջ){_SIGN}"
    rf"({_RANGE}{_AND_PAGES}|(?<=[.:\s])\d+{_AND_PAGES}(?![\w'’]))",
    re.IGNORECASE,
)
_LETTERED = re.compile(  # "S5-S9": the letter is no word, but "с5-с9" may be one
    rf"(?<!\w)(([ABD-Z])\d+\s*[{_DASH}]\s*\2\d+)(?!\w)"
)
_RANGE_FIRST = re.compile(
    rf"(?<![\w№./'’-])(?<!№\s)({_RANGE})\s*-?\s*(?:с|стр|бб|б|бет|беттер|p|pp|էջ)(?![\w])",
    re.IGNORECASE,
)
_LONE_RANGE = re.compile(rf"^({_RANGE})\.?$")
_YEAR = r"(1[5-9]\d\d|20\d\d)"
_YEAR_RANGE = re.compile(rf"^{_YEAR}\s*[{_DASH}]\s*{_YEAR}$")
_YEARS = re.compile(
    rf"(?:\(|,\s*)(?:[^\W\d][\w.]*\s+){{0,3}}{_YEAR}\s*(?:г\.?)?[),]"  # "(2015)", "(Sept. 1993)"
    rf"|\({_YEAR}[{_DASH}/](?:\d\d){{1,2}}\)"  # "(2018-2019)"
    rf"|^[^\W\d][\w.]{{2,}}\s+{_YEAR}(?=\s*(?:г\.?)?\s*[(,.;])"  # "июнь 2015 (№ 6)"
    rf"|^{_YEAR}(?=\s*(?:г\.?|-?ж\.|թ|$|[.,:;/]))"  # "2015. – № 3"
    rf"|(?<=\d)['’/]{_YEAR}(?!\d)|(?<!\d){_YEAR}['’](?=\d)"  # "2'2015"
    rf"|(?:^|[.;,{_DASH}]\s+)(?:year:\s*)?{_YEAR}(?=\s*(?:г\.?\s*)?(?:$|[.;,]))|year:\s*{_YEAR}",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"[\[\]]")  # what the cataloguer knows from elsewhere
_COMPACT = re.compile(
    rf"^(?:{_YEAR}[;,]\s?)?(\d{{1,4}})\s?\((\d{{1,4}}(?:[{_DASH}/]\d{{1,4}})?)\)\s?[:,]\s?(?:(?:pp?|с|стр)\.?\s?)?({_RANGE}|\d+)\.?$"
)  # "12(3):45-56", "2017;12(3):45-56"
_ENUMERATION = re.compile(r"^([\w./-]+)(?::([\w./:-]+))?(?:<(\w+))?$")  # MARC 21, 773 $q
_SLASHES = re.compile(r"^(\d{4})?/([^/]{0,20})/([^/]{0,20})/([^/]{0,40})$")
_BARE = re.compile(rf"^\[?({_NUMBER}){_MORE}\]?\.?$")
_VOLUME_FIRST = re.compile(rf"^(\d{{1,4}}),\s*{_YEAR}\b")  # "13, 1992, fasc. 1" (SUDOC)
_NUMBERED = re.compile(
    r"^\W{0,2}(?:№|(?:том|т|вып|выпуск|кн|книга|ч|часть|vol|volume|no|pt|part|bd|issue|n|сб|шығ|кітап|бөлім|հ|մաս|"
    r"հատոր)(?![^\W\d])\.?)\s*(?:\d|[IVXLC]+(?!\w))"
    r"|^\W?\d{1,4}-(?:[а-яі]{1,3} )?(?:том|т|кітап|китеп|бөлім|бөлүк|шығарылым|кн|ч|вып)(?!\w)",
    re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"^[\W\d]*$")


class Place(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """What such a text tells. Pages are without the word before them."""

    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    year: int | None = None


NOWHERE = Place()


@lru_cache(4096)  # the articles of an issue share most of it
def place_of(text: str | None) -> Place:
    """The place that a text tells; :data:`NOWHERE` if it tells none."""
    text = " ".join((text or "").split())
    if not text or len(text) > _LONGEST:
        return NOWHERE
    return _in_slashes(text) or _compact(text) or _printed(_UNSURE.sub("", text))


def merged(places: Iterable[Place]) -> Place:
    """The first volume, issue, pages and year of them."""
    found = NOWHERE
    for place in places:
        found = Place(
            volume=found.volume or place.volume,
            issue=found.issue or place.issue,
            pages=found.pages or place.pages,
            year=found.year or place.year,
        )
    return found


def parted_title(title: str | None, place: Place) -> tuple[str | None, Place]:
    """Title and place of a host whose title holds both: ``Вестник степи. – 2015. – № 3. – С. 5–10``."""
    numbered = place.volume or place.issue or place.pages
    if not title or numbered or not any(map(str.isdigit, title)):
        return title, place
    told = cited_place(title)
    if told is None:
        return title, place
    host = told.container
    year = place.year or told.year
    found = Place(volume=host.volume, issue=host.issue, pages=host.pages, year=year)
    return host.titles[0].text, found


def number_of(text: str | None) -> str | None:
    """``Т. 3`` → ``3``, ``№ 2 (45)`` → ``2 (45)``: the number of one thing, whatever its word, or None."""
    text = " ".join((text or "").split())
    if match := _BARE.match(text):
        return _tidy(match.group(0).strip("[]. "))
    place = place_of(text)
    return place.issue or place.volume


def enumeration(text: str | None) -> Place:
    """``24:B:9<235`` of MARC 21's 773 $q: the first level is the volume, the last the issue, the page after ``<``."""
    text = (text or "").strip()
    if _LONE_RANGE.match(text):  # some write the pages there
        return Place(pages=text)
    match = _ENUMERATION.match(text)
    if match is None or text.isdigit():
        return NOWHERE
    volume, issue, page = match.groups()
    return Place(volume=volume, issue=(issue or "").rpartition(":")[2] or None, pages=page)


def is_numbering(title: str) -> bool:
    """True for ``Вып. 13``, ``Т. 320, № 1 : Науки о Земле`` and ``1929-1939``, which say nothing without the whole."""
    return bool(title and (_NUMBERED.match(title) or _NO_LETTERS.match(title)))


def pages_of_part(text: str | None) -> str | None:
    """``С. 44–51`` → ``44–51``, ``5-10 с.`` → ``5-10``; None for an extent (``225 с.``)."""
    text = " ".join((text or "").split())
    return _pages(_UNSURE.sub("", text)) if len(text) <= _LONGEST else None


def _in_slashes(text: str) -> Place | None:
    match = _SLASHES.match(text)
    if match is None:
        return None
    year, *rest = match.groups()
    volume, issue, pages = [part.strip() or None for part in rest]
    return Place(volume=volume, issue=issue, pages=pages, year=int(year) if year else None)


def _compact(text: str) -> Place | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    year = int(match[1]) if match[1] else None
    return Place(volume=match[2], issue=match[3], pages=match[4], year=year)


def _printed(text: str) -> Place:
    numbering = text.partition("):")[0]  # "Том 3, № 2 (2018): title of the issue"
    volume, issue = _numbers(numbering)
    if volume is None and (match := _VOLUME_FIRST.match(text)):
        volume = match.group(1)
    year = _year(text)
    pages = _pages(text) or (_last_range(text) if year else None)
    return Place(volume=volume, issue=issue, pages=pages, year=year)


def _last_range(text: str) -> str | None:
    """``№ 4 (2018), 31–36``: pages that no word announces, behind all that words tell."""
    last = re.split(r"[,;] ", text)[-1]
    return None if _YEAR_RANGE.match(last) else _pages(last) if _LONE_RANGE.match(last) else None


def _numbers(text: str) -> tuple[str | None, str | None]:
    """Volume and issue; an instalment (``вып.``) before a number is the volume: ``Вып. 12, № 3``."""
    match = _VOLUME.search(text)
    volume = _tidy(match.group(1) or match.group(2)) if match else None
    found = list(_ISSUE.finditer(text))[:3]
    if volume is None and len(found) > 1 and _INSTALMENT.match(found[0].group(0)):
        volume = _value(found.pop(0))
    if not found and (first := _ISSUE_FIRST.search(text)):
        return volume, first.group(1)
    return volume, _value(found[0]) if found else None


def _value(match: re.Match[str]) -> str | None:
    """The number without its word, and with that of all issues behind it."""
    return _tidy(match.string[match.start(1) : match.end()])


def _tidy(number: str | None) -> str | None:
    """Without spaces around dashes and without a year after a slash (``3/2015``)."""
    if not number:
        return None
    number = re.sub(rf"\s*([{_DASH}/])\s*", r"\1", number.strip())
    number = re.sub(rf"/{_YEAR}$", "", number)
    return number or None


def _pages(text: str) -> str | None:
    match = (
        _LETTERED.search(text)
        or _PAGES.search(text)
        or _RANGE_FIRST.search(text)
        or _LONE_RANGE.match(text)
    )
    return re.sub(rf"\s*([{_DASH}])\s*", r"\1", match.group(1)) if match else None


def _year(text: str) -> int | None:
    match = _YEARS.search(text)
    return int(next(filter(None, match.groups()))) if match else None
