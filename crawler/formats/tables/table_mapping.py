"""What the columns of a source's tables mean: the ``[table]`` of its TOML file.

Each key is a field of the record; its value is the heading of a column, or a table of headings by language::

    [table]
    identifier = "ID"
    title = { kk = "Атауы", ru = "Название", en = "Title" }
    authors = { ru = "Авторы", en = "Authors" }
    journal = { ru = "Журнал" }
    references = { ru = "Литература", en = "References" }
"""

from __future__ import annotations

import msgspec

Columns = str | dict[str, str]


class TableMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Headings by field. ``authors`` in several languages are forms of the same people, in the same order.

    ``name_separator`` stands between people and between keywords. Entries of a reference list stand on lines of their
    own in their cell, or with ``reference_separator`` between them. ``rows_above`` is how many rows stand above the
    headings; ``sheet`` names a sheet of a workbook.
    """

    identifier: str
    title: Columns
    abstract: Columns = ""
    authors: Columns = ""
    affiliations: Columns = ""
    journal: Columns = ""
    publisher: Columns = ""
    keywords: Columns = ""
    references: Columns = ""
    issn: str = ""
    isbn: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""
    language: str = ""
    type: str = ""
    doi: str = ""
    edn: str = ""
    url: str = ""
    grnti: str = ""
    udc: str = ""
    country: str = ""
    name_separator: str = ";"
    reference_separator: str = ""
    rows_above: int = 0
    sheet: str | None = None

    def columns(self, field: str) -> list[tuple[str | None, str]]:
        """Language and heading of each column of a field."""
        given: Columns = getattr(self, field)
        if isinstance(given, str):
            return [(None, given)] if given else []
        return list(given.items())

    def headings(self) -> list[str]:
        """Every heading that is named."""
        layout = {"name_separator", "reference_separator", "rows_above", "sheet"}
        fields = [name for name in self.__struct_fields__ if name not in layout]
        return [heading for name in fields for _, heading in self.columns(name)]
