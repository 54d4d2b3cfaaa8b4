"""The fields of a Web of Science export by their two-letter tags, out of any of its three forms.

The tagged text begins ``FN …``, ``VR 1.0``; a record runs from ``PT`` to ``ER``, a continued line begins with three
spaces, ``EF`` ends the file. The tab-delimited text has the tags for headings, the workbook their names. Source: "Web
of Science Core Collection: list of field tags in output" (Clarivate).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.tables.export_rows import Row

Fields = dict[str, list[str]]
"""The values of each tag: of a list one each, of a text the whole of it."""

_TAG = re.compile(r"^\ufeff?([A-Z][A-Z0-9])(?: (.*))?$")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LISTS = frozenset(("AU", "AF", "BA", "BF", "CA", "GP", "BE", "ED", "C1", "C3", "CR", "Z2"))
"""Each line of these is a value of its own."""
_PARTED = frozenset(("DE", "LA", "DT", "OI", "RI", "SN", "EI", "BN", "WC", "SC"))
"""Values with semicolons between them, in every form."""
HEADINGS = {
    "Publication Type": "PT", "Authors": "AU", "Author Full Names": "AF", "Book Authors": "BA",
    "Book Author Full Names": "BF", "Group Authors": "CA", "Book Group Authors": "GP", "Book Editors": "BE",
    "Article Title": "TI", "Source Title": "SO", "Book Series Title": "SE", "Language": "LA", "Document Type": "DT",
    "Conference Title": "CT", "Author Keywords": "DE", "Abstract": "AB", "Addresses": "C1", "ORCIDs": "OI",
    "Researcher Ids": "RI", "Cited References": "CR", "Publisher": "PU", "Publisher City": "PI", "ISSN": "SN",
    "eISSN": "EI", "ISBN": "BN", "Publication Date": "PD", "Publication Year": "PY", "Volume": "VL", "Issue": "IS",
    "Part Number": "PN", "Start Page": "BP", "End Page": "EP", "Article Number": "AR", "DOI": "DI", "Book DOI": "D2",
    "Early Access Date": "EA", "WoS Categories": "WC", "Web of Science Categories": "WC", "Research Areas": "SC",
    "UT (Unique WOS ID)": "UT", "UT (Unique ID)": "UT", "Pubmed Id": "PM", "PubMed ID": "PM",
}  # fmt: skip
"""The names of columns in workbooks, and their tags."""
TAGS = frozenset({*HEADINGS.values(), "ED", "C3", "EY", "JI", "J9", "NR", "Z1", "Z2", "Z3", "Z4"})


def of_row(row: Row) -> Fields:
    """The fields of a row whose headings are tags or their names."""
    found: Fields = {}
    for heading, cell in row.items():
        tag = heading if heading in TAGS else HEADINGS.get(heading)
        if tag:
            found.setdefault(tag, []).extend(_in_cell(tag, cell))
    return found


def _in_cell(tag: str, cell: str) -> list[str]:
    if tag == "C1":
        return _addresses(cell)
    return _split(cell) if tag in _LISTS or tag in _PARTED else [cell]


def _addresses(cell: str) -> list[str]:
    """``[Kim, V; Lee, S] Univ A; [Kim, V] Univ B``: semicolons in brackets part people, others places."""
    found: list[list[str]] = []
    is_open = False
    for part in cell.split(";"):
        if is_open:
            found[-1].append(part)
        elif part.strip():
            found.append([part])
        if "[" in part or "]" in part:
            is_open = part.rfind("[") > part.rfind("]")
    return [";".join(parts).strip() for parts in found]


def _split(text: str) -> list[str]:
    return [part for each in text.split(";") if (part := each.strip())]


def blocks(text: str) -> Iterator[list[str]]:
    """The lines of each record of a tagged text, without ``ER``; a record that does not end ends at the next ``PT``."""
    block: list[str] = []
    for line in _LINE_END.split(text):
        tag = line.lstrip("\ufeff")[:2]
        ends, begins = (
            tag in {"ER", "EF"} and len(line.strip()) <= len(tag) + 1,
            line.startswith(("PT ", "P J")),
        )
        if (ends or begins) and block:
            yield block
            block = []
        if not ends and line.strip() and tag not in {"FN", "VR"}:
            block.append(line)
    if block:
        yield block


def of_block(lines: list[str]) -> tuple[Fields, list[str]]:
    """The fields of a record, and its lines that are none."""
    raw: dict[str, list[str]] = {}
    tag, strange = "", list[str]()
    for line in lines:
        match = _TAG.match(line)
        if match:
            tag = match.group(1)
            raw.setdefault(tag, []).append((match.group(2) or "").strip())
        elif tag and line.startswith(" "):
            raw[tag].append(line.strip())
        else:
            strange.append(line)
    return {tag: _values(tag, values) for tag, values in raw.items()}, strange


def _values(tag: str, lines: list[str]) -> list[str]:
    filled = [line for line in lines if line]
    if tag in _LISTS:
        return filled
    whole = " ".join(filled)
    return _split(whole) if tag in _PARTED else [whole] if whole else []
