"""RSCI / Articulus journal issue (journal3): one XML file, an issue; each ``article`` a record.

Source of the rules: the schema of eLIBRARY's Articulus (``journal_rsci``) and Metafora's relaxed ``journal3.xsd``.
The legacy form (``<journals><opercard>``) is rewritten by ``rsci_legacy`` first.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec
from lxml import etree

from crawler.formats.items import item, unique
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    Rejected,
    SourceHints,
)
from crawler.formats.pages import split_pages
from crawler.formats.rsci import rsci_identity, rsci_legacy, rsci_values
from crawler.formats.rsci.rsci_authors import contributors, repaired_names
from crawler.formats.rsci.rsci_identity import Name
from crawler.formats.rsci.rsci_references import references
from crawler.formats.text import xml
from crawler.formats.values.dates import dated, iso_date, year_of
from crawler.formats.values.identifiers import url_of
from crawler.formats.values.subjects import subjects_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type

_CODE_SCHEMES = ("udk", "bbk", "vak", "vak21", "jel", "msc", "pacs", "anycode")
_YEAR_MONTH = re.compile(r"^([12]\d{3})(\d{2})(?:\d\d)?(?!\d)")
_WHOLE_DATE = len("2021-06-15")
_MOST_TITLES = 20  # of a journal or a section, each in a language; every article repeats them
_MOST_AROUND = 100  # elements of a journal or an issue beside its articles
_SCHEME_NAMES = {"udk": "udc", "anycode": "other"}


class _Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What all the articles of the file share."""

    container: Container
    year: int | None
    published: str | None
    warnings: tuple[str, ...] = ()


class _Section(NamedTuple):
    """The heading that articles stand under."""

    element: etree._Element
    titles: tuple[LocalizedText, ...]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every article of an issue file. Raises PageError if the file is no such issue."""
    root, warnings, broken = xml.parse_records(data, "article")
    journals = list(rsci_legacy.modern(root)) if rsci_legacy.is_legacy(root) else [root]
    if not journals or not all(map(_is_issue, journals)):
        detail = f"the root is <{xml.local_name(root)}>; expected <journal> with an <issue>"
        raise PageError("wrong-format", detail)
    formerly: dict[str, tuple[str, ...]] = {}
    items = [item for journal in journals for item in _items(journal, warnings, formerly)]
    return ParsedPage(items=(*items, *broken), warnings=warnings, formerly=formerly)


def _is_issue(root: etree._Element) -> bool:
    return xml.local_name(root) == "journal" and xml.child(root, "issue") is not None


def _items(
    root: etree._Element, warnings: tuple[str, ...], formerly: dict[str, tuple[str, ...]]
) -> Iterator[ParsedRecord | Rejected]:
    for issue_element in xml.children(root, "issue"):
        issue = _issue(root, issue_element)
        names = rsci_identity.Names(root, issue_element)
        articles = xml.child(issue_element, "articles")
        for article, section in _articles(issue_element if articles is None else articles):
            name = names.of(article, issue.year or _year(article))
            if name is not None and name.formerly:
                formerly[name.identifier] = name.formerly
            yield _item(root, article, section, issue, name, warnings)


def _articles(articles: etree._Element) -> Iterator[tuple[etree._Element, _Section | None]]:
    """Each article with the section that it stands under, or in."""
    section = None
    for element in articles:
        name = xml.local_name(element)
        if name == "section":
            section = _Section(element, _localized(element, "secTitle")[:_MOST_TITLES])
            yield from ((inner, section) for inner in xml.children(element, "article"))
        elif name == "article":
            yield element, section


def _issue(root: etree._Element, issue: etree._Element) -> _Issue:
    published = _published(issue)
    container = Container(
        titles=_journal_titles(root),
        kind="journal",
        issn=rsci_values.issns(root),
        volume=rsci_values.number(xml.text_at(issue, "volume")),
        issue=rsci_identity.number_of(issue),
    )
    warnings = () if published else dated(xml.text_at(issue, "dateUni")).warnings
    year = year_of(published)
    return _Issue(container=container, year=year, published=published, warnings=warnings)


def _published(issue: etree._Element) -> str | None:
    """``2021``, year and month as in ``200804`` and ``201102/03``, or a whole date; ``3/2021`` may be an issue."""
    given = xml.text_at(issue, "dateUni") or ""
    if (whole := iso_date(given)) and len(whole) == _WHOLE_DATE:
        return whole
    if match := _YEAR_MONTH.match(given):
        return iso_date(f"{match.group(1)}-{match.group(2)}") or match.group(1)
    year = year_of(given)
    return str(year) if year else None


def _journal_titles(root: etree._Element) -> tuple[LocalizedText, ...]:
    # Metafora's schema allows both spellings
    found = _localized(root, "journalInfo", "title") or _localized(root, "journalInfo", "Title")
    return found[:_MOST_TITLES]


def _localized(parent: etree._Element | None, name: str, *path: str) -> tuple[LocalizedText, ...]:
    """The texts of the children of that name (or on a path below them), with the language that stands nearest."""
    found = (
        _text(xml.child(element, *path), element, parent) for element in xml.children(parent, name)
    )
    return unique(found)


def _text(element: etree._Element | None, *around: etree._Element | None) -> LocalizedText | None:
    text = rsci_values.told(xml.text_of(element) or None)
    return LocalizedText(text, rsci_values.lang_of(element, *around)) if text else None


def _item(
    root: etree._Element,
    article: etree._Element,
    section: _Section | None,
    issue: _Issue,
    name: Name | None,
    warnings: tuple[str, ...],
) -> ParsedRecord | Rejected:
    raw = partial(_alone, root, article, section, name)
    if name is None:
        detail = (
            "no DOI or EDN, no title with an author, and the journal has neither titleid nor ISSN"
        )
        return Rejected(reason="no-identifier", detail=detail, raw=raw())
    return item(_record(article, section, issue, name.identifier), raw, warnings)


def _record(
    article: etree._Element, section: _Section | None, issue: _Issue, identifier: str
) -> HarvestedRecord:
    pages = rsci_values.pages(xml.text_at(article, "pages"))
    first, last = split_pages(pages)
    art_type = rsci_values.told(xml.text_at(article, "artType"))
    published = _published_itself(article)
    return HarvestedRecord(
        identifier=identifier,
        titles=_localized(xml.child(article, "artTitles"), "artTitle"),
        abstracts=_localized(xml.child(article, "abstracts"), "abstract"),
        contributors=contributors(xml.child(article, "authors")),
        container=msgspec.structs.replace(
            issue.container, pages=pages, first_page=first, last_page=last
        ),
        year=issue.year or _year(article),
        published=published or issue.published,
        languages=rsci_values.languages(xml.text_at(article, "langPubl")),
        type=document_type(art_type),
        type_as_given=art_type,
        identifiers=tuple(_identifiers(article)),
        subjects=tuple(dict.fromkeys(_subjects(article, section))),
        references=references(xml.child(article, "references")),
        urls=_urls(article),
        warnings=(*issue.warnings, *_warnings(article)),
    )


def _published_itself(article: etree._Element) -> str | None:
    return iso_date(xml.text_at(article, "dates", "datePublication") or "")


def _year(article: etree._Element) -> int | None:
    """The year of an article whose issue does not say its own."""
    return year_of(_published_itself(article) or xml.text_at(article, "dates", "datePublication"))


def _identifiers(article: etree._Element) -> Iterator[Identifier]:
    codes = xml.child(article, "codes")
    for scheme in ("doi", "edn"):
        if value := rsci_values.told(xml.text_at(codes, scheme)):
            yield Identifier(scheme, value)


def _subjects(article: etree._Element, section: _Section | None) -> Iterator[Subject]:
    for group in xml.children(xml.child(article, "keywords"), "kwdGroup"):
        keywords = list(xml.children(group, "keyword"))
        for keyword in keywords:
            lang = rsci_values.lang_of(keyword, group)
            # a group that is one keyword is a list that the exporter did not take apart
            yield from subjects_of(xml.text_of(keyword), lang, ";" if len(keywords) > 1 else ";,")
    for rubric in xml.children(xml.child(article, "rubrics"), "rubric"):
        if text := xml.text_of(rubric):
            yield Subject(scheme="grnti", value=text)
    codes = xml.child(article, "codes")
    for scheme in _CODE_SCHEMES:
        for code in xml.children(codes, scheme):
            if value := rsci_values.told(xml.text_of(code) or None):
                yield Subject(scheme=_SCHEME_NAMES.get(scheme, scheme), value=value)
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
    unknown = () if rsci_values.is_language(given) else (f"unknown language: {given}",)
    when = dated(xml.text_at(article, "dates", "datePublication"))
    return (*unknown, *when.warnings, *repaired_names(xml.child(article, "authors")))


def _alone(
    root: etree._Element, article: etree._Element, section: _Section | None, name: Name | None
) -> bytes:
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
    articles.append(_counted(copy.deepcopy(article), name))
    return xml.serialise(journal)


def _counted(article: etree._Element, name: Name | None) -> etree._Element:
    """The article with its number among those of one name, which it has no more without them."""
    counts = (name.nth, name.nth_formerly) if name is not None else (1, 1)
    for attribute, nth in zip((rsci_identity.NTH, rsci_identity.NTH_FORMERLY), counts, strict=True):
        if nth > 1:
            article.set(attribute, str(nth))
    return article


def _copied(parent: etree._Element, left_out: set[str]) -> Iterator[etree._Element]:
    """What stands around the articles: it is written once an article, so what no journal has so often is left out."""
    found = (e for e in parent if xml.local_name(e) not in left_out)
    return (copy.deepcopy(e) for e in islice(found, _MOST_AROUND))
