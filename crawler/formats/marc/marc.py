"""MARC → record, in its families: MARC 21 (OJS, Kazakhstan), UNIMARC (RUSMARC, BELMARC) and IRBIS.

The families give the same tags other meanings. IRBIS has a work sheet in 920; else the field of the title tells: 245 is
MARC 21, 200 UNIMARC. This module reads files in ISO 2709 (:mod:`crawler.formats.marc.marc_iso`);
:mod:`crawler.formats.marc.marc_xml` reads XML and :mod:`crawler.formats.marc.irbis` the text of IRBIS.
"""

from __future__ import annotations

import pymarc

from crawler.formats.items import item
from crawler.formats.marc.irbis_fields import describe as describe_irbis
from crawler.formats.marc.irbis_fields import identifier_of as irbis_identifier
from crawler.formats.marc.irbis_fields import is_irbis
from crawler.formats.marc.marc21 import describe as describe_marc21
from crawler.formats.marc.marc_iso import read
from crawler.formats.marc.marc_record import LEADER
from crawler.formats.marc.unimarc import describe as describe_unimarc
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.text.xml import check_size
from schemas import HarvestedRecord

_BOM = b"\xef\xbb\xbf"
_END_OF_RECORD = b"\x1d"


def parse_file(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every record of an ISO 2709 file; a broken one is rejected alone. Raises PageError if there is none."""
    check_size(data)
    data = data.removeprefix(_BOM)
    if len(data) < LEADER or not data.lstrip(b"\r\n ")[:5].isdigit():
        raise PageError("wrong-format", "the file does not begin with a MARC leader (five digits)")
    chunks = [chunk.lstrip(b"\r\n ") for chunk in data.split(_END_OF_RECORD)]
    return ParsedPage(items=tuple(_item(chunk + _END_OF_RECORD) for chunk in chunks if chunk))


def _item(raw: bytes) -> ParsedRecord | Rejected:
    try:
        marc, warnings = read(raw)
    except ValueError as error:
        return Rejected(reason="not-well-formed", detail=f"not a MARC record: {error}", raw=raw)
    return item(describe(marc, header_of(marc)), raw, warnings)


def header_of(marc: pymarc.Record) -> HarvestedRecord:
    """The control number, and whether the record is deleted: leader 05 is "d"."""
    number = next((field.data or "" for field in marc.get_fields("001")), "").strip()
    if not number and is_irbis(marc):
        number = irbis_identifier(marc)
    return HarvestedRecord(identifier=number, deleted=str(marc.leader)[5:6] == "d")


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """What the record says, in the family that its fields tell."""
    if header.deleted:
        return header
    if is_irbis(marc):
        return describe_irbis(marc, header)
    unimarc = not marc.get_fields("245") and bool(marc.get_fields("200"))
    return describe_unimarc(marc, header) if unimarc else describe_marc21(marc, header)
