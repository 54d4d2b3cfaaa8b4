"""The ``citation_list`` of a Crossref deposit: an entry's printed text, its DOI, or its parts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import Entry
from crawler.formats.text import xml
from crawler.formats.values.dates import year_of
from schemas import ReferenceFields

_FIELDS = {
    "volume": "volume",
    "issue": "issue",
    "first_page": "first_page",
    "elocation_id": "article_number",
    "edition_number": "edition",
    "series_title": "series",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "std_designator": "article_number",
}
_IN_A_ROW = (
    "author", "article_title", "volume_title", "series_title", "journal_title", "cYear", "volume", "issue",
    "first_page", "elocation_id", "doi",
)  # fmt: skip


def entries(element: etree._Element) -> Iterator[Entry]:
    """The entries in the order of the file, each with what is marked in it."""
    for group in xml.children(element, "citation_list"):
        for citation in xml.children(group, "citation"):
            yield _entry(citation)


def _entry(citation: etree._Element) -> Entry:
    fields = _fields(citation)
    parts = (xml.text_at(citation, name) for name in _IN_A_ROW)
    raw = xml.text_at(citation, "unstructured_citation")
    raw = raw or ". ".join(part.rstrip(".") for part in parts if part)
    return Entry(raw=raw, fields=fields if fields != ReferenceFields() else None)


def _fields(citation: etree._Element) -> ReferenceFields:
    journal = xml.text_at(citation, "journal_title")
    title, volume = xml.text_at(citation, "article_title"), xml.text_at(citation, "volume_title")
    date, author = xml.text_at(citation, "cYear"), xml.text_at(citation, "author")
    texts = {
        ours: text for theirs, ours in _FIELDS.items() if (text := xml.text_at(citation, theirs))
    }
    marked = ReferenceFields(
        authors=(author,) if author else (),
        title=title or volume,
        container=journal or (volume if title else None),
        year=year_of(date),
        date=date,
    )
    return msgspec.structs.replace(marked, **texts)
