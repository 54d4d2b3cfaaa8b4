"""Where the parts of an OAI-PMH answer stand, for servers that put them elsewhere than the protocol says.

Seen: a ``resumptionToken`` beside ``ListRecords`` or in the last record, a ``ListRecords`` around each record or around
none, ``error`` inside the list, and what PHP prints of its notices between all of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from crawler.formats.page import ProtocolError
from crawler.formats.text import xml

_LISTS = frozenset({"listrecords", "getrecord"})  # in small letters
_TOKEN = "resumptiontoken"  # noqa: S105 -- a name, in small letters
PRINTED = frozenset({
    "br", "b", "p", "i", "hr", "pre", "div", "span", "font", "strong", "em", "table", "tr", "td", "th", "tbody", "code",
    "ul", "ol", "li", "small", "script", "style",
})  # fmt: skip
"""Elements of HTML, which a program prints when it complains; no metadata begin with them."""
_NO_METADATA = PRINTED | {""}


class Found(NamedTuple):
    """The records of an answer, its token (None if there is no such element), and what stood in the wrong place."""

    records: list[etree._Element]
    token: etree._Element | None
    warnings: tuple[str, ...]


def lists_of(root: etree._Element) -> list[etree._Element]:
    """The lists of an answer, of which there should be one."""
    return [e for e in root if xml.local_name(e).lower() in _LISTS]


def find(root: etree._Element) -> Found:
    """The parts of an answer, wherever they stand."""
    lists = lists_of(root)
    records = [record for each in lists for record in xml.children(each, "record")]
    warnings = []
    if not records and (records := list(_elsewhere(root))):
        warnings.append("repaired: records stood outside of ListRecords")
    elif len(lists) > 1:
        warnings.append(f"repaired: {len(lists)} lists were read as one")
    token = _token(each for parent in lists for each in parent)
    if token is None:
        last = records[-1].iter() if records else iter(())
        token = _token(each for parts in (root, last) for each in parts)
        if token is not None:
            warnings.append("repaired: the resumptionToken stood outside of ListRecords")
    return Found(records, token, tuple(warnings))


def _elsewhere(root: etree._Element) -> Iterator[etree._Element]:
    """MARCXML has records of its own, which have no header."""
    for element in root.iter():
        if xml.local_name(element) == "record" and xml.child(element, "header") is not None:
            yield element


def _token(elements: Iterator[etree._Element]) -> etree._Element | None:
    """The first that says something, else the first."""
    found = [e for e in elements if xml.local_name(e).lower() == _TOKEN]
    filled = (e for e in found if (e.text or "").strip())
    return next(filled, next(iter(found), None))


def errors(root: etree._Element) -> tuple[ProtocolError, ...]:
    """The ``error`` elements of an answer, also those inside its list."""
    return tuple(
        ProtocolError(error.get("code", "unknown"), xml.text_of(error))
        for parent in (root, *root)
        if xml.local_name(parent) != "request"
        for error in xml.children(parent, "error")
    )


def described(contents: list[etree._Element]) -> etree._Element | None:
    """The metadata of a record: the first element of ``metadata`` that is no print of the server's program."""
    for content in contents:
        for inner in content:
            if inner.tag == content.tag and xml.child(inner, "element") is None:
                return described([inner])  # one more around; xoai's own holds elements
            if xml.local_name(inner).lower() not in _NO_METADATA:
                return inner
    return None
