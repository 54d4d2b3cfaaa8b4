"""JATS (NISO Z39.96) and the older NLM: article files, issues of them, and OAI-PMH ``jats``/``nlm`` metadata.

Each field is one function over ``article-meta`` or ``journal-meta``. Texts are in ``jats_text``, dates in
``jats_dates``, people in ``jats_people``, reference lists in ``jats_references``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import item, references, unique
from crawler.formats.journal_xml.jats_dates import published, years_given
from crawler.formats.journal_xml.jats_people import contributors
from crawler.formats.journal_xml.jats_references import reference_entries
from crawler.formats.journal_xml.jats_text import abstracts, lang_of, marked_text, subjects, titles
from crawler.formats.page import PageError, ParsedPage
from crawler.formats.pages import split_pages
from crawler.formats.text import xml
from crawler.formats.values.identifiers import classify, url_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText
from schemas.vocabularies import document_type, language_code

_SCHEMES = {
    "doi": "doi",
    "edn": "edn",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "pmc": "pmcid",
    "elibrary": "elibrary",
    "arxiv": "arxiv",
}

_MOST_YEARS = 5  # of one article: its issue, its upload, what came later


def parse_file(data: bytes) -> ParsedPage:
    """Every ``article`` of a file. Raises PageError if it holds none."""
    root, warnings, broken = xml.parse_records(data, "article")
    articles = list(root.iter("{*}article"))
    if not articles:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected a JATS <article>"
        )
    named = [(article, *_identified(article)) for article in articles]
    items = tuple(item(found, xml.serialise(e), warnings) for e, found, _ in named)
    formerly = {found.identifier: names for _, found, names in named if names}
    return ParsedPage(items=(*items, *broken), warnings=warnings, formerly=formerly)


def parse_metadata(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its ``article``."""
    article = next(metadata.iter("{*}article"), metadata)
    return record(article, header)


def _identified(article: etree._Element) -> tuple[HarvestedRecord, tuple[str, ...]]:
    """A file has no header: the DOI, else the publisher's id in its journal, else the place in the journal.

    Gives also the names that the article had when its DOI was told by its type alone, and the upload dated the issue.
    """
    found = record(article, HarvestedRecord(identifier=""))
    doi = next((i.value for i in found.identifiers if i.scheme == "doi"), None)
    local = _local_names(article, found)
    names = [doi, *local] if doi else local
    formerly = () if doi and _article_id(article, "doi") else tuple(names[1:])
    return msgspec.structs.replace(found, identifier=names[0] if names else ""), formerly


def _local_names(article: etree._Element, found: HarvestedRecord) -> list[str]:
    """What the article is known by in its journal; of places the one with today's year and issue first."""
    journal, own = _journal_key(article), _article_id(article, "publisher-id")
    if own:
        return [f"{journal}/{own}" if journal else own]
    meta = xml.child(article, "front", "article-meta")
    place = found.container or Container()
    if not (journal and place.pages):
        return []
    years = unique([str(found.year or ""), *years_given(meta)])[:_MOST_YEARS] or ("",)
    issues = dict.fromkeys([place.issue or "", xml.text_at(meta, "issue") or ""])
    return [
        f"{journal}/{year}/{place.volume or ''}-{issue}/{place.pages}"
        for issue in issues
        for year in years
    ]


def record(article: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """What the article says, added to the header."""
    meta, journal = (
        xml.child(article, "front", "article-meta"),
        xml.child(article, "front", "journal-meta"),
    )
    date = published(meta)
    given_type = article.get("article-type")
    lang = lang_of(article)
    return msgspec.structs.replace(
        header,
        titles=titles(meta, article, lang),
        abstracts=abstracts(meta, article, lang),
        contributors=contributors(meta, lang),
        container=_container(meta, journal),
        publishers=_publishers(journal),
        place=xml.text_at(journal, "publisher", "publisher-loc"),
        year=date.year,
        published=date.published,
        languages=_languages(meta, lang),
        type=document_type((given_type or "").replace("-", " ")),
        type_as_given=given_type,
        identifiers=unique(_identifiers(meta)),
        subjects=subjects(meta, article, lang),
        references=references(reference_entries(article)),
        urls=unique(url_of(xml.href(e) or xml.text_of(e)) for e in xml.children(meta, "self-uri")),
        rights=_rights(meta),
        warnings=date.warnings,
    )


def _article_id(article: etree._Element, kind: str) -> str | None:
    meta = xml.child(article, "front", "article-meta")
    found = (
        xml.text_of(e) for e in xml.children(meta, "article-id") if e.get("pub-id-type") == kind
    )
    return next((text for text in found if text), None)


def _journal_key(article: etree._Element) -> str | None:
    journal = xml.child(article, "front", "journal-meta")
    return xml.text_at(journal, "issn") or xml.text_at(journal, "journal-id")


def _languages(meta: etree._Element | None, lang: str | None) -> tuple[str, ...]:
    """The language of the text, which Metafora says apart from that of the description."""
    told = unique(language_code(xml.text_of(e)) for e in xml.children(meta, "content-language"))
    return told or ((lang,) if lang else ())


def _container(meta: etree._Element | None, journal: etree._Element | None) -> Container:
    pages, first, last = _pages(meta)
    return Container(
        titles=_journal_titles(journal),
        kind="journal",
        issn=unique(xml.text_of(e) for e in xml.children(journal, "issn")),
        isbn=unique(xml.text_of(e) for e in xml.children(meta, "isbn")),
        volume=xml.text_at(meta, "volume"),
        issue=_issue(meta),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=xml.text_at(meta, "elocation-id"),
    )


def _pages(meta: etree._Element | None) -> tuple[str | None, str | None, str | None]:
    """The pages as printed, the first and the last; ``page-count`` says how many, and is none of them."""
    printed = xml.text_at(meta, "page-range")
    from_range = split_pages(printed)
    first = xml.text_at(meta, "fpage") or from_range[0]
    last = xml.text_at(meta, "lpage") or from_range[1]
    spelled = f"{first}-{last}" if first and last and first != last else first
    return printed or spelled, first, last


def _issue(meta: etree._Element | None) -> str | None:
    """The issue with its supplement or part."""
    supplement, part = xml.text_at(meta, "supplement"), xml.text_at(meta, "issue-part")
    told = (xml.text_at(meta, "issue"), supplement, f"part {part}" if part else None)
    return ", ".join(text for text in told if text) or None


def _journal_titles(journal: etree._Element | None) -> tuple[LocalizedText, ...]:
    """The journal's names; the language of an article says nothing of them."""
    groups = [] if journal is None else [*xml.children(journal, "journal-title-group"), journal]
    found = [name for group in groups for name in _journal_names(group)]
    if not found:
        short = (e for group in groups for e in xml.children(group, "abbrev-journal-title"))
        found = [LocalizedText(text, lang_of(e)) for e in short if (text := marked_text(e))]
    return unique(found)


def _journal_names(group: etree._Element) -> Iterator[LocalizedText]:
    for e in group:
        name = xml.local_name(e)
        if name in {"journal-title", "trans-title"} and (text := marked_text(e)):
            yield LocalizedText(text, lang_of(e))  # NLM 2 has no groups
        elif name == "trans-title-group":
            for translated in xml.children(e, "trans-title"):
                if text := marked_text(translated):
                    yield LocalizedText(text, lang_of(translated, lang_of(e)))


def _publishers(journal: etree._Element | None) -> tuple[LocalizedText, ...]:
    names = (
        e for p in xml.children(journal, "publisher") for e in xml.children(p, "publisher-name")
    )
    return unique(LocalizedText(text, lang_of(e)) for e in names if (text := xml.text_of(e)))


def _identifiers(meta: etree._Element | None) -> Iterator[Identifier]:
    """The ids by their types; a DOI is told by its form where the type says less."""
    for e in xml.children(meta, "article-id"):
        value = xml.text_of(e)
        scheme = _SCHEMES.get((e.get("pub-id-type") or "").lower())
        if scheme and value:
            yield Identifier(scheme, value)
        elif value:
            yield from (found for found in classify(value) if found.scheme == "doi")


def _rights(meta: etree._Element | None) -> tuple[str, ...]:
    """The address of each licence, else its text."""
    return unique(
        xml.href(e) or xml.text_at(e, "license_ref") or xml.text_of(e)
        for permissions in xml.children(meta, "permissions")
        for e in xml.children(permissions, "license")
    )
