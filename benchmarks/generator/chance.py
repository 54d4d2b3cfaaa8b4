"""Seeded chance: a stream of numbers for each (seed, purpose, number), the same in any order of asking."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")


def stream(seed: int, purpose: str, number: int) -> Random:
    """The chance that decides ``purpose`` of item ``number``."""
    mixed = (seed << 96) ^ (crc32(purpose.encode()) << 64) ^ number
    return Random(mixed)  # noqa: S311 -- not a secret


def skewed(chance: Random, items: Sequence[T]) -> T:
    """One of the items, the first ones much oftener."""
    return items[int(len(items) * chance.random() ** 2)]


def log_uniform(chance: Random, size: int, flat: int) -> int:
    """A rank below ``size``: the first ``flat`` about evenly, then with a frequency of 1/rank (Zipf)."""
    return min(int(flat * ((size / flat + 1) ** chance.random() - 1)), size - 1)
