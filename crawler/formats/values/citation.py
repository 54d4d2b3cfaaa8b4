"""The place in a journal or a book, out of a whole citation of the publication itself.

Repositories give one in ``dc.identifier.citation``, ``dcterms:bibliographicCitation`` or ``dc:source``: by GOST
("… // Вестник степи. – 1998. – Т. 5, № 2. – С. 31–36"), as EPrints does ("… (1998) О реках. Вестник степи, 5 (2).
pp. 31-36. ISSN 2411-8591"), or as the journal alone ("Вестник степи, 1998, т. 5, № 2, с. 31–36"). What has no page and
no number is no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from crawler.formats.pages import split_pages
from crawler.formats.values.dates import year_of
from schemas import Container, LocalizedText
from schemas.identifiers import clean_issn

_DASH = "-–—−"
_YEAR = r"(?:1[5-9]|20)\d\d"
# "Phys. Rev. B 76, 013009 (2007)" and "J. Phys. A 40 (2007) 1234-1250", as arXiv gives them
_BRIEF = re.compile(
    rf"^(?P<title>[^\W\d_][^\d()]{{2,80}}?)[\s,]+(?P<volume>\d{{1,4}})"
    rf"(?:[,:]\s?(?P<page>\d[{_DASH}\d]*),?\s\((?P<year>{_YEAR})\)|\s\((?P<year2>{_YEAR})\),?\s(?P<page2>\d[{_DASH}\d]*))$"
)
_NUMBER = r"\d[\w/()–-]{0,20}|[IVXLC]{1,7}\b"
_VOLUME = re.compile(
    rf"(?<![\w.])(?:том|т|vol(?:ume)?|v(?!\.\s?[IVXLC]\.\s?[^\W\d_]{{2}})|հատոր|հատ|հ)\b\.?\s*({_NUMBER})|(?<!\w)(\d{{1,4}})[-\s]?том\b",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:№|(?<![\w.])(?:no|nr|n|вып(?:уск)?|issue|iss|num(?:ber)?|саны|համար|нөмір|нумар)\b)\.?\s*"
    rf"(\d[\w/–-]{{0,20}}(?:\s?\((?!{_YEAR}\))\d{{1,5}}\))?)",
    re.IGNORECASE,
)
_PAGES = re.compile(
    rf"(?<![\w.])(?:с|стр|c|s|p|pp|pages?|б|бб|бет|эջ|էջ)\b\.?\s*([A-Za-zА-Яа-я]?\d+(?:\s*[{_DASH}]+\s*[A-Za-zА-Яа-я]?\d+)?)(?!\w|\.\d)",
    re.IGNORECASE,
)
_VOLUME_ISSUE_PAGES = re.compile(
    rf"[,.]?\s(\d{{1,4}})\s*\((?!{_YEAR}\))(\d[{_DASH}\w/]{{0,12}})\)\s*[,:.]?\s*(?:(?:pp?|с|стр)\.?\s*)?(\d+\s*[{_DASH}]\s*\d+|\d+)?(?=[\s.,;]|$)"
)
_ISSN = re.compile(r"(?<![\d-])\d{4}-\d{3}[\dXxХх](?![\d-])")
_AREAS = re.compile(rf"\s*\.?\s+[{_DASH}]{{1,2}}\s+")
# where the title of the host ends if no dash says so
_DETAILS = re.compile(
    rf"[.,;:]?\s*[(\[]?(?:{_YEAR}\b|№|(?<!\w)(?:т|том|vol(?:ume)?|v|հատոր|հ|вып|выпуск|no|issue|саны|համար|нумар|с|стр|pp?|эջ|էջ|б)\b\.?\s*\d"
    rf"|(?<!\d)\d{{1,4}}\s*\((?!{_YEAR}\))\d[\w/–-]{{0,12}}\))",
    re.IGNORECASE,
)
_RESPONSIBILITY = re.compile(r"\s/\s")
_EXTENT = re.compile(r"(?<!\w)\d+\s*(?:с|стр|p|pages)\b\.?\s*$", re.IGNORECASE)
# the last point of "Kim, A." is cut off with the year that follows
_PERSON = re.compile(
    r"(?<!\w)[^\W\d_]\.\s?[^\W\d_]\.(?!\w)|[^\W\d_]{2,},\s[^\W\d_]\.|^[^\W\d_]{2,},\s[^\W\d_]$"
)
_PROCEEDINGS = re.compile(
    r"(?<!\w)(?:материалы|матэрыялы|сборник|зборнік|труды|тезисы|тэзісы|конференци|канферэнцы|proceedings|conference|symposium)",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(rf"\(({_YEAR})\)")
_IN = re.compile(r"^(?:in|в (?:кн|сб)|у (?:кн|зб))\b[.:]+\s*", re.IGNORECASE)
_MEDIUM = re.compile(r"\s*\[(?:электрон|electronic|текст)[^\]]*\]", re.IGNORECASE)
_SHORTEST, _LONGEST = 3, 250  # letters of a host's title
_MOST_READ = 2_000


class Place(NamedTuple):
    """Where a publication stands, and the year that the citation tells."""

    container: Container
    year: int | None = None


@lru_cache(1024)
def place_in(citation: str, titles: tuple[str, ...] = ()) -> Place | None:
    """The place that a citation tells, or None. ``titles`` are the publication's, after which the host stands."""
    text = " ".join(citation[:_MOST_READ].split())
    if brief := _BRIEF.match(text):
        return _brief(brief)
    host, sure = _host_part(text, titles)
    details = _details(host)
    if details is None:
        return None
    title, rest = details
    found = _container(title, rest)
    if found is None or not (sure or _may_stand_alone(title)):
        return None
    in_brackets = _YEAR_IN_BRACKETS.search(text)
    return Place(
        found, year_of(_PAGES.sub(" ", rest)) or (int(in_brackets[1]) if in_brackets else None)
    )


def _brief(match: re.Match[str]) -> Place:
    pages = match["page"] or match["page2"]
    first, last = split_pages(pages)
    container = Container(
        titles=(LocalizedText(match["title"].strip(" ,")),),
        kind="journal",
        volume=match["volume"],
        pages=pages,
        first_page=first,
        last_page=last,
    )
    return Place(container, int(match["year"] or match["year2"]))


def _host_part(text: str, titles: Iterable[str]) -> tuple[str, bool]:
    """What follows the description of the publication itself, and whether something says that it is the host."""
    *_, after = re.split(r"(?<!:)//", text)
    if after != text:
        return after.strip(), True
    lower = text.casefold()
    for title in titles:
        start = lower.find(title.casefold()) if title else -1
        if start >= 0:
            rest = text[start + len(title) :].strip(' .,:;»”"')
            return ("", False) if rest.startswith("/") else (rest, True)
    return text, False


def _details(host: str) -> tuple[str, str] | None:
    """The title of the host and what follows it; None if nothing does."""
    areas = _AREAS.split(host, maxsplit=1)
    start = _DETAILS.search(areas[0], 1)
    if start is None and len(areas) < 2:
        return None
    title = areas[0][: start.start()] if start else areas[0]
    return _clean_title(title), host[len(title) :]


def _clean_title(text: str) -> str:
    whole = _MEDIUM.sub("", _RESPONSIBILITY.split(text)[0])
    return _IN.sub("", whole.strip()).strip(" .,;:–—-([")


def _may_stand_alone(title: str) -> bool:
    """Whether a text without "//" may begin with a journal: people stand before an article's title."""
    return not _PERSON.search(title)


def _container(title: str, details: str) -> Container | None:
    compact = _VOLUME_ISSUE_PAGES.search(f" {details}")
    volume, issue = _first(_VOLUME, details), _first(_ISSUE, details)
    pages = _first(_PAGES, _EXTENT.sub("", details))
    if compact and not (volume or issue):
        volume, issue = compact[1], compact[2]
        pages = compact[3] or pages
    if not (pages or issue) or not _SHORTEST <= len(title) <= _LONGEST:
        return None
    issn = tuple(dict.fromkeys(n for n in _ISSN.findall(details) if clean_issn(n)))
    first, last = split_pages(pages)
    return Container(
        titles=(LocalizedText(title),),
        kind=_kind(title, bool(volume or issue or issn)),
        issn=issn,
        volume=volume,
        issue=issue,
        pages=pages,
        first_page=first,
        last_page=last,
    )


def _kind(title: str, numbered: bool) -> Literal["journal", "proceedings"] | None:
    if numbered:
        return "journal"
    return "proceedings" if _PROCEEDINGS.search(title) else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group.strip() for group in match.groups() if group), None) if match else None
