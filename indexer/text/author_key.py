"""The key under which works of the same written name are counted together."""

from __future__ import annotations

from functools import lru_cache

from indexer.text.folding import fold
from indexer.text.names import name_key, parse_name
from schemas import PersonName

_LONGEST_KEY = 200  # letters of a family name: the key stands in an index of the database


def author_key(name: PersonName) -> str:
    """The folded family name and first initial; "" for a name without a letter."""
    return _author_key(name.literal, name.family, name.given)


@lru_cache(maxsize=1 << 15)
def _author_key(literal: str, family: str | None, given: str | None) -> str:
    name = parse_name(literal, family, given)
    if likeliest := fold(name.family):
        # the first of the name's keys, without working out the others
        return f"{likeliest[:_LONGEST_KEY]} {name.initials[:1]}".strip()
    key = name_key(name)
    return f"{key.family[:_LONGEST_KEY]} {key.initials[:1]}".strip() if key else ""
