"""EndNote's XML export: ``xml/records/record``, with texts in ``style`` elements or without.

Sources: EndNote's DTD (RSXML) and what EndNote, Mendeley, JabRef and Zotero write; the names of EndNote 7
(``SECONDARY_TITLE``) are the same in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from crawler.formats.items import item
from crawler.formats.page import PageError, ParsedPage, SourceHints
from crawler.formats.reference_files import managers
from crawler.formats.text import xml
from crawler.formats.text.text import plain

# the element, within its parent where the name alone does not tell → our field
_NAMES = {
    "authors/author": "author",
    "secondary-authors/author": "editor",
    "tertiary-authors/author": "editor",
    "translated-authors/author": "translator",
    "subsidiary-authors/author": "translator",
    "auth-address": "affiliation",
    "titles/title": "title",
    "record/title": "title",
    "short-title": "short_title",
    "translated-title": "translated_title",
    "secondary-title": "secondary_title",
    "tertiary-title": "tertiary_title",
    "alt-title": "journal_short",
    "periodical/full-title": "journal",
    "periodical/abbr-1": "journal_short",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "pages",
    "custom7": "article_number",
    "dates/year": "year",
    "record/year": "year",
    "pub-dates/date": "date",
    "publisher": "publisher",
    "pub-location": "place",
    "place-published": "place",
    "abstract": "abstract",
    "keywords/keyword": "keyword",
    "electronic-resource-num": "doi",
    "doi": "doi",
    "related-urls/url": "url",
    "web-urls/url": "url",
    "urls/url": "url",
    "record/url": "url",
    "isbn": "number",
    "issn": "number",
    "language": "language",
    "accession-num": "accession",
    "accession-number": "accession",
    "remote-database-name": "database",
    "custom2": "pmcid",
    "notes": "maybe_doi",
    "rec-number": "local",
    "foreign-keys/key": "local",
    "label": "local",
}
# what EndNote 7 writes instead of a name
_TYPES = {
    "0": "journal article",
    "1": "book",
    "2": "thesis",
    "3": "conference proceedings",
    "5": "newspaper article",
    "7": "book section",
    "8": "magazine article",
    "9": "edited book",
    "10": "report",
    "16": "web page",
}


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every record of a file. Raises PageError if there is none."""
    root, warnings, broken = xml.parse_records(data, "record", "RECORD")
    records = [element for element in root.iter() if _name(element) == "record"]
    if _name(root) not in {"xml", "records", "record"} or not records:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected <xml><records>"
        )
    items = tuple(
        item(managers.record(_told(record)), partial(_alone, record), warnings)
        for record in records
    )
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _name(element: etree._Element | None) -> str:
    """The element's name, in which EndNote 7 has capitals and underscores."""
    return "" if element is None else xml.local_name(element).lower().replace("_", "-")


def _told(record: etree._Element) -> managers.Told:
    return managers.told(_pairs(record), {name: name for name in (*_NAMES.values(), "type")})


def _pairs(record: etree._Element) -> Iterator[tuple[str, str]]:
    for element in record.iter():
        name = _name(element)
        if name in {"ref-type", "reference-type"}:
            yield "type", _type(element)
            continue
        field = _NAMES.get(f"{_name(element.getparent())}/{name}") or _NAMES.get(name)
        # its "style" holds text, and is not HTML's
        if field and (text := plain("".join(map(str, element.itertext())))):
            yield field, text


def _type(element: etree._Element) -> str:
    """The name of the type; EndNote 7 gives its number only."""
    text = xml.text_of(element)
    old = _TYPES.get(text) if _name(element) == "reference-type" else None
    return element.get("name") or old or text


def _alone(record: etree._Element) -> bytes:
    body = etree.tostring(record, encoding="utf-8", with_tail=False)
    return b'<?xml version="1.0" encoding="UTF-8"?><xml><records>' + body + b"</records></xml>"
