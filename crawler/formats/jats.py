"""JATS (NISO Z39.96) and the older NLM: article files, issues of them, and OAI-PMH ``jats``/``nlm`` metadata.

Each field is one function over ``article-meta`` or ``journal-meta``; people are in ``jats_people``, reference lists in
``jats_references``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import url_of
from crawler.formats.items import item, references, unique
from crawler.formats.jats_people import contributors
from crawler.formats.jats_references import reference_entries
from crawler.formats.page import PageError, ParsedPage
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type, language_code

HREF = "{http://www.w3.org/1999/xlink}href"
_SCHEMES = {"doi": "doi", "edn": "edn", "pmid": "pmid", "pmcid": "pmcid", "elibrary": "elibrary"}
_CODES = {"udk": "udc", "udc": "udc", "grnti": "grnti", "bbk": "bbk", "jel": "jel", "vak": "vak"}
_NO_ABSTRACT = frozenset(
    {"graphical", "teaser", "toc", "key-points", "highlights", "executive-summary"}
)
_DATES = ("pub", "epub", "ppub", "epub-ppub", "collection", "")


def parse_file(data: bytes) -> ParsedPage:
    """Every ``article`` of a file. Raises PageError if it holds none."""
    root, warnings = xml.parse_file(data)
    articles = [e for e in root.iter() if xml.local_name(e) == "article"]
    if not articles:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected a JATS <article>"
        )
    items = tuple(
        item(_identified(article), xml.serialise(article), warnings) for article in articles
    )
    return ParsedPage(items=items, warnings=warnings)


def parse_metadata(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its ``article``."""
    article = next((e for e in metadata.iter() if xml.local_name(e) == "article"), metadata)
    return record(article, header)


def _identified(article: etree._Element) -> HarvestedRecord:
    """A file has no header: the DOI, else the publisher's id in its journal, else the place in the journal."""
    found = record(article, HarvestedRecord(identifier=""))
    doi = next((i.value for i in found.identifiers if i.scheme == "doi"), None)
    journal = _journal_key(article)
    own = _article_id(article, "publisher-id")
    if doi is None and journal:
        place = found.container or Container()
        where = f"{found.year or ''}/{place.volume or ''}-{place.issue or ''}/{place.pages or ''}"
        own = f"{journal}/{own}" if own else f"{journal}/{where}" if place.pages else None
    return msgspec.structs.replace(found, identifier=doi or own or "")


def record(article: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """What the article says, added to the header."""
    meta, journal = (
        xml.child(article, "front", "article-meta"),
        xml.child(article, "front", "journal-meta"),
    )
    published = _published(meta)
    given_type = article.get("article-type")
    lang = _lang(article)
    return msgspec.structs.replace(
        header,
        titles=_titles(meta, lang),
        abstracts=_abstracts(meta, lang),
        contributors=contributors(meta, lang),
        container=_container(meta, journal, lang),
        publishers=_publishers(journal, lang),
        year=year_of(published),
        published=published,
        languages=(lang,) if lang else (),
        type=document_type((given_type or "").replace("-", " ")),
        type_as_given=given_type,
        identifiers=unique(_identifiers(meta)),
        subjects=unique(_subjects(meta, lang)),
        references=references(reference_entries(article)),
        urls=unique(url_of(e.get(HREF) or xml.text_of(e)) for e in xml.children(meta, "self-uri")),
        rights=_rights(meta),
    )


def _lang(element: etree._Element | None, default: str | None = None) -> str | None:
    given = element.get(xml.XML_LANG) if element is not None else None
    return language_code(given) or default


def _article_id(article: etree._Element, kind: str) -> str | None:
    meta = xml.child(article, "front", "article-meta")
    found = (
        xml.text_of(e) for e in xml.children(meta, "article-id") if e.get("pub-id-type") == kind
    )
    return next((text for text in found if text), None)


def _journal_key(article: etree._Element) -> str | None:
    journal = xml.child(article, "front", "journal-meta")
    return xml.text_at(journal, "issn") or xml.text_at(journal, "journal-id")


def _titles(meta: etree._Element | None, lang: str | None) -> tuple[LocalizedText, ...]:
    group = xml.child(meta, "title-group")
    found = [(e, _lang(e, lang)) for e in xml.children(group, "article-title")]
    for translated in xml.children(group, "trans-title-group"):
        own = _lang(translated)
        found += [(e, _lang(e, own)) for e in xml.children(translated, "trans-title")]
    found += [(e, _lang(e)) for e in xml.children(group, "trans-title")]  # NLM 2 and 3
    return unique(LocalizedText(text, own) for e, own in found if (text := _without_notes(e)))


def _without_notes(title: etree._Element) -> str:
    """A title without the marks of its footnotes."""
    return " ".join("".join(_texts(title)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        if xml.local_name(inner) not in {"xref", "fn"}:
            yield from _texts(inner)
        yield inner.tail or ""


def _abstracts(meta: etree._Element | None, lang: str | None) -> tuple[LocalizedText, ...]:
    own = [(e, _lang(e, lang)) for e in xml.children(meta, "abstract")]
    translated = [(e, _lang(e)) for e in xml.children(meta, "trans-abstract")]
    told = [(e, code) for e, code in own + translated if e.get("abstract-type") not in _NO_ABSTRACT]
    return unique(LocalizedText(text, code) for e, code in told if (text := _paragraphs(e)))


def _paragraphs(abstract: etree._Element) -> str:
    """Sections and paragraphs with a space between them; the heading "Abstract" itself is left out."""
    blocks = [
        e
        for e in abstract.iter()
        if xml.local_name(e) in {"p", "title"} and e.getparent() is not None
    ]
    told = [e for e in blocks if not (xml.local_name(e) == "title" and e.getparent() is abstract)]
    return " ".join(text for e in told if (text := xml.text_of(e))) or xml.text_of(abstract)


def _container(
    meta: etree._Element | None, journal: etree._Element | None, lang: str | None
) -> Container:
    pages = xml.text_at(meta, "page-range")
    first, last = xml.text_at(meta, "fpage"), xml.text_at(meta, "lpage")
    spelled = f"{first}-{last}" if first and last and first != last else first
    return Container(
        titles=_journal_titles(journal, lang),
        kind="journal",
        issn=unique(xml.text_of(e) for e in xml.children(journal, "issn")),
        volume=xml.text_at(meta, "volume"),
        issue=xml.text_at(meta, "issue"),
        pages=pages or spelled,
        first_page=first,
        last_page=last,
        article_number=xml.text_at(meta, "elocation-id"),
    )


def _journal_titles(journal: etree._Element | None, lang: str | None) -> tuple[LocalizedText, ...]:
    if journal is None:
        return ()
    groups = list(xml.children(journal, "journal-title-group")) or [journal]  # NLM 2 has no group
    found: list[tuple[etree._Element, str | None]] = []
    for group in groups:
        found += [(e, _lang(e)) for e in xml.children(group, "journal-title")]
        for translated in xml.children(group, "trans-title-group"):
            own = _lang(translated)
            found += [(e, _lang(e, own)) for e in xml.children(translated, "trans-title")]
    # the language of an article says nothing of its journal's name
    return unique(LocalizedText(text, code) for e, code in found if (text := xml.text_of(e)))


def _publishers(journal: etree._Element | None, lang: str | None) -> tuple[LocalizedText, ...]:
    names = (
        e for p in xml.children(journal, "publisher") for e in xml.children(p, "publisher-name")
    )
    return unique(LocalizedText(text, _lang(e)) for e in names if (text := xml.text_of(e)))


def _published(meta: etree._Element | None) -> str | None:
    """The date of publication: the fullest of the best kind that there is."""
    dates = list(xml.children(meta, "pub-date"))
    for kind in _DATES:
        of_kind = (
            _date(e) for e in dates if (e.get("date-type") or e.get("pub-type") or "") == kind
        )
        if found := max((date for date in of_kind if date), key=len, default=None):
            return found
    return next((date for e in dates if (date := _date(e))), None)


def _date(element: etree._Element) -> str | None:
    if given := element.get("iso-8601-date"):
        return iso_date(given)
    parts = (xml.text_at(element, name) for name in ("year", "month", "day"))
    year, month, day = parts
    full = "-".join(part for part in (year, month, day if month else None) if part)
    return iso_date(full) or iso_date(year or "")


def _identifiers(meta: etree._Element | None) -> Iterator[Identifier]:
    for e in xml.children(meta, "article-id"):
        scheme = _SCHEMES.get((e.get("pub-id-type") or "").lower())
        if scheme and (value := xml.text_of(e)):
            yield Identifier(scheme, value)


def _subjects(meta: etree._Element | None, lang: str | None) -> Iterator[Subject]:
    for group in xml.children(meta, "kwd-group"):
        scheme = _CODES.get((group.get("kwd-group-type") or "").lower(), "keyword")
        code = _lang(group, lang)
        for kwd in xml.children(group, "kwd"):
            if text := xml.text_of(kwd):
                yield Subject(scheme=scheme, value=text, lang=code if scheme == "keyword" else None)
    for group in xml.children(xml.child(meta, "article-categories"), "subj-group"):
        scheme = _CODES.get((group.get("subj-group-type") or "").lower(), "section")
        for subject in xml.children(group, "subject"):
            if text := xml.text_of(subject):
                own = _lang(group) if scheme == "section" else None
                yield Subject(scheme=scheme, value=text, lang=own)
    for e in xml.children(meta, "article-id"):
        code_scheme = _CODES.get((e.get("pub-id-type") or "").lower())
        if code_scheme and (text := xml.text_of(e)):
            yield Subject(scheme=code_scheme, value=text)


def _rights(meta: etree._Element | None) -> tuple[str, ...]:
    licences = xml.children(xml.child(meta, "permissions"), "license")
    return unique(e.get(HREF) or xml.text_of(e) for e in licences)
