"""A record of an OAI-PMH answer, and what the answer says around its records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lxml import etree

from crawler.formats.items import item
from crawler.formats.oai_pmh.oai_places import Found, described, errors
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected
from crawler.formats.text import xml
from crawler.formats.text.xml_repair import undeclared
from schemas import HarvestedRecord

MetadataParser = Callable[[etree._Element, HarvestedRecord], HarvestedRecord]

_MOST_DIGITS = 15  # of the size of a list
_ESCAPED = "repaired: metadata that were escaped as text"


def page_of(
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


def record_of(
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
    if content is not None:
        return item(metadata(content, header), raw, warnings)
    content = _unescaped(parts.get("metadata", []))
    if content is not None:
        return item(metadata(content, header), raw, (*warnings, _ESCAPED))
    return _without_metadata(header.identifier, raw())


def _unescaped(contents: list[etree._Element]) -> etree._Element | None:
    """Metadata that stand in their element as text (escaped, or as CDATA)."""
    text = next((t for e in contents if (t := (e.text or "").strip()).startswith("<")), "")
    if not text.endswith(">"):
        return None
    missing, _ = undeclared(text, "")
    try:
        wrapper = xml.parse_strict(
            f"<metadata {missing}>{_without_declaration(text)}</metadata>".encode()
        )
    except (etree.XMLSyntaxError, PageError):
        return None
    return described([wrapper])


def _without_declaration(text: str) -> str:
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _is_deleted(element: etree._Element) -> bool:
    """Told by the header; some servers tell it by the record."""
    status = element.get("status")
    return status is not None and status.strip().lower() == "deleted"


def _without_metadata(identifier: str, raw: bytes) -> Rejected:
    detail = "no metadata element with content, and the header does not say deleted"
    return Rejected(reason="no-metadata", detail=detail, raw=raw, identifier=identifier)


def _header(header: etree._Element) -> HarvestedRecord:
    deleted = _is_deleted(header)
    told: dict[str, str] = {}
    sets = []
    for element in header:
        name, text = xml.without_namespace(element.tag), xml.text_of(element)
        if name == "setSpec":
            sets.append(text)
        else:
            told.setdefault(name, text)
    return HarvestedRecord(
        identifier=told.get("identifier", ""),
        datestamp=told.get("datestamp") or None,
        deleted=deleted,
        sets=() if deleted else tuple([name for name in sets if name]),
    )
