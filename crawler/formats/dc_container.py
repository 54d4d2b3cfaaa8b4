"""The journal and the place in it, from Dublin Core: bibo elements (CyberLeninka) or ``dc:source`` (OJS)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.dc_fields import Fields, first, texts
from crawler.formats.identifiers import issn_of
from crawler.formats.pages import split_pages
from schemas import Container, LocalizedText

_VOLUME = r"(?:том|т|vol(?:ume)?|v|հատոր|հ|б)\b\.?\s*"
_ISSUE = r"(?:№|no|n|вып(?:уск|\.)?|issue|iss|num(?:ber)?|саны|համար|нөмір)\.?\s*"
_VOLUME_OF = re.compile(rf"(?<!\w){_VOLUME}(\d[\w-]*)", re.IGNORECASE)
_ISSUE_OF = re.compile(
    rf"(?<!\w){_ISSUE}(\d[\w,/ ()-]*?)(?=\s*(?:\(\d{{4}}\)|[:;,]|$))", re.IGNORECASE
)
_PAGES = re.compile(
    r"^(?:с|стр|p|pp|б|էջ)?\.?\s*[A-Za-zА-Яа-я]?\d+(?:\s*[-–—−]\s*[A-Za-zА-Яа-я]?\d+)?(?:\s*с\.?)?$"
)


def container(fields: Fields) -> Container | None:
    """The journal of a description, or None if it names none."""
    return _from_bibo(fields) or _from_sources(fields)


def _from_bibo(fields: Fields) -> Container | None:
    if not (fields["issn"] or fields["eissn"] or fields["bibliographicCitation"]):
        return None  # most dialects have none of them
    numbers = [first(fields["issn"]), first(fields["eissn"])]
    issn = tuple(dict.fromkeys([number for number in numbers if number]))
    title = next(_citation_titles(fields, issn), None)
    if not (issn or title):
        return None
    pages = first(fields["pages"])
    first_page, last_page = split_pages(pages)
    return Container(
        titles=(LocalizedText(title),) if title else (),
        kind="journal" if issn else None,
        issn=issn,
        volume=first(fields["volume"]),
        issue=first(fields["issue"]),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )


def _citation_titles(fields: Fields, issn: tuple[str, ...]) -> Iterator[str]:
    """The title comes first in CyberLeninka's repeated citation, then the ISSN, the pages and the place."""
    given = texts(fields["bibliographicCitation"])
    # a lone citation is a whole reference to the article itself, as DSpace gives it
    if given and (issn or len(given) > 1) and not issn_of(given[0]):
        yield given[0]


def _from_sources(fields: Fields) -> Container | None:
    sources = [(value, issn_of(value.text)) for value in fields["source"] if value.text]
    issn = tuple(dict.fromkeys([number for _, number in sources if number]))
    parts = [
        (_semicolon_parts(value.text), value.lang)
        for value, number in sources
        if number is None and (";" in value.text or issn)
    ]
    if not parts:
        return Container(issn=issn, kind="journal") if issn else None
    titles = [LocalizedText(names[0], lang) for names, lang in parts if names[0]]
    details = [detail for names, _ in parts for detail in names[1:] if detail]
    pages = next((text for text in reversed(details) if _PAGES.match(text)), None)
    first_page, last_page = split_pages(pages)
    return Container(
        titles=tuple(dict.fromkeys(titles)),
        kind="journal",
        issn=issn,
        volume=_search(_VOLUME_OF, details),
        issue=_search(_ISSUE_OF, details),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )


def _semicolon_parts(text: str) -> list[str]:
    """``Journal; issue; pages``; the issue may hold semicolons of its own, so title and pages are the outer parts."""
    return [part.strip() for part in text.split(";")]


def _search(pattern: re.Pattern[str], details: list[str]) -> str | None:
    found = (pattern.search(text) for text in details)
    return next((match.group(1).strip() for match in found if match), None)
