"""OJS's own XML (Native XML plugin): issues and articles of the forms 2.x and 3.x.

2.x holds an article in a section of its issue; 3.x lists sections apart, and since 3.2 an article has publications, of
which the current one counts. The files name neither the journal nor its ISSN. Source of the rules: ``native.dtd`` of
OJS 2.4, ``native.xsd`` and ``pkp-native.xsd`` of OJS 3.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec
from lxml import etree

from crawler.formats.items import Entry, item, references, unique
from crawler.formats.journal_xml.ojs_native_people import contributors
from crawler.formats.page import PageError, ParsedPage, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.text import xml
from crawler.formats.text.text import plain
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.identifiers import url_of
from crawler.formats.values.subjects import subjects_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import language_code

_ROOTS = frozenset({"issues", "issue", "articles", "article"})
_MOST_TITLES = 20  # of a section, each in a language; every article repeats them
_ATTACHED = frozenset({"submission_file", "artwork_file", "supplementary_file", "covers", "cover"})
_ENDS = (".", "?", "!", ":", ";", "…")


class _Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What the articles of an issue share."""

    volume: str | None = None
    number: str | None = None
    year: Dated = Dated()
    date: str | None = None


class _Work(NamedTuple):
    """An article, the publication of it that counts, the issue that holds it, the headings it stands under."""

    article: etree._Element
    publication: etree._Element
    issue: etree._Element | None
    shared: _Issue
    section: etree._Element | None


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every article of a file. Raises PageError if it is no such file."""
    root, warnings, broken = xml.parse_records(data, "article")
    works = list(_works(root)) if xml.local_name(root) in _ROOTS else []
    if not works or xml.child(works[0].article, "front") is not None:
        detail = f"the root is <{xml.local_name(root)}>; expected OJS's <issue> or <article>"
        raise PageError("wrong-format", detail)
    items = tuple(item(_record(work), partial(_alone, work), warnings) for work in works)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _works(root: etree._Element) -> Iterator[_Work]:
    issues = list(root.iter("{*}issue"))
    for issue in issues:
        shared, sections = _shared(issue), _sections(issue)
        for article in issue.iter("{*}article"):
            yield _work(article, issue, shared, sections)
    if not issues:
        for article in root.iter("{*}article"):
            yield _work(article, None, _shared(_publication(article)), {})


def _work(
    article: etree._Element,
    issue: etree._Element | None,
    shared: _Issue,
    sections: dict[str, etree._Element],
) -> _Work:
    publication, parent = _publication(article), article.getparent()
    named = sections.get(publication.get("section_ref") or article.get("section_ref") or "")
    around = parent is not None and xml.local_name(parent) == "section"
    return _Work(article, publication, issue, shared, parent if around else named)


def _publication(article: etree._Element) -> etree._Element:
    """The current publication, else the newest; the article itself in the forms that have none."""
    found = list(xml.children(article, "publication"))
    current = article.get("current_publication_id")
    told = (e for e in found if current and _id(e, "internal") == current)
    return next(told, found[-1] if found else article)


def _shared(issue: etree._Element) -> _Issue:
    named = xml.child(issue, "issue_identification")
    holder = named if named is not None else issue
    return _Issue(
        volume=xml.text_at(holder, "volume"),
        number=xml.text_at(holder, "number"),
        year=dated(xml.text_at(holder, "year")),
        date=xml.text_at(issue, "date_published"),
    )


def _sections(issue: etree._Element) -> dict[str, etree._Element]:
    holder = xml.child(issue, "sections")
    return {e.get("ref") or "": e for e in xml.children(holder, "section")}


def _record(work: _Work) -> HarvestedRecord:
    article = work.publication
    lang = _locale(article) or _locale(work.article)
    date = _published(work)
    doi = _id(article, "doi") or _id(work.article, "doi")
    return HarvestedRecord(
        identifier=(doi or "").lower(),
        titles=_titles(article, lang),
        abstracts=_localized(article, "abstract", lang),
        contributors=contributors(article, lang),
        container=_container(work),
        year=date.year,
        published=date.published,
        languages=_languages(article, work.article, lang),
        type="article",
        identifiers=unique(_identifiers(work, doi)),
        subjects=unique(_subjects(work, lang)),
        references=references(_citations(article)),
        urls=unique(_urls(article)),
        rights=_rights(article),
        warnings=date.warnings,
    )


def _locale(element: etree._Element) -> str | None:
    return language_code(element.get("locale") or element.get("language"))


def _id(element: etree._Element, kind: str) -> str | None:
    found = (xml.text_of(e) for e in xml.children(element, "id") if e.get("type") == kind)
    return next((text for text in found if text), None)


def _localized(element: etree._Element, name: str, lang: str | None) -> tuple[LocalizedText, ...]:
    found = ((xml.text_of(e), _locale(e) or lang) for e in xml.children(element, name))
    return unique(LocalizedText(text, code) for text, code in found if text)


def _titles(article: etree._Element, lang: str | None) -> tuple[LocalizedText, ...]:
    """The titles in each language with their prefix and subtitle, the article's own language first."""
    before = {e.lang: e.text for e in _localized(article, "prefix", lang)}
    behind = {e.lang: e.text for e in _localized(article, "subtitle", lang)}
    found = []
    for title in _localized(article, "title", lang):
        text = f"{before[title.lang]} {title.text}" if title.lang in before else title.text
        if rest := behind.get(title.lang):
            text = f"{text} {rest}" if text.endswith(_ENDS) else f"{text}: {rest}"
        found.append(LocalizedText(text, title.lang))
    return tuple(sorted(found, key=lambda title: title.lang != lang))


def _published(work: _Work) -> Dated:
    """The issue's year; the day on which the article came out only if it is of that year."""
    year, article = work.shared.year, work.publication
    given = (
        article.get("date_published"),
        xml.text_at(article, "date_published"),
        work.shared.date,
    )
    known = [date for text in given if text and (date := dated(text)).year]
    if year.year is None:
        return known[0] if known else year
    return next((date for date in known if date.year == year.year), year)


def _container(work: _Work) -> Container:
    pages = xml.text_at(work.publication, "pages")
    first, last = split_pages(pages)
    return Container(
        kind="journal",
        volume=work.shared.volume,
        issue=work.shared.number,
        pages=pages,
        first_page=first,
        last_page=last,
    )


def _languages(
    article: etree._Element, holder: etree._Element, lang: str | None
) -> tuple[str, ...]:
    groups = list(xml.children(article, "languages"))
    told = [e.text for group in groups for e in xml.children(group, "language")]
    named = unique(language_code(text) for text in (*told, holder.get("language")))
    return named or ((lang,) if lang else ())


def _identifiers(work: _Work, doi: str | None) -> Iterator[Identifier]:
    """The DOI, and the number that counts on the server of the journal alone."""
    if doi:
        yield Identifier("doi", doi)
    own = _id(work.article, "internal") or work.article.get("public_id")
    if own:
        yield Identifier("local", own)


def _subjects(work: _Work, lang: str | None) -> Iterator[Subject]:
    article = work.publication
    for group, name in (
        ("keywords", "keyword"),
        ("subjects", "subject"),
        ("disciplines", "discipline"),
    ):
        for holder in xml.children(article, group):
            for e in xml.children(holder, name):
                yield from subjects_of(xml.text_of(e), _locale(holder) or lang, ";")
    for e in xml.children(xml.child(article, "indexing"), "subject"):  # 2.x: several in one
        yield from subjects_of(xml.text_of(e), _locale(e) or lang, ";")
    if work.section is not None:
        for title in _localized(work.section, "title", lang)[:_MOST_TITLES]:
            yield Subject(scheme="section", value=title.text, lang=title.lang)


def _citations(article: etree._Element) -> Iterator[Entry]:
    """The references as they were printed; ``rawCitation`` since 3.5."""
    for group in xml.children(article, "citations"):
        for e in xml.children(group, "citation"):
            yield Entry(raw=xml.text_at(e, "rawCitation") or xml.text_of(e))


def _urls(article: etree._Element) -> Iterator[str | None]:
    for e in article.iter("{*}href", "{*}remote"):
        yield url_of(e.get("src") or "")


def _rights(article: etree._Element) -> tuple[str, ...]:
    old = xml.text_at(article, "permissions", "license_url")
    return unique(url and plain(url) for url in (xml.text_at(article, "licenseUrl"), old))


def _alone(work: _Work) -> bytes:
    """The article as a file of its own, without attached files: it parses again without its neighbours."""
    article = copy.deepcopy(work.article)
    for e in list(article.iter(*(f"{{*}}{name}" for name in _ATTACHED))):
        if (parent := e.getparent()) is not None:
            parent.remove(e)
    if work.issue is None:
        return xml.serialise(article)
    issue = etree.Element(work.issue.tag)
    around = (e for e in work.issue if xml.local_name(e) not in {"articles", "section", *_ATTACHED})
    issue.extend(copy.deepcopy(e) for e in islice(around, 100))
    parent = work.article.getparent()
    if work.section is None or work.section is not parent:
        etree.SubElement(issue, "articles").append(article)
        return xml.serialise(issue)
    section = etree.SubElement(issue, work.section.tag)
    heading = (e for e in work.section if xml.local_name(e) != "article")
    section.extend(copy.deepcopy(e) for e in islice(heading, 100))
    section.append(article)
    return xml.serialise(issue)
