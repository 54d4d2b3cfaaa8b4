"""Tables as text: cells between commas, semicolons, tabs or bars, with the faults of tables that are made by hand.

RFC 4180 is read first. If the text breaks it, each row is read as it can be meant, and says so: a quotation mark inside
a quoted cell that is not doubled, one that never closes. Excel's first line ``sep=;`` names the delimiter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

_DELIMITERS = ";,\t|"
_SAMPLE = 8192
_SEP = re.compile(r'^\ufeff?"?sep=(?P<delimiter>[^"\r\n])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LONGEST_CELL = 2**16  # characters that a quotation mark may reach over if the text is damaged
_LOOKED_AT = 3  # lines inside a quoted cell: if one is a row of the table, the quotation mark was no opening one
_MOST_PAIRS = 20
REPAIRED = "repaired: quotation marks in a cell that were not doubled"
_LINE_END = re.compile(r"\r\n|\r|\n")

csv.field_size_limit(
    2**25
)  # a page has no more; the reference list of a review is longer than Python's own limit


class Line(NamedTuple):
    """A row; ``repaired`` says that its quotation marks were not as they should be, ``text`` that it is of a text."""

    cells: list[str]
    repaired: bool = False
    text: bool = False


def lines_of(text: str, wanted: Collection[str], rows_above: int = 0) -> list[Line]:
    """The rows of a table. ``wanted`` are headings that tell the delimiter, in the row after ``rows_above`` others."""
    if match := _SEP.match(text):
        return parted(text[match.end() :], match["delimiter"])
    return parted(text, delimiter_of(text, wanted, rows_above))


def written(*rows: list[str]) -> bytes:
    """The rows as CSV that any reader takes."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def too_wide(cells: list[str], width: int) -> str | None:
    """Why a row of more cells than there are headings is no record: its cells stand under the wrong ones."""
    filled = len(cells)
    while filled and not cells[filled - 1].strip():
        filled -= 1
    if filled <= width:
        return None
    begins = " | ".join(cells)[:200]
    return f"the row has {filled} cells under {width} headings; is a cell not in quotation marks? {begins}"


def delimiter_of(text: str, wanted: Collection[str], rows_above: int = 0) -> str:
    """The sign between the cells: the one by which most of the wanted headings are cells, else the most frequent."""
    sample = text[:_SAMPLE]
    lines = sample.splitlines()[rows_above : rows_above + 1]
    heading = lines[0] if lines else ""

    def found(delimiter: str) -> tuple[int, int]:
        cells = {" ".join(cell.strip(' "').split()) for cell in heading.split(delimiter)}
        return len(cells.intersection(wanted)), sample.count(delimiter)

    return max(_DELIMITERS, key=found)


def parted(text: str, delimiter: str) -> list[Line]:
    """The rows of a text, strictly if it allows."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [Line(cells, text=True) for cells in rows]
    except csv.Error:
        return list(_Loosely(text, delimiter).rows())


class _Loosely:
    """Reads a damaged text, at most once over each part of it."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        sign = re.escape(delimiter)
        self._cell_end = re.compile(rf"{sign}|\r|\n")
        after = rf"(?=[ ]*(?:{sign}|\r|\n|\Z))"
        self._closing = re.compile(rf'(?<!")"++{after}')
        self._at_once = re.compile(rf'"++{after}')
        self._width = 0
        self._looked_from = -1
        self._looked: re.Match[str] | None = None

    def rows(self) -> Iterator[Line]:
        position = 0
        while position < len(self._text):
            line, position = self._row(position)
            self._width = self._width or len(line.cells)
            yield line

    def _row(self, position: int) -> tuple[Line, int]:
        cells: list[str] = []
        repaired = False
        while True:
            cell, position, mended = self._cell(position)
            cells.append(cell)
            repaired = repaired or mended
            if position >= len(self._text):
                return Line(cells, repaired, text=True), position
            if self._text.startswith(self._delimiter, position):
                position += len(self._delimiter)
                continue
            end = _LINE_END.match(self._text, position)
            return Line(cells, repaired, text=True), end.end() if end else position

    def _cell(self, position: int) -> tuple[str, int, bool]:
        """A cell, where it ends, and whether its quotation marks had to be understood."""
        if not self._text.startswith('"', position):
            end = self._end_of_cell(position)
            return self._text[position:end], end, False
        close = self._close(position + 1)
        if close is None:
            end = self._end_of_cell(position)
            rest = self._text[position + 1 : end]
            return (rest if '"' not in rest else f'"{rest}'), end, True
        inside = self._text[position + 1 : close]
        mended = '"' in inside.replace('""', "")
        return inside.replace('""', '"'), self._end_of_cell(close + 1), mended

    def _end_of_cell(self, position: int) -> int:
        match = self._cell_end.search(self._text, position)
        return match.start() if match else len(self._text)

    def _close(self, position: int) -> int | None:
        """Where a quoted cell closes; None if its quotation mark is one of the text."""
        match = self._at_once.match(self._text, position) or self._search(position)
        if match is None or match.end() - position > _LONGEST_CELL:
            return None
        inside = self._text[position : match.start()]
        if "\n" in inside and self._holds_row(inside):
            return None
        return self._odd(match).end() - 1

    def _odd(self, match: re.Match[str]) -> re.Match[str]:
        """The mark that closes: marks in pairs mean themselves, if another one closes on the same line."""
        found: re.Match[str] | None = match
        for _ in range(_MOST_PAIRS):
            if found is None or len(found.group()) % 2:
                break
            found = self._closing.search(self._text, found.end(), self._line_end(found.end()))
        return found or match

    def _line_end(self, position: int) -> int:
        end = self._text.find("\n", position, position + _LONGEST_CELL)
        return end if end >= 0 else position

    def _search(self, position: int) -> re.Match[str] | None:
        """The next mark before a delimiter, looked for once however many cells it is asked for."""
        known = self._looked
        if not (
            0 <= self._looked_from <= position and (known is None or position <= known.start())
        ):
            self._looked_from, self._looked = position, self._closing.search(self._text, position)
        return self._looked

    def _holds_row(self, inside: str) -> bool:
        looked = inside.split("\n", _LOOKED_AT + 1)[1 : _LOOKED_AT + 1]
        return self._width > 1 and any(
            line.count(self._delimiter) == self._width - 1 for line in looked
        )
