"""Which mentions of a component are compared: neighbours among those that share something, in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.people.items import Item
from indexer.people.short_names import lengths

_NEAR = 8  # neighbours in the order of names with which each is compared, of those that share a co-author or a place
_NEAR_ALONE = 4  # of those that share less
_MOST_ALONE = 300  # share what says so little: then it says nothing

Pair = tuple[int, int]


def candidates(items: Sequence[Item]) -> Iterator[Pair]:
    """Pairs of positions that share something, each once, the smaller first."""
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
    found = [(_NEAR, bucket) for bucket in strong.values()]
    found += [(_NEAR_ALONE, bucket) for bucket in weak.values() if len(bucket) <= _MOST_ALONE]
    return [(reach, bucket) for reach, bucket in found if len(bucket) > 1]
