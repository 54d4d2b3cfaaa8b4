"""RIS files, read by rispy. ``ID``, ``AN``, DOI or address identifies an entry, else a digest of it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import rispy
from rispy.config import DELIMITED_TAG_MAPPING, LIST_TYPE_TAGS

from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import classify, issn_of, url_of
from crawler.formats.items import described_id, item, unique
from crawler.formats.names import person_name
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.plain_text import decode
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    Subject,
)
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

# TY → the word of our vocabulary
_TYPES = {
    "JOUR": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "BOOK": "book",
    "EBOOK": "book",
    "CHAP": "chapter",
    "CONF": "conference paper",
    "CPAPER": "conference paper",
    "THES": "thesis",
    "RPRT": "report",
    "PAT": "patent",
    "STAND": "standard",
    "ELEC": "webpage",
    "DATA": "dataset",
    "UNPB": "preprint",
}
_PEOPLE: tuple[tuple[str, ContributorRole], ...] = (
    ("first_authors", "author"),
    ("authors", "author"),
    ("secondary_authors", "editor"),
    ("subsidiary_authors", "translator"),
)
# white space within the line: over many empty lines each would be walked through from each
_BEGIN = re.compile(r"^[^\S\n]*TY {1,2}- ?", re.MULTILINE)
_END = re.compile(r"^[^\S\n]*ER {1,2}-", re.MULTILINE)
# of these every line is a value of its own
_LINE_BY_LINE = {None, "TY", *LIST_TYPE_TAGS, *DELIMITED_TAG_MAPPING}

Entry = dict[str, Any]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    text, warnings = decode(data)
    starts = [match.start() for match in _BEGIN.finditer(text)]
    if not starts:
        raise PageError("wrong-format", "no RIS entry (it begins with 'TY  - ') in it")
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return ParsedPage(items=tuple(_item(piece, warnings) for piece in pieces), warnings=warnings)


def _item(piece: str, warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    raw = piece.strip().encode("utf-8", "surrogatepass")
    closed = piece if _END.search(piece) else f"{piece.rstrip()}\nER  - \n"
    try:
        found: list[Entry] = rispy.loads(_in_one_line(closed))
    except (OSError, ValueError, KeyError, IndexError) as error:
        return Rejected(reason="not-well-formed", detail=f"not an RIS entry: {error}", raw=raw)
    if len(found) != 1:
        return Rejected(reason="not-well-formed", detail="not an RIS entry", raw=raw)
    return item(_record(found[0]), raw, warnings)


def _in_one_line(piece: str) -> str:
    """Each value in one line: rispy copies what it has at every line that goes on with it."""
    parse_line, last = rispy.RisParser().parse_line, None
    lines: list[list[str]] = []
    for line in piece.split("\n"):
        tag, _ = parse_line(line)
        last = tag or last
        if tag is None and last not in _LINE_BY_LINE:
            lines[-1].append(line.strip())
        else:
            lines.append([line])
    return "\n".join(" ".join(parts) for parts in lines)


def _record(entry: Entry) -> HarvestedRecord:
    kind = _one(entry, "type_of_reference")
    date = _one(entry, "year", "publication_year", "date")
    exact = iso_date((_one(entry, "date") or date or "").strip("/").replace("/", "-"))
    lang = language_code(_one(entry, "language"))
    return HarvestedRecord(
        identifier=_identifier(entry),
        titles=unique(_titles(entry, lang)),
        abstracts=unique(LocalizedText(t) for t in _all(entry, "abstract", "notes_abstract")[:1]),
        contributors=tuple(_contributors(entry)),
        container=_container(entry, kind),
        publishers=unique(LocalizedText(t) for t in _all(entry, "publisher")),
        place=_one(entry, "place_published"),
        year=year_of(date),
        published=exact or (str(year_of(date)) if year_of(date) else None),
        languages=unique([lang]),
        type=document_type(_TYPES.get(kind or "", kind)),
        type_as_given=kind,
        identifiers=unique(_identifiers(entry)),
        subjects=unique(Subject(scheme="keyword", value=t) for t in _all(entry, "keywords")),
        urls=unique(url_of(t) for t in _all(entry, "urls")),
    )


def _all(entry: Entry, *keys: str) -> list[str]:
    """The texts under the keys: rispy gives a list for some tags and a text for others."""
    found = [entry[key] for key in keys if key in entry]
    flat = [text for value in found for text in (value if isinstance(value, list) else [value])]
    return [told for text in flat if (told := " ".join(str(text).split()))]


def _one(entry: Entry, *keys: str) -> str | None:
    return next(iter(_all(entry, *keys)), None)


def _identifier(entry: Entry) -> str:
    if own := _one(entry, "id", "accession_number", "doi", "urls"):
        return own
    title = _one(entry, "title", "primary_title")
    where = (_one(entry, "journal_name", "secondary_title"), _one(entry, "start_page"))
    return described_id(title, _one(entry, "year", "publication_year"), *where) if title else ""


def _titles(entry: Entry, lang: str | None) -> Iterator[LocalizedText]:
    for text in _all(entry, "title", "primary_title")[:1]:
        yield LocalizedText(text, lang)
    for text in _all(entry, "translated_title"):
        yield LocalizedText(text)


def _contributors(entry: Entry) -> Iterator[Contributor]:
    for key, role in _PEOPLE:
        for name in _all(entry, key):
            yield Contributor(names=(person_name(name.rstrip(",")),), role=role)


def _container(entry: Entry, kind: str | None) -> Container | None:
    title = _one(entry, "journal_name", "secondary_title", "alternate_title3", "alternate_title2")
    issn = [n for t in _all(entry, "issn") for n in re.split(r"[;,\s]+", t) if issn_of(n)]
    if not (title or issn):
        return None
    first, last = _pages(entry)
    return Container(
        titles=unique([LocalizedText(title)] if title else []),
        kind=_kind(kind),
        issn=unique(issn),
        volume=_one(entry, "volume"),
        issue=_one(entry, "number"),
        pages=(f"{first}-{last}" if last else first) if first else None,
        first_page=first,
        last_page=last,
    )


def _kind(kind: str | None) -> Literal["journal", "proceedings", "book"]:
    if kind in {"CONF", "CPAPER"}:
        return "proceedings"
    return "book" if kind == "CHAP" else "journal"


def _pages(entry: Entry) -> tuple[str | None, str | None]:
    """``SP`` and ``EP``; some programs write the whole range into ``SP``."""
    first, last = _one(entry, "start_page"), _one(entry, "end_page")
    return (first, last) if last else (split_pages(first) if first else (None, None))


def _identifiers(entry: Entry) -> Iterator[Identifier]:
    for text in _all(entry, "doi"):
        found = classify(text)[0]
        yield found if found.scheme == "doi" else Identifier("doi", text)
    for text in _all(entry, "issn"):
        if not issn_of(text) and len(re.sub(r"\D", "", text)) in {9, 10, 12, 13}:
            yield Identifier("isbn", text)
