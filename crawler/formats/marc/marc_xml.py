"""MARC in XML: MARCXML (https://www.loc.gov/standards/marcxml/) and its elder, oai_marc of OAI-PMH 1.1.

OJS and others mix the two: ``<datafield id= i1=>`` with ``<subfield label=>`` inside MARCXML, ``<dataField>``,
``code="$a"``, ``#`` for a blank indicator. All of it is read alike, and so is the XML of :mod:`marc_xml_plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
import pymarc
from lxml import etree

from crawler.formats.items import item
from crawler.formats.marc import marc_xml_plain
from crawler.formats.marc.marc import describe, header_of
from crawler.formats.marc.marc_record import MarcRecord
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected
from crawler.formats.text import xml
from schemas import HarvestedRecord

_CONTROL = frozenset({"controlfield", "fixfield"})
_FIELDS = frozenset({*_CONTROL, "datafield", "varfield"})
_PLAIN = "field"
_LEADERS = frozenset({"LDR", "ldr", "000"})
_NAMES = {form: name for name in _FIELDS for form in (name, name.replace("field", "Field"))}
_TAG = re.compile(r"^[0-9A-Za-z]{3}$")


def parse_metadata(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its MARCXML ``record`` or ``oai_marc``."""
    element = next(_records(metadata), metadata)
    marc, left_out = _read(element)
    if marc is None:
        return header
    found = describe(marc, header)
    return msgspec.structs.replace(found, warnings=(*left_out, *found.warnings))


def parse_file(data: bytes) -> ParsedPage:
    """Every record of a file; the control number (001) identifies it. Raises PageError if there is none."""
    root, warnings, broken = xml.parse_records(data, "record")
    found = list(_records(root)) or [e for e in root.iter() if xml.local_name(e) == "record"]
    if not found:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected a MARCXML <collection>"
        )
    items = tuple(_item(e, warnings) for e in found)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _records(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold fields, whatever stands around them (Aleph wraps oai_marc into a ``record``)."""
    for element in root.iter():
        if xml.local_name(element) in {"record", "oai_marc"} and any(map(_name, element)):
            yield element


def _name(element: etree._Element) -> str:
    """The name of an element that is a field; "" for any other. Much that is no MARC calls its parts ``field``."""
    name = _kind(element.tag)
    return name if name != _PLAIN or _TAG.match(element.get("id") or "") else ""


@lru_cache(1024)
def _kind(tag: object) -> str:
    """What the tag of a field says it is; "" for any other tag."""
    name = xml.without_namespace(tag)
    return name if name == _PLAIN else _NAMES.get(name, "")


def _item(element: etree._Element, warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    inner = etree.tostring(element, encoding="utf-8", with_tail=False)
    raw = b"<collection>" + inner + b"</collection>"
    marc, left_out = _read(element)
    if marc is None:
        return Rejected(reason="invalid-value", detail="the MARCXML record has no fields", raw=raw)
    return item(describe(marc, header_of(marc)), raw, (*warnings, *left_out))


def _tag(field: etree._Element) -> str:
    return (field.get("tag") or field.get("id") or "").strip()


def _read(element: etree._Element) -> tuple[pymarc.Record | None, tuple[str, ...]]:
    """The record, or None if it has no fields, and a line that tells how many fields have a tag that is none.

    pymarc's own reader of XML stops at the first of these.
    """
    marc, odd = MarcRecord(_leader(element)), 0
    for field in element:
        name = _name(field)
        if not name:
            continue
        tag = _tag(field)
        if not _TAG.match(tag):
            odd += 1
        elif tag not in _LEADERS:
            marc.append(_field(tag, field, name))
    told = (f"left out: {odd} fields whose tag is none",) if odd else ()
    return marc if marc.fields else None, told


def _leader(element: etree._Element) -> str:
    """The leader, Aleph's ``LDR``, or the attributes that oai_marc has for it."""
    for inner in element:
        if xml.local_name(inner) == "leader" or (_name(inner) and _tag(inner) in _LEADERS):
            return marc_xml_plain.leader(inner) or xml.raw_text(inner).lstrip("\r\n")
    given = [(element.get(name) or " ")[:1] for name in ("status", "type", "level")]
    return f"{'':5}{''.join(given)}"


def _field(tag: str, element: etree._Element, name: str) -> pymarc.Field:
    if name == _PLAIN:
        return marc_xml_plain.field(tag, element)
    if name in _CONTROL:
        return pymarc.Field(tag, data=xml.raw_text(element))
    subfields = [
        pymarc.Subfield(code[0].lower(), xml.raw_text(inner) if len(inner) else inner.text or "")
        for inner in xml.children(element, "subfield")
        if (code := (inner.get("code") or inner.get("label") or "").lstrip("$"))
    ]
    return pymarc.Field(tag, pymarc.Indicators(*_indicators(element)), subfields)


def _indicators(element: etree._Element) -> tuple[str, str]:
    first = element.get("ind1") or element.get("i1") or " "
    second = element.get("ind2") or element.get("i2") or " "
    return " " if first == "#" else first, " " if second == "#" else second
