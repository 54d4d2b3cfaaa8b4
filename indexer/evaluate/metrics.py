"""Precision, recall and F1; pairwise and B³ scores of a clustering."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from math import comb
from typing import Any

import msgspec


class Scores(msgspec.Struct, frozen=True):
    """Precision, recall and their harmonic mean, each 0..1."""

    precision: float
    recall: float
    f1: float

    def as_dict(self, digits: int = 4) -> dict[str, float]:
        """The three figures, rounded, ready to print."""
        return {name: round(value, digits) for name, value in msgspec.structs.asdict(self).items()}


def from_rates(precision: float, recall: float) -> Scores:
    """The scores of a known precision and recall."""
    total = precision + recall
    return Scores(precision, recall, 2 * precision * recall / total if total else 0.0)


def from_counts(right: int, given: int, wanted: int) -> Scores:
    """The scores of ``right`` answers out of ``given`` where ``wanted`` were to be found.

    No answer given is no wrong answer (precision 1); nothing to find is nothing missed (recall 1).
    """
    return from_rates(right / given if given else 1.0, right / wanted if wanted else 1.0)


def pairwise(found: Mapping[str, Hashable], true: Mapping[str, Hashable]) -> Scores:
    """Scores over all pairs in one cluster; both map each of the same ids to its cluster."""
    both = Counter((cluster, true[key]) for key, cluster in found.items())
    return from_counts(
        _pairs(both), _pairs(Counter(found.values())), _pairs(Counter(true.values()))
    )


def b_cubed(found: Mapping[str, Hashable], true: Mapping[str, Hashable]) -> Scores:
    """B³ (Bagga & Baldwin 1998): precision and recall averaged over the items."""
    if not found:
        return from_rates(1.0, 1.0)
    both = Counter((cluster, true[key]) for key, cluster in found.items())
    in_found, in_true = Counter(found.values()), Counter(true.values())
    precision = sum(n * n / in_found[cluster] for (cluster, _), n in both.items())
    recall = sum(n * n / in_true[cluster] for (_, cluster), n in both.items())
    return from_rates(precision / len(found), recall / len(found))


def members(clusters: Mapping[str, Hashable]) -> dict[Hashable, list[str]]:
    """The ids of each cluster, in the mapping's order."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for key, cluster in clusters.items():
        groups[cluster].append(key)
    return groups


def _pairs(sizes: Counter[Any]) -> int:
    return sum(comb(size, 2) for size in sizes.values())
