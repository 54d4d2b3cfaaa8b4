"""XML from strangers: strict first, nothing fetched, nothing expanded; then a repair that says what it did.

Bytes are parsed as bytes, since an ``encoding="utf-16"`` declaration inside an already decoded string makes lxml fail.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html.entities import html5

from lxml import etree

from crawler.formats.charset import guess, heal, is_mostly_other, known, named
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


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def check_size(data: bytes) -> None:
    """Raise PageError if the page is over the limit of 32 MiB."""
    if len(data) > MAX_BYTES:
        raise PageError("too-large", f"{len(data):,} bytes, the limit is {MAX_BYTES:,}")


def parse_strict(data: bytes) -> etree._Element:
    """The root element. Raises etree.XMLSyntaxError, or PageError for a DOCTYPE or an oversized page."""
    check_size(data)
    if wrong := mislabelled(data):
        raise etree.XMLSyntaxError(wrong, 0, 0, 0)  # type: ignore[call-arg,arg-type]  # lxml's own arguments
    root = etree.fromstring(data, _parser())
    doctype: str = getattr(root.getroottree().docinfo, "doctype", "")
    if doctype:
        raise PageError("doctype", f"{doctype[:80]!r}; ask the source to leave it out")
    return root


def declared_encoding(data: bytes) -> str:
    """The encoding that the byte order mark or the XML declaration names, else UTF-8 (also if it names no charset)."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:400])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    return known(encoding) or "utf-8"


def mislabelled(data: bytes) -> str | None:
    """What is wrong with the declared encoding, told by the bytes alone; None if nothing is.

    Any bytes can be read as windows-1251, so that UTF-8 declared as such would be parsed without complaint into
    nonsense ("РџСЂРёРІРµС‚"); but text in windows-1251 is never valid UTF-8 by chance.
    """
    declared = declared_encoding(data)
    if declared.startswith(("utf", "ascii")) or data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return f"declared as {declared}, read as UTF-8"


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a damaged XML page, and what is wrong with its encoding.

    Single foreign bytes of a UTF-8 page stay in the text as lone surrogates (PEP 383), for :func:`repair` to judge
    record by record.
    """
    if wrong := mislabelled(data):
        return data.decode("utf-8"), (f"repaired: {wrong}",)
    encoding = declared_encoding(data)
    if not encoding.startswith(("utf-8", "ascii")):
        return _decode_other(data, encoding)
    name = guess(data) if is_mostly_other(data) else None
    if name is None:
        return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff"), ()
    return data.decode(name, "replace"), (f"repaired: declared as UTF-8, read as {named(name)}",)


def _decode_other(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        lost = f"repaired: bytes that are not {encoding} became U+FFFD"
        return data.decode(encoding, "replace"), (lost,)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Text that may parse, and a warning for every kind of repair: charset, illegal characters, entities, bare &."""
    text, healed = heal(text)
    warnings = [healed] if healed else []
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


def parse_file(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """The root of a file that is one piece, repaired if need be, and what was repaired.

    For formats whose file cannot be cut into records as text. Raises PageError if it cannot be parsed even so.
    """
    try:
        return parse_strict(data), ()
    except etree.XMLSyntaxError as error:
        text, charset = decode(data)
        repaired, warnings = repair(_without_declaration(text))
        if not charset and not warnings:
            raise PageError("wrong-format", f"not well-formed XML: {error}") from error
    try:
        return parse_strict(repaired.encode()), (*charset, *warnings)
    except etree.XMLSyntaxError as second:
        raise PageError("wrong-format", f"not well-formed XML: {second}") from second


def _without_declaration(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for what is no element."""
    return without_namespace(element.tag)


@lru_cache(1024)
def without_namespace(tag: object) -> str:
    """The local name of a tag; "" for the tag of what is no element (lxml gives a function there)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def by_name(element: etree._Element | None) -> dict[str, list[etree._Element]]:
    """The children by their local names, in one pass."""
    found: dict[str, list[etree._Element]] = {}
    for inner in element if element is not None else ():
        name = without_namespace(inner.tag)
        if name in found:
            found[name].append(inner)
        else:  # most stand alone
            found[name] = [inner]
    return found


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that local name, in any namespace (sources mix up theirs)."""
    if element is not None:
        yield from (child for child in element if local_name(child) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element on a path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def raw_text(element: etree._Element) -> str:
    """All the text inside, as it stands."""
    if len(element) == 0:  # most elements by far; walking them costs four times as much
        return element.text or ""
    return "".join(map(str, element.itertext()))


def text_of(element: etree._Element | None) -> str:
    """All the text inside, white space collapsed; "" for None."""
    return "" if element is None else " ".join(raw_text(element).split())


def text_at(element: etree._Element | None, *path: str) -> str | None:
    """The text on a path of local names, or None if there is none."""
    return text_of(child(element, *path)) or None


def serialise(element: etree._Element) -> bytes:
    """The element as a UTF-8 document of its own."""
    return etree.tostring(element, encoding="utf-8", xml_declaration=True, with_tail=False)
