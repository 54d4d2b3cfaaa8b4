"""XML from strangers: strict first, nothing fetched, nothing expanded; then a repair that says what it did.

Bytes are parsed as bytes, since an ``encoding="utf-16"`` declaration inside an already decoded string makes lxml fail.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from lxml import etree

from crawler.formats.page import MAX_BYTES, PageError, Rejected
from crawler.formats.text.charset import guess, is_mostly_other, known, named
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from crawler.formats.text.xml_repair import (
    cut,
    cut_off,
    declare,
    doctype_of,
    first_tag,
    only_root,
    repair,
    without_doctype,
)

HREF = "{http://www.w3.org/1999/xlink}href"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = "repaired: the XML declaration was left out"
_LONGEST_HEAD = 5000  # letters of a root's tag, which is parsed with each record of a damaged file
_WIDE = ("utf-16", "utf-32")
_BYTE_ORDERS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}  # of UTF-16 without its mark


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
    """The root element. Raises etree.XMLSyntaxError, or PageError for an oversized page or a DOCTYPE that declares more
    than a name.
    """
    check_size(data)
    if wrong := mislabelled(data):
        raise etree.XMLSyntaxError(wrong, 0, 0, 0)  # type: ignore[call-arg,arg-type]  # lxml's own arguments
    root = etree.fromstring(without_doctype(_narrow(data)), _parser())
    doctype: str = getattr(root.getroottree().docinfo, "doctype", "")
    if doctype:
        refuse_doctype(doctype)
    return root


def refuse_doctype(text: str) -> None:
    """Raise PageError if the document has a type that declares entities, or names one of this machine's files."""
    if told := doctype_of(text):
        raise PageError("doctype", f"{told[:80]!r}; ask the source to leave it out")


def _narrow(data: bytes) -> bytes:
    """UTF-16 with a document type as UTF-8: the type is looked for in bytes."""
    encoding = _by_bytes(data)
    if encoding is None or not encoding.startswith(_WIDE) or b"D\0O\0C\0T\0Y" not in data[:8000]:
        return data
    text = data.decode(encoding, "replace").lstrip("\ufeff")
    return (text.partition("?>")[2] if text.startswith("<?xml") else text).encode()


def _by_bytes(data: bytes) -> str | None:
    """The encoding that the first bytes tell, whatever is declared."""
    mark = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    return mark or _BYTE_ORDERS.get(data[:2])


def _label(data: bytes) -> str | None:
    declared = _DECLARED.match(data[:400])
    return declared.group(1).decode("ascii") if declared else None


def _is_false(label: str | None) -> bool:
    """True for a label that names no charset, and for a wide one: it was read from single bytes."""
    return label is not None and (known(label) or _WIDE[0]).startswith(_WIDE)


def declared_encoding(data: bytes) -> str:
    """The encoding that the first bytes or the XML declaration tell, else UTF-8 (also if it cannot be the one)."""
    label = _label(data)
    told = None if label is None or _is_false(label) else known(label)
    return _by_bytes(data) or told or "utf-8"


def mislabelled(data: bytes) -> str | None:
    """What is wrong with the declared encoding, told by the bytes alone; None if nothing is.

    Any bytes can be read as windows-1251, so that UTF-8 declared as such would be parsed without complaint into
    nonsense ("РџСЂРёРІРµС‚"); but text in windows-1251 is never valid UTF-8 by chance. Programs whose texts are UTF-16
    inside declare that over the UTF-8 that they write.
    """
    if _by_bytes(data):
        return None
    label, declared = _label(data), declared_encoding(data)
    false = _is_false(label)
    if not false and (declared.startswith(("utf", "ascii")) or data.isascii()):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return f"declared as {label if false else declared}, read as UTF-8"


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
    label = _label(data)
    told = label if _is_false(label) else "UTF-8"
    if name is None:
        lost = (f"repaired: declared as {label}, read as UTF-8",) if _is_false(label) else ()
        return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff"), lost
    return data.decode(name, "replace"), (f"repaired: declared as {told}, read as {named(name)}",)


def _decode_other(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        lost = f"repaired: bytes that are not {encoding} became U+FFFD"
        return data.decode(encoding, "replace"), (lost,)


def parse_file(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """The root of a file that is one piece, repaired if need be, and what was repaired.

    For formats whose file cannot be cut into records as text. Raises PageError if it cannot be parsed even so.
    """
    try:
        return parse_strict(data), ()
    except etree.XMLSyntaxError:
        text, warnings = _repaired(data)
    try:
        root, added = _declared(text)
    except etree.XMLSyntaxError as error:
        raise PageError("wrong-format", f"not well-formed XML: {error}") from error
    return root, (*warnings, *added) or (_DECLARATION,)


def parse_records(
    data: bytes, *names: str
) -> tuple[etree._Element, tuple[str, ...], tuple[Rejected, ...]]:
    """As :func:`parse_file`, but a record (an element of these names) that cannot be repaired is rejected alone.

    Raises PageError if the file cannot be parsed without them, or there is nothing but them.
    """
    try:
        return (*parse_file(data), ())
    except PageError as error:
        if error.reason != "wrong-format":
            raise
        text, warnings = _repaired(data)
        text, tail, ended = cut_off(text, names)
        warnings += ended
        whole, broken = _without_broken(text, names)
        if not (broken or ended):
            raise
        broken += _unended(tail)
    try:
        root, added = _declared(whole)
    except etree.XMLSyntaxError as last:
        raise PageError("wrong-format", f"not well-formed XML: {last}") from last
    return root, (*warnings, *added), broken


def _unended(tail: str) -> tuple[Rejected, ...]:
    """The record in which a file ends too early."""
    raw = tail.encode("utf-8", "surrogatepass")
    detail = "the file ends in the middle of it"
    return (Rejected(reason="not-well-formed", detail=detail, raw=raw),) if tail else ()


def _repaired(data: bytes) -> tuple[str, tuple[str, ...]]:
    text, charset = decode(without_doctype(_narrow(data)))
    refuse_doctype(text)
    text, around = only_root(text)
    text, warnings = repair(text)
    return text, (*charset, *around, *warnings)


def _declared(text: str) -> tuple[etree._Element, tuple[str, ...]]:
    """The root, with namespaces declared if need be. Raises etree.XMLSyntaxError."""
    try:
        return parse_strict(text.encode()), ()
    except etree.XMLSyntaxError:
        text, added = declare(text)
        if not added:
            raise
    return parse_strict(text.encode()), added


def _without_broken(text: str, names: tuple[str, ...]) -> tuple[str, tuple[Rejected, ...]]:
    """The text without the records that cannot be parsed, and these; none if no record can be parsed."""
    head = first_tag(text)
    root = head[1:].partition(">")[0].split()[0].rstrip("/") if head else ""
    if len(head) > _LONGEST_HEAD:
        head = f"<{root}>"
    kept, broken, sound = [], [], False
    for piece, is_record in cut(text, names):
        error = _fault(f"{head}{piece}</{root}>") if is_record and root else None
        sound |= is_record and error is None
        if error is None:
            kept.append(piece)
        else:
            raw = piece.encode("utf-8", "surrogatepass")
            broken.append(Rejected(reason="not-well-formed", detail=error, raw=raw))
    return "".join(kept), tuple(broken) if sound else ()


def _fault(text: str) -> str | None:
    try:
        _declared(text)
    except etree.XMLSyntaxError as error:
        return str(error)
    return None


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
    # lxml looks by itself; to ask for each child's name costs twice as much for few and six times for many
    return iter(()) if element is None else element.iterchildren(f"{{*}}{name}")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element on a path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def raw_text(element: etree._Element) -> str:
    """All the text inside, as it stands: :func:`crawler.formats.text.inner_text.inner_text`."""
    return inner_text(element)


def text_of(element: etree._Element | None) -> str:
    """All the text inside without escaped mark-up, white space collapsed; "" for None."""
    if element is None:
        return ""
    # most elements hold no others; to see that here costs less than a call
    return plain(inner_text(element) if len(element) else element.text or "")


def text_at(element: etree._Element | None, *path: str) -> str | None:
    """The text on a path of local names, or None if there is none."""
    return text_of(child(element, *path)) or None


def href(element: etree._Element) -> str:
    """The ``xlink:href`` of an element, whatever address its namespace has; "" without one."""
    given = element.get(HREF)
    if given is not None:
        return given
    found = (value for name, value in element.items() if without_namespace(name) == "href")
    return str(next(found, ""))


def serialise(element: etree._Element) -> bytes:
    """The element as a UTF-8 document of its own."""
    return etree.tostring(element, encoding="utf-8", xml_declaration=True, with_tail=False)
