"""Harvested bytes and stored structs as text that is safe and short enough to show."""

from __future__ import annotations

import unicodedata
from itertools import islice

import msgspec

SHOWN = 20_000
_LINE = 16


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes made readable. ``hexadecimal`` if they are no text; ``size`` counts all bytes, shown or not."""

    text: str
    size: int
    hexadecimal: bool
    cut: bool


def show_bytes(body: bytes, limit: int = SHOWN) -> Shown:
    """The first bytes as text if they are UTF-8 (or UTF-16 with its mark) and nothing in it controls, else in hex.

    What comes out is plain text for a template to escape; nothing in it is markup.
    """
    head = body[:limit]
    text = _text(head, cut=len(body) > limit)
    if text is not None:
        return Shown(text=text, size=len(body), hexadecimal=False, cut=len(body) > limit)
    lines = islice(range(0, len(head), _LINE), limit // (4 * _LINE))
    dump = "\n".join(_hex_line(head, start) for start in lines)
    cut = len(body) > limit // 4
    return Shown(text=dump, size=len(body), hexadecimal=True, cut=cut)


def _text(head: bytes, *, cut: bool) -> str | None:
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    try:
        text = head.decode(encoding, "ignore" if cut else "strict")
    except UnicodeDecodeError:
        return None
    lost = len(head) - len(text.encode(encoding)) if cut and encoding == "utf-8" else 0
    # a cut may part one letter; more that is left out, or control characters, mean that it is no text
    binary = lost > 3 or any(_unprintable(letter) for letter in text)
    return None if binary else text.lstrip("\ufeff")


def _unprintable(letter: str) -> bool:
    return letter not in "\t\r\n" and unicodedata.category(letter) in {"Cc", "Cs"}


def _hex_line(data: bytes, start: int) -> str:
    part = data[start : start + _LINE]
    letters = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
    return f"{start:06x}  {part.hex(' '):<{3 * _LINE}} {letters}"


def pretty(value: object) -> str:
    """A struct or plain data as indented JSON; "" for an empty one."""
    encoded = msgspec.json.encode(value)
    return "" if encoded in {b"{}", b"null"} else msgspec.json.format(encoded, indent=2).decode()
