"""XML from strangers: strict first, nothing fetched, nothing expanded; then a repair that says what it did.

Bytes are parsed as bytes, since an ``encoding="utf-16"`` declaration inside an already decoded string makes lxml fail.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from crawler.formats.page import MAX_BYTES, PageError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# everything outside the Char production of XML 1.0 (fifth edition, section 2.2)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARACTER_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!#x?[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def check_size(data: bytes) -> None:
    """Raise PageError if the page is over the limit of 32 MiB."""
    if len(data) > MAX_BYTES:
        raise PageError("too-large", f"{len(data):,} bytes, the limit is {MAX_BYTES:,}")


def parse_strict(data: bytes) -> etree._Element:
    """The root element. Raises etree.XMLSyntaxError, or PageError for a DOCTYPE or an oversized page."""
    check_size(data)
    root = etree.fromstring(data, _parser())
    doctype: str = getattr(root.getroottree().docinfo, "doctype", "")
    if doctype:
        raise PageError("doctype", f"{doctype[:80]!r}; ask the source to leave it out")
    return root


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a damaged XML page, and whether bytes had to be replaced by U+FFFD."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:400])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        encoding = "utf-8"
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), True


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Text that may parse, and a warning for every kind of repair: illegal characters, entities, ampersands."""
    warnings = []
    for warning, step in (
        ("repaired: characters illegal in XML were removed", _drop_illegal),
        ("repaired: HTML entities were replaced by their characters", _replace_entities),
        (
            "repaired: bare ampersands were escaped",
            lambda given: _BARE_AMPERSAND.sub("&amp;", given),
        ),
    ):
        repaired = step(text)
        if repaired != text:
            warnings.append(warning)
        text = repaired
    return text, tuple(warnings)


def _drop_illegal(text: str) -> str:
    return _CHARACTER_REFERENCE.sub(_legal_reference, _ILLEGAL.sub("", text))


def _legal_reference(match: re.Match[str]) -> str:
    digits = match.group(1)
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    illegal = code > 0x10FFFF or _ILLEGAL.match(chr(code))
    return "" if illegal else match.group(0)


def _replace_entities(text: str) -> str:
    return _NAMED_ENTITY.sub(_entity_character, text)


def _entity_character(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _XML_ENTITIES:
        return match.group(0)
    return html5.get(f"{name};", match.group(0))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that local name, in any namespace (sources mix up theirs)."""
    if element is not None:
        yield from (child for child in element if local_name(child) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element on a path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """All the text inside, white space collapsed; "" for None."""
    if element is None:
        return ""
    return " ".join("".join(map(str, element.itertext())).split())


def text_at(element: etree._Element | None, *path: str) -> str | None:
    """The text on a path of local names, or None if there is none."""
    return text_of(child(element, *path)) or None


def serialise(element: etree._Element) -> bytes:
    """The element as a UTF-8 document of its own."""
    return etree.tostring(element, encoding="utf-8", xml_declaration=True, with_tail=False)
