"""Damaged XML repaired as text: each step says what it did, and leaves alone what is right.

Namespaces count for little here, since elements are read by their local names. But one that is not declared, or not
well written, keeps a parser from reading anything (https://www.w3.org/TR/xml-names/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from crawler.formats.text.charset import heal
from crawler.formats.text.entities import character
from crawler.formats.text.xml_balance import balanced

# everything outside the Char production of XML 1.0 (fifth edition, section 2.2)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARACTER_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});")
_PAIR = re.compile(
    r"&#(x[dD][89abAB][0-9a-fA-F]{2}|5[56]\d{3});&#(x[dD][c-fC-F][0-9a-fA-F]{2}|5[67]\d{3});"
)
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9.]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!#x?[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_BARE_LESS = re.compile(r"<(?![A-Za-z_:!?/\u0080-\U0010ffff])")
_OPEN_BREAK = re.compile(r"<(br|hr)\s*>(?!\s*</\1>)", re.IGNORECASE)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

_INNER_DECLARATION = re.compile(r"<\?xml\s[^<>]*\?>|<!DOCTYPE\s[^<>\[]*>")

_Attributes = list[tuple[str, str]]
_VALUE = r"""(?:"[^"<]*"|'[^'<]*')"""
_TAG = re.compile(rf"<([A-Za-z_:][^\s<>/=\"']*)((?:\s+[^\s<>/=\"']+\s*=\s*{_VALUE})*)(\s*/?>)")
_ATTRIBUTE = re.compile(rf"([^\s<>/=\"']+)\s*=\s*({_VALUE})")
_DECLARATION = re.compile(rf"\bxmlns:([\w.-]+)\s*=\s*({_VALUE})")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_ANY_TAG = re.compile(r"<[^<>]*>")
_CUT_TAG = re.compile(r"<[^<>]*\Z")
_FIRST_NAME = re.compile(r"<[A-Za-z_][^\s<>/]*")
_URI = re.compile(r"^[\w.~:/?#@!$&'()*+,;=%-]+$", re.ASCII)
_TAKEN = frozenset({"http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"})
_RESERVED = frozenset({"xml", "xmlns"})
_KNOWN = {
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xlink": "http://www.w3.org/1999/xlink",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

# a document type that declares nothing to be put into the text: attributes, elements and notations are harmless
_HARMLESS = rb"(?:\s|<!--(?:[^-]|-(?!->))*-->|<\?[^>]*\?>|<!(?:ATTLIST|ELEMENT|NOTATION)\s[^<>]*>)*"
_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+(?!html\b)[\w:.-]+(?:\s+(?:PUBLIC|SYSTEM)(?:\s*(?:\"(?!file:)[^\"<>]*\"|'(?!file:)[^'<>]*'))+)?"
    rb"\s*(?:\[" + _HARMLESS + rb"\]\s*)?>"
)
_PROLOGUE = 4000  # bytes in which a document type may begin
_ENDS_EARLY = "repaired: the file ends before its last element does"
_OUTSIDE = "repaired: what stands outside of the document's element was left out"


def without_doctype(data: bytes) -> bytes:
    """The page without a document type that declares no entity; any other stays, for the reader to refuse."""
    start = data.find(b"<!DOCTYPE", 0, _PROLOGUE)
    if start < 0:
        return data
    match = _DOCTYPE.match(data, start)
    return data if match is None else data[:start] + data[match.end() :]


def doctype_of(text: str) -> str:
    """The document type that stands before the first element, from its beginning on; "" if there is none."""
    start = text.find("<!DOCTYPE", 0, _PROLOGUE)
    return "" if start < 0 or _FIRST_NAME.search(text, 0, start) else text[start : start + 200]


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Text that may parse, and a warning for every kind of repair: charset, characters, entities, signs, attributes."""
    text, healed = heal(text)
    warnings = [healed] if healed else []
    for warning, step in _STEPS:
        repaired = step(text)
        if repaired != text:
            warnings.append(f"repaired: {warning}")
        text = repaired
    return text, tuple(warnings)


def _join_pairs(text: str) -> str:
    return _PAIR.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    high, low = _code(match[1]), _code(match[2])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _code(digits: str) -> int:
    return int(digits[1:], 16) if digits.startswith("x") else int(digits)


def _drop_illegal(text: str) -> str:
    return _CHARACTER_REFERENCE.sub(_legal_reference, _ILLEGAL.sub("", text))


def _legal_reference(match: re.Match[str]) -> str:
    code = _code(match[1])
    illegal = code > 0x10FFFF or _ILLEGAL.match(chr(code))
    return "" if illegal else match.group(0)


def _replace_entities(text: str) -> str:
    return _NAMED_ENTITY.sub(_entity_character, text)


def _entity_character(match: re.Match[str]) -> str:
    name = match.group(1)
    found = None if name in _XML_ENTITIES else character(name)
    # a character of XML itself would become mark-up
    return match[0] if found is None or found in "<&" else found


def _escape_ampersands(text: str) -> str:
    return _BARE_AMPERSAND.sub("&amp;", text)


def _escape_less(text: str) -> str:
    return _BARE_LESS.sub("&lt;", text)


def _close_breaks(text: str) -> str:
    lowered = text.lower()
    return text if "</br>" in lowered or "</hr>" in lowered else _OPEN_BREAK.sub(r"<\1/>", text)


def _drop_comments(text: str) -> str:
    """Comments say nothing, and two dashes in one are not allowed."""
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        if "--" in text[start + 4 : end]:
            pieces.append(text[position:start])
        else:
            pieces.append(text[position : end + 3])
        position = end + 3
    return "".join(pieces) + text[position:] if pieces else text


def _drop_declarations(text: str) -> str:
    """Documents that were put into others as they stood."""
    return _INNER_DECLARATION.sub("", text)


def _escape_ends(text: str) -> str:
    return text if "<![CDATA[" in text else text.replace("]]>", "]]&gt;")


def _drop_second_attributes(text: str) -> str:
    return _TAG.sub(lambda tag: _with_attributes(tag, _once), text)


def _mend_namespaces(text: str) -> str:
    return _TAG.sub(lambda tag: _with_attributes(tag, _well_declared), text)


def _with_attributes(tag: re.Match[str], mend: Callable[[_Attributes], _Attributes]) -> str:
    if not tag[2]:
        return tag[0]
    given = _ATTRIBUTE.findall(tag[2])
    kept = mend(given)
    if kept == given:
        return tag[0]
    return f"<{tag[1]}{''.join(f' {name}={value}' for name, value in kept)}{tag[3]}"


def _once(given: _Attributes) -> _Attributes:
    """The attributes once each; the first counts."""
    return list(dict(reversed(given)).items())[::-1] if len(dict(given)) < len(given) else given


def _well_declared(given: _Attributes) -> _Attributes:
    """The attributes without declarations of namespaces that no parser takes."""
    return list(_declared_or_mended(given))


def _declared_or_mended(given: _Attributes) -> Iterator[tuple[str, str]]:
    for name, value in given:
        if name != "xmlns" and not name.startswith("xmlns:"):
            yield name, value
        elif (uri := _uri(name, value[1:-1])) is not None:
            yield name, value if uri == value[1:-1] else f'"{uri}"'


def _uri(name: str, given: str) -> str | None:
    """The address as it may stand in a declaration; None for a declaration to leave out."""
    uri = "".join(given.split())
    if name == "xmlns":
        return uri if not uri or _URI.match(uri) else None
    if name.removeprefix("xmlns:") in {"", *_RESERVED} or uri in _TAKEN or not _URI.match(uri):
        return None
    return uri


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("halves of characters were joined", _join_pairs),
    ("characters illegal in XML were removed", _drop_illegal),
    ("HTML entities were replaced by their characters", _replace_entities),
    ("bare ampersands were escaped", _escape_ampersands),
    ("bare signs < were escaped", _escape_less),
    ("breaks were closed", _close_breaks),
    ("comments with two dashes were removed", _drop_comments),
    ("declarations inside the document were removed", _drop_declarations),
    ("the end of a CDATA section outside of one was escaped", _escape_ends),
    ("mark-up of texts without its partner was removed", balanced),
    ("attributes given twice were removed", _drop_second_attributes),
    ("declarations of namespaces were mended", _mend_namespaces),
)


def undeclared(text: str, around: str = "") -> tuple[str, tuple[str, ...]]:
    """Declarations of the prefixes that the text uses and that neither ``around`` nor its first tag declares.

    Gives them as attributes for an element around the text (one that is declared inside too loses nothing by it), and a
    warning that names them.
    """
    known = dict(_DECLARATION.findall(around)) | dict(_DECLARATION.findall(first_tag(text)))
    used = dict.fromkeys(
        prefix for tag in _ANY_TAG.findall(text) if ":" in tag for prefix in _PREFIX.findall(tag)
    )
    missing = [prefix for prefix in used if prefix not in known and prefix not in _RESERVED]
    if not missing:
        return "", ()
    inside = dict(_DECLARATION.findall(text))
    never = [prefix for prefix in missing if prefix not in inside] or missing
    lines = [f"xmlns:{prefix}={inside.get(prefix) or _quoted(prefix)}" for prefix in missing]
    return " ".join(lines), (f"repaired: namespaces that were not declared: {', '.join(never)}",)


def first_tag(text: str) -> str:
    """The first tag of the text; "" if there is none."""
    first = _FIRST_NAME.search(text)
    return "" if first is None else text[first.start() : text.find(">", first.start()) + 1]


def _quoted(prefix: str) -> str:
    return f'"{_KNOWN.get(prefix, f"urn:undeclared:{prefix}")}"'


def declare(text: str) -> tuple[str, tuple[str, ...]]:
    """The document with every prefix that it uses declared in its first tag."""
    declarations, warnings = undeclared(text)
    first = _FIRST_NAME.search(text)
    if not warnings or first is None:
        return text, ()
    return f"{text[: first.end()]} {declarations}{text[first.end() :]}", warnings


def only_root(text: str) -> tuple[str, tuple[str, ...]]:
    """The document without its declaration and what stands around its element, and a warning if that was anything else.

    Scripts write their own complaints there, and some write the declaration in a way that none reads.
    """
    begin = text.find("<?xml", 0, _PROLOGUE)
    inside = _FIRST_NAME.match(text.lstrip()) if begin > 0 else None
    if inside is not None and f"</{inside[0][1:]}>" in text[begin:]:
        begin = -1
    around, rest = (text[:begin], _behind(text[begin:], "?>")) if begin >= 0 else ("", text)
    rest = rest.lstrip("\ufeff \t\r\n")
    while rest.startswith("<!--") and "-->" in rest:
        rest = _behind(rest, "-->").lstrip()
    first = _FIRST_NAME.search(rest)
    if first is None:
        return text, ()
    end = rest.rfind(f"</{first[0][1:]}")
    close = rest.find(">", end) + 1 if end >= 0 else len(rest)
    around += rest[: first.start()] + rest[close:]
    told = (_OUTSIDE,) if around.strip("\ufeff \t\r\n\0") else ()
    return rest[first.start() : close], told


def cut(text: str, names: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces: each element of these names alone (True), and what stands between them (False).

    An element that never ends is part of what stands between.
    """
    begin = re.compile(rf"<((?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))}))(?=[\s>])[^<>]*>")
    position = 0
    while (start := begin.search(text, position)) is not None:
        end = text.find(f"</{start[1]}>", start.end())
        if end < 0:
            break
        end += len(start[1]) + 3
        yield text[position : start.start()], False
        yield text[start.start() : end], True
        position = end
    yield text[position:], False


def cut_off(text: str, names: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """A file that ends too early: the text up to its last whole record with its elements closed, what was cut off, and
    what was done; the text itself if it is closed, or has no whole record.
    """
    pieces = list(cut(text, names))
    last = pieces[-1][0]
    begin = re.search(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})[\s>]", last)
    end = begin.start() if begin else len(_CUT_TAG.sub("", last))
    between = [piece for piece, is_record in pieces[:-1] if not is_record]
    open_elements = _open_elements("".join([*between, last[:end]]))
    if not open_elements or len(pieces) == 1:
        return text, "", ()
    whole = text[: len(text) - len(last) + end]
    closed = "".join(f"</{name}>" for name in reversed(open_elements))
    return whole + closed, last[end:] if begin else "", (_ENDS_EARLY,)


def _open_elements(text: str) -> list[str]:
    """The names of the elements that are begun and not ended."""
    found: list[str] = []
    for tag in _ANY_TAG.findall(text):
        name = tag.strip("</>").split()[:1]
        if tag.startswith("</"):
            if found and found[-1:] == name:
                found.pop()
        elif name and not tag.startswith(("<?", "<!")) and not tag.endswith("/>"):
            found += name
    return found


def _behind(text: str, mark: str) -> str:
    return text.partition(mark)[2]
