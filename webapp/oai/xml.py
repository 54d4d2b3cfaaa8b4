"""Elements with text that any XML parser takes: what was harvested may hold letters that XML 1.0 forbids."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# https://www.w3.org/TR/xml/#charsets; surrogates that stand alone are none either
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def clean(text: str) -> str:
    """The text without the letters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def add(
    parent: etree._Element,
    name: str,
    text: str | None = None,
    lang: str | None = None,
    **given: str,
) -> etree._Element:
    """A new last child with this text; ``name`` without a namespace is in the parent's."""
    tag = name if name.startswith("{") or ":" in name else _beside(parent, name)
    child = etree.SubElement(parent, tag, {key: clean(value) for key, value in given.items()})
    if text is not None:
        child.text = clean(text)
    if lang and _LANG.fullmatch(lang):
        child.set(LANG, lang)
    return child


def add_if(parent: etree._Element, name: str, text: str | None, **given: str) -> None:
    """The same, if there is a text."""
    if text:
        add(parent, name, text, **given)


def _beside(parent: etree._Element, name: str) -> str:
    return f"{{{etree.QName(parent).namespace}}}{name}"


def root(
    namespace: str, name: str, schema: str, *, prefix: str | None = None, **more: str
) -> etree._Element:
    """A root element that names its schema; ``more`` are further prefixes of namespaces."""
    known: dict[Any, str] = {prefix: namespace, "xsi": XSI, **more}  # lxml takes None for none
    made = etree.Element(f"{{{namespace}}}{name}", nsmap=known)
    made.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")
    return made
