"""The exports of Web of Science (also of its RSCI and Core Collection): tagged text, tab-delimited text and workbook.

:mod:`crawler.formats.tables.wos_fields` reads each form into the same fields by their tags. ``Keywords Plus``
(``ID``) are
left out: a program takes them from the cited titles. ``Z1`` to ``Z4`` are title, authors, source and abstract in a
second language, as the regional collections have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.items import item, references, unique
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.tables import wos_people
from crawler.formats.tables.export_rows import ContainerKind, Row, parse_rows
from crawler.formats.tables.wos_fields import HEADINGS, TAGS, Fields, blocks, of_block, of_row
from crawler.formats.tables.wos_references import entry
from crawler.formats.text.plain_text import decode
from crawler.formats.values.dates import dated, iso_date, year_of
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type, language_code

_TAGGED = re.compile(r"^\ufeff?\s*(?:FN |VR |PT [A-Z]\s)")
_HEAD = "FN Web of Science\nVR 1.0\n"
_BOOKS = frozenset({"B", "S"})
_TYPE_OF = {"B": "book", "P": "patent"}
"""By the kind of publication (``PT``), where no type of document (``DT``) is given."""
_ZIP = b"PK\x03\x04"


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every publication of an export. Raises PageError if the file is none."""
    if not data.startswith(_ZIP):
        text, warnings = decode(data)
        if _TAGGED.match(text):
            return _tagged(text, warnings)
    return parse_rows(data, frozenset({*HEADINGS, *TAGS}), _of_row, "Web of Science")


def _tagged(text: str, warnings: tuple[str, ...]) -> ParsedPage:
    items = tuple(_item(lines, warnings) for lines in blocks(text))
    if not items:
        raise PageError("wrong-format", "a Web of Science export without a record")
    return ParsedPage(items=items, warnings=warnings)


def _item(lines: list[str], warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    fields, strange = of_block(lines)
    lost = (f"left out, a line without a tag: {strange[0][:80]}",) if strange else ()
    raw = (_HEAD + "\n".join(lines) + "\nER\n\nEF\n").encode("utf-8", "surrogatepass")
    return item(_record(fields), raw, (*warnings, *lost))


def _of_row(row: Row) -> HarvestedRecord:
    return _record(of_row(row))


def _record(fields: Fields) -> HarvestedRecord:
    given_type = "; ".join(fields.get("DT", [])) or None
    published = _published(fields)
    return HarvestedRecord(
        identifier=_one(fields, "UT") or "",
        titles=_texts(fields, "TI", "Z1"),
        abstracts=_texts(fields, "AB", "Z4"),
        contributors=wos_people.contributors(fields),
        container=_container(fields),
        publishers=_texts(fields, "PU"),
        place=_one(fields, "PI"),
        year=year_of(_one(fields, "PY")) or year_of(published),
        published=published,
        languages=unique(map(language_code, fields.get("LA", []))),
        type=_type(fields),
        type_as_given=given_type,
        identifiers=tuple(_identifiers(fields)),
        subjects=unique(_subjects(fields)),
        references=references(map(entry, fields.get("CR", []))),
        warnings=(*dated(_one(fields, "PY")).warnings, *wos_people.warnings(fields)),
    )


def _one(fields: Fields, *tags: str) -> str | None:
    return next((fields[tag][0] for tag in tags if fields.get(tag)), None)


def _texts(fields: Fields, *tags: str) -> tuple[LocalizedText, ...]:
    """The text of each of the tags that there is."""
    return unique(LocalizedText(text) for tag in tags if (text := _one(fields, tag)))


def _type(fields: Fields) -> str:
    """``Article; Proceedings Paper`` is a paper of proceedings, ``Article; Early Access`` an article."""
    found = [kind for told in fields.get("DT", []) if (kind := document_type(told)) != "unknown"]
    special = [kind for kind in found if kind != "article"]
    if found:
        return next(iter(special or found))
    kind = _TYPE_OF.get(_one(fields, "PT") or "", "unknown")
    return "chapter" if kind == "book" and fields.get("SO") and fields.get("BP") else kind


def _published(fields: Fields) -> str | None:
    """The year with the month or day in ``PD`` (``JAN 15``, ``MAY-JUN``), else of early access."""
    year, day = _one(fields, "PY"), _one(fields, "PD")
    if year and day and (found := iso_date(_with_year(day, year))):
        return found
    told = year or _one(fields, "EY", "EA")
    return str(known) if (known := year_of(told)) else None


def _with_year(day: str, year: str) -> str:
    """``JAN 15`` of 2020 is 15 Jan 2020."""
    month, _, number = day.partition(" ")
    return f"{number} {month.title()} {year}" if number.isdecimal() else f"{day.title()} {year}"


def _is_book(fields: Fields) -> bool:
    return _type(fields) == "book"


def _container(fields: Fields) -> Container | None:
    """The journal, book or proceedings of ``SO``; a book itself stands in nothing."""
    titles = _texts(fields, "SO", "Z3")
    issn = unique([*fields.get("SN", []), *fields.get("EI", [])])
    if _is_book(fields) or not (titles or issn):
        return None
    first, last = _one(fields, "BP"), _one(fields, "EP")
    return Container(
        titles=titles,
        kind=_kind(fields),
        issn=issn,
        isbn=unique(fields.get("BN", [])),
        volume=_one(fields, "VL"),
        issue=_one(fields, "IS"),
        pages="-".join(page for page in (first, last) if page) or None,
        first_page=first,
        last_page=last,
        article_number=_one(fields, "AR"),
    )


def _kind(fields: Fields) -> ContainerKind | None:
    if _one(fields, "PT") == "J":  # also where a journal prints the papers of a conference
        return "journal"
    if fields.get("CT") or _type(fields) == "conference-paper":
        return "proceedings"
    if _one(fields, "PT") in _BOOKS or _type(fields) == "chapter":
        return "book"
    return "journal" if fields.get("SN") else None


def _identifiers(fields: Fields) -> Iterator[Identifier]:
    for tag, scheme in (("DI", "doi"), ("PM", "pmid"), ("UT", "wos")):
        if value := _one(fields, tag):
            yield Identifier(scheme, value)
    if _is_book(fields):
        yield from (Identifier("isbn", isbn) for isbn in fields.get("BN", []))


def _subjects(fields: Fields) -> Iterator[Subject]:
    yield from (Subject(scheme="keyword", value=word) for word in fields.get("DE", []))
    yield from (Subject(scheme="wos-category", value=word) for word in fields.get("WC", []))
