"""OAI-PMH answers that are not well-formed: cut into their records as text, each of which is repaired and parsed alone.

So one bad byte costs at most one record, and an element that is not closed none.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec
from lxml import etree

from crawler.formats.oai_pmh.oai_places import find
from crawler.formats.oai_pmh.oai_records import MetadataParser, page_of, record_of
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected
from crawler.formats.text import xml
from crawler.formats.text.xml_repair import repair, undeclared, without_doctype

NOT_WELL_FORMED = "the page is not well-formed"
"""How the warning begins that says so: such a page may have been damaged on its way, so that it is asked for again."""
_RECORD_START = re.compile(r"<(?:[\w.-]+:)?record[\s>]")
_RECORD_END = re.compile(r"</(?:[\w.-]+:)?record\s*>")
_LIST_END = re.compile(
    r"</(?:[\w.-]+:)?(?:ListRecords|GetRecord)\s*>|<(?:[\w.-]+:)?resumptionToken\b"
)
# what tells a record of OAI-PMH from one of MARCXML inside it
_INSIDE = re.compile(r"</?(?:[\w.-]+:)?(record|header|metadata|leader|controlfield|datafield)\b")
_OF_RECORD = frozenset({"header", "metadata"})
_ENDED = re.compile(
    r"</(?:[\w.-]+:)?(?:ListRecords|GetRecord|resumptionToken)\s*>|<(?:[\w.-]+:)?resumptionToken\b[^<>]*/>"
)
# every part ends at the next "<", or damaged text would be walked through again and again
_IDENTIFIER = re.compile(r"<(?:[\w.-]+:)?identifier>\s*([^<\s][^<]*)<")
_TOKEN = re.compile(r"<resumptionToken\b[^<>]*(?<!/)>[^<]*<(?=/resumptionToken\s*>)", re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w.-]+:)?OAI-PMH)\b([^<>]*)>")
_NAMESPACE = re.compile(r"""\bxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_HEADER = re.compile(r"<((?:[\w.-]+:)?header)\b[^<>]*(?<!/)>")
# and the element that describes the publication
_METADATA = re.compile(
    r"<((?:[\w.-]+:)?metadata)\b[^<>]*(?<!/)>\s*<([A-Za-z_][\w.:-]*)\b[^<>]*(?<!/)>"
)
_UNCLOSED = "repaired: elements that were not closed"


def parse_damaged(data: bytes, error: str, metadata: MetadataParser) -> ParsedPage:
    text, charset = xml.decode(without_doctype(data))
    xml.refuse_doctype(text)
    root_tag = _ROOT.search(text)
    if root_tag is None:
        raise PageError("wrong-format", f"not XML ({error})")
    wrapper, mended = repair(f"<w {' '.join(_NAMESPACE.findall(root_tag.group(2)))}>")
    chunks, envelope = _cut_records(text[root_tag.start() :])
    items = [_damaged_item(chunk, wrapper, metadata, charset) for chunk in chunks]
    rest = _RECORD_START.search(envelope)
    cut = f"</{root_tag.group(1)}>" not in envelope and not _ENDED.search(envelope)
    if rest is not None:
        items.append(_cut_item(envelope[rest.start() :]))
        envelope = envelope[: rest.start()]
    page = _damaged_page(envelope, cut, tuple(items))
    told = f"{NOT_WELL_FORMED}: {error}"
    return msgspec.structs.replace(page, warnings=(told, *page.warnings, *charset, *mended))


def _cut_records(text: str) -> tuple[list[str], str]:
    """The records as text, and what is left without them; one that never ends stays in what is left.

    So does a token that stands in the last record. A record ends with the last end tag before the next record, so that
    one that is not closed takes no other with it, and one of MARCXML inside it ends nothing.
    """
    starts = _starts(text)
    chunks, rest, position = [], [], 0
    for start, following in pairwise([*starts, len(text)]):
        end = _end_of(text, start, following)
        if end is None:
            break
        chunks.append(text[start:end])
        rest.append(text[position:start])
        position = end
    token = _TOKEN.search(chunks[-1]) if chunks else None
    rest.append(f"{token.group()}/resumptionToken>" if token else "")
    return chunks, "".join(rest) + text[position:]


def _starts(text: str) -> list[int]:
    """Where records of OAI-PMH begin."""
    found = []
    for match in _RECORD_START.finditer(text):
        inside = _INSIDE.search(text, match.end())
        if inside is not None and (inside.group(1) in _OF_RECORD or "/" in inside.group()[:2]):
            found.append(match.start())
    return found


def _end_of(text: str, start: int, following: int) -> int | None:
    """Where a record ends: after its last end tag, else where the next record or the end of the list begins."""
    ends = [match.end() for match in _RECORD_END.finditer(text, start, following)]
    if ends:
        return ends[-1]
    if following < len(text):
        return following
    end = _LIST_END.search(text, start)
    return end.start() if end else None


def _damaged_item(
    chunk: str, around: str, metadata: MetadataParser, charset: tuple[str, ...]
) -> ParsedRecord | Rejected:
    repaired, warnings = repair(chunk)
    try:
        wrapper, added = _wrapped(repaired, around)
    except etree.XMLSyntaxError as error:
        return _closed(repaired, around, metadata, (*charset, *warnings)) or Rejected(
            reason="not-well-formed",
            detail=str(error),
            raw=chunk.encode("utf-8", "surrogateescape"),
            identifier=_guess_identifier(chunk),
        )
    return record_of(wrapper[0], metadata, (*charset, *warnings, *added))


def _closed(
    record: str, around: str, metadata: MetadataParser, warnings: tuple[str, ...]
) -> ParsedRecord | None:
    """The record with the ends of its frame where they must be; None if that gives no record.

    Only the frame is closed: where a field is not, nothing tells where it ends.
    """
    framed = _framed(record)
    if framed == record:
        return None
    try:
        wrapper, added = _wrapped(framed, around)
    except etree.XMLSyntaxError:
        return None
    found = record_of(wrapper[0], metadata, (*warnings, *added, _UNCLOSED))
    return found if isinstance(found, ParsedRecord) else None


def _framed(record: str) -> str:
    """The text with the end tags of header, description, metadata and record, if they are missing."""
    name = _name_of(_RECORD_START, record)
    text = record if _ends(record, name) else f"{record}</{name}>"
    end = text.rindex("</")
    opened = _METADATA.search(text)
    if opened is None:
        return text
    if not _ends(text, opened.group(1)):
        text = f"{text[:end]}</{opened.group(1)}>{text[end:]}"
    end = text.rindex(f"</{opened.group(1)}")
    if not _ends(text, opened.group(2)):
        text = f"{text[:end]}</{opened.group(2)}>{text[end:]}"
    header = _HEADER.search(text)
    if header is not None and not _ends(text, header.group(1)):
        text = f"{text[: opened.start()]}</{header.group(1)}>{text[opened.start() :]}"
    return text


def _name_of(form: re.Pattern[str], text: str) -> str:
    match = form.search(text)
    return match.group()[1:-1] if match else "record"


def _ends(text: str, name: str) -> bool:
    return re.search(rf"</{re.escape(name)}\s*>", text) is not None


def _recovering() -> etree.XMLParser:
    return etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)


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
    root = etree.fromstring(repaired.encode(), _recovering())
    if root is None:
        raise PageError("wrong-format", "nothing of the OAI-PMH envelope can be read")
    page = page_of(root, find(root), items)
    if not cut:
        return page
    # a token that may itself be cut must not be followed
    return msgspec.structs.replace(
        page, complete=False, resumption_token=None, has_token_element=False
    )
