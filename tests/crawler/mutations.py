"""Seeded damage to the pages of every format: to their bytes, and to what they are made of (elements, values, fields).

A mutation is a function of (page, chance), so that a failure is found again by its seed: ``damaged(sample, seed)``.
"""

from __future__ import annotations

import copy
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from lxml import etree, html

DATA = Path(__file__).parents[1] / "data"
_LARGEST = 12_000  # of a sample; longer pages are cut to a few records, so that many can be tried
_DIALECTS = {"rsci_legacy": "rsci"}
_OAI = ("oai_dc", "oai_openaire", "dim", "xoai", "jats", "marcxml", "mods")

# pieces that mean something to one format or another
PIECES = [
    b"", b"<", b">", b"</", b"&", b"&#0;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE x>", b'"', b"'",
    b"{", b"}", b"[", b"null", b"\\", b"\x1d", b"\x1e", b"\x1f", b"\xff", b"\x00", b"\x03", b"\xef\xbf\xbe",
    b"\xef\xbb\xbf", b"\xff\xfe", b";", b",", b"\n", b"\r", b"@article{", b"@string{", b"TY  - ", b"ER  - ",
    b"00000", b"xml:lang=", b"-1", b"9" * 30, b"PK\x03\x04", b"</record>", b"<record>", b"<resumptionToken>", b"//",
    b"[" * 300, b"<b>" * 300, "Ё".encode("koi8-r") * 9, "Привет, мир".encode("cp1251"), "Қ".encode("utf-16"),
]  # fmt: skip
TEXTS = [
    "", " ", "0", "-1", "9" * 40, "1e999", "nan", "2019-02-30", "0000-00-00", "31.12.9999", "²", "١٢٣٤", "\u200b",
    "\u202e", "\u0301" * 9, "ǅ", "ß" * 9, "\ufffd", "\U0001f600", "a" * 5000, "Ё" * 3000, "Иванов И." * 300,
    "(" * 2000, "; " * 900, ", " * 900, "10.1234/" + "x" * 2000, "http://" + "a." * 900, "1-" * 900, "С. " * 700,
    "<p>" * 300, "&amp;" * 300, "[1] " * 400, "И. " * 800, "\t\r\n" * 50, "том 1 № 2; " * 100, "{" * 500,
    "\\'" * 400, "и др. // " * 200, "kk", "deleted", "null",
]  # fmt: skip


class Sample(NamedTuple):
    """A page to damage, in a format."""

    format: str
    name: str
    data: bytes


@cache
def samples() -> tuple[Sample, ...]:
    """Every fixture of every format, the recorded ones too."""
    found = [
        Sample(_DIALECTS.get(path.parent.name, path.parent.name), path.name, path.read_bytes())
        for path in sorted((DATA / "formats").glob("*/*"))
        if ".expected." not in path.name and path.suffix not in {".md", ".toml"}
        and path.name not in {"mapping.json", "LICENSE"}
    ]  # fmt: skip
    found += [_whole("rsci", path) for path in sorted((DATA / "rsci").glob("*.xml"))]
    found += [_whole("highwire", path) for path in sorted((DATA / "highwire").glob("*.html"))]
    recorded = [*(DATA / "oai").glob("*.xml"), *(DATA / "oai/protocol-errors").glob("*.xml")]
    found += [
        Sample("oai_dc", path.name, _few_records(path.read_bytes())) for path in sorted(recorded)
    ]
    return tuple(found)


def _whole(format: str, path: Path) -> Sample:
    return Sample(format, path.name, path.read_bytes())


def _few_records(data: bytes) -> bytes:
    """The beginning and the end of a long OAI-PMH page, with the records between them left out."""
    if len(data) <= _LARGEST:
        return data
    first, last = data.rfind(b"</record>", 0, _LARGEST), data.rfind(b"</record>")
    return data[:first] + data[last:]


def damaged(sample: Sample, seed: int) -> bytes:
    """The sample with one to four mutations, by chance."""
    chance = Random(f"{sample.name} {seed}")
    data = sample.data
    for _ in range(chance.choice((1, 1, 2, 4))):
        mutate = _structural(sample) if chance.random() < 0.6 else _bytes
        data = mutate(data, chance)
    return data


Mutation = Callable[[bytes, Random], bytes]


def _structural(sample: Sample) -> Mutation:
    if sample.name.endswith((".xml", ".html")):
        return _tree
    if sample.name.endswith(".json"):
        return _json
    return _workbook if sample.name.endswith(".xlsx") else _lines


def _bytes(data: bytes, chance: Random) -> bytes:
    """Cut, repeat, replace or insert up to 400 bytes, flip one, or end the page early."""
    a = chance.randint(0, len(data))
    b = min(len(data), a + chance.choice((1, 8, 60, 400)))
    piece = chance.choice(PIECES)
    middle = chance.choice(
        (piece, piece + data[a:b], b"", data[a:b] * 2, bytes([chance.randrange(256)]))
    )
    return data[:a] + middle + (b"" if chance.random() < 0.1 else data[b:])


@lru_cache(100)
def _parsed(data: bytes) -> etree._Element | None:
    """The page as a tree; None if it is so damaged that it has none."""
    try:
        if data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
            return html.document_fromstring(data)
        return etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False))
    except (etree.LxmlError, ValueError):
        return None


def _tree(data: bytes, chance: Random) -> bytes:
    if len(data) < 100_000 and (root := _parsed(data)) is not None:
        root = copy.deepcopy(root)
        for _ in range(chance.choice((1, 1, 3))):
            elements = [e for e in root.iter() if isinstance(e.tag, str)]
            one, other = chance.choice(elements), chance.choice(elements)
            with suppress(ValueError):  # names that a damaged page had left without their namespace
                chance.choice(_ON_ELEMENTS)(one, other, chance)
        return _serialised(root, chance)
    return _bytes(data, chance)


def _serialised(root: etree._Element, chance: Random) -> bytes:
    encoding = chance.choice(("utf-8",) * 6 + ("utf-16", "windows-1251", "us-ascii"))
    return etree.tostring(root, encoding=encoding, xml_declaration=chance.random() < 0.8)


def _delete(one: etree._Element, _other: etree._Element, _chance: Random) -> None:
    if (parent := one.getparent()) is not None:
        parent.remove(one)


def _double(one: etree._Element, _other: etree._Element, chance: Random) -> None:
    if (parent := one.getparent()) is not None:
        for _ in range(chance.choice((1, 1, 30))):
            parent.append(copy.deepcopy(one))


def _move(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    if one not in other.iterancestors() and one is not other and one.getparent() is not None:
        other.append(one)


def _rename(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    one.tag = other.tag


def _retext(one: etree._Element, _other: etree._Element, chance: Random) -> None:
    one.text = chance.choice(TEXTS)


def _swap_texts(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    one.text, other.text = other.text, one.text


def _reattribute(one: etree._Element, other: etree._Element, chance: Random) -> None:
    name = chance.choice([*one.attrib, *other.attrib, "lang", "type"])
    one.set(name, chance.choice(TEXTS))


def _unattribute(one: etree._Element, _other: etree._Element, _chance: Random) -> None:
    one.attrib.clear()


def _bury(one: etree._Element, _other: etree._Element, chance: Random) -> None:
    """Deep below itself: 200 elements, or as many as libxml2 allows and more."""
    for _ in range(chance.choice((3, 200, 300))):
        one = etree.SubElement(one, one.tag)


def _empty(one: etree._Element, _other: etree._Element, _chance: Random) -> None:
    for inner in list(one):
        one.remove(inner)
    one.text = None


_ON_ELEMENTS = (_delete, _double, _move, _rename, _retext, _retext, _swap_texts, _reattribute, _unattribute, _bury,
                _empty)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    [],
    {},
    [[]],
    [None],
    {"": None},
    [{}],
    *TEXTS,
)


def _json(data: bytes, chance: Random) -> bytes:
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, chance)
    places = list(_places(whole))
    if not places:
        return _bytes(data, chance)
    holder, key = chance.choice(places)
    what = chance.random()
    if what < 0.15:
        del holder[key]
    elif what < 0.3:
        holder[key] = chance.choice(chance.choice(places)[:1])
    else:
        holder[key] = chance.choice(_VALUES)
    try:
        return json.dumps(whole, ensure_ascii=chance.random() < 0.2).encode(
            "utf-8", "surrogatepass"
        )
    except ValueError:  # it holds itself now
        return _bytes(data, chance)


def _places(thing: Any) -> Any:
    """Every (holder, key) in it."""
    for key, value in list(thing.items() if isinstance(thing, dict) else enumerate(thing)):
        yield thing, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _lines(data: bytes, chance: Random) -> bytes:
    """Lines, fields and records of text formats and of MARC change places, come twice or go."""
    sign = chance.choice((b"\n", b";", b",", b"\x1e", b"\x1f", b"\x1d", b"\n\n"))
    parts = data.split(sign)
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    what = chance.randrange(4)
    if what == 0:
        parts[one], parts[other] = parts[other], parts[one]
    elif what == 1:
        parts.insert(other, parts[one])
    elif what == 2:
        del parts[one]
    else:
        parts[one] = chance.choice(TEXTS).encode()
    return sign.join(parts)


_DAMAGED_ARCHIVE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError)


def _workbook(data: bytes, chance: Random) -> bytes:
    """One part of the workbook damaged, the archive whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
    except _DAMAGED_ARCHIVE:
        return _bytes(data, chance)
    chosen = chance.choice(sorted(parts) or ["[Content_Types].xml"])
    parts[chosen] = chance.choice((_tree, _bytes))(parts.get(chosen, b""), chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()
