"""Tables as CSV, XLSX or JSON. Text can never become a formula: CSV guards it, XLSX stores it as a string."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import msgspec
import xlsxwriter
from flask import Response, abort

from webapp.exports.cells import Value, guarded

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table. ``columns`` are the names of the fields in every form of the export."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def answer(tables: Sequence[Table], kind: str, *, name: str, part: str | None = None) -> Response:
    """The tables as a file to save. CSV holds one table: ``part``, else the first; 404 for one that is not there."""
    if kind == "csv":
        found = [table for table in tables if part in {None, table.name}]
        if not found:
            abort(404)
        body = as_csv(found[0])
        name = f"{name}-{found[0].name}"
    else:
        body = as_xlsx(tables) if kind == "xlsx" else as_json(tables)
    headers = {"Content-Disposition": f'attachment; filename="eaci-{name}.{kind}"'}
    return Response(body, content_type=_TYPES[kind], headers=headers)


def as_csv(table: Table) -> bytes:
    """RFC 4180 with all cells quoted, UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(table.columns)
    writer.writerows([guarded(value) for value in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.columns, bold)
            for place, row in enumerate(table.rows, start=1):
                sheet.write_row(place, 0, row)
    return file.getvalue()


def as_json(tables: Sequence[Table]) -> bytes:
    """One object: for each table a list of objects."""
    content = {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for table in tables
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
