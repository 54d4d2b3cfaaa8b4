"""The rows of a table, from a text or from an XLSX workbook; the two are told apart by their bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from warnings import catch_warnings

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from crawler.formats.page import PageError
from crawler.formats.tables.delimited import Line, lines_of
from crawler.formats.text.plain_text import decode
from crawler.formats.text.xml import check_size

_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 256 * 2**20
_MOST_ROWS, _MOST_CELLS = 2**20, 10_000_000
"""Of a sheet, the empty ones before a filled one among them: two kilobytes can name a cell in the billionth row.
Excel has no more rows."""
# what openpyxl and zipfile raise over a damaged workbook: they check little and fall over what is missing
_BAD_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    zlib.error,
    struct.error,
    SyntaxError,  # the base of XML errors
    EOFError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,  # an encrypted member
)


def read_lines(
    data: bytes, wanted: Collection[str], *, rows_above: int = 0, sheet: str | None = None
) -> tuple[Iterator[Line], tuple[str, ...]]:
    """The rows, and what was repaired of the file. ``wanted`` are headings, which tell the delimiter of a text.

    Raises PageError if it is no table, or too large.
    """
    check_size(data)
    if data.startswith(_ZIP):
        return (Line(cells) for cells in _workbook_rows(data, sheet)), ()
    text, warnings = decode(data)
    return iter(lines_of(text, wanted, rows_above)), warnings


def quietly() -> catch_warnings[None]:
    """Around the reading of rows: openpyxl warns of parts of a workbook that hold no cells."""
    return catch_warnings(action="ignore")


def _workbook_rows(data: bytes, sheet: str | None) -> Iterator[list[str]]:
    try:
        _check_unpacked(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if sheet is not None and sheet not in book.sheetnames:
            raise PageError(
                "wrong-format",
                f"no sheet is called {sheet!r}; there are {', '.join(book.sheetnames)}",
            )
        yield from _sheet_rows(book[sheet or book.sheetnames[0]])
    except _BAD_WORKBOOK as error:
        raise PageError("wrong-format", f"not an XLSX workbook: {error}") from error


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    """The rows without the empty cells at their ends; what the sheet says of its size is not believed."""
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if number > _MOST_ROWS or cells > _MOST_CELLS:
            limits = f"{_MOST_ROWS:,} rows or {_MOST_CELLS:,} cells"
            raise PageError("too-large", f"more than {limits}, empty ones among them")
        filled = len(row)
        while filled and row[filled - 1] is None:
            filled -= 1
        yield [_cell(value) for value in row[:filled]]


def _check_unpacked(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _MOST_UNPACKED:
        raise PageError("too-large", f"{size:,} bytes unpacked, the limit is {_MOST_UNPACKED:,}")


def _cell(value: object) -> str:
    """Numbers without ``.0``, days without a time of day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
