"""Crossref's deposit XML (``doi_batch``, 4.x and 5.x), and what its servers answer in the same form (``doi_records``).

Each item (article, paper, chapter) is a record with what its container says; so is a book or a report with a DOI of its
own. Source of the rules: https://data.crossref.org/reports/help/schema_doc/5.3.1/index.html.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Literal, NamedTuple

from lxml import etree

from crawler.formats.items import item, references, unique
from crawler.formats.journal_xml.crossref_xml_held import Held, held, own_titles, published
from crawler.formats.journal_xml.crossref_xml_people import contributors
from crawler.formats.journal_xml.crossref_xml_references import entries
from crawler.formats.page import PageError, ParsedPage, SourceHints
from crawler.formats.text import xml
from crawler.formats.values.identifiers import url_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type, language_code


class _Form(NamedTuple):
    """What a container is made of: the parts that describe it, its items, what it is to them, and the types of both."""

    parts: tuple[str, ...]
    items: str = ""
    kind: str = ""
    type: str = ""
    item_type: str = ""


_FORMS = {
    "journal": _Form(
        ("journal_metadata", "journal_issue"), "journal_article", "journal", "", "journal article"
    ),
    "conference": _Form(
        ("event_metadata", "proceedings_metadata", "proceedings_series_metadata"),
        "conference_paper", "proceedings", "proceedings", "proceedings article",
    ),
    "book": _Form(
        ("book_metadata", "book_series_metadata", "book_set_metadata"),
        "content_item", "book", "book", "book chapter",
    ),
    "report-paper": _Form(
        ("report-paper_metadata", "report-paper_series_metadata"),
        "content_item", "book", "report", "report component",
    ),
    "standard": _Form(("standard_metadata",), "content_item", "book", "standard", "standard"),
    "database": _Form(("database_metadata",), "dataset", "", "", "dataset"),
    "dissertation": _Form((), type="dissertation"),
    "posted_content": _Form((), type="preprint"),
    "peer_review": _Form((), type="peer review"),
    "pending_publication": _Form((), type="journal article"),
}  # fmt: skip
_RECORDS = ("journal_article", "conference_paper", "content_item", "dissertation", "posted_content")
_HOLDERS = frozenset({"body", "crossref", *_FORMS})
_COMPONENTS = {"section": "book section", "part": "book part", "reference_entry": "reference entry"}
_MOST_AROUND = 100  # elements of a container beside its items: each is written once an item
_ARTICLE_NUMBERS = frozenset({"article_number", "article-number", "elocation-id"})


class _Work(NamedTuple):
    """One work, its container, and what the container says of all that it holds."""

    root: etree._Element
    element: etree._Element
    form: _Form
    held: Held

    @property
    def is_item(self) -> bool:
        return xml.local_name(self.element) == self.form.items


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every work of a deposit. Raises PageError if there is none."""
    root, warnings, broken = xml.parse_records(data, *_RECORDS)
    works = [work for container in _containers(root) for work in _works(container)]
    if not works:
        told = f"the root is <{xml.local_name(root)}>; expected a Crossref <doi_batch> with a work"
        raise PageError("wrong-format", told)
    items = tuple(item(_record(work), partial(_alone, work), warnings) for work in works)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _containers(root: etree._Element) -> Iterator[etree._Element]:
    for element in root.iter(*(f"{{*}}{name}" for name in _FORMS)):
        parent = element.getparent()
        if parent is None or xml.local_name(parent) in _HOLDERS:
            yield element


def _works(container: etree._Element) -> Iterator[_Work]:
    """The items, and what holds them if it is a work too: alone, or with a DOI of its own."""
    form = _FORMS[xml.local_name(container)]
    parts = [e for name in form.parts for e in xml.children(container, name)]
    around = held(parts)
    items = list(xml.children(container, form.items)) if form.items else []
    for element in items:
        yield _Work(container, element, form, around)
    if not form.type:
        return
    if not parts:
        yield _Work(container, container, form, around)
        return
    own = [e for e in parts if own_titles(e, None)]
    if own and (not items or xml.child(own[0], "doi_data") is not None):
        yield _Work(container, own[0], form, held([e for e in parts if e is not own[0]]))


def _record(work: _Work) -> HarvestedRecord:
    element, around = work.element, work.held
    own = held([element])
    date = published(own, around)
    doi = xml.text_at(element, "doi_data", "doi")
    lang = language_code(element.get("language")) or around.lang
    given = _type(work)
    return HarvestedRecord(
        identifier=(doi or "").lower(),
        titles=own_titles(element, lang),
        abstracts=unique(_abstracts(element, lang)),
        contributors=contributors(element),
        container=_container(work),
        publishers=own.publishers or around.publishers,
        place=own.place or around.place,
        year=date.year,
        published=date.published,
        languages=(lang,) if lang else (),
        type=document_type(given),
        type_as_given=given,
        identifiers=unique(_identifiers(work, doi)),
        subjects=unique(_subjects(element)),
        references=references(entries(element)),
        urls=unique([url_of(xml.text_at(element, "doi_data", "resource") or "")]),
        rights=unique(xml.text_of(e) for e in element.iter("{*}license_ref")),
        warnings=date.warnings,
    )


def _type(work: _Work) -> str:
    """What the work says of itself, else what it is in its container."""
    if work.is_item:
        return _COMPONENTS.get(work.element.get("component_type") or "", work.form.item_type)
    posted = xml.local_name(work.element) == "posted_content"
    return (work.element.get("type") if posted else None) or work.form.type


def _abstracts(element: etree._Element, lang: str | None) -> Iterator[LocalizedText]:
    """The abstracts in JATS, without their heading."""
    for abstract in xml.children(element, "abstract"):
        parts = (xml.text_of(e) for e in abstract if xml.local_name(e) != "title")
        if text := " ".join(part for part in parts if part) or xml.text_of(abstract):
            yield LocalizedText(text, language_code(abstract.get(xml.XML_LANG)) or lang)


def _container(work: _Work) -> Container | None:
    """The journal, book or proceedings with the place in it; None for what stands alone."""
    around, element = work.held, work.element
    if not work.is_item or not (around.titles or around.issn):
        return None
    pages = xml.child(element, "pages")
    first, last = xml.text_at(pages, "first_page"), xml.text_at(pages, "last_page")
    return Container(
        titles=around.titles,
        kind=_kind(work.form),
        issn=around.issn,
        isbn=around.isbn,
        volume=around.volume,
        issue=around.issue,
        pages=f"{first}-{last}" if first and last and first != last else first,
        first_page=first,
        last_page=last,
        article_number=_article_number(element),
    )


def _kind(form: _Form) -> Literal["journal", "proceedings", "book"] | None:
    if form.kind == "journal":
        return "journal"
    return "proceedings" if form.kind == "proceedings" else "book" if form.kind else None


def _article_number(element: etree._Element) -> str | None:
    numbers = xml.children(xml.child(element, "publisher_item"), "item_number")
    told = (xml.text_of(e) for e in numbers if e.get("item_number_type") in _ARTICLE_NUMBERS)
    return next((text for text in told if text), None)


def _identifiers(work: _Work, doi: str | None) -> Iterator[Identifier]:
    if doi:
        yield Identifier("doi", doi)
    for e in xml.children(work.element, "isbn"):
        if text := xml.text_of(e):
            yield Identifier("isbn", text)
    for e in xml.children(xml.child(work.element, "publisher_item"), "identifier"):
        if e.get("id_type") == "pmid" and (text := xml.text_of(e)):
            yield Identifier("pmid", text)


def _subjects(element: etree._Element) -> Iterator[Subject]:
    for e in xml.children(element, "group_title"):
        if text := xml.text_of(e):
            yield Subject(scheme="section", value=text)


def _alone(work: _Work) -> bytes:
    """The work as a deposit of its own: it parses again without its neighbours."""
    batch = etree.Element("doi_batch")
    body = etree.SubElement(batch, "body")
    if work.element is work.root:
        body.append(copy.deepcopy(work.root))
        return xml.serialise(batch)
    container = etree.SubElement(body, work.root.tag)
    parts = (e for name in work.form.parts for e in xml.children(work.root, name))
    container.extend(copy.deepcopy(e) for e in islice(parts, _MOST_AROUND))
    if work.is_item:
        for part in container:  # the container may be a work too, but not this one
            for e in list(xml.children(part, "doi_data")):
                part.remove(e)
        container.append(copy.deepcopy(work.element))
    return xml.serialise(batch)
