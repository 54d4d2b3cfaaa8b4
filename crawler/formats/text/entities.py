"""Named characters: those of HTML 5, and the Greek sets of ISO that the DTDs of JATS and NLM declare beside them.

Source of the rules: https://html.spec.whatwg.org/entities.json, which holds the other sets of ISO 8879 and ISO 9573-13;
ISOgrk1, ISOgrk2 and ISOgrk4 as https://www.w3.org/2003/entities/ lists them.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import html5

_SOUNDS = {
    "A": "Α", "B": "Β", "G": "Γ", "D": "Δ", "E": "Ε", "Z": "Ζ", "EE": "Η", "TH": "Θ", "I": "Ι", "K": "Κ", "L": "Λ",
    "M": "Μ", "N": "Ν", "X": "Ξ", "O": "Ο", "P": "Π", "R": "Ρ", "S": "Σ", "T": "Τ", "U": "Υ", "PH": "Φ", "KH": "Χ",
    "PS": "Ψ", "OH": "Ω",
}  # fmt: skip
_ACCENTED = {
    "Aacgr": "Ά", "aacgr": "ά", "Eacgr": "Έ", "eacgr": "έ", "EEacgr": "Ή", "eeacgr": "ή", "Iacgr": "Ί",
    "iacgr": "ί", "Idigr": "Ϊ", "idigr": "ϊ", "idiagr": "ΐ", "Oacgr": "Ό", "oacgr": "ό", "Uacgr": "Ύ",
    "uacgr": "ύ", "Udigr": "Ϋ", "udigr": "ϋ", "udiagr": "ΰ", "OHacgr": "Ώ", "ohacgr": "ώ",
}  # fmt: skip
_BOLD = "b."  # ISOgrk4 writes bold letters by it; the text keeps the letter
_LEGAL = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9.]{0,31}));"
)
_MOST_LATIN = range(0x80, 0xA0)  # what HTML reads as windows-1252


@cache
def _greek() -> dict[str, str]:
    capitals = {f"{sound}gr": letter for sound, letter in _SOUNDS.items()}
    small = {f"{sound.lower()}gr": letter.lower() for sound, letter in _SOUNDS.items()}
    return capitals | small | {"sfgr": "ς"} | _ACCENTED


def character(name: str) -> str | None:
    """``nbsp`` → U+00A0, ``rgr`` → ρ, ``b.alpha`` → α; None for what no set names."""
    known = html5.get(f"{name.removeprefix(_BOLD)};")
    return known if known is not None else _greek().get(name)


def unescape(text: str) -> str:
    """The text with its character references as characters; what names none stays as it is.

    Only a reference with its semicolon counts: addresses hold ``&copy=2``.
    """
    return _REFERENCE.sub(_replaced, text)


def _replaced(match: re.Match[str]) -> str:
    if name := match["name"]:
        return character(name) or match[0]
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    if code in _MOST_LATIN:
        return bytes([code]).decode("windows-1252", "replace")
    return chr(code) if code <= 0x10FFFF and _LEGAL.match(chr(code)) else match[0]
