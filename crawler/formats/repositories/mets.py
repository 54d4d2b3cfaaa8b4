"""``mets``: a METS envelope (https://www.loc.gov/standards/mets/) around a description in MODS, DIM or Dublin Core.

DSpace gives MODS so, other programs wrap what they have. Of several descriptions the one in the richest format counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from crawler.formats.repositories import mods, oai_dc, qdc, qualified_dc
from crawler.formats.text import xml
from schemas import HarvestedRecord

_Parser = Callable[[etree._Element, HarvestedRecord], HarvestedRecord]
# by the local name of what is wrapped, the richest first
_READ: dict[str, _Parser] = {
    "mods": mods.parse_metadata,
    "dim": qualified_dc.parse_dim,
    "qualifieddc": qdc.parse,
    "dcterms": qdc.parse,
    "dc": oai_dc.parse,
    "record": qdc.parse,
}


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with what the envelope wraps; without titles if that is nothing that we read."""
    wrapped = list(_wrapped(metadata))
    for name, parser in _READ.items():
        found = next((e for e in wrapped if xml.local_name(e) == name), None)
        if found is not None:
            return parser(found, header)
    for data in _sections(metadata):  # some leave out the element around the description
        if xml.child(data, "titleInfo") is not None:
            return mods.parse_metadata(data, header)
        if xml.child(data, "title") is not None:
            return qdc.parse(data, header)
    return header


def _sections(metadata: etree._Element) -> Iterator[etree._Element]:
    """The ``xmlData`` of the descriptions, first that of the whole object."""
    for section in xml.children(metadata, "dmdSec"):
        for wrap in xml.children(section, "mdWrap"):
            yield from xml.children(wrap, "xmlData")


def _wrapped(metadata: etree._Element) -> Iterator[etree._Element]:
    return (e for data in _sections(metadata) for e in data)
