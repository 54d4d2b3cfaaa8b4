"""The export of Scopus as CSV (or the same columns in a workbook), read by its headings.

Source of the rules: the headings of exports of 2015–2026, and Elsevier's help on them. ``References`` holds the whole
list with semicolons; names are told in full beside their Scopus ids since 2023, and authors by commas before 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.items import Entry, references, unique
from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.tables import scopus_people
from crawler.formats.tables.export_rows import ContainerKind, Row, parse_rows
from crawler.formats.tables.reference_cells import dated_parts
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import url_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type, language_code

HEADINGS = frozenset((
    "Authors", "Author full names", "Author(s) ID", "Title", "Year", "Source title", "Volume", "Issue", "Art. No.",
    "Page start", "Page end", "DOI", "Link", "Affiliations", "Authors with affiliations", "Abstract", "Author Keywords",
    "Index Keywords", "References", "Editors", "Publisher", "ISSN", "ISBN", "PubMed ID",
    "Language of Original Document", "Document Type", "EID",
))  # fmt: skip
_NOTHING = re.compile(
    r"^(?:\[No .{1,40} available\]|No (?:author|title|source|abstract)[\w ]{0,20} available)$"
)
_SEPARATOR = re.compile(r"\s*;\s*")


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every publication of an export. Raises PageError if the file is none."""
    return parse_rows(data, HEADINGS, _record, "Scopus")


def _record(row: Row) -> HarvestedRecord:
    row = {name: cell for name, cell in row.items() if not _NOTHING.match(cell)}
    given_type = row.get("Document Type")
    when = dated(row.get("Year"))
    return HarvestedRecord(
        identifier=row.get("EID", ""),
        titles=_texts(row, "Title"),
        abstracts=_texts(row, "Abstract"),
        contributors=scopus_people.contributors(row),
        container=_container(row),
        publishers=_texts(row, "Publisher"),
        year=when.year,
        published=when.published,
        languages=unique(map(language_code, _list(row, "Language of Original Document"))),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=tuple(_identifiers(row)),
        subjects=unique(_subjects(row)),
        references=references(Entry(raw=text) for text in dated_parts(row.get("References", ""))),
        urls=unique([url_of(row.get("Link", ""))]),
        warnings=(*when.warnings, *scopus_people.warnings(row)),
    )


def _texts(row: Row, heading: str) -> tuple[LocalizedText, ...]:
    return (LocalizedText(row[heading]),) if heading in row else ()


def _list(row: Row, heading: str) -> list[str]:
    return [part for part in _SEPARATOR.split(row.get(heading, "")) if part]


def _is_book(row: Row) -> bool:
    return row.get("Document Type", "").casefold() == "book"


def _container(row: Row) -> Container | None:
    """The journal, book or proceedings; a book stands in nothing but a series."""
    if _is_book(row) or not ("Source title" in row or "ISSN" in row):
        return None
    first, last = row.get("Page start"), row.get("Page end")
    return Container(
        titles=_texts(row, "Source title"),
        kind=_kind(row),
        issn=tuple(_issn(row)),
        isbn=unique(_list(row, "ISBN")),
        volume=row.get("Volume"),
        issue=row.get("Issue"),
        pages="-".join(page for page in (first, last) if page) or None,
        first_page=first,
        last_page=last,
        article_number=row.get("Art. No."),
    )


def _kind(row: Row) -> ContainerKind | None:
    if "Conference name" in row or "conference" in row.get("Document Type", "").casefold():
        return "proceedings"
    if row.get("Document Type", "").casefold() == "book chapter":
        return "book"
    return "journal" if "ISSN" in row else None


def _issn(row: Row) -> Iterator[str]:
    """``00224898`` is written without its dash, and a workbook takes its first zeros away."""
    for part in _list(row, "ISSN"):
        digits = part.zfill(8) if part.isalnum() and len(part) < 8 else part
        yield f"{digits[:4]}-{digits[4:]}" if digits.isalnum() and len(digits) == 8 else part


def _identifiers(row: Row) -> Iterator[Identifier]:
    for heading, scheme in (("DOI", "doi"), ("PubMed ID", "pmid"), ("EID", "scopus")):
        if heading in row:
            yield Identifier(scheme, row[heading])
    if _is_book(row):
        yield from (Identifier("isbn", isbn) for isbn in _list(row, "ISBN"))


def _subjects(row: Row) -> Iterator[Subject]:
    for heading in ("Author Keywords", "Index Keywords"):
        yield from (Subject(scheme="keyword", value=word) for word in _list(row, heading))
