"""Letter classes and small patterns that every reference parser builds on.

``UPPER`` and ``LOWER`` are the insides of character classes: Latin, Cyrillic (with the Belarusian, Kazakh and Kyrgyz
letters) and Armenian. Latin Extended-A alternates the cases, so it stands in both.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.folding import fold

UPPER = "A-ZÀ-ÖØ-ÞĀ-žƏА-ЯЀ-ЏѢІЎҐӘҒҚҢӨҰҮҺҲҶӢԱ-Ֆ"
LOWER = "a-zß-öø-ÿĀ-žəа-яѐ-џѣіўґәғқңөұүһҳҷӣա-և"
LETTER = UPPER + LOWER
DASHES = "-‐‑‒–—―−"
DASH = "\\" + DASHES  # inside a character class the hyphen needs its backslash

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_NATIVE = re.compile(r"[А-Яа-яЁёԱ-Ֆա-և]+")
_NOT_LATIN = bytes(code for code in range(128) if not chr(code).isalpha())
NUMBERING = re.compile(r"^\s*(?:\[\s*\d{1,4}\s*\]\.?|\(\d{1,3}\)|\d{1,3}\s?[.)](?!\d))\s*")


@lru_cache(maxsize=1 << 10)
def squeeze(text: str) -> str:
    """The text with every run of white space as one space, and without soft hyphens and zero-width marks."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def unnumbered(text: str) -> str:
    """The text without its leading number: ``[1]``, ``12.``, ``3)``; a lone number or year stays."""
    rest = NUMBERING.sub("", text, count=1)
    return rest or text


def native_and_latin(text: str) -> tuple[int, int]:
    """How many letters are Russian or Armenian, and how many plain Latin."""
    latin = len(text.encode("ascii", "ignore").translate(None, _NOT_LATIN))
    return len("".join(_NATIVE.findall(text))), latin


@lru_cache(maxsize=4096)
def folded_text(raw: str) -> str:
    """The folded text without its number and punctuation: equal for equal references, whatever the script.

    :func:`schemas.ids.reference_number` of it is the number of a cited-only work.
    """
    return fold(unnumbered(squeeze(raw)))
