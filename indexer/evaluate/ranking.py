"""Measures of ranked lists: success, reciprocal rank, discounted gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

DEPTH = 10
"""How far down a list is looked at: a page of results."""


def success(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """1 if one of the first ``depth`` is relevant, else 0."""
    return float(any(grades.get(each, 0) > 0 for each in found[:depth]))


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """1 / the rank of the first relevant one, 0 if none is among the first ``depth``."""
    ranks = (rank for rank, each in enumerate(found[:depth], 1) if grades.get(each, 0) > 0)
    return 1 / next(ranks, float("inf"))


def discounted_gain(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """nDCG (Järvelin & Kekäläinen 2002), the grade as the gain, discounted by log2 of one more than the rank."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(each, 0) for each in found[:depth]]) / best if best else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, 1))
