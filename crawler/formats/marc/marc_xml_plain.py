"""XML of RUSLAN and libcms, libraries' systems of Russia, in which every field of a RUSMARC record is a ``field``.

The letters of the leader and the indicators are elements of their own, and the fields embedded in a link (4XX)
stand as ``field`` within its ``subfield id="1"`` instead of behind a ``$1``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pymarc
from lxml import etree

from crawler.formats.text import xml

_LETTERS = ("status", "type", "leader07", "leader08")
_LENGTH = 5


def leader(element: etree._Element) -> str | None:
    """The leader that is told letter by letter; None if it is text."""
    given = {xml.local_name(inner): xml.raw_text(inner) for inner in element}
    if not given:
        return None
    return " " * _LENGTH + "".join((given.get(name) or " ")[:1] for name in _LETTERS)


def field(tag: str, element: etree._Element) -> pymarc.Field:
    """A field; the fields within it stand behind a ``$1``, as they do in ISO 2709."""
    if not _has_parts(element):
        return pymarc.Field(tag, data=xml.raw_text(element))
    subfields = list(_subfields(element))
    return pymarc.Field(tag, pymarc.Indicators(*_indicators(element)), subfields)


def _has_parts(element: etree._Element) -> bool:
    return next(iter(xml.children(element, "subfield")), None) is not None


def _indicators(element: etree._Element) -> tuple[str, str]:
    given = {
        inner.get("id"): xml.raw_text(inner)[:1] for inner in xml.children(element, "indicator")
    }
    return given.get("1") or " ", given.get("2") or " "


def _subfields(element: etree._Element) -> Iterator[pymarc.Subfield]:
    for inner in xml.children(element, "subfield"):
        code = (inner.get("id") or "")[:1].lower()
        embedded = list(xml.children(inner, "field"))
        for part in embedded:
            yield from _embedded(part)
        if code and not embedded:
            yield pymarc.Subfield(code, xml.raw_text(inner))


def _embedded(element: etree._Element) -> Iterator[pymarc.Subfield]:
    tag = (element.get("id") or "").strip()
    if not _has_parts(element):
        yield pymarc.Subfield("1", tag + xml.raw_text(element))
        return
    yield pymarc.Subfield("1", tag + "".join(_indicators(element)))
    for inner in xml.children(element, "subfield"):
        # a field within a field within a field is none of the format
        if code := (inner.get("id") or "")[:1].lower():
            yield pymarc.Subfield(code, xml.raw_text(inner))
