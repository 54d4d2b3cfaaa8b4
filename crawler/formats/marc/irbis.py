"""IRBIS's text, which it exports and imports: ``#200: ^AЗаглавие^EПодзаголовок`` a field, ``*****`` after each record.

A line without a tag goes on with the field above it. GUID (1119) or cipher (903) identifies a record, else a digest.
"""

from __future__ import annotations

import re

import pymarc

from crawler.formats.items import item
from crawler.formats.marc.irbis_fields import identifier_of
from crawler.formats.marc.marc import describe
from crawler.formats.marc.marc_iso import TEXT
from crawler.formats.marc.marc_record import MarcRecord
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.text.plain_text import decode
from schemas import HarvestedRecord

_LINE = re.compile(r"^#(\d{1,4}):[ \t]?(.*)$")
_LINE_END = re.compile(r"\r\n?|\n")  # str.splitlines also parts at what may stand in a value
_SORTED = re.compile(
    r"<(?!(?:i|b|u|p|br|em|sub|sup|strong|span|div)\b)([^<>=/]{1,200})(?:=[^<>]{0,200})?>",
    re.IGNORECASE,
)
_END = "*****"


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every record of a file. Raises PageError if it has no line of a field."""
    text, warnings = decode(data)
    records = _cut(text)
    if not any(_LINE.match(line) for record in records for line in record[:50]):
        raise PageError("wrong-format", "no field of IRBIS (it begins with '#200: ') in it")
    return ParsedPage(items=tuple(_item(record, warnings) for record in records), warnings=warnings)


def _cut(text: str) -> list[list[str]]:
    """The lines of each record that has any."""
    records: list[list[str]] = [[]]
    for line in _LINE_END.split(text):
        if line.strip() == _END:
            records.append([])
        elif line.strip():
            records[-1].append(line)
    return [record for record in records if record]


def _item(lines: list[str], warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    raw = "\n".join([*lines, _END, ""]).encode("utf-8", "surrogatepass")
    marc = _read(lines)
    header = HarvestedRecord(identifier=identifier_of(marc))
    return item(describe(marc, header), raw, warnings)


def _read(lines: list[str]) -> pymarc.Record:
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        if match := _LINE.match(line):
            fields.append((match.group(1).zfill(3), [match.group(2)]))
        elif fields:
            fields[-1][1].append(line)
    marc = MarcRecord("")
    for tag, parts in fields:
        if tag >= "010":
            marc.append(_field(tag, " ".join(parts)))
    return marc


def _shown(text: str) -> str:
    """``<В дверях=дверях>`` is shown as ``В дверях`` and sorted as ``дверях``; ``<Pascal>`` is only shown."""
    return _SORTED.sub(r"\1", text) if "<" in text else text


def _field(tag: str, text: str) -> pymarc.Field:
    head, *rest = text.split("^")
    subfields = [pymarc.Subfield(part[0].lower(), _shown(part[1:])) for part in rest if part]
    if head.strip():
        subfields.insert(0, pymarc.Subfield(TEXT, _shown(head)))
    return pymarc.Field(tag, subfields=subfields)
