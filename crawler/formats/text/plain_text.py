"""Text files of reference managers and tables: bytes into text, in whatever charset the program wrote."""

from __future__ import annotations

from crawler.formats.page import PageError
from crawler.formats.text.charset import guess, heal, is_mostly_other, named
from crawler.formats.text.xml import check_size

_WESTERN = "windows-1252"
_MOST_WESTERN = 0.1  # share of letters with marks in a text of western languages
_SAMPLE = 4000
_END_OF_FILE = "\x1a\x00"  # what DOS programs fill the last block with


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, UTF-16, else the Cyrillic charset that the letters tell, or that of western Windows, which is a warning.

    Single bytes that are not UTF-8 become U+FFFD, with a warning. Raises PageError if it is none of them, or too large.
    """
    check_size(data)
    text, warnings = _decode(data)
    return text.rstrip(_END_OF_FILE), warnings


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _utf_16(data, "utf-16", ())
    if wide := _wide(data):
        return _utf_16(
            data, wide, (f"repaired: read as {wide.upper()}, which its first bytes do not say",)
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _damaged(data)


def _utf_16(data: bytes, charset: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(charset), warnings
    except UnicodeDecodeError:
        lost = "repaired: bytes that are not UTF-16 became U+FFFD"
        return data.decode(charset, "replace"), (*warnings, lost)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: signs of ASCII have a zero byte beside them."""
    sample = data[: _SAMPLE + _SAMPLE % 2]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros) < 4 or max(zeros) < len(sample) // 16 or min(zeros) > max(zeros) // 8:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _damaged(data: bytes) -> tuple[str, tuple[str, ...]]:
    if not is_mostly_other(data):
        text, told = heal(data.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
        return text, (told,) if told else ()
    charset = guess(data) or (_WESTERN if _is_western(data) else None)
    if charset is None:
        detail = "neither UTF-8 nor a Cyrillic charset; save it as UTF-8"
        raise PageError("wrong-format", detail)
    return data.decode(charset, "replace"), (f"repaired: read as {named(charset)}",)


def _is_western(data: bytes) -> bool:
    """True for a text of ASCII with a few letters of windows-1252."""
    high = data.translate(None, bytes(range(128)))
    if not high or len(high) > len(data) * _MOST_WESTERN:
        return False
    try:
        letters = high.decode(_WESTERN)
    except UnicodeDecodeError:
        return False
    return sum(map(str.isalpha, letters)) * 2 > len(letters)
