"""Cirtec bundles (Socionet): the reference lists that a PDF extractor saw, with the paper that they stand in.

``handle`` is the extractor's guess of the cited work and often wrong, so it is never read: the reference keeps its
printed text, and matching is the indexer's work. Author, title and year are pieces of that text and often torn, so that
of the marked parts only the DOI is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import Entry, item, references, unique
from crawler.formats.page import PageError, ParsedPage, SourceHints
from crawler.formats.text import xml
from crawler.formats.values.dates import year_of
from crawler.formats.values.identifiers import url_of
from crawler.formats.values.names import person_name
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, ReferenceFields

_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
# "Качество … (Quality of …)": the catalogue's title in both languages
_BILINGUAL = re.compile(r"^(?P<own>[^()]+) \((?P<english>[^()а-яё]{10,})\)$", re.IGNORECASE)
_RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every citing paper of a bundle. Raises PageError if it is none."""
    root, warnings = xml.parse_file(data)
    if xml.local_name(root) != "bundle":
        raise PageError("wrong-format", f"the root is <{xml.local_name(root)}>; expected <bundle>")
    items = tuple(item(_record(ref), _alone(ref), warnings) for ref in xml.children(root, "ref"))
    return ParsedPage(items=items, warnings=warnings)


def _record(ref: etree._Element) -> HarvestedRecord:
    citer = xml.child(ref, "citer")
    handle = (ref.get("found_in") or "").strip()
    year = year_of(xml.text_at(citer, "year"))
    names = (xml.text_of(e) for e in xml.children(citer, "author"))
    return HarvestedRecord(
        identifier=handle,
        titles=unique(_titles(citer)),
        contributors=tuple(Contributor(names=(person_name(name),)) for name in names if name),
        year=year,
        published=str(year) if year else None,
        identifiers=(Identifier("socionet", handle),) if handle else (),
        references=references(map(_entry, xml.children(ref, "reference"))),
        urls=unique([url_of(ref.get("futli") or "")]),
    )


def _titles(citer: etree._Element | None) -> Iterator[LocalizedText]:
    for element in xml.children(citer, "title"):
        text = xml.text_of(element)
        match = _BILINGUAL.match(text)
        if match and _RUSSIAN.search(match.group("own")):
            yield LocalizedText(match.group("own"))
            yield LocalizedText(match.group("english"), "en")
        elif text:
            yield LocalizedText(text)


def _entry(reference: etree._Element) -> Entry:
    printed = xml.text_at(reference, "from_pdf") or ""
    doi = (reference.get("doi") or "").strip()
    url = url_of(reference.get("url") or "")
    fields = ReferenceFields(doi=doi, url=url) if doi else None
    return Entry(raw=_NUMBERED.sub("", printed), fields=fields)


def _alone(ref: etree._Element) -> bytes:
    body = etree.tostring(ref, encoding="utf-8", with_tail=False)
    return b'<?xml version="1.0" encoding="UTF-8"?><bundle>' + body + b"</bundle>"
