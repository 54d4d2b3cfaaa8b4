"""Highwire Press tags, by which Google Scholar and Zotero read a work's page.

One author a tag, names and title in the language of the work. https://scholar.google.com/intl/en/scholar/inclusion.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas import Container, Work
from webapp.exports.csl import one_line
from webapp.formatting import fit, short

Tag = tuple[str, str]
MOST_REFERENCES = 100
_MOST_LETTERS = 1000  # of one tag
_ROOM = 60_000  # bytes of all of them
_INSTITUTION = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}


def tags(work: Work, address: str, references: Sequence[str] = ()) -> list[Tag]:
    """Names and contents in the order in which they stand; nothing for a work without a title."""
    if not work.titles:
        return []
    found = [
        (name, line)
        for name, text in _tags(work, address, references)
        if (line := short(one_line(text), _MOST_LETTERS))
    ]
    return fit(found, _ROOM)


def _tags(work: Work, address: str, references: Sequence[str]) -> Iterator[Tag]:
    yield "citation_title", work.titles[0].text
    yield from _people(work)
    if date := _date(work):
        yield "citation_publication_date", date
    yield from _place(work.container or Container(), work.type)
    for publisher in work.publishers[:1]:
        yield _INSTITUTION.get(work.type, "citation_publisher"), publisher.text
    for lang in work.languages[:1]:
        yield "citation_language", lang
    yield from _identifiers(work)
    yield "citation_abstract_html_url", address
    for subject in work.subjects:
        if subject.scheme == "keyword":
            yield "citation_keywords", subject.value
    for text in references[:MOST_REFERENCES]:
        yield "citation_reference", text


def _people(work: Work) -> Iterator[Tag]:
    authors = [each.contributor for each in work.contributors if each.contributor.role == "author"]
    for author in (each for each in authors if each.names):
        yield "citation_author", author.names[0].literal
        for place in author.affiliations:
            yield from (("citation_author_institution", name.text) for name in place.names[:1])
        for each in author.identifiers:
            if each.scheme == "orcid":
                yield "citation_author_orcid", f"https://orcid.org/{each.value}"


def _date(work: Work) -> str | None:
    """Year, month and day as far as they are known, with slashes; never the day of an upload, which is another year."""
    if work.published and work.year and work.published.startswith(str(work.year)):
        return work.published.replace("-", "/")
    return str(work.year) if work.year else None


def _place(place: Container, kind: str) -> Iterator[Tag]:
    name = {"conference-paper": "citation_conference_title", "chapter": "citation_inbook_title"}
    for title in place.titles[:1]:
        yield name.get(kind, "citation_journal_title"), title.text
    told = (
        ("citation_volume", place.volume), ("citation_issue", place.issue), ("citation_firstpage", place.first_page),
        ("citation_lastpage", place.last_page),
    )  # fmt: skip
    yield from ((tag, value) for tag, value in told if value)
    yield from (("citation_issn", issn) for issn in place.issn)
    yield from (("citation_isbn", isbn) for isbn in place.isbn)


def _identifiers(work: Work) -> Iterator[Tag]:
    named = {
        "doi": "citation_doi",
        "pmid": "citation_pmid",
        "arxiv": "citation_arxiv_id",
        "isbn": "citation_isbn",
    }
    yield from (
        (named[each.scheme], each.value) for each in work.identifiers if each.scheme in named
    )
