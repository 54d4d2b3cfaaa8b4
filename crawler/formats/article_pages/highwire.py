"""An article's page: Highwire ``citation_*`` meta tags, and the reference lists, tagged or visible.

Source of the tags: Google Scholar's inclusion guidelines (https://scholar.google.com/intl/en/scholar/inclusion.html)
and what OJS writes; other vocabularies (:mod:`crawler.formats.article_pages.highwire_tags`) and schema.org's JSON-LD
fill in where
there are no Highwire ones.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from lxml import etree, html
from w3lib.encoding import (
    html_body_declared_encoding,
    html_to_unicode,
    http_content_type_encoding,
)

from crawler.formats.article_pages import highwire_jsonld, highwire_references, reference_lists
from crawler.formats.article_pages.highwire_address import address
from crawler.formats.article_pages.highwire_people import people
from crawler.formats.article_pages.highwire_tags import (
    Named,
    Tag,
    Tags,
    by_name,
    describe_article,
    named,
)
from crawler.formats.items import item, unique
from crawler.formats.page import PageError, ParsedPage, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.text.charset import known
from crawler.formats.text.text import plain
from crawler.formats.text.xml import check_size
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.identity import identity
from crawler.formats.values.subjects import subjects_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Reference, Subject
from schemas.vocabularies import document_type, language_code

_BINARY = re.compile(rb"^(%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8)")
_KINDS: dict[str, Literal["journal", "proceedings", "book"]] = {
    "citation_journal_title": "journal",
    "citation_conference_title": "proceedings",
    "citation_inbook_title": "book",
}
_VAGUE = frozenset(
    {"unknown", "miscellaneous"}
)  # "Text.Serial.Journal" is what OJS calls every article
_INSTITUTIONS = {
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
}


def parse(data: bytes, source: SourceHints) -> ParsedPage:
    """The one record of an article page.

    Raises PageError for bytes that are no HTML; a page without a title or an address becomes one Rejected.
    """
    check_size(data)
    document = _document(data, source)
    tags = named(document)
    described = highwire_jsonld.described(document)
    if not describe_article(by_name(tags)) and described is None:
        detail = "no citation_* or DC.* meta tags; is this the page of an article?"
        return ParsedPage(
            items=(Rejected(reason="wrong-format", detail=detail, raw=data, identifier=source.url),)
        )
    known_by, formerly = address(document, by_name(tags), source)
    record = highwire_jsonld.filled(_record(document, tags, known_by), described)
    if not record.references:
        record = msgspec.structs.replace(record, references=reference_lists.visible(document))
    if not (record.identifier or identity(record)):
        detail = "neither a canonical link nor citation_abstract_html_url, and the page's address is not known"
        return ParsedPage(items=(Rejected(reason="no-identifier", detail=detail, raw=data),))
    names = {known_by: formerly} if formerly else {}
    return ParsedPage(items=(item(record, data),), formerly=names)


def _document(data: bytes, source: SourceHints) -> html.HtmlElement:
    if _BINARY.match(data) or not data.strip():
        raise PageError("wrong-format", "the page is no HTML")
    text = _text(data, source.content_type)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    clean = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        document = html.document_fromstring(clean, parser=parser)
    except etree.ParserError as error:
        raise PageError("wrong-format", f"the page is no HTML: {error}") from error
    if document.find(".//head") is None and document.find(".//meta") is None:
        raise PageError("wrong-format", "the page is no HTML")
    return document


def _text(data: bytes, content_type: str | None) -> str:
    """The page in the charset that it or its header declares, as browsers do; UTF-8 where they name none."""
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(data)
    if declared is not None and known(declared) is None:
        return data.decode("utf-8", "replace")
    return html_to_unicode(content_type, data)[1]


def _first(tags: Tags, *names: str) -> str | None:
    return next((tag.text for name in names for tag in tags.get(name, ())), None)


def _all(tags: Tags, *names: str) -> list[Tag]:
    """The tags of the first of these names that has any."""
    return next((tags[name] for name in names if tags.get(name)), [])


def _titles(tags: Tags) -> tuple[LocalizedText, ...]:
    """The title, and what OJS gives in the journal's other languages."""
    given = (*_all(tags, "citation_title", "dc.title"), *tags.get("dc.title.alternative", ()))
    return tuple(dict.fromkeys(map(_plain, given)))


def _record(document: html.HtmlElement, found: list[Named], known_by: str) -> HarvestedRecord:
    tags = by_name(found)
    names = ("citation_publication_date", "citation_date", "citation_year", "citation_online_date")
    when = dated(_first(tags, *names, "dc.date.issued", "dc.date"))
    given_type = _type(tags)
    return HarvestedRecord(
        identifier=known_by,
        titles=_titles(tags),
        abstracts=_abstracts(tags),
        contributors=people(found, tags),
        container=_container(tags),
        publishers=tuple(_all(tags, "citation_publisher", "dc.publisher", *_INSTITUTIONS)),
        year=when.year,
        published=when.published,
        languages=_languages(tags),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=_identifiers(tags),
        subjects=_subjects(tags),
        references=_references(tags),
        urls=_urls(tags, known_by),
        rights=tuple(tag.text for tag in _all(tags, "dc.rights")),
        warnings=when.warnings,
    )


def _type(tags: Tags) -> str | None:
    """A thesis and a report name their institution; else what the page itself says, if that is a word we know."""
    for name, kind in _INSTITUTIONS.items():
        if tags.get(name):
            return kind
    given = [
        _first(tags, name) for name in ("citation_article_type", "dc.type.articletype", "dc.type")
    ]
    return next((word for word in given if word and document_type(word) not in _VAGUE), None)


def _plain(tag: Tag) -> LocalizedText:
    return LocalizedText(plain(tag.text), tag.lang)


def _abstracts(tags: Tags) -> tuple[LocalizedText, ...]:
    given = _all(tags, "citation_abstract", "dc.description", "dcterms.abstract", "og:description")
    return tuple(dict.fromkeys(_plain(tag) for tag in given))


def _container(tags: Tags) -> Container | None:
    name = next((name for name in _KINDS if tags.get(name)), None)
    issn = unique(
        part for tag in tags.get("citation_issn", ()) for part in re.split(r"[;,\s]+", tag.text)
    )
    if name is None and not issn:
        return None
    # OJS's Dublin Core has the journal for a source, beside its ISSN
    titles = tags.get(name, ()) if name else tags.get("dc.source", ())[:1]
    pages, first, last = _pages(tags)
    return Container(
        titles=tuple(map(_plain if name else _journal, titles)),
        kind=_KINDS.get(name or "", "journal"),
        issn=issn,
        isbn=tuple(tag.text for tag in tags.get("citation_isbn", ())),
        volume=_first(tags, "citation_volume"),
        issue=_first(tags, "citation_issue"),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=_first(tags, "citation_article_number", "citation_elocation_id"),
    )


def _journal(source: Tag) -> LocalizedText:
    """The journal of ``Vestnik; Vol 3 No 2 (2020); 5-12``, whose other parts have tags of their own."""
    return LocalizedText(plain(source.text.partition(";")[0].strip() or source.text), source.lang)


def _pages(tags: Tags) -> tuple[str | None, str | None, str | None]:
    """The range, the first and the last page; pages have the range where the first page belongs, too."""
    first, last = _first(tags, "citation_firstpage"), _first(tags, "citation_lastpage")
    given = _first(tags, "citation_pages")
    if last or (first and not split_pages(first)[1] and not given):
        return (f"{first}-{last}" if first and last and first != last else first), first, last
    pages = given or first
    return pages, *split_pages(pages)


def _languages(tags: Tags) -> tuple[str, ...]:
    codes = (language_code(tag.text) for tag in _all(tags, "citation_language", "dc.language"))
    return tuple(dict.fromkeys(code for code in codes if code))


def _identifiers(tags: Tags) -> tuple[Identifier, ...]:
    given = [
        *tags.get("citation_doi", ()),
        *tags.get("dc.identifier.doi", ()),
        *tags.get("dc.identifier", ()),
    ]
    found = [identifier for tag in given for identifier in classify(tag.text)]
    own = [i for i in found if i.scheme in {"doi", "edn", "handle"}]
    numbers = [
        Identifier(scheme, tag.text)
        for name, scheme in (("citation_pmid", "pmid"), ("citation_arxiv_id", "arxiv"))
        for tag in tags.get(name, ())
    ]
    return unique([*own, *numbers])


def _subjects(tags: Tags) -> tuple[Subject, ...]:
    given = _all(tags, "citation_keywords", "dc.subject", "keywords")
    # one tag with everything in it, or one tag a keyword
    separators = ",;" if len(given) == 1 else ";"
    found = (subject for tag in given for subject in subjects_of(tag.text, tag.lang, separators))
    return tuple(dict.fromkeys(found))


def _urls(tags: Tags, known_by: str) -> tuple[str, ...]:
    given = (known_by, _first(tags, "citation_pdf_url"))
    return unique(url_of(text) for text in given if text)


def _references(tags: Tags) -> tuple[Reference, ...]:
    """The tagged list; where there is none, that which a reader of the page sees counts: never both."""
    return highwire_references.tagged([tag.text for tag in tags.get("citation_reference", ())])
