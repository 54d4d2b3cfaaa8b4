"""A name in the lengths in which it may be written: first initial, two initials, given name."""

from __future__ import annotations

from functools import lru_cache

from indexer.people.fit import all_initials, is_chinese, is_syllable
from indexer.people.items import Names
from indexer.text.korean import is_korean
from indexer.text.name_key import NameKey

_MOST_KEYS = 4  # of a name: the others are rare readings


@lru_cache(maxsize=1 << 16)
def fullest(names: Names) -> NameKey | None:
    """The likeliest key; None for no name."""
    return names[0] if names else None


@lru_cache(maxsize=1 << 16)
def lengths(names: Names) -> dict[str, int]:
    """The name in every length, with how much each says: 1 first initial, 2 two initials, 3 given name."""
    found: dict[str, int] = {}
    for key in names[:_MOST_KEYS]:
        initials = all_initials(key)
        found[first(key)] = 1
        if len(initials) > 1:
            found[f"{key.family} {initials[:2]}"] = 2
        if key.given:
            found[f"{key.family} {joined(key.given)}"] = 3
    return found


@lru_cache(maxsize=1 << 16)
def longest_common(one: Names, other: Names) -> str:
    """The longest length that two names share; "" if they share none."""
    ours, theirs = lengths(one), lengths(other)
    return max(((ours[name], name) for name in ours.keys() & theirs.keys()), default=(0, ""))[1]


def first(key: NameKey) -> str:
    """Family name and first initial."""
    return f"{key.family} {key.initials[:1]}"


def joined(given: str) -> str:
    """A given name in one word: Ling-Fei is Lingfei."""
    return given.replace(" ", "")


def is_crowded(names: Names) -> bool:
    """Whether the family name is one of the few that many bear: Chinese or Korean."""
    return bool(names) and (is_chinese(names[0]) or is_korean(names[0].written))


@lru_cache(maxsize=1 << 16)
def is_crowded_key(author_key: str) -> bool:
    """The same of an author key, which is folded."""
    family = author_key.partition(" ")[0]
    return is_syllable(family) or is_korean(family)
