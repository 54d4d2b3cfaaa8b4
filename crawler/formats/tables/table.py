"""Tables (CSV, or an XLSX workbook) that bases without an interface can hand over; the source's file maps the columns.

A row is kept as CSV with the headings above it, to be read again alone. A damaged row costs no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from crawler.formats.items import Entry, item, references, unique
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.tables.delimited import REPAIRED, Line, too_wide, written
from crawler.formats.tables.reference_cells import entries_of
from crawler.formats.tables.sheets import quietly, read_lines
from crawler.formats.tables.table_mapping import TableMapping
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import url_of
from crawler.formats.values.name_forms import is_nobody
from crawler.formats.values.name_marks import taken_off, without_list_marks
from crawler.formats.values.names import person_name, split_people
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    Reference,
    Subject,
)
from schemas.vocabularies import country_code, document_type, language_code

_MOST_COLUMNS = 1000

Row = dict[str, str]


def parse(data: bytes, source: SourceHints) -> ParsedPage:
    """Every row of a table. Raises PageError if it cannot be read, or lacks a column that the mapping names."""
    if source.table is None:
        detail = (
            f"source {source.source} does not say what its columns mean; add a [table] to its file"
        )
        raise PageError("wrong-format", detail)
    with quietly():
        return _parse(data, source.table)


def _parse(data: bytes, mapping: TableMapping) -> ParsedPage:
    lines, warnings = read_lines(
        data, mapping.headings(), rows_above=mapping.rows_above, sheet=mapping.sheet
    )
    for _ in range(mapping.rows_above):
        next(lines, None)
    first = next(lines, Line([])).cells
    headings = _headings(first, mapping)
    filled = (
        line for line in lines if any(cell.strip() for cell in line.cells) and line.cells != first
    )
    items = tuple(_item(line, headings, len(first), mapping, warnings) for line in filled)
    return ParsedPage(items=items, warnings=warnings)


def _item(
    line: Line, headings: list[str], width: int, mapping: TableMapping, warnings: tuple[str, ...]
) -> ParsedRecord | Rejected:
    cells = line.cells
    if line.text and (detail := too_wide(cells, width)):
        whole = _raw([*headings, *[""] * (width - len(headings))], cells, mapping)
        return Rejected(reason="wrong-format", detail=detail, raw=whole)
    record = _record(_named(headings, cells), mapping)
    repaired = (REPAIRED,) if line.repaired else ()
    raw = partial(_raw, headings, cells[: len(headings)], mapping)
    return item(record, raw, (*warnings, *repaired))


def _headings(line: list[str], mapping: TableMapping) -> list[str]:
    """The headings, up to the last that is filled. Raises PageError if one is missing that the mapping names."""
    headings = [" ".join(cell.split()) for cell in line]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > _MOST_COLUMNS:
        raise PageError("too-large", f"{len(headings):,} columns, the limit is {_MOST_COLUMNS:,}")
    if missing := [name for name in mapping.headings() if name not in headings]:
        told = ", ".join(map(repr, headings))[:1000]
        detail = f"no column is headed {', '.join(map(repr, missing))}; there are {told}"
        raise PageError("wrong-format", detail)
    return headings


def _named(headings: list[str], line: list[str]) -> Row:
    return {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading}


def _raw(headings: list[str], cells: list[str], mapping: TableMapping) -> bytes:
    # the rows above the headings are part of the layout that the mapping describes
    return written(*[[""]] * mapping.rows_above, headings, cells)


def _record(row: Row, mapping: TableMapping) -> HarvestedRecord:
    given_type = _one(row, mapping, "type")
    when = dated(_one(row, mapping, "year"))
    return HarvestedRecord(
        identifier=_one(row, mapping, "identifier") or "",
        titles=_localized(row, mapping, "title"),
        abstracts=_localized(row, mapping, "abstract"),
        contributors=_contributors(row, mapping),
        container=_container(row, mapping),
        publishers=_localized(row, mapping, "publisher"),
        year=when.year,
        published=when.published,
        languages=unique(
            language_code(part.strip())
            for part in re.split(r"[;,]", _one(row, mapping, "language") or "")
        ),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=unique(_identifiers(row, mapping)),
        subjects=unique(_subjects(row, mapping)),
        references=_references(row, mapping),
        urls=unique([url_of(_one(row, mapping, "url") or "")]),
        country=country_code(_one(row, mapping, "country")),
        warnings=(*when.warnings, *_warnings(row, mapping)),
    )


def _cells(row: Row, mapping: TableMapping, field: str) -> Iterator[tuple[str | None, str]]:
    """The filled cells of a field with their languages."""
    for lang, heading in mapping.columns(field):
        if cell := row.get(heading):
            yield lang, cell


def _one(row: Row, mapping: TableMapping, field: str) -> str | None:
    return next((" ".join(cell.split()) for _, cell in _cells(row, mapping, field)), None)


def _localized(row: Row, mapping: TableMapping, field: str) -> tuple[LocalizedText, ...]:
    return unique(
        LocalizedText(" ".join(cell.split()), lang) for lang, cell in _cells(row, mapping, field)
    )


def _split(text: str, mapping: TableMapping) -> list[str]:
    return [
        part for piece in text.split(mapping.name_separator) if (part := " ".join(piece.split()))
    ]


def _people(cell: str, mapping: TableMapping) -> list[str]:
    """The names of a cell; one that is not parted by the source's sign may be a list of another form."""
    parts = _split(cell, mapping)
    parts = split_people(without_list_marks(parts[0])) if len(parts) == 1 else parts
    return [] if all(map(is_nobody, parts)) else parts


def _contributors(row: Row, mapping: TableMapping) -> tuple[Contributor, ...]:
    """Lists of one length are forms of the same people; a list of another length than the first is left out."""
    lists = [
        [person_name(name, lang) for name in _people(cell, mapping)]
        for lang, cell in _cells(row, mapping, "authors")
    ]
    if not lists:
        return ()
    same = [names for names in lists if len(names) == len(lists[0])]
    places = _places(row, mapping, len(lists[0]))
    return tuple(
        Contributor(names=unique(forms), affiliations=places[index])
        for index, forms in enumerate(zip(*same, strict=True))
    )


def _places(row: Row, mapping: TableMapping, people: int) -> list[tuple[Affiliation, ...]]:
    """One place is everybody's; as many as people are one each; any other number cannot be told apart."""
    lists = [(lang, _split(cell, mapping)) for lang, cell in _cells(row, mapping, "affiliations")]
    found: list[tuple[Affiliation, ...]] = []
    for index in range(people):
        names = unique(
            LocalizedText(places[0 if len(places) == 1 else index], lang)
            for lang, places in lists
            if len(places) in {1, people}
        )
        found.append((Affiliation(names=names),) if names else ())
    return found


def _warnings(row: Row, mapping: TableMapping) -> tuple[str, ...]:
    cells = [cell for _, cell in _cells(row, mapping, "authors")]
    counts = [(cell, len(_people(cell, mapping))) for cell in cells]
    return taken_off([part for cell in cells for part in _split(cell, mapping)]) + tuple(
        f"authors left out, their number differs: {cell[:80]}"
        for cell, n in counts
        if n != counts[0][1]
    )


def _container(row: Row, mapping: TableMapping) -> Container | None:
    titles, issn = _localized(row, mapping, "journal"), _one(row, mapping, "issn")
    if not (titles or issn):
        return None
    pages = _one(row, mapping, "pages")
    first, last = split_pages(pages)
    return Container(
        titles=titles,
        kind="journal" if issn else None,
        issn=unique(re.split(r"[;,\s]+", issn or "")),
        isbn=unique([_one(row, mapping, "isbn")]),
        volume=_one(row, mapping, "volume"),
        issue=_one(row, mapping, "issue"),
        pages=pages,
        first_page=first,
        last_page=last,
    )


def _identifiers(row: Row, mapping: TableMapping) -> Iterator[Identifier]:
    for scheme in ("doi", "edn"):
        if value := _one(row, mapping, scheme):
            yield Identifier(scheme, value)


def _subjects(row: Row, mapping: TableMapping) -> Iterator[Subject]:
    for lang, cell in _cells(row, mapping, "keywords"):
        yield from (
            Subject(scheme="keyword", value=text, lang=lang) for text in _split(cell, mapping)
        )
    for scheme in ("grnti", "udc"):
        yield from (
            Subject(scheme=scheme, value=text)
            for text in _split(_one(row, mapping, scheme) or "", mapping)
        )


def _references(row: Row, mapping: TableMapping) -> tuple[Reference, ...]:
    return references(
        Entry(raw=text, lang=lang, list_id=lang or "")
        for lang, cell in _cells(row, mapping, "references")
        for text in entries_of(cell, mapping.reference_separator)
    )
