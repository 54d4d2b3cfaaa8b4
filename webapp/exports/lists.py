"""Lists of works as files, written piece by piece: a thousand works take no more memory than a hundred."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import msgspec
import xlsxwriter

from catalogue.derived.works import WorkEntry
from schemas import Container, Work
from webapp.exports.bibtex import to_bibtex
from webapp.exports.cells import Value, guarded
from webapp.exports.csl import to_csl
from webapp.exports.media_types import MEDIA_TYPES
from webapp.exports.ris import to_ris

Entries = Iterable[Sequence[WorkEntry]]
"""Works in their order, some at a time."""
_PIECE = 64 * 1024  # bytes of a file that is made before it is sent


class Kind(NamedTuple):
    """A kind of file: what it is called, its media type, and how works are written."""

    label: str
    media_type: str
    written: Callable[[Entries], Iterator[bytes]]


def _each(one: Callable[[Work], str]) -> Callable[[Entries], Iterator[bytes]]:
    def written(entries: Entries) -> Iterator[bytes]:
        for some in entries:
            yield "".join(f"{one(entry.body).strip()}\n\n" for entry in some).encode()

    return written


def _csl(entries: Entries) -> Iterator[bytes]:
    before = b"["
    for some in entries:
        for entry in some:
            yield before + msgspec.json.encode(to_csl(entry.body))
            before = b",\n"
    yield b"[]" if before == b"[" else b"]\n"


COLUMNS = (
    "id", "title", "authors", "year", "journal", "volume", "issue", "pages", "type", "language", "doi", "edn",
    "issn", "countries", "countries_by", "institutions", "cited_by", "cited_by_others", "sources", "url", "generated",
)  # fmt: skip


def row(entry: WorkEntry) -> tuple[Value, ...]:
    """The values of :data:`COLUMNS`; several in one cell are parted by "; "."""
    body, place = entry.body, entry.body.container or Container()
    known = {each.scheme: each.value for each in reversed(body.identifiers)}
    authors = (each.contributor for each in body.contributors)
    named = [each.names[0].literal for each in authors if each.role == "author" and each.names]
    return (
        body.id,
        body.titles[0].text if body.titles else None,
        _joined(named),
        body.year,
        place.titles[0].text if place.titles else None,
        place.volume,
        place.issue,
        place.pages or _range(place.first_page, place.last_page),
        body.type,
        _joined(body.languages),
        known.get("doi"),
        known.get("edn"),
        _joined(place.issn),
        _joined(body.countries),
        body.country_basis,
        _joined(body.institutions),
        entry.cited_by,
        entry.cited_by_others,
        _joined(dict.fromkeys(each.source for each in body.records)),
        next(iter(body.urls), None),
        body.generated,
    )


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def _range(first: str | None, last: str | None) -> str | None:
    return f"{first}-{last}" if first and last else first


def _csv(entries: Entries) -> Iterator[bytes]:
    """RFC 4180, all cells quoted, in UTF-8 with the mark by which spreadsheets know it."""
    yield b"\xef\xbb\xbf" + _lines([COLUMNS])
    for some in entries:
        yield _lines([guarded(value) for value in row(entry)] for entry in some)


def _lines(rows: Iterable[Sequence[Value]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return file.getvalue().encode()


def _xlsx(entries: Entries) -> Iterator[bytes]:
    """A workbook cannot be sent before it is whole: it is made on disk, a row at a time."""
    with TemporaryFile() as file:
        _write_workbook(file, entries)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write_workbook(file: IO[bytes], entries: Entries) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet("works")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS, workbook.add_format({"bold": True}))
        place = 0
        for some in entries:
            for entry in some:
                place += 1
                sheet.write_row(place, 0, row(entry))
        sheet.autofilter(0, 0, max(place, 1), len(COLUMNS) - 1)


KINDS: Mapping[str, Kind] = {
    "bib": Kind("BibTeX", f"{MEDIA_TYPES['bib']}; charset=utf-8", _each(to_bibtex)),
    "ris": Kind("RIS", f"{MEDIA_TYPES['ris']}; charset=utf-8", _each(to_ris)),
    "json": Kind("CSL-JSON", f"{MEDIA_TYPES['json']}; charset=utf-8", _csl),
    "csv": Kind("CSV", "text/csv; charset=utf-8", _csv),
    "xlsx": Kind(
        "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
    ),
}
