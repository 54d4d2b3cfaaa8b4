"""The elements of a Dublin Core description, read once: what a field's function needs of an element, by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

import msgspec
from lxml import etree

from crawler.formats.text import xml
from crawler.formats.text.text import is_printable, plain
from schemas import LocalizedText
from schemas.vocabularies import language_code

T = TypeVar("T", bound=Hashable)
_LONG = 100  # letters of a text that is worth a call
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


class Value(msgspec.Struct, frozen=True, gc=False):
    """One element: its text without mark-up, its language, its ``rdf:resource``, CyberLeninka's ``linktype``.

    ``about`` is an ``id``, under which some repositories give a creator's ORCID iD.
    """

    text: str
    lang: str | None = None
    resource: str | None = None
    link: str | None = None
    about: str | None = None


Fields = defaultdict[str, list[Value]]
"""Ask with ``get(name, NONE)``, which makes no list for each element that a description lacks."""
NONE: Sequence[Value] = ()


def read(metadata: etree._Element) -> Fields:
    """The elements that say something, by local name (sources mix up their namespaces)."""
    fields: Fields = defaultdict(list)
    for element in metadata:
        text = xml.raw_text(element) if len(element) else element.text or ""
        # most texts are as they are to be: to see that here costs less than a call
        printable = text.isprintable() if len(text) < _LONG else is_printable(text)
        if not printable or "<" in text or "&" in text or "\\" in text or "  " in text:
            text = plain(text)
        else:
            text = text.strip()
        attributes = element.items()
        value = _value(text, attributes) if attributes else Value(text)  # type: ignore[arg-type]  # bytes only in Python 2
        if text or value.resource:
            fields[xml.without_namespace(element.tag)].append(value)
    return fields


def _value(text: str, attributes: Sequence[tuple[str, str]]) -> Value:
    if len(attributes) == 1 and attributes[0][0] == xml.XML_LANG:  # most that have any
        return Value(text, language_code(attributes[0][1]))
    lang = resource = link = about = None
    for name, given in attributes:
        if name == xml.XML_LANG:
            lang = language_code(given)
        elif name == _RDF_RESOURCE:
            resource = given
        elif name == "linktype":
            link = given
        elif name == "id":
            about = given
    return Value(text, lang, resource, link, about)


def texts(values: Sequence[Value]) -> list[str]:
    """What the elements say, without those that only point somewhere."""
    return [value.text for value in values if value.text] if values else []


def first(values: Sequence[Value]) -> str | None:
    """What the first element says."""
    return values[0].text or None if values else None


def localized(values: Sequence[Value], more: Sequence[Value] = NONE) -> tuple[LocalizedText, ...]:
    """The texts of both lists with their languages, once each."""
    given = [*values, *more] if more else values
    return once([LocalizedText(value.text, value.lang) for value in given if value.text])


def once(found: list[T]) -> tuple[T, ...]:
    """The things once each; a lone one, as most are, costs no hash."""
    return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))
