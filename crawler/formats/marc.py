"""MARC → record, in both families: MARC 21 (OJS, Kazakhstan) and UNIMARC (RUSMARC, BELMARC); pymarc reads it.

The families give the same tags other meanings, so the family is told by the field of the title: 245 is MARC 21, 200
UNIMARC. Files are ISO 2709; ``marcxml`` comes in OAI-PMH or as a ``collection``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from warnings import catch_warnings

import msgspec
import pymarc
from lxml import etree
from pymarc.exceptions import PymarcException

from crawler.formats import xml
from crawler.formats.charset import guess
from crawler.formats.items import item
from crawler.formats.marc21 import describe as describe_marc21
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    Rejected,
    SourceHints,
)
from crawler.formats.unimarc import describe as describe_unimarc
from schemas import HarvestedRecord

_END_OF_RECORD = b"\x1d"
_LEADER = 24
_FIELDS = frozenset({"controlfield", "datafield"})
_TAG = re.compile(r"^[0-9A-Za-z]{3}$")


def parse_metadata(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its MARCXML ``record``."""
    element = next((e for e in metadata.iter() if xml.local_name(e) == "record"), metadata)
    marc = _from_xml(element)
    if marc is None:
        return header
    found = describe(marc, header)
    return msgspec.structs.replace(found, warnings=(*_left_out(element), *found.warnings))


def parse_xml_file(data: bytes) -> ParsedPage:
    """Every ``record`` of a MARCXML ``collection``; the control number (001) identifies it. Raises PageError."""
    root, warnings = xml.parse_file(data)
    found = [e for e in root.iter() if xml.local_name(e) == "record"]
    if not found:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected a MARCXML <collection>"
        )
    items = tuple(_xml_item(e, warnings) for e in found)
    return ParsedPage(items=items, warnings=warnings)


def _xml_item(element: etree._Element, warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    raw = (
        b"<collection>"
        + etree.tostring(element, encoding="utf-8", with_tail=False)
        + b"</collection>"
    )
    marc = _from_xml(element)
    if marc is None:
        return Rejected(reason="invalid-value", detail="the MARCXML record has no fields", raw=raw)
    return item(describe(marc, _header(marc)), raw, (*warnings, *_left_out(element)))


def _left_out(element: etree._Element) -> tuple[str, ...]:
    fields = [field for field in element if xml.local_name(field) in _FIELDS]
    odd = sum(_TAG.match(field.get("tag") or "") is None for field in fields)
    return (f"left out: {odd} fields whose tag is none",) if odd else ()


def _from_xml(element: etree._Element) -> pymarc.Record | None:
    """The record, or None if it has no fields. pymarc's own reader of XML stops at the first field without a tag."""
    marc = pymarc.Record(force_utf8=True)
    leader = xml.child(element, "leader")
    if leader is not None:
        # blanks count in it, and are what careless writers lose
        marc.leader = pymarc.Leader((leader.text or "").ljust(_LEADER)[:_LEADER])
    for field in element:
        if _TAG.match(tag := field.get("tag") or "") and xml.local_name(field) in _FIELDS:
            marc.add_field(_field(tag, field))  # type: ignore[no-untyped-call]  # pymarc types some only
    return marc if marc.fields else None


def _field(tag: str, element: etree._Element) -> pymarc.Field:
    if xml.local_name(element) == "controlfield":
        return pymarc.Field(tag, data=xml.raw_text(element))
    subfields = [
        pymarc.Subfield(code, xml.raw_text(inner))
        for inner in xml.children(element, "subfield")
        if (code := inner.get("code"))
    ]
    indicators = pymarc.Indicators(element.get("ind1") or " ", element.get("ind2") or " ")
    return pymarc.Field(tag, indicators, subfields)


def parse_file(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every record of an ISO 2709 file; a broken one is rejected alone. Raises PageError if there is none."""
    if len(data) < _LEADER or not data.lstrip(b"\r\n ")[:5].isdigit():
        raise PageError("wrong-format", "the file does not begin with a MARC leader (five digits)")
    chunks = [chunk.lstrip(b"\r\n ") for chunk in data.split(_END_OF_RECORD)]
    return ParsedPage(items=tuple(_iso_item(chunk + _END_OF_RECORD) for chunk in chunks if chunk))


def _iso_item(raw: bytes) -> ParsedRecord | Rejected:
    try:
        with catch_warnings(
            action="ignore"
        ):  # pymarc's words on subfields that it reads all the same
            utf8, warnings = _as_utf8(raw)
            marc = pymarc.Record(data=utf8, force_utf8=True, utf8_handling="replace")
        return item(describe(marc, _header(marc)), raw, warnings)
    except (PymarcException, ValueError, IndexError, LookupError) as error:
        return Rejected(reason="not-well-formed", detail=f"not a MARC record: {error!r}", raw=raw)


def _as_utf8(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The record with its directory counted anew, if its text is in an old Cyrillic charset."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        charset = guess(raw)
        if charset is None:
            return raw, ("repaired: bytes that are not UTF-8 became U+FFFD",)
        marc = pymarc.Record(data=raw, to_unicode=True, file_encoding=charset)
        return _rebuilt(marc), (f"repaired: read as {charset}",)
    return raw, ()


def _rebuilt(marc: pymarc.Record) -> bytes:
    marc.force_utf8 = True
    marc.leader = pymarc.Leader(f"{str(marc.leader)[:9]}a{str(marc.leader)[10:]}")
    return bytes(marc.as_marc())


def _header(marc: pymarc.Record) -> HarvestedRecord:
    numbers: Iterator[str] = (field.data or "" for field in marc.get_fields("001"))
    # leader 05: "d" is a deleted record
    return HarvestedRecord(
        identifier=next(numbers, "").strip(), deleted=str(marc.leader)[5:6] == "d"
    )


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """What the record says, in the family that its title field tells."""
    if header.deleted:
        return header
    unimarc = not marc.get_fields("245") and bool(marc.get_fields("200"))
    return describe_unimarc(marc, header) if unimarc else describe_marc21(marc, header)
