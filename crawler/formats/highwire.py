"""An article's page: Highwire ``citation_*`` meta tags, and the reference lists, tagged or visible.

Source of the tags: Google Scholar's inclusion guidelines (https://scholar.google.com/intl/en/scholar/inclusion.html)
and what OJS writes; ``DC.*`` tags fill in where there are no Highwire ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal
from urllib.parse import urldefrag, urljoin

from lxml import etree, html
from w3lib.encoding import (
    html_body_declared_encoding,
    html_to_unicode,
    http_content_type_encoding,
)

from crawler.formats import highwire_references, reference_lists
from crawler.formats.charset import known
from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import classify, url_of
from crawler.formats.identity import identity
from crawler.formats.items import item
from crawler.formats.names import person_name
from crawler.formats.page import PageError, ParsedPage, Rejected, SourceHints
from crawler.formats.subjects import subjects_of
from crawler.formats.text import plain
from crawler.formats.xml import check_size
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    Reference,
    Subject,
)
from schemas.vocabularies import language_code

_BINARY = re.compile(rb"^(%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8)")
_KINDS: dict[str, Literal["journal", "proceedings", "book"]] = {
    "citation_journal_title": "journal",
    "citation_conference_title": "proceedings",
    "citation_inbook_title": "book",
}

_INSTITUTIONS = frozenset({"citation_author_institution", "citation_author_affiliation"})

_Named = tuple[str, str, etree._Element]
"""A meta tag: its name, its content, itself."""
Tag = LocalizedText
Tags = dict[str, list[Tag]]


def parse(data: bytes, source: SourceHints) -> ParsedPage:
    """The one record of an article page.

    Raises PageError for bytes that are no HTML; a page without a title or an address becomes one Rejected.
    """
    check_size(data)
    document = _document(data, source)
    tags = _tags(document)
    if not any(name.startswith(("citation_", "dc.")) for name in tags):
        detail = "no citation_* or DC.* meta tags; is this the page of an article?"
        return ParsedPage(
            items=(Rejected(reason="wrong-format", detail=detail, raw=data, identifier=source.url),)
        )
    record = _record(document, tags, source)
    if not (record.identifier or identity(record)):
        detail = "neither a canonical link nor citation_abstract_html_url, and the page's address is not known"
        return ParsedPage(items=(Rejected(reason="no-identifier", detail=detail, raw=data),))
    return ParsedPage(items=(item(record, data),))


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


def _tags(document: html.HtmlElement) -> Tags:
    """The meta tags with content, by lower-case name, with the language of the tag where it has one."""
    tags: Tags = defaultdict(list)
    for element in document.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            lang = element.get("xml:lang") or element.get("lang")
            tags[name].append(Tag(content, language_code(lang)))
    return tags


def _first(tags: Tags, *names: str) -> str | None:
    return next((tag.text for name in names for tag in tags.get(name, ())), None)


def _all(tags: Tags, *names: str) -> list[Tag]:
    """The tags of the first of these names that has any."""
    return next((tags[name] for name in names if tags.get(name)), [])


def _titles(tags: Tags) -> tuple[LocalizedText, ...]:
    """The title, and what OJS gives in the journal's other languages."""
    given = (*_all(tags, "citation_title", "dc.title"), *tags.get("dc.title.alternative", ()))
    return tuple(dict.fromkeys(map(_plain, given)))


def _record(document: html.HtmlElement, tags: Tags, source: SourceHints) -> HarvestedRecord:
    published = _published(tags)
    return HarvestedRecord(
        identifier=_address(document, tags, source) or "",
        titles=_titles(tags),
        abstracts=_abstracts(tags),
        contributors=_contributors(document, tags),
        container=_container(tags),
        publishers=tuple(_all(tags, "citation_publisher", "dc.publisher")),
        year=year_of(published),
        published=published,
        languages=_languages(tags),
        identifiers=_identifiers(tags),
        subjects=_subjects(tags),
        references=_references(document, tags),
        urls=_urls(document, tags, source),
        rights=tuple(tag.text for tag in _all(tags, "dc.rights")),
    )


def _plain(tag: Tag) -> LocalizedText:
    return LocalizedText(plain(tag.text), tag.lang)


def _address(document: html.HtmlElement, tags: Tags, source: SourceHints) -> str | None:
    """The article's own address: canonical link, abstract page, og:url, else where the page came from."""
    canonical = next(
        (e.get("href") for e in document.iter("link") if e.get("rel") == "canonical"), None
    )
    given = (canonical, _first(tags, "citation_abstract_html_url", "og:url"), source.url)
    found = (_absolute(address, source) for address in given if address)
    return next(filter(None, found), None)


def _absolute(address: str, source: SourceHints) -> str | None:
    """The address as a whole, without its fragment; None if it is none ("http://[")."""
    try:
        return url_of(urldefrag(urljoin(source.url or "", address)).url)
    except ValueError:
        return None


def _published(tags: Tags) -> str | None:
    names = ("citation_publication_date", "citation_date", "citation_year", "citation_online_date")
    given = _first(tags, *names, "dc.date.issued", "dc.date")
    if given is None:
        return None
    year = year_of(given)
    return iso_date(given) or (str(year) if year else None)


def _abstracts(tags: Tags) -> tuple[LocalizedText, ...]:
    given = _all(tags, "citation_abstract", "dc.description", "dcterms.abstract", "og:description")
    return tuple(dict.fromkeys(_plain(tag) for tag in given))


def _contributors(document: html.HtmlElement, tags: Tags) -> tuple[Contributor, ...]:
    """Each ``citation_author`` with the tags that follow it (institution, ORCID) up to the next."""
    people: list[list[_Named]] = []
    for element in document.iter("meta"):
        name = (element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name == "citation_author" and content:
            people.append([(name, content, element)])
        elif people and content:
            people[-1].append((name, content, element))
    if not people:
        return tuple(Contributor(names=(person_name(t.text, t.lang),)) for t in _many(tags))
    return tuple(map(_person, people))


def _many(tags: Tags) -> list[Tag]:
    joined = _all(tags, "citation_authors", "dc.creator", "dc.creator.personalname")
    return [
        Tag(name.strip(), tag.lang)
        for tag in joined
        for name in tag.text.split(";")
        if name.strip()
    ]


def _person(tags: list[_Named]) -> Contributor:
    """The author's own tag, and those after it."""
    (_, name, element), *details = tags
    orcid = [content for kind, content, _ in details if kind == "citation_author_orcid"]
    return Contributor(
        names=(person_name(name, _lang(element)),),
        identifiers=tuple(Identifier("orcid", content) for content in orcid[-1:]),
        affiliations=tuple(
            Affiliation(names=(LocalizedText(content, _lang(e)),))
            for kind, content, e in details
            if kind in _INSTITUTIONS
        ),
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("xml:lang") or element.get("lang"))


def _container(tags: Tags) -> Container | None:
    name = next((name for name in _KINDS if tags.get(name)), None)
    issn = tuple(dict.fromkeys(tag.text for tag in tags.get("citation_issn", ())))
    if name is None and not issn:
        return None
    first, last = _first(tags, "citation_firstpage"), _first(tags, "citation_lastpage")
    return Container(
        titles=tuple(_plain(tag) for tag in tags.get(name, ())) if name else (),
        kind=_KINDS.get(name or "", "journal"),
        issn=issn,
        isbn=tuple(tag.text for tag in tags.get("citation_isbn", ())),
        volume=_first(tags, "citation_volume"),
        issue=_first(tags, "citation_issue"),
        pages=f"{first}-{last}" if first and last else first,
        first_page=first,
        last_page=last,
    )


def _languages(tags: Tags) -> tuple[str, ...]:
    codes = (language_code(tag.text) for tag in _all(tags, "citation_language", "dc.language"))
    return tuple(dict.fromkeys(code for code in codes if code))


def _identifiers(tags: Tags) -> tuple[Identifier, ...]:
    given = [
        *tags.get("citation_doi", ()),
        *tags.get("dc.identifier.doi", ()),
        *tags.get("dc.identifier", ()),
    ]
    found = (identifier for tag in given for identifier in classify(tag.text))
    return tuple(dict.fromkeys(i for i in found if i.scheme in {"doi", "edn", "handle"}))


def _subjects(tags: Tags) -> tuple[Subject, ...]:
    given = _all(tags, "citation_keywords", "dc.subject", "keywords")
    # one tag with everything in it, or one tag a keyword
    separators = ",;" if len(given) == 1 else ";"
    found = (subject for tag in given for subject in subjects_of(tag.text, tag.lang, separators))
    return tuple(dict.fromkeys(found))


def _urls(document: html.HtmlElement, tags: Tags, source: SourceHints) -> tuple[str, ...]:
    given = [_address(document, tags, source), _first(tags, "citation_pdf_url")]
    return tuple(dict.fromkeys(url for text in given if text and (url := url_of(text))))


def _references(document: html.HtmlElement, tags: Tags) -> tuple[Reference, ...]:
    """The tagged list if there is one, else the lists that a reader of the page sees; never both, they are the same."""
    tagged = highwire_references.tagged([tag.text for tag in tags.get("citation_reference", ())])
    return tagged or reference_lists.visible(document)
