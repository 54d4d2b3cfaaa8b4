"""The OAI-PMH 2.0 envelope (https://www.openarchives.org/OAI/openarchivesprotocol.html): headers, tokens, errors.

A well-formed page takes the strict way. A damaged one is cut into its ``<record>`` elements as text, and each is
repaired and parsed alone, so that one bad byte costs at most one record.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.items import item
from crawler.formats.oai_about import check_root
from crawler.formats.oai_places import PRINTED, Found, described, errors, find, lists_of
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    Rejected,
)
from crawler.formats.xml_repair import repair, undeclared, without_doctype
from schemas import HarvestedRecord

MetadataParser = Callable[[etree._Element, HarvestedRecord], HarvestedRecord]

_MOST_DIGITS = 15  # of the size of a list
_RECORD_START = re.compile(r"<(?:[\w.-]+:)?record[\s>]")
_RECORD_END = re.compile(r"</(?:[\w.-]+:)?record\s*>")
# every part ends at the next "<", or damaged text would be walked through again and again
_IDENTIFIER = re.compile(r"<(?:[\w.-]+:)?identifier>\s*([^<\s][^<]*)<")
_TOKEN = re.compile(r"<resumptionToken\b[^<>]*(?<!/)>[^<]*<(?=/resumptionToken\s*>)", re.IGNORECASE)
NOT_WELL_FORMED = "the page is not well-formed"
"""How the warning begins that says so: such a page may have been damaged on its way, so that it is asked for again."""
_ROOT = re.compile(r"<((?:[\w.-]+:)?OAI-PMH)\b([^<>]*)>")
_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_NAMESPACE = re.compile(r"""\bxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")


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
        return _parse_damaged(data, str(error), metadata)
    if xml.local_name(root) == "record":
        return ParsedPage(items=(_item(root, metadata),))
    check_root(root)
    found = find(root)
    if not (lists_of(root) or found.records or errors(root)):
        raise PageError("wrong-format", "an OAI-PMH answer without ListRecords, GetRecord or error")
    return _page(root, found, tuple([_item(record, metadata) for record in found.records]))


def _page(
    root: etree._Element, found: Found, items: tuple[ParsedRecord | Rejected, ...]
) -> ParsedPage:
    token = found.token
    told = errors(root)
    # a page that has records and says that none match is believed as to the records
    told = () if items and {error.code for error in told} == {"noRecordsMatch"} else told
    return ParsedPage(
        items=items,
        errors=told,
        response_date=xml.text_at(root, "responseDate"),
        # the token is opaque: only the white space around it goes
        resumption_token=((token.text or "").strip() or None) if token is not None else None,
        has_token_element=token is not None,
        complete_list_size=_number(token, "completeListSize"),
        cursor=_number(token, "cursor"),
        warnings=found.warnings,
    )


def _number(element: etree._Element | None, attribute: str) -> int | None:
    value = (element.get(attribute) or "").strip() if element is not None else ""
    return int(value) if value.isdecimal() and len(value) <= _MOST_DIGITS else None


def _item(
    record: etree._Element, metadata: MetadataParser, warnings: tuple[str, ...] = ()
) -> ParsedRecord | Rejected:
    raw = partial(xml.serialise, record)
    parts = xml.by_name(record)
    header = _header(parts["header"][0]) if "header" in parts else HarvestedRecord(identifier="")
    if not header.identifier:
        return Rejected(reason="no-identifier", detail="the header has no identifier", raw=raw())
    if header.deleted or _is_deleted(record):
        gone = HarvestedRecord(
            identifier=header.identifier, datestamp=header.datestamp, deleted=True
        )
        return ParsedRecord(gone, raw)
    content = described(parts.get("metadata", []))
    if content is None:
        return _without_metadata(header.identifier, raw())
    return item(metadata(content, header), raw, warnings)


def _is_deleted(element: etree._Element) -> bool:
    """Told by the header; some servers tell it by the record."""
    return (element.get("status") or "").strip().lower() == "deleted"


def _without_metadata(identifier: str, raw: bytes) -> Rejected:
    detail = "no metadata element with content, and the header does not say deleted"
    return Rejected(reason="no-metadata", detail=detail, raw=raw, identifier=identifier)


def _header(header: etree._Element) -> HarvestedRecord:
    deleted = _is_deleted(header)
    parts = xml.by_name(header)
    sets = () if deleted else [xml.text_of(e) for e in parts.get("setSpec", ())]
    return HarvestedRecord(
        identifier=_first(parts, "identifier"),
        datestamp=_first(parts, "datestamp") or None,
        deleted=deleted,
        sets=tuple([name for name in sets if name]),
    )


def _first(parts: dict[str, list[etree._Element]], name: str) -> str:
    return xml.text_of(parts[name][0]) if name in parts else ""


def _parse_damaged(data: bytes, error: str, metadata: MetadataParser) -> ParsedPage:
    text, charset = xml.decode(without_doctype(data))
    xml.refuse_doctype(text)
    root_tag = _ROOT.search(text)
    if root_tag is None:
        raise PageError("wrong-format", f"not XML ({error})")
    wrapper, mended = repair(f"<w {' '.join(_NAMESPACE.findall(root_tag.group(2)))}>")
    chunks, envelope = _cut_records(text[root_tag.start() :])
    items = [_damaged_item(chunk, wrapper, metadata, charset) for chunk in chunks]
    rest = _RECORD_START.search(envelope)
    cut = f"</{root_tag.group(1)}>" not in envelope
    if rest is not None:
        items.append(_cut_item(envelope[rest.start() :]))
        envelope = envelope[: rest.start()]
    page = _damaged_page(envelope, cut, tuple(items))
    told = f"{NOT_WELL_FORMED}: {error}"
    return msgspec.structs.replace(page, warnings=(told, *page.warnings, *charset, *mended))


def _cut_records(text: str) -> tuple[list[str], str]:
    """The records as text, and what is left without them; one that never ends stays in what is left.

    So does a token that stands in the last record.
    """
    chunks, rest, position = [], [], 0
    while (start := _RECORD_START.search(text, position)) is not None:
        end = _RECORD_END.search(text, start.end())
        if end is None:
            break
        chunks.append(text[start.start() : end.end()])
        rest.append(text[position : start.start()])
        position = end.end()
    token = _TOKEN.search(chunks[-1]) if chunks else None
    rest.append(f"{token.group()}/resumptionToken>" if token else "")
    return chunks, "".join(rest) + text[position:]


def _damaged_item(
    chunk: str, around: str, metadata: MetadataParser, charset: tuple[str, ...]
) -> ParsedRecord | Rejected:
    repaired, warnings = repair(chunk)
    try:
        wrapper, added = _wrapped(repaired, around)
    except etree.XMLSyntaxError as error:
        return Rejected(
            reason="not-well-formed",
            detail=str(error),
            raw=chunk.encode("utf-8", "surrogateescape"),
            identifier=_guess_identifier(chunk),
        )
    return _item(wrapper[0], metadata, (*charset, *warnings, *added))


def _wrapped(record: str, around: str) -> tuple[etree._Element, tuple[str, ...]]:
    """The element around the record, with every prefix declared; a warning if the page left one out."""
    try:
        return xml.parse_strict(f"{around}{record}</w>".encode()), ()
    except etree.XMLSyntaxError:
        missing, added = undeclared(record, around)
        if not missing:
            raise
    return xml.parse_strict(f"{around[:-1]} {missing}>{record}</w>".encode()), added


def _cut_item(rest: str) -> Rejected:
    return Rejected(
        reason="cut-short",
        detail="the page ends inside this record; harvest the page again",
        raw=rest.encode("utf-8", "surrogateescape"),
        identifier=_guess_identifier(rest),
    )


def _guess_identifier(chunk: str) -> str | None:
    match = _IDENTIFIER.search(chunk)
    return match.group(1).strip() if match else None


def _damaged_page(
    envelope: str, cut: bool, items: tuple[ParsedRecord | Rejected, ...]
) -> ParsedPage:
    repaired, _ = repair(envelope)
    # recover closes what a cut page left open; the records are out of it already
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(repaired.encode(), parser)
    if root is None:
        raise PageError("wrong-format", "nothing of the OAI-PMH envelope can be read")
    page = _page(root, find(root), items)
    if not cut:
        return page
    # a token that may itself be cut must not be followed
    return msgspec.structs.replace(
        page, complete=False, resumption_token=None, has_token_element=False
    )
