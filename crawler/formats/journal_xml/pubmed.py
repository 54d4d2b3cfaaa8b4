"""PubMed XML: ``PubmedArticleSet`` as PubMed gives it, and ``ArticleSet`` as publishers send it (OJS exports it too).

Both name the same things a little differently, so a field is asked for by both names. Source of the rules:
https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/current/, https://www.ncbi.nlm.nih.gov/books/NBK3828/.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from crawler.formats.items import Entry, item, references, unique
from crawler.formats.journal_xml.pubmed_people import contributors
from crawler.formats.page import PageError, ParsedPage, SourceHints
from crawler.formats.reference_files import medline
from crawler.formats.text import xml
from crawler.formats.values.dates import Dated, dated
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, ReferenceFields, Subject
from schemas.vocabularies import language_code

_ROOTS = ("PubmedArticle", "PubmedBookArticle", "Article")
_SCHEMES = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid"}
_UPLOADS = frozenset({"epublish", "aheadofprint", "received", "accepted", "revised"})


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every article of a file. Raises PageError if there is none."""
    root, warnings, broken = xml.parse_records(data, *_ROOTS)
    found = [e for e in root.iter(*(f"{{*}}{name}" for name in _ROOTS)) if _is_whole(e)]
    if not found:
        told = f"the root is <{xml.local_name(root)}>; expected <PubmedArticleSet> or <ArticleSet>"
        raise PageError("wrong-format", told)
    items = tuple(item(_record(e), partial(xml.serialise, e), warnings) for e in found)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _is_whole(element: etree._Element) -> bool:
    """False for the ``Article`` inside a ``PubmedArticle``."""
    parent = element.getparent()
    return parent is None or xml.local_name(parent) != "MedlineCitation"


def _record(element: etree._Element) -> HarvestedRecord:
    citation = xml.child(element, "MedlineCitation")
    citation = citation if citation is not None else xml.child(element, "BookDocument")
    citation = citation if citation is not None else element
    article = xml.child(citation, "Article")
    article = article if article is not None else citation
    journal = xml.child(article, "Journal")
    langs = unique(language_code(xml.text_of(e)) for e in xml.children(article, "Language"))
    lang = langs[0] if langs else None
    date = _published(article, journal)
    code, word = medline.type_of(_type_words(article))
    identifiers = unique(_identifiers(element, citation, article))
    return HarvestedRecord(
        identifier=_identifier(identifiers),
        titles=_titles(article, lang),
        abstracts=unique(_abstracts(citation, article, lang)),
        contributors=contributors(article, lang),
        container=_container(citation, article, journal),
        publishers=unique(_publishers(article, journal)),
        year=date.year,
        published=date.published,
        languages=langs,
        type=code,
        type_as_given=word,
        identifiers=identifiers,
        subjects=unique(_subjects(citation, article, lang)),
        references=references(_references(element)),
        warnings=date.warnings,
    )


def _identifier(identifiers: tuple[Identifier, ...]) -> str:
    """The number in PubMed, else the DOI; the rest is the digest's work."""
    known = {identifier.scheme: identifier.value for identifier in reversed(identifiers)}
    if "pmid" in known:
        return f"pmid:{known['pmid']}"
    return known.get("doi", "").lower()


def _titles(article: etree._Element, lang: str | None) -> tuple[LocalizedText, ...]:
    title = xml.text_at(article, "ArticleTitle") or xml.text_at(article, "Book", "BookTitle")
    return medline.titles(title, xml.text_at(article, "VernacularTitle"), lang)


def _abstracts(
    citation: etree._Element, article: etree._Element, lang: str | None
) -> Iterator[LocalizedText]:
    """The abstract is in English whatever the article is in, unless a publisher sends it; others say their language."""
    for abstract in xml.children(article, "Abstract"):
        if text := _sections(abstract):
            yield LocalizedText(text, "en" if article is not citation else lang)
    for holder in _holders(citation, article):
        for abstract in xml.children(holder, "OtherAbstract"):
            if text := _sections(abstract):
                yield LocalizedText(text, language_code(abstract.get("Language")))


def _holders(citation: etree._Element, article: etree._Element) -> list[etree._Element]:
    """What may hold a list: PubMed puts it beside the article, publishers into it."""
    return [article] if citation is article else [citation, article]


def _sections(abstract: etree._Element) -> str:
    """The sections with their labels."""
    parts = [
        f"{label}: {text}" if (label := e.get("Label")) else text
        for e in xml.children(abstract, "AbstractText")
        if (text := xml.text_of(e))
    ]
    return " ".join(parts) or xml.text_of(abstract)


def _published(article: etree._Element, journal: etree._Element | None) -> Dated:
    """The issue's date before that of the upload."""
    issue = xml.child(journal, "JournalIssue")
    printed = [
        *xml.children(issue, "PubDate"),
        *xml.children(xml.child(article, "Book"), "PubDate"),
    ]
    sent = list(xml.children(journal, "PubDate"))
    printed += [e for e in sent if (e.get("PubStatus") or "").lower() not in _UPLOADS]
    later = [*sent, *xml.children(article, "ArticleDate")]
    found = [dated(_spelled(e)) for e in (*printed, *later)]
    return next((date for date in found if date.year), found[0] if found else Dated())


def _spelled(date: etree._Element) -> str:
    year, month, day = (xml.text_at(date, name) for name in ("Year", "Month", "Day"))
    if year is None:
        return xml.text_at(date, "MedlineDate") or ""
    if month is None or month.isdecimal():
        return "-".join(part for part in (year, month, day if month else None) if part)
    return " ".join(part for part in (day, month, year) if part)


def _container(
    citation: etree._Element, article: etree._Element, journal: etree._Element | None
) -> Container | None:
    book = xml.child(article, "Book")
    issue = xml.child(journal, "JournalIssue")
    issue = issue if issue is not None else journal
    titles = _container_titles(journal if journal is not None else book)
    if not titles:
        return None
    printed, first, last = _pages(article)
    return Container(
        titles=titles,
        kind="journal" if journal is not None else "book",
        issn=unique(_issn(citation, journal)),
        isbn=unique(xml.text_of(e) for e in xml.children(book, "Isbn")),
        volume=xml.text_at(issue, "Volume"),
        issue=xml.text_at(issue, "Issue"),
        pages=printed,
        first_page=first,
        last_page=last,
        article_number=_article_number(article) if not first else None,
    )


def _container_titles(holder: etree._Element | None) -> tuple[LocalizedText, ...]:
    names = ("Title", "JournalTitle", "BookTitle", "ISOAbbreviation")
    found = [text for name in names if (text := xml.text_at(holder, name))]
    return tuple(LocalizedText(text) for text in found[:1])


def _issn(citation: etree._Element, journal: etree._Element | None) -> Iterator[str]:
    for name in ("ISSN", "Issn"):
        yield from (xml.text_of(e) for e in xml.children(journal, name))
    if linking := xml.text_at(citation, "MedlineJournalInfo", "ISSNLinking"):
        yield linking


def _pages(article: etree._Element) -> tuple[str | None, str | None, str | None]:
    """The pages as printed, the first and the last."""
    printed = xml.text_at(article, "Pagination", "MedlinePgn")
    first, last = medline.pages(printed)
    start = xml.text_at(article, "FirstPage") or xml.text_at(article, "Pagination", "StartPage")
    end = xml.text_at(article, "LastPage") or xml.text_at(article, "Pagination", "EndPage")
    first, last = start or first, end or last
    spelled = f"{first}-{last}" if first and last and first != last else first
    return printed or spelled, first, last


def _article_number(article: etree._Element) -> str | None:
    """What stands for pages in an article that has none: the publisher's number, if it says where the article is."""
    for e in xml.children(article, "ELocationID"):
        text = xml.text_of(e)
        if e.get("EIdType") == "pii" and text and len(text) < 12:
            return text
    return None


def _publishers(article: etree._Element, journal: etree._Element | None) -> Iterator[LocalizedText]:
    for holder in (journal, xml.child(article, "Book", "Publisher")):
        if text := xml.text_at(holder, "PublisherName"):
            yield LocalizedText(text)


def _type_words(article: etree._Element) -> list[str]:
    groups = [article, *xml.children(article, "PublicationTypeList")]
    found = (xml.text_of(e) for group in groups for e in xml.children(group, "PublicationType"))
    return [text for text in found if text]


def _identifiers(
    element: etree._Element, citation: etree._Element, article: etree._Element
) -> Iterator[Identifier]:
    for e in xml.children(citation, "PMID"):
        if text := xml.text_of(e):
            yield Identifier("pmid", text)
    lists = (xml.child(element, "PubmedData"), citation, xml.child(element, "PubmedBookData"))
    for holder in lists:
        yield from _listed_ids(holder)
    for e in xml.children(article, "ELocationID"):
        if (e.get("EIdType") or "").lower() == "doi" and (text := xml.text_of(e)):
            yield Identifier("doi", text)


def _subjects(
    citation: etree._Element, article: etree._Element, lang: str | None
) -> Iterator[Subject]:
    """Keywords of the authors, and the headings of MeSH."""
    for group in (
        e for holder in _holders(citation, article) for e in xml.children(holder, "KeywordList")
    ):
        for e in xml.children(group, "Keyword"):
            if text := xml.text_of(e):
                yield Subject(scheme="keyword", value=text, lang=lang)
    for e in xml.children(xml.child(article, "ObjectList"), "Object"):
        if (e.get("Type") or "").lower() == "keyword":
            for value in xml.children(e, "Param"):
                if text := xml.text_of(value):
                    yield Subject(scheme="keyword", value=text, lang=lang)
    for e in xml.children(xml.child(citation, "MeshHeadingList"), "MeshHeading"):
        if heading := xml.text_at(e, "DescriptorName"):
            yield Subject(scheme="mesh", value=heading)


def _references(element: etree._Element) -> Iterator[Entry]:
    """The cited works as text, with the numbers that PubMed found for them."""
    data = xml.child(element, "PubmedData")
    groups = list(xml.children(data, "ReferenceList"))
    for group in groups:
        groups += xml.children(group, "ReferenceList")  # sections of a list are lists themselves
        for e in xml.children(group, "Reference"):
            ids = {i.scheme: i.value for i in _listed_ids(e)}
            marked = ReferenceFields(doi=ids.get("doi"), pmid=ids.get("pmid"))
            text = xml.text_at(e, "Citation") or ids.get("doi") or ids.get("pmid") or ""
            yield Entry(raw=text, fields=marked if ids else None)


def _listed_ids(holder: etree._Element | None) -> Iterator[Identifier]:
    for e in xml.children(xml.child(holder, "ArticleIdList"), "ArticleId"):
        scheme = _SCHEMES.get((e.get("IdType") or "").lower())
        if scheme and (text := xml.text_of(e)):
            yield Identifier(scheme, text)
