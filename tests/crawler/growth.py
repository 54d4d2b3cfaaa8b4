"""Pages of any length: a sample of a format in which one thing stands n times. Generated.

For every kind of element of every sample: the element n times beside itself (the same, or with texts of its own), all
that is in it n times, a text of n words, of n signs that parsers part texts at, and n attributes. For JSON every list
and text; for formats of lines every line, continued and with signs.
"""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import openpyxl
from lxml import etree, html

from tests.crawler.mutations import Sample, samples

SIGNS = (
    " ",
    ",",
    ";",
    ". ",
    " and ",
    "-",
    "/",
    "(",
    "<b>",
    "&amp;",
    "{",
    "\\'",
    "//",
    "И. ",
    "1",
    "\n",
)
"""What texts are made of that parsers look for."""


class Case(NamedTuple):
    """``make(n)`` is the page with the thing n times."""

    format: str
    name: str
    make: Callable[[int], bytes]


def cases() -> Iterator[Case]:
    """Every case of every format."""
    seen: set[tuple[str, str]] = set()
    for sample in samples():
        for case in _of(sample):
            if (key := (case.format, case.name)) not in seen:
                seen.add(key)
                yield case


def _of(sample: Sample) -> Iterator[Case]:
    if sample.name.endswith((".xml", ".html")):
        return _trees(sample)
    if sample.name.endswith(".json"):
        return _jsons(sample)
    return _workbooks(sample) if sample.name.endswith(".xlsx") else _lines(sample)


# trees


def _parsed(sample: Sample) -> etree._Element | None:
    if sample.name.endswith(".html"):
        return html.document_fromstring(sample.data)
    try:
        return etree.fromstring(sample.data)
    except etree.XMLSyntaxError:
        return None


def _trees(sample: Sample) -> Iterator[Case]:
    root = _parsed(sample)
    if root is None:
        return
    seen = set()
    for number, element in enumerate(root.iter()):
        path = re.sub(r"\[\d+\]", "", _path(element))
        if not isinstance(element.tag, str) or path in seen:
            continue
        seen.add(path)
        for what, change in _CHANGES.items():

            def make(n: int, number: int = number, change: _Change = change) -> bytes:
                again = copy.deepcopy(root)
                change(list(again.iter())[number], n)
                if sample.name.endswith(".html"):
                    return html.tostring(again, encoding="utf-8")
                return etree.tostring(again, encoding="utf-8", xml_declaration=True)

            yield Case(sample.format, f"{path}: {what}", make)


def _path(element: etree._Element) -> str:
    names = [element, *element.iterancestors()]
    return "/".join(_name(e) for e in reversed(names))


def _name(element: etree._Element) -> str:
    local = str(element.tag).rpartition("}")[2]
    kinds = [v for k, v in sorted(element.items()) if k in _KINDS]
    return local + ("[" + ",".join(kinds) + "]" if kinds else "")


_KINDS = {"tag", "code", "element", "type", "pub-id-type", "ref-type", "name", "class", "field"}
_Change = Callable[[etree._Element, int], None]


def _repeat_same(element: etree._Element, n: int) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at:at] = [copy.deepcopy(element) for _ in range(n)]


def _repeat_own(element: etree._Element, n: int) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at, copies = parent.index(element), []
    for number in range(n):
        made = copy.deepcopy(element)
        for inner in made.iter():
            if inner.text and inner.text.strip():
                inner.text = f"{inner.text} {number}"
        copies.append(made)
    parent[at:at] = copies


def _repeat_inside(element: etree._Element, n: int) -> None:
    inside = list(element)
    # as many as can be had in all, or long records would hide what short ones cost
    for _ in range(n // max(1, len(list(element.iter())))):
        element.extend(copy.deepcopy(e) for e in inside)


def _words(element: etree._Element, n: int) -> None:
    element.text = " ".join(f"word{number}" for number in range(n))


def _attributes(element: etree._Element, n: int) -> None:
    for number in range(n):
        element.set(f"a{number}", "x")


def _of_sign(sign: str) -> _Change:
    def change(element: etree._Element, n: int) -> None:
        element.text = f"{element.text or ''}{sign * n}"

    return change


_CHANGES: dict[str, _Change] = {
    "the same n times": _repeat_same,
    "n of its kind": _repeat_own,
    "n times what is in it": _repeat_inside,
    "n words": _words,
    "n attributes": _attributes,
    **{f"n times {sign!r}": _of_sign(sign) for sign in SIGNS},
    **{f"n times {sign!r} and a letter": _of_sign(f"{sign}a") for sign in SIGNS},
}


# JSON


def _jsons(sample: Sample) -> Iterator[Case]:
    whole = json.loads(sample.data)
    seen = set()
    for path in _json_paths(whole, ()):
        name = "/".join(key if isinstance(key, str) else "*" for key in path)
        if name in seen:
            continue
        seen.add(name)
        for what, change in _JSON_CHANGES.items():

            def make(n: int, path: tuple[Any, ...] = path, change: Any = change) -> bytes:
                again = copy.deepcopy(whole)
                holder = again
                for key in path[:-1]:
                    holder = holder[key]
                holder[path[-1]] = change(holder[path[-1]], n)
                return json.dumps(again).encode()

            yield Case(sample.format, f"{name}: {what}", make)


def _json_paths(thing: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for key, value in list(pairs):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _json_paths(value, (*path, key))


def _numbered(thing: Any, number: int) -> Any:
    if isinstance(thing, str):
        return f"{thing} {number}"
    if isinstance(thing, dict):
        return {key: _numbered(value, number) for key, value in thing.items()}
    return [_numbered(value, number) for value in thing] if isinstance(thing, list) else thing


_JSON_CHANGES: dict[str, Callable[[Any, int], Any]] = {
    "the same n times": lambda thing, n: thing * n if isinstance(thing, list) else [thing] * n,
    "n of its kind": lambda thing, n: [
        _numbered(one, k)
        for k in range(n)
        for one in (thing[:1] if isinstance(thing, list) else [thing])
    ],
    "n keys": lambda _thing, n: {f"key{k}": "x" for k in range(n)},
    "n words": lambda _thing, n: " ".join(f"word{k}" for k in range(n)),
    **{
        f"n times {sign!r}": lambda thing, n, sign=sign: f"{thing}{sign * n}"  # type: ignore[misc]
        for sign in SIGNS
    },
}


# lines


def _lines(sample: Sample) -> Iterator[Case]:
    lines = sample.data.splitlines(keepends=True)
    signs = (b"\x1d", b"\x1e", b"\x1f") if sample.format == "marc" else ()
    for number, line in enumerate(lines):
        end = line[len(line.rstrip(b"\r\n")) :]

        def put(
            change: Callable[[bytes, int], bytes], number: int = number, line: bytes = line
        ) -> Any:
            def make(n: int) -> bytes:
                return b"".join([*lines[:number], change(line, n), *lines[number + 1 :]])

            return make

        told = line[:12].decode("utf-8", "replace").strip() or f"line {number}"
        yield Case(sample.format, f"{told}: the same n times", put(lambda line, n: line * n))
        yield Case(
            sample.format,
            f"{told}: continued n times",
            put(lambda line, n, end=end: line + (b"more" + (end or b"\n")) * n),
        )
        yield Case(
            sample.format,
            f"{told}: n empty lines",
            put(lambda line, n, end=end: line + (end or b"\n") * n),
        )
        for sign in (*(sign.encode() for sign in SIGNS), b'"', b"}", b"@", b"=", *signs):
            yield Case(
                sample.format,
                f"{told}: n times {sign!r}",
                put(lambda line, n, sign=sign, end=end: line.rstrip(b"\r\n") + sign * n + end),
            )
    yield Case(sample.format, "the page n times", lambda n: sample.data * (n // len(lines)))


# workbooks


def _workbooks(sample: Sample) -> Iterator[Case]:
    def rows(n: int) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(sample.data))
        sheet = book.active
        last = [cell.value for cell in sheet[sheet.max_row]]
        for _ in range(n // 10):
            sheet.append(last)
        return _saved(book)

    def columns(n: int) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(sample.data))
        book.active.append(["x"] * min(n, 16_000))
        return _saved(book)

    yield Case(sample.format, "xlsx: n rows", rows)
    yield Case(sample.format, "xlsx: n columns", columns)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
