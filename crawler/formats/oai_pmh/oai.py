"""The OAI-PMH 2.0 envelope (https://www.openarchives.org/OAI/openarchivesprotocol.html): headers, tokens, errors.

A well-formed page takes the strict way; :mod:`crawler.formats.oai_pmh.oai_damaged` reads the others record by record.
"""

from __future__ import annotations

import re

from lxml import etree

from crawler.formats.oai_pmh.oai_about import check_root
from crawler.formats.oai_pmh.oai_damaged import parse_damaged
from crawler.formats.oai_pmh.oai_places import PRINTED, errors, find, lists_of
from crawler.formats.oai_pmh.oai_records import MetadataParser, page_of, record_of
from crawler.formats.page import PageError, ParsedPage
from crawler.formats.text import xml

_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def looks_like_envelope(data: bytes) -> bool:
    """True if the bytes begin as an OAI-PMH answer, or as one ``<record>`` out of it."""
    text = data[:4000].decode(
        "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace"
    )
    tags = (tag for tag in _FIRST_TAG.finditer(text) if tag.group(1).lower() not in PRINTED)
    first = next(tags, None)
    # MARCXML has a <record> of its own, with a leader and no header
    alone = first is not None and first.group(1) == "record" and "header" in text
    return alone or (first is not None and first.group(1) == "OAI-PMH")


def parse_envelope(data: bytes, metadata: MetadataParser) -> ParsedPage:
    """A page of ListRecords or GetRecord, or one ``<record>`` alone (as kept in quarantine).

    Raises PageError if the bytes are no OAI-PMH answer at all.
    """
    try:
        root = xml.parse_strict(data)
    except etree.XMLSyntaxError as error:
        return parse_damaged(data, str(error), metadata)
    if xml.local_name(root) == "record":
        return ParsedPage(items=(record_of(root, metadata),))
    check_root(root)
    found = find(root)
    if not (lists_of(root) or found.records or errors(root)):
        raise PageError("wrong-format", "an OAI-PMH answer without ListRecords, GetRecord or error")
    return page_of(root, found, tuple([record_of(record, metadata) for record in found.records]))
