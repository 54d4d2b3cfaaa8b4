"""Which mentions of a component are compared: neighbours among those that share something, in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from indexer.people.items import Item
from indexer.people.short_names import lengths


class Reach(NamedTuple):
    """With how many neighbours in the order of names each is compared, before and behind it."""

    strong: int
    """Of those that share a co-author, a place or the length of a name."""
    weak: int
    """Of those that share a journal, a subject or a word of a place."""
    most: int
    """How many may share what is weak: what more share says nothing."""


_FEW = 5  # so few are compared sooner than it is found out what they share
_LARGE = 1000  # mentions of a component in which each is compared with fewer: there are components of 50,000
_REACH, _REACH_IN_LARGE = Reach(4, 4, 300), Reach(2, 1, 50)

Pair = tuple[int, int]


def candidates(items: Sequence[Item]) -> Iterator[Pair]:
    """Pairs of positions that share something, each once, the smaller first; of few positions all pairs."""
    if len(items) <= _FEW:
        yield from combinations(range(len(items)), 2)
        return
    buckets = _buckets(items)
    held: list[list[Pair]] = [[] for _ in items]
    for number, (_, bucket) in enumerate(buckets):
        for at, position in enumerate(bucket):
            held[position].append((number, at))
    for position, places in enumerate(held):
        near: set[int] = set()
        for number, at in places:
            reach, bucket = buckets[number]
            near.update(bucket[max(0, at - reach) : at + 1 + reach])
        yield from ((position, other) for other in sorted(near) if other > position)


def _buckets(items: Sequence[Item]) -> list[tuple[int, list[int]]]:
    """Positions that share a value, in the order of their names; and how far each is compared."""
    strong: defaultdict[str, list[int]] = defaultdict(list)
    weak: defaultdict[str, list[int]] = defaultdict(list)
    for position in sorted(range(len(items)), key=lambda each: (items[each].names, each)):
        item = items[position]
        for value in (*item.coauthors, *item.where.institutions, *item.where.places):
            strong[value].append(position)
        for name in lengths(item.names):
            strong[f"name {name}"].append(position)
        for value in (item.host, *item.subjects, *item.where.words):
            weak[value].append(position)
    weak.pop("", None)
    reach = _REACH if len(items) <= _LARGE else _REACH_IN_LARGE
    found = [(reach.strong, bucket) for bucket in strong.values()]
    found += [(reach.weak, bucket) for bucket in weak.values() if len(bucket) <= reach.most]
    return [(reach, bucket) for reach, bucket in found if len(bucket) > 1]
