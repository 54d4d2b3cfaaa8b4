"""Places of publication: the towns of ``towns.toml``, and what has a town's shape.

Lists shorten the towns that print most ("М.", "СПб.", "Мн.", "Եր."); an unknown town is one to three capitalised words.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from indexer.text.printed import LETTER, LOWER, UPPER

_LISTS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "towns.toml").read_text(encoding="utf-8")
)
_MARKS = re.compile(r"[.\s\[\]()?]+")
_HYPHEN = re.compile(r"\s?[-‐‑]\s?")


@lru_cache(maxsize=1 << 12)
def _key(name: str) -> str:
    """What two spellings of a town share: no stops, brackets or dots of ё, and small letters."""
    spaced = _HYPHEN.sub("-", _MARKS.sub(" ", name).strip())
    return spaced.casefold().replace("ё", "е")


def _keys(*kinds: str) -> frozenset[str]:
    return frozenset(_key(name) for kind in kinds for name in _LISTS[kind].split(";"))


_SHORT = _keys("short")
_NOWHERE = _keys("nowhere")
_NEVER = _keys("never")
_KNOWN = _keys(*_LISTS) - _NEVER

# a name of up to three words, with the small words, stops and hyphens that stand inside one
_INNER = r"(?:на|над|under|am|an|der|de|del|la|of|on|upon|a\.|i\.|н/|n/)"
_WORD = rf"[{UPPER}][{LETTER}'’]*"
TOWN = rf"(?:\[\s?)?{_WORD}\.?(?:(?:\s|-|\.\s?-?)(?:{_INNER}[- ]?)?{_WORD}(?:/{_WORD})?\.?){{0,2}}(?:\s?\])?"
_SHAPE = re.compile(rf"[{UPPER}][{LOWER}'’]+(?:[- ](?:{_INNER}[- ]?)?[{UPPER}][{LOWER}'’]+){{0,2}}")


def is_known(name: str) -> bool:
    """Whether the name is a town of the list, or says that no place is known ("[Б. м.]")."""
    return _key(name) in _KNOWN


def is_short(name: str) -> bool:
    """Whether the name is a short form of a town ("М.", "СПб")."""
    return _key(name) in _SHORT


def is_nowhere(name: str) -> bool:
    """Whether the words say that no place or publisher is known ("[Б. м.]", "[s. n.]")."""
    return _key(name) in _NOWHERE


def is_shaped(name: str) -> bool:
    """Whether the name could be a town: one to three capitalised words without a stop between them."""
    return _SHAPE.fullmatch(name.strip(" []")) is not None and _key(name) not in _NEVER
