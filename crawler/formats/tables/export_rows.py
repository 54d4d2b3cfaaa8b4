"""Exports of citation databases as tables: their headings are known, so that no source has to map them.

The rows of an export are given by heading; what stands in a row by mistake costs that row alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Literal

from crawler.formats.items import item
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected
from crawler.formats.tables.delimited import REPAIRED, Line, too_wide, written
from crawler.formats.tables.sheets import quietly, read_lines
from schemas import HarvestedRecord

ContainerKind = Literal["journal", "proceedings", "book"]
Row = dict[str, str]
"""The filled cells of a row by their headings."""
_FEWEST = 2  # headings of an export that tell that a row is the one with the headings
_MOST_ABOVE = 10  # rows: services write a title and the question above the headings


def parse_rows(
    data: bytes, known: Collection[str], record: Callable[[Row], HarvestedRecord], export: str
) -> ParsedPage:
    """Every row of an export. ``known`` are its headings; ``export`` what it is called.

    Raises PageError if the file has no row of such headings.
    """
    with quietly():
        lines, warnings = read_lines(data, known)
        headings, width = _headings(lines, known, export)
        items = tuple(
            _item(line, headings, width, record, warnings)
            for line in lines
            # several exports in one file have their headings each
            if any(cell.strip() for cell in line.cells) and _bare(line.cells) != headings
        )
    return ParsedPage(items=items, warnings=warnings)


def _headings(lines: Iterator[Line], known: Collection[str], export: str) -> tuple[list[str], int]:
    seen: list[str] = []
    for _ in range(_MOST_ABOVE):
        cells = next(lines, Line([])).cells
        names = _bare(cells)
        if len(set(names).intersection(known)) >= _FEWEST:
            return names, len(names)
        seen = seen or names
    told = ", ".join(map(repr, seen))[:1000]
    raise PageError("wrong-format", f"no row has the headings of {export}; the first is {told}")


def _bare(cells: list[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _item(
    line: Line,
    headings: list[str],
    width: int,
    record: Callable[[Row], HarvestedRecord],
    warnings: tuple[str, ...],
) -> ParsedRecord | Rejected:
    raw = partial(written, headings, line.cells)
    if line.text and (detail := too_wide(line.cells, width)):
        return Rejected(reason="wrong-format", detail=detail, raw=raw())
    cells = zip(headings, _bare(line.cells), strict=False)
    row = {name: cell for name, cell in cells if name and cell}
    return item(record(row), raw, (*warnings, *((REPAIRED,) if line.repaired else ())))
