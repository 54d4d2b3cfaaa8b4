"""BibTeX and BibLaTeX files, read by bibtexparser; LaTeX accents become letters.

The DOI identifies an entry, else a digest of it: keys count in a file only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

import msgspec

from crawler.formats.items import item, unique
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.reference_files import bibtex_entries, latex
from crawler.formats.reference_files.bibtex_entries import Entry
from crawler.formats.reference_files.bibtex_people import people
from crawler.formats.reference_files.managers import number
from crawler.formats.text.plain_text import decode
from crawler.formats.text.text import plain
from crawler.formats.values.agree import type_of_place
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.identity import identity
from schemas import Container, Contributor, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.identifiers import find_dois
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

# entry type → the word of our vocabulary
_TYPES = {
    "article": "article",
    "suppperiodical": "article",
    "book": "book",
    "mvbook": "book",
    "booklet": "book",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "chapter",
    "inproceedings": "conference paper",
    "conference": "conference paper",
    "proceedings": "book",
    "mvproceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "preprint",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "misc": "misc",
    "patent": "patent",
    "dataset": "dataset",
}
_PROCEEDINGS = frozenset({"inproceedings", "conference"})
_PARTS = frozenset(
    {"incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"}
)
# their pages are a place in what holds them, also where the file does not say in what
# of biblatex and APS, of ACM, of Web of Science
_ARTICLE_NUMBERS = ("eid", "articleno", "article-number")
_HELD = _PROCEEDINGS | _PARTS | {"article", "suppperiodical"}
_PEOPLE: tuple[tuple[str, ContributorRole], ...] = (
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
)
# as OJS and Mendeley name them
_ALIASES = {
    "abstractnote": "abstract",
    "place": "address",
    "keyword": "keywords",
    "isbn-13": "isbn",
}
_TITLES = (("title", "subtitle"), ("titleaddon", ""))
_JOURNALS = (
    ("fjournal", ""),
    ("journal", ""),
    ("journaltitle", "journalsubtitle"),
    ("shortjournal", ""),
    ("booktitle", "booksubtitle"),
)
_SCHEMES = (
    ("edn", "edn"),
    ("isbn", "isbn"),
    ("pmid", "pmid"),
    ("pmcid", "pmcid"),
    ("mrnumber", "mr"),
    ("zblnumber", "zbl"),
    ("zbl", "zbl"),
)
# "225 с." is how long it is
_EXTENT = re.compile(r"^\d+\s*(?:с|стр|бет|б|p|pp|pages)\.?$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?:paper|article|art\.?|id)\s*(?:no\.?|id|number)?\s*(\w*\d\w*)(?:,\s*\d+.*)?$",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s*(?:--+|[–—−‐‑])\s*")
_DIGITS_OF_A_MONTH = 2
_RANGE_OF_DATES = re.compile(r"^\s*([\d-]+)\s*/")
_SPLIT = re.compile(r"[;,\s]+")
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+")
_ESCAPED = re.compile(r"\\([_%&#~$])(?:\{\})?")

Fields = dict[str, str]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    text, warnings = decode(data)
    file = bibtex_entries.read(text)
    if not file.entries:
        raise PageError("wrong-format", "no BibTeX entry (like @article{key, title = {…}}) in it")
    items = tuple(_item(entry, file.dropped, warnings) for entry in file.entries)
    return ParsedPage(items=items, warnings=warnings)


def _item(
    entry: Entry | Rejected, dropped: Collection[str], warnings: tuple[str, ...]
) -> ParsedRecord | Rejected:
    if isinstance(entry, Rejected):
        return entry
    record = _record(entry, dropped)
    if entry.kind == "misc" and (placed := type_of_place(record, by_publisher=False)) != "unknown":
        record = msgspec.structs.replace(record, type=placed)
    named = msgspec.structs.replace(record, identifier=identity(record, entry.key))
    return item(named, entry.raw, (*warnings, *entry.warnings))


def _record(entry: Entry, dropped: Collection[str]) -> HarvestedRecord:
    kind = entry.kind
    read = {name: latex.text(value, dropped) for name, value in entry.fields.items()}
    fields = {_ALIASES.get(name, name): value for name, value in read.items() if value}
    lang = _language(fields)
    when = _dated(fields)
    return HarvestedRecord(
        identifier="",
        titles=unique(_titles(kind, fields, lang)),
        abstracts=unique(
            [LocalizedText(plain(fields["abstract"]))] if "abstract" in fields else []
        ),
        contributors=tuple(_contributors(entry, dropped)),
        container=_container(kind, fields),
        publishers=unique(LocalizedText(plain(fields[key])) for key in _publishers(fields)),
        place=fields.get("address") or fields.get("location"),
        year=when.year,
        published=when.published,
        languages=unique([lang]),
        type=document_type(_TYPES.get(kind, kind)),
        type_as_given=kind,
        identifiers=unique(_identifiers(entry, fields)),
        subjects=unique(_subjects(fields)),
        urls=unique(_urls(entry.fields)),
        warnings=when.warnings,
    )


def _publishers(fields: Fields) -> list[str]:
    """Publisher, school and institution; the organisation of a conference where there is none of them."""
    names = ("publisher", "school", "institution")
    return [name for name in names if name in fields] or ["organization"] * (
        "organization" in fields
    )


def _language(fields: Fields) -> str | None:
    given = fields.get("langid") or fields.get("language") or fields.get("hyphenation")
    return language_code(given) or language_code(next(iter(_SPLIT.split(given or "")), None))


def _titles(kind: str, fields: Fields, lang: str | None) -> Iterator[LocalizedText]:
    for main, below in _TITLES:
        if main in fields:
            yield LocalizedText(plain(_joined(fields, main, below)), lang)
    if "title" not in fields:
        # the title of proceedings may stand where their papers have it; a short title is better than none
        other = fields.get("booktitle") if kind not in _HELD else None
        if given := other or fields.get("shorttitle"):
            yield LocalizedText(plain(given), lang)


def _joined(fields: Fields, main: str, below: str) -> str:
    """The title with its subtitle, unless it has it already."""
    subtitle = fields.get(below)
    return (
        f"{fields[main]}: {subtitle}" if subtitle and subtitle not in fields[main] else fields[main]
    )


def _contributors(entry: Entry, dropped: Collection[str]) -> Iterator[Contributor]:
    for name, role in _PEOPLE:
        yield from people(entry.fields.get(name, ""), role, dropped)


def _dated(fields: Fields) -> Dated:
    """The date as precise as it is given; ``date`` counts before ``year`` and ``month``."""
    given = fields.get("date", "")
    begins = _RANGE_OF_DATES.match(given)
    year, month = fields.get("year", ""), fields.get("month", "")
    numeric = month.isdecimal() and len(month) <= _DIGITS_OF_A_MONTH
    with_month = f"{year}-{int(month):02}" if numeric else f"{month} {year}"
    texts = (begins[1] if begins else given, with_month, year)
    found = [dated(text) for text in texts if text.strip()]
    return next((date for date in found if date.year), next(iter(found), Dated()))


def _container(kind: str, fields: Fields) -> Container | None:
    name = next((pair for pair in _JOURNALS if pair[0] in fields), ("", ""))
    if name[0] == "booktitle" and _TYPES.get(kind) == "book":
        name = ("", "")  # what its papers have for a book is this entry itself
    title = _joined(fields, *name) if name[0] else None
    pages = _pages(fields)
    own = (fields.get(name) for name in _ARTICLE_NUMBERS)
    article = next(filter(None, own), None) or _article_number(pages)
    pages = None if _article_number(pages) else pages
    numbers = ("volume", "number", "issue", *_ARTICLE_NUMBERS) if kind in _HELD else ()
    placed = kind in _HELD and (pages or any(name in fields for name in numbers))
    if title is None and "issn" not in fields and not placed:
        return None
    first, last = split_pages(pages)
    return Container(
        titles=unique([LocalizedText(plain(title))] if title else []),
        kind=_kind(kind, name[0]),
        issn=unique(_SPLIT.split(f"{fields.get('issn', '')} {fields.get('eissn', '')}")),
        isbn=unique([fields.get("isbn")]) if kind in _PARTS | _PROCEEDINGS else (),
        volume=number(fields.get("volume")),
        issue=number(fields.get("number") or fields.get("issue")),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=article,
    )


def _kind(kind: str, named: str) -> Literal["journal", "proceedings", "book"]:
    if kind in _PROCEEDINGS:
        return "proceedings"
    return "book" if kind in _PARTS or named == "booktitle" else "journal"


def _pages(fields: Fields) -> str | None:
    """``36--44`` is 36-44; what only says how many pages there are is no place."""
    given = _DASHES.sub("-", fields.get("pages", "")).strip()
    return None if not given or _EXTENT.match(given) else given


def _article_number(pages: str | None) -> str | None:
    """``Paper No. 308, 38`` (so MathSciNet) is number 308 of 38 pages."""
    match = _NUMBERED.match(pages or "")
    return match[1] if match else None


def _identifiers(entry: Entry, fields: Fields) -> Iterator[Identifier]:
    if doi := _doi(entry, fields):
        yield Identifier("doi", doi)
    held = entry.kind in _PARTS | _PROCEEDINGS  # its ISBN is that of what holds it
    for name, scheme in _SCHEMES:
        if name in fields and not (held and scheme == "isbn"):
            yield Identifier(scheme, fields[name])
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    if "eprint" in fields and archive.lower() == "arxiv":
        yield Identifier("arxiv", fields["eprint"])
    elif "arxivid" in fields:
        yield Identifier("arxiv", fields["arxivid"])


def _doi(entry: Entry, fields: Fields) -> str | None:
    """The DOI, with or without its resolver; in the address or the note where the field is missing."""
    if given := entry.fields.get("doi"):
        found = classify(_address(given))
        return found[0].value if found and found[0].scheme == "doi" else fields.get("doi")
    for name in ("url", "howpublished", "note"):
        text = _address(entry.fields.get(name, ""))
        if "doi" in text.lower() and (dois := find_dois(text)):
            return dois[0] if len(dois) == 1 else None
    return None


def _address(given: str) -> str:
    """An address or DOI as LaTeX writes it: in ``\\url{}``, with its signs escaped."""
    return _ESCAPED.sub(r"\1", given.replace("\\url", "")).replace("{", "").replace("}", "").strip()


def _urls(fields: Fields) -> Iterator[str | None]:
    for name in ("url", "howpublished"):
        for address in _ADDRESS.findall(_address(fields.get(name, ""))):
            yield url_of(address)


def _subjects(fields: Fields) -> Iterator[Subject]:
    for keyword in re.split(r"[;,]", fields.get("keywords", "")):
        if keyword.strip():
            yield Subject(scheme="keyword", value=keyword.strip())
    for code in re.split(r"[;,()\s]+", fields.get("mrclass", "")):
        if code:
            yield Subject(scheme="msc", value=code)
