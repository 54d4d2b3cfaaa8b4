"""Korean surnames: which spellings are customary for one (``korean.toml``)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("korean.toml")


@cache
def _by_spelling() -> dict[str, frozenset[int]]:
    """The numbers of the surnames that a spelling may stand for."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(tomllib.loads(_PATH.read_text("utf-8"))["surnames"]):
        for spelling in line.split():
            found[spelling].add(number)
    return {spelling: frozenset(numbers) for spelling, numbers in found.items()}


def is_korean(surname: str) -> bool:
    """Whether a surname in small letters may be Korean."""
    return surname in _by_spelling()


def is_same_korean(left: str, right: str) -> bool:
    """Whether two surnames in small letters are spellings of one Korean surname: Чхве and Choi, Lee and Yi."""
    known = _by_spelling()
    return left in known and not known[left].isdisjoint(known.get(right, ()))
