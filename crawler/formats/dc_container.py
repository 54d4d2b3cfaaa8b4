"""The journal and the place in it, from Dublin Core: bibo elements (CyberLeninka) or ``dc:source`` (OJS)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.formats.dc_fields import NONE, Fields, Value, first, once, texts
from crawler.formats.identifiers import issn_of
from crawler.formats.pages import split_pages
from schemas import Container, LocalizedText

_VOLUME = r"(?:том|т|vol(?:ume)?|v|հատոր|հ|б)\b\.?\s*"
_ISSUE = r"(?:№|no|n|вып(?:уск|\.)?|issue|iss|num(?:ber)?|саны|համար|нөмір)\.?\s*"
_VOLUME_OF = re.compile(rf"(?<!\w){_VOLUME}(\d[\w-]*)", re.IGNORECASE)
_ISSUE_OF = re.compile(
    rf"(?<!\w){_ISSUE}(\d[\w,/ ()-]{{0,40}}?)(?=\s*(?:\(\d{{4}}\)|[:;,]|$))", re.IGNORECASE
)
_PAGES = re.compile(
    r"^(?:с|стр|p|pp|б|էջ)?\.?\s*[A-Za-zА-Яа-я]?\d+(?:\s*[-–—−]\s*[A-Za-zА-Яа-я]?\d+)?(?:\s*с\.?)?$"
)


def container(fields: Fields) -> Container | None:
    """The journal of a description, or None if it names none."""
    return _from_bibo(fields) or _from_sources(fields)


def _from_bibo(fields: Fields) -> Container | None:
    if not ("issn" in fields or "eissn" in fields or "bibliographicCitation" in fields):
        return None  # most dialects have none of them
    numbers = [first(fields.get("issn", NONE)), first(fields.get("eissn", NONE))]
    issn = tuple(dict.fromkeys([number for number in numbers if number]))
    title = next(_citation_titles(fields, issn), None)
    if not (issn or title):
        return None
    pages = first(fields.get("pages", NONE))
    first_page, last_page = split_pages(pages)
    return Container(
        titles=(LocalizedText(title),) if title else (),
        kind="journal" if issn else None,
        issn=issn,
        volume=first(fields.get("volume", NONE)),
        issue=first(fields.get("issue", NONE)),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )


def _citation_titles(fields: Fields, issn: tuple[str, ...]) -> Iterator[str]:
    """The title comes first in CyberLeninka's repeated citation, then the ISSN, the pages and the place."""
    given = texts(fields.get("bibliographicCitation", NONE))
    # a lone citation is a whole reference to the article itself, as DSpace gives it
    if given and (issn or len(given) > 1) and not issn_of(given[0]):
        yield given[0]


def _from_sources(fields: Fields) -> Container | None:
    numbers: list[str] = []
    others: list[Value] = []
    for value in fields.get("source", NONE):
        number = None if ";" in value.text else issn_of(value.text)
        if number:
            numbers.append(number)
        elif value.text:
            others.append(value)
    issn = once(numbers)
    parts = [
        (_semicolon_parts(value.text), value.lang) for value in others if ";" in value.text or issn
    ]
    if not parts:
        return Container(issn=issn, kind="journal") if issn else None
    titles = [LocalizedText(names[0], lang) for names, lang in parts if names[0]]
    details = [detail for names, _ in parts for detail in names[1:] if detail]
    pages = next((text for text in reversed(details) if _PAGES.match(text)), None)
    first_page, last_page = split_pages(pages)
    return Container(
        titles=once(titles),
        kind="journal",
        issn=issn,
        volume=next(filter(None, map(_volume, details)), None),
        issue=next(filter(None, map(_issue, details)), None),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )


def _semicolon_parts(text: str) -> list[str]:
    """``Journal; issue; pages``; the issue may hold semicolons of its own, so title and pages are the outer parts."""
    return [part.strip() for part in text.split(";")]


# the articles of an issue share them
@lru_cache(4096)
def _volume(detail: str) -> str | None:
    match = _VOLUME_OF.search(detail)
    return match.group(1).strip() if match else None


@lru_cache(4096)
def _issue(detail: str) -> str | None:
    match = _ISSUE_OF.search(detail)
    return match.group(1).strip() if match else None
