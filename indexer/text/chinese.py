"""Chinese names: pinyin beside the letters of Palladius, in which Russian writes them.

Each syllable has one spelling in either system (``chinese.toml``), so what both can read is either the same or not:
Ван is Wang and not Wan, which is Вань. Spellings of Wade and Giles are known of surnames alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from indexer.text.cyrillised import cyrillised

_TABLE: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("chinese.toml").read_text("utf-8")
)
_MOST_SYLLABLES = 4
_HUSHING = frozenset({"j", "q", "x"})  # no u follows them, though it is written for ü


def _syllables(table: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Pinyin syllables, more than are in use, with their Cyrillic spelling."""
    made = {
        initial + final: written + ending
        for (initial, written), (final, ending) in product(
            table["initials"].items(), table["finals"].items()
        )
        if not (initial in _HUSHING and final.startswith(("a", "e", "o", "u")) and final != "iu")
    }
    return (
        made
        | {f"{initial}iu": f"{table['initials'][initial]}ю" for initial in "jqxlmnd"}
        | table["whole"]
    )


_PALLADIUS = _syllables(_TABLE)
_LONGEST = max(map(len, _PALLADIUS))
_WRITTEN = frozenset(_PALLADIUS.values())
_BACK = re.compile("^(?:chzh|t?syu|tsz|lyu)")  # what only a romanisation of Palladius begins with


def _plain(cyrillic: str) -> str:
    """What writers of Palladius differ in: э and е, хой for хуэй, the hard sign between syllables."""
    cyrillic = cyrillic.replace("ъ", "").replace("э", "е").replace("ё", "е")
    return cyrillic.replace("хуй", "хуей").replace("хой", "хуей")


@lru_cache(maxsize=1 << 14)
def in_palladius(pinyin: str) -> frozenset[str]:
    """What a name in small Latin letters may be in Cyrillic, if it is pinyin; else nothing."""
    name = re.sub("[-' ]", "", pinyin)
    read = _read(name, _MOST_SYLLABLES)
    custom = _TABLE["surnames"].get(name)
    return frozenset(map(_plain, [*read, *(_read(custom, 1) if custom else ())]))


def is_pinyin(latin: str) -> bool:
    """Whether a word in small letters is a syllable of pinyin, as nearly all surnames are."""
    return latin in _PALLADIUS


def is_palladius_syllable(cyrillic: str) -> bool:
    """Whether a word in small letters is a syllable of Palladius."""
    return cyrillic in _WRITTEN


def is_palladius(word: str) -> bool:
    """Whether a word in small Cyrillic letters is of one or two syllables of Palladius."""
    return any(
        word[:end] in _WRITTEN and (end == len(word) or word[end:] in _WRITTEN)
        for end in range(1, len(word) + 1)
    )


def _read(name: str, most: int) -> list[str]:
    """Every reading of a name as at most so many syllables."""
    if not name:
        return [""]
    if not most:
        return []
    return [
        _PALLADIUS[name[:end]] + rest
        for end in range(1, min(_LONGEST, len(name)) + 1)
        if name[:end] in _PALLADIUS
        for rest in _read(name[end:], most - 1)
    ]


def is_same_chinese(cyrillic: str, latin: str) -> bool:
    """Whether a Cyrillic name is how Palladius writes that pinyin; both in small letters."""
    return _plain(re.sub("[- ]", "", cyrillic)) in in_palladius(latin)


def has_older_spelling(latin: str) -> bool:
    """Whether a name in small letters is spelt by Wade and Giles, by custom, or back from Cyrillic."""
    return latin in _TABLE["surnames"] or _BACK.search(latin) is not None


def is_same_romanised_chinese(left: str, right: str) -> bool:
    """Whether two Latin names are one: by Wade and Giles or custom (Hsu, Xu), or back from Cyrillic (Chzhan, Zhang)."""
    if left in _TABLE["surnames"]:
        return not in_palladius(left).isdisjoint(in_palladius(right))
    return _BACK.search(right) is not None and is_same_chinese(cyrillised(right), left)


def are_chinese(cyrillic: str, latin: str) -> bool:
    """Whether each is one Chinese syllable by its form."""
    return cyrillic in _WRITTEN and latin in _PALLADIUS


def is_other_chinese(cyrillic: str, latin: str) -> bool:
    """Whether both are a Chinese syllable by their form, but not one: Ван and Wan, Чэн and Chen, Ху and Xu."""
    return are_chinese(cyrillic, latin) and not is_same_chinese(cyrillic, latin)


def pinyin_syllables() -> frozenset[str]:
    """Every syllable of pinyin, in small letters."""
    return frozenset(_PALLADIUS)
