"""What an OAI-PMH repository says of itself: Identify, ListMetadataFormats, ListSets."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from lxml import etree

from crawler.formats.oai_pmh.oai_places import errors
from crawler.formats.page import PageError, ProtocolError
from crawler.formats.text import xml


class Identify(msgspec.Struct, frozen=True, kw_only=True):
    """What a repository says of itself."""

    name: str | None
    granularity: str
    earliest: str | None
    deleted_record: str | None
    response_date: str | None
    base_url: str | None = None
    protocol_version: str | None = None
    contact: str | None = None


class Sets(msgspec.Struct, frozen=True, kw_only=True):
    """The first page of the sets: (setSpec, name); ``more`` if there are further pages."""

    found: tuple[tuple[str, str], ...] = ()
    more: bool = False


class Identifiers(msgspec.Struct, frozen=True, kw_only=True):
    """A page of identifiers and their datestamps, those of deleted records among them."""

    named: tuple[tuple[str, str | None], ...] = ()
    errors: tuple[ProtocolError, ...] = ()
    resumption_token: str | None = None


def parse_identify(data: bytes) -> Identify:
    """The answer to ``verb=Identify``. Raises PageError if it is none."""
    root = _root(data)
    answer = _answer(root, "Identify")
    return Identify(
        name=xml.text_at(answer, "repositoryName"),
        granularity=xml.text_at(answer, "granularity") or "YYYY-MM-DD",
        earliest=xml.text_at(answer, "earliestDatestamp"),
        deleted_record=xml.text_at(answer, "deletedRecord"),
        response_date=xml.text_at(root, "responseDate"),
        base_url=xml.text_at(answer, "baseURL"),
        protocol_version=xml.text_at(answer, "protocolVersion"),
        contact=xml.text_at(answer, "adminEmail"),
    )


def parse_metadata_formats(data: bytes) -> tuple[str, ...]:
    """The metadata prefixes of ``verb=ListMetadataFormats``. Raises PageError."""
    answer = _answer(_root(data), "ListMetadataFormats")
    found = (xml.text_at(e, "metadataPrefix") for e in xml.children(answer, "metadataFormat"))
    return tuple(dict.fromkeys(prefix for prefix in found if prefix))


def parse_sets(data: bytes) -> Sets:
    """The answer to ``verb=ListSets``; a repository without sets has none. Raises PageError."""
    root = _root(data)
    if any(error.code == "noSetHierarchy" for error in errors(root)):
        return Sets()
    answer = _answer(root, "ListSets")
    pairs = (
        (xml.text_at(e, "setSpec"), xml.text_at(e, "setName")) for e in xml.children(answer, "set")
    )
    more = xml.text_at(answer, "resumptionToken") is not None
    return Sets(found=tuple((spec, name or "") for spec, name in pairs if spec), more=more)


def parse_identifiers(data: bytes) -> Identifiers:
    """The answer to ``verb=ListIdentifiers``. Raises PageError."""
    root = _root(data)
    if told := errors(root):
        return Identifiers(errors=told)
    answer = _answer(root, "ListIdentifiers")
    pairs = (
        (xml.text_at(header, "identifier"), xml.text_at(header, "datestamp"))
        for header in xml.children(answer, "header")
    )
    token = xml.text_at(answer, "resumptionToken")
    return Identifiers(
        named=tuple((name, date) for name, date in pairs if name), resumption_token=token
    )


def all_told(found: Iterable[ProtocolError]) -> str:
    """The errors of an answer in one line."""
    return "; ".join(f"{error.code} {error.message}".strip() for error in found)


def check_root(root: etree._Element) -> None:
    """Raise PageError if this is no OAI-PMH answer."""
    if xml.local_name(root) != "OAI-PMH":
        raise PageError(
            "wrong-format", f"the root element is <{xml.local_name(root)}>, not OAI-PMH"
        )


def _root(data: bytes) -> etree._Element:
    try:
        root = xml.parse_strict(data)
    except etree.XMLSyntaxError as error:
        raise PageError("wrong-format", f"not XML ({error})") from error
    check_root(root)
    return root


def _answer(root: etree._Element, verb: str) -> etree._Element:
    answer = xml.child(root, verb)
    if answer is None:
        told = all_told(errors(root))
        raise PageError("wrong-format", f"no {verb} element in the answer {told}".strip())
    return answer
