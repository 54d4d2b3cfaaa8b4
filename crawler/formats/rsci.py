"""RSCI / Articulus journal issue (journal3): one XML file, an issue; each ``article`` a record.

Source of the rules: the schema of eLIBRARY's Articulus (``journal_rsci``) and Metafora's relaxed ``journal3.xsd``.
The legacy form (``<journals><opercard>``) is rewritten by ``rsci_legacy`` first.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec
from lxml import etree

from crawler.formats import rsci_legacy, xml
from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import url_of
from crawler.formats.items import item
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    Rejected,
    SourceHints,
)
from crawler.formats.pages import split_pages
from crawler.formats.rsci_authors import contributors
from crawler.formats.rsci_references import references
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type, language_code

_CODE_SCHEMES = ("udk", "bbk", "vak", "vak21", "jel", "msc", "pacs", "anycode")
_YEAR_MONTH = re.compile(r"^([12]\d{3})(\d{2})(?!\d)")
_MOST_TITLES = 20  # of a journal or a section, each in a language; every article repeats them
_MOST_AROUND = 100  # elements of a journal or an issue beside its articles
_SCHEME_NAMES = {"udk": "udc", "anycode": "other"}


class _Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What all the articles of the file share."""

    key: str
    container: Container
    year: int | None
    published: str | None


class _Section(NamedTuple):
    """The heading that articles stand under."""

    element: etree._Element
    titles: tuple[LocalizedText, ...]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every article of an issue file. Raises PageError if the file is no such issue."""
    root, warnings = xml.parse_file(data)
    journals = list(rsci_legacy.modern(root)) if rsci_legacy.is_legacy(root) else [root]
    if not journals or not all(map(_is_issue, journals)):
        detail = f"the root is <{xml.local_name(root)}>; expected <journal> with an <issue>"
        raise PageError("wrong-format", detail)
    items = [item for journal in journals for item in _items(journal, warnings)]
    return ParsedPage(items=tuple(items), warnings=warnings)


def _is_issue(root: etree._Element) -> bool:
    return xml.local_name(root) == "journal" and xml.child(root, "issue") is not None


def _items(root: etree._Element, warnings: tuple[str, ...]) -> Iterator[ParsedRecord | Rejected]:
    for issue_element in xml.children(root, "issue"):
        issue = _issue(root, issue_element)
        seen: Counter[str] = Counter()
        for article, section in _articles(xml.child(issue_element, "articles")):
            yield _item(root, article, section, issue, seen, warnings)


def _articles(
    articles: etree._Element | None,
) -> Iterator[tuple[etree._Element, _Section | None]]:
    """Each article with the section that it stands under."""
    section = None
    for element in articles if articles is not None else ():
        name = xml.local_name(element)
        if name == "section":
            section = _Section(element, _localized(element, "secTitle")[:_MOST_TITLES])
        elif name == "article":
            yield element, section


def _issue(root: etree._Element, issue: etree._Element) -> _Issue:
    issn = [xml.text_at(root, "issn"), xml.text_at(root, "eissn")]
    volume, number = xml.text_at(issue, "volume"), _number(issue)
    published = _published(issue)
    year = year_of(published)
    journal = _journal_key(root, issn)
    container = Container(
        titles=_journal_titles(root),
        kind="journal",
        issn=tuple(n for n in issn if n),
        volume=volume,
        issue=number,
    )
    place = f"{year or ''}/{volume or ''}-{number or ''}"
    key = f"{journal}/{place}" if journal else ""
    return _Issue(key=key, container=container, year=year, published=published)


def _published(issue: etree._Element) -> str | None:
    """``2021``, or year and month as in ``200804`` and ``201102/03``."""
    given = xml.text_at(issue, "dateUni") or ""
    if match := _YEAR_MONTH.match(given):
        return iso_date(f"{match.group(1)}-{match.group(2)}") or match.group(1)
    year = year_of(given)
    return str(year) if year else None


def _journal_key(root: etree._Element, issn: list[str | None]) -> str | None:
    code = xml.text_at(root, "codeNEB")
    return xml.text_at(root, "titleid") or next((n for n in (*issn, code) if n), None)


def _journal_titles(root: etree._Element) -> tuple[LocalizedText, ...]:
    # Metafora's schema allows both spellings
    found = _localized(root, "journalInfo", "title") or _localized(root, "journalInfo", "Title")
    return found[:_MOST_TITLES]


def _number(issue: etree._Element) -> str | None:
    number, part = xml.text_at(issue, "number"), xml.text_at(issue, "part")
    number = number or xml.text_at(issue, "altNumber")
    return f"{number}, part {part}" if number and part else number


def _localized(parent: etree._Element | None, name: str, *path: str) -> tuple[LocalizedText, ...]:
    """The texts of the children of that name (or on a path below them), with the child's ``lang``."""
    found = (
        (xml.text_of(xml.child(e, *path)), language_code(e.get("lang")))
        for e in xml.children(parent, name)
    )
    return tuple(dict.fromkeys(LocalizedText(text, lang) for text, lang in found if text))


def _item(
    root: etree._Element,
    article: etree._Element,
    section: _Section | None,
    issue: _Issue,
    seen: Counter[str],
    warnings: tuple[str, ...],
) -> ParsedRecord | Rejected:
    raw = partial(_alone, root, article, section)
    identifier = _identifier(article, issue, seen)
    if identifier is None:
        detail = "no DOI or EDN, and the journal has neither titleid nor ISSN to build an identifier from"
        return Rejected(reason="no-identifier", detail=detail, raw=raw())
    return item(_record(article, section, issue, identifier), raw, warnings)


def _identifier(article: etree._Element, issue: _Issue, seen: Counter[str]) -> str | None:
    """The place in the journal (stable when a DOI is added later), else the DOI or EDN."""
    codes = xml.child(article, "codes")
    if not issue.key:
        return xml.text_at(codes, "doi") or xml.text_at(codes, "edn")
    key = f"{issue.key}/{xml.text_at(article, 'pages') or ''}"
    seen[key] += 1
    # two short notes may share a page
    return key if seen[key] == 1 else f"{key}#{seen[key]}"


def _record(
    article: etree._Element, section: _Section | None, issue: _Issue, identifier: str
) -> HarvestedRecord:
    pages = xml.text_at(article, "pages")
    first, last = split_pages(pages)
    art_type = xml.text_at(article, "artType")
    published = iso_date(xml.text_at(article, "dates", "datePublication") or "")
    return HarvestedRecord(
        identifier=identifier,
        titles=_localized(xml.child(article, "artTitles"), "artTitle"),
        abstracts=_localized(xml.child(article, "abstracts"), "abstract"),
        contributors=contributors(xml.child(article, "authors")),
        container=msgspec.structs.replace(
            issue.container, pages=pages, first_page=first, last_page=last
        ),
        year=issue.year or year_of(published),
        published=published or issue.published,
        languages=_languages(article),
        type=document_type(art_type),
        type_as_given=art_type,
        identifiers=tuple(_identifiers(article)),
        subjects=tuple(dict.fromkeys(_subjects(article, section))),
        references=references(xml.child(article, "references")),
        urls=_urls(article),
        warnings=_warnings(article),
    )


def _languages(article: etree._Element) -> tuple[str, ...]:
    code = language_code(xml.text_at(article, "langPubl"))
    return (code,) if code else ()


def _identifiers(article: etree._Element) -> Iterator[Identifier]:
    codes = xml.child(article, "codes")
    for scheme in ("doi", "edn"):
        if value := xml.text_at(codes, scheme):
            yield Identifier(scheme, value)


def _subjects(article: etree._Element, section: _Section | None) -> Iterator[Subject]:
    for group in xml.children(xml.child(article, "keywords"), "kwdGroup"):
        lang = language_code(group.get("lang"))
        for keyword in xml.children(group, "keyword"):
            if text := xml.text_of(keyword):
                yield Subject(scheme="keyword", value=text, lang=lang)
    for rubric in xml.children(xml.child(article, "rubrics"), "rubric"):
        if text := xml.text_of(rubric):
            yield Subject(scheme="grnti", value=text)
    codes = xml.child(article, "codes")
    for scheme in _CODE_SCHEMES:
        for code in xml.children(codes, scheme):
            if text := xml.text_of(code):
                yield Subject(scheme=_SCHEME_NAMES.get(scheme, scheme), value=text)
    yield from _section_titles(article, section)


def _section_titles(article: etree._Element, section: _Section | None) -> Iterator[Subject]:
    """The heading of the issue's section, which stands before its articles (or in them, in Metafora's form)."""
    own = _localized(article, "secTitle")
    if own:
        yield from (Subject(scheme="section", value=title.text, lang=title.lang) for title in own)
        return
    for title in section.titles if section is not None else ():
        yield Subject(scheme="section", value=title.text, lang=title.lang)


def _urls(article: etree._Element) -> tuple[str, ...]:
    found = (url_of(xml.text_of(e)) for e in xml.children(xml.child(article, "files"), "furl"))
    return tuple(dict.fromkeys(url for url in found if url))


def _warnings(article: etree._Element) -> tuple[str, ...]:
    given = xml.text_at(article, "langPubl")
    known = given is None or language_code(given) or given.upper() in {"ANY", "UNK"}
    return () if known else (f"unknown language: {given}",)


def _alone(root: etree._Element, article: etree._Element, section: _Section | None) -> bytes:
    """The article as an issue of its own: it parses again without its neighbours."""
    journal = etree.Element(root.tag)
    journal.extend(_copied(root, {"issue"}))
    issue = next((e for e in article.iterancestors() if xml.local_name(e) == "issue"), None)
    single = etree.SubElement(journal, issue.tag if issue is not None else "issue")
    if issue is not None:
        single.extend(_copied(issue, {"articles", "files"}))
    articles = etree.SubElement(single, "articles")
    if section is not None:
        heading = etree.SubElement(articles, section.element.tag)
        heading.extend(copy.deepcopy(e) for e in islice(section.element, _MOST_TITLES))
    articles.append(copy.deepcopy(article))
    return xml.serialise(journal)


def _copied(parent: etree._Element, left_out: set[str]) -> Iterator[etree._Element]:
    """What stands around the articles: it is written once an article, so what no journal has so often is left out."""
    found = (e for e in parent if xml.local_name(e) not in left_out)
    return (copy.deepcopy(e) for e in islice(found, _MOST_AROUND))
