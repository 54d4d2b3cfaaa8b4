"""Romanisation by the schemes in ``letters.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

CYRILLIC_SCHEMES = ("bgn", "gost779a", "gost779b", "alalc", "icao", "scientific")
ARMENIAN_SCHEMES = ("hy-bgn", "hy-plain", "hy-iso9985")
_OWN = {"kk": ("kk-latin",), "be": ("be-2007",)}
_VOWEL = "аеёиоуыэюяіөүұәաեէըիոօ"
_ARMENIAN = re.compile("[Ա-և]")
_PAIR = re.compile(r"([\u0400-\u052F\u0531-\u0587])([^\u0400-\u052F\u0531-\u0587]*)")


def schemes(lang: str) -> tuple[str, ...]:
    """The schemes by which texts of a language are romanised."""
    return ARMENIAN_SCHEMES if lang == "hy" else CYRILLIC_SCHEMES + _OWN.get(lang, ())


def romanise(text: str, scheme: str) -> str:
    """The text in Latin letters; what is no letter of the scheme stays as it is."""
    table, start = _tables(scheme)
    if _ARMENIAN.search(text):
        text = text.replace("ու", "u").replace("Ու", "U")
    shown, before = [], " "
    for letter in text:
        lower = letter.lower()
        opens = not before.isalpha() or (before in _VOWEL and lower in "её")
        latin = start.get(lower) if opens else None
        latin = table.get(lower, letter) if latin is None else latin
        shown.append(latin.capitalize() if letter != lower else latin)
        before = lower
    return "".join(shown)


@cache
def _tables(scheme: str) -> tuple[dict[str, str], dict[str, str]]:
    """The letters of a scheme, and those that differ at the start of a word or after a vowel."""
    path = Path(__file__).with_name("letters.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    letters = _pairs(tables["base"]["letters"]) | _pairs(tables[scheme]["letters"])
    return letters, _pairs(tables[scheme].get("start", ""))


def _pairs(packed: str) -> dict[str, str]:
    return {letter: latin.strip() for letter, latin in _PAIR.findall(packed)}
