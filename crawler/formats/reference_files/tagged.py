"""Files of lines with a tag before each value, as reference managers write them: RIS, EndNote, RefWorks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from crawler.formats.items import item
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected
from crawler.formats.text.plain_text import decode
from schemas import HarvestedRecord

Pairs = list[tuple[str, str]]
"""Tags and values in the order of the file."""


class Tagging(msgspec.Struct, frozen=True, kw_only=True):
    """How a format writes its lines.

    ``line`` gives the tag and the value of a line, or does not match one that goes on with the value before it.
    ``a_value_a_line`` are the tags of lists that go on with one value a line. ``end`` is the tag that ends an entry.
    """

    line: re.Pattern[str]
    a_value_a_line: frozenset[str] = frozenset()
    end: str = ""


def parse(
    data: bytes,
    tagging: Tagging,
    begins: Callable[[str], Sequence[int]],
    record: Callable[[Pairs], HarvestedRecord],
    like: str,
) -> ParsedPage:
    """Every entry of a file; one without a value is rejected alone.

    ``begins`` gives where the entries begin, ``like`` says what one looks like. Raises PageError if there is none.
    """
    text, warnings = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = begins(text)
    if not starts:
        raise PageError("wrong-format", like)
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    items = tuple(_item(piece, tagging, record, warnings) for piece in pieces)
    return ParsedPage(items=items, warnings=warnings)


def _item(
    piece: str,
    tagging: Tagging,
    record: Callable[[Pairs], HarvestedRecord],
    warnings: tuple[str, ...],
) -> ParsedRecord | Rejected:
    raw = piece.strip().encode("utf-8", "surrogatepass")
    found = list(pairs(piece, tagging))
    if len(found) < 2:
        return Rejected(
            reason="not-well-formed", detail="an entry with nothing but its type", raw=raw
        )
    return item(record(found), raw, warnings)


def pairs(piece: str, tagging: Tagging) -> Iterator[tuple[str, str]]:
    """The tags of an entry with their values, each in one line."""
    tag, parts = "", list[str]()
    for line in piece.split("\n"):
        match = tagging.line.match(line)
        if match is None and tag in tagging.a_value_a_line:
            yield from _told(tag, parts)
            parts = [line]
        elif match is None:
            parts.append(line)
        else:
            yield from _told(tag, parts)
            tag, parts = match[1], [match[2] or ""]
            if tag == tagging.end:
                return
    yield from _told(tag, parts)


def _told(tag: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    if tag and (value := " ".join(" ".join(parts).split())):
        yield tag, value
