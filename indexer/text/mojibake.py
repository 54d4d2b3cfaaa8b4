"""Texts that were read in the wrong character set, put right where nothing else can be meant.

windows-1251 read as Latin-1 ("Òåîðèÿ"), UTF-8 read as either ("РўРµРѕСЂРёСЏ"), and ARMSCII-8, in which older Armenian
servers write, read as Latin-1 ("Ð³Û³ëï³Ý"). The output is for comparing; a page shows the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HIGH = "\u00b2-\u00ff"
# three high letters in a row: no language writes so
_SUSPECT = re.compile(f"[{_HIGH}]{{3}}|[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f\u2010-\u2122]")
_FEWEST = 5  # high letters of a text; fewer may be meant
_WORD = re.compile(r"[^\W\d_]+")
_MEANT = re.compile("[\u0400-\u045f\u0490-\u04ff\u0531-\u0587]")
_TURNED = re.compile("[а-яё][А-ЯЁ]|[ա-ֆ][Ա-Ֆ]")

# ARMSCII-8 (AST 34.005, 1997): capital and small letters by turns from 0xB2, and և
_ARMSCII = {
    0xB2 + 2 * number + small: chr((0x0561 if small else 0x0531) + number)
    for number in range(38)
    for small in (0, 1)
} | {0xA2: "և", 0xA3: ".", 0xA7: "«", 0xA6: "»", 0xAB: ",", 0xA4: ")", 0xA5: "("}


def repair_mojibake(text: str) -> str:
    """The text as it was meant; as it is, if it was read right or cannot be put right."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    for read in _READINGS:
        meant = read(text)
        if meant and _is_clear(meant):
            return meant
    return text


def _is_clear(meant: str) -> bool:
    """Whether most letters are of our scripts, and capitals stand where capitals may stand."""
    letters = "".join(_WORD.findall(meant))
    ours = len(_MEANT.findall(letters))
    return ours > 3 and 2 * ours > len(letters) and not _TURNED.search(meant)


def _utf8(charset: str) -> Callable[[str], str]:
    """Reads as UTF-8 what was read in another character set; "" if it is not valid."""

    def read(text: str) -> str:
        try:
            return text.encode(charset).decode("utf-8")
        except UnicodeError:
            return ""

    return read


def _armscii(text: str) -> str:
    """Armenian has the small ա, which Latin-1 reads as ³, in every few letters; Russian has it nowhere."""
    if text.count("³") * 20 < len(text):
        return ""
    return text.translate(_ARMSCII)


def _windows_1251(text: str) -> str:
    """Only a text most of whose words are of high letters alone: no western language has such."""
    words = _WORD.findall(text)
    high = [
        word for word in words if all("À" <= letter <= "ÿ" or letter in "¸¨" for letter in word)
    ]
    if 2 * len(high) < len(words) or sum(map(len, high)) < _FEWEST:
        return ""
    try:
        return text.encode("cp1252").decode("cp1251")
    except UnicodeError:
        return ""


_READINGS = (_utf8("latin-1"), _utf8("cp1252"), _utf8("cp1251"), _armscii, _windows_1251)
