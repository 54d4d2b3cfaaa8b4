"""Who is compared with whom: what sharing blocking keys says, by their kinds and the sizes of their blocks.

A telling key is enough, and so is a weak one that few share. Common weak keys count in twos; two words of a title,
which parallel titles repeat in each language, in threes or with a key of another kind. A page in a host wants the
volume beside the issue or the year, or a weak key. Who shares no telling key is compared only if the years agree,
roughly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.key_strength import (
    BEGINNING,
    ENOUGH,
    PLACE,
    STRENGTH_BITS,
    WORDS,
    YEARBOOK,
    strength,
)

MAX_BLOCK = 200
"""Keys that more profiles share say too little ("editor notes"): the caller drops such blocks and reports how many.

At 200 a block costs at most 19,900 comparisons; true duplicates in it share rarer keys too.
"""
MAX_WEAK_BLOCK = 100
"""The same for weak keys and beginnings of titles, whose blocks fill up as a catalogue grows.

At 50 the recall among 100,000 generated works is the same .9865, with 4.9 candidates a record instead of 5.2, but Cora,
which holds more than fifty records of some works, loses .027 of its own.
"""
FEW = 20
"""Where no more profiles share a weak key, it is enough alone.

Measured by ``python -m benchmarks.candidates`` on generated works, against comparing all who share any key.
"""
FEW_BEGINNINGS = 40
"""The same for the beginning of a title."""
FEW_PLACES = 5
"""The same for a place in a host: hosts begin alike, so that such blocks fill up as a catalogue grows."""

YEARS_APART = 3
"""How far apart the years of two may be who share weak keys only.

Measured in the same way: of 11.9 candidates a record among 20,000 generated works 4.8 are left, with the same recall
(.987). So cheap a rule lets more share a key that is enough alone.
"""

_KINDS = STRENGTH_BITS + 1
_TELLING = 1000
"""What a telling key weighs: more than all weak ones together."""


class Share(NamedTuple):
    """What sharing a key says: enough where at most ``few`` have it, ``weight`` up to ``most``, and then nothing."""

    few: int
    most: int
    weight: int


def share_of(key: int) -> Share:
    """What sharing a hashed key says, by how telling it is."""
    telling = strength(key)
    if telling > PLACE:
        return Share(MAX_BLOCK, MAX_BLOCK, _TELLING)
    if telling >= YEARBOOK:
        return Share(FEW_PLACES, MAX_BLOCK, 4 if telling == PLACE else 2)
    few = FEW_BEGINNINGS if telling == BEGINNING else FEW
    return Share(few, MAX_WEAK_BLOCK, 2 if telling == WORDS else 4)


def limits(key: int) -> tuple[int, ...]:
    """The sizes of a hashed key's block beyond which sharing it says less; beyond the last one it says nothing."""
    share = share_of(key)
    return tuple(sorted({share.few, share.most}))


def near(year: int | None, other: int | None) -> bool:
    """Whether two years may be those of one publication, as far as weak keys are to be believed."""
    return year is None or other is None or abs(year - other) <= YEARS_APART


class Sharing(NamedTuple):
    """Who shares enough with whom, row by row; ``weight``: what the keys that they share come to."""

    item: NDArray[np.int64]
    other: NDArray[np.int64]
    weight: NDArray[np.int64]

    def by_weak_keys(self) -> list[int]:
        """Those of whom some share weak keys only, so that their years matter, in ascending order."""
        weak = self.weight < _TELLING
        found: list[int] = np.union1d(self.item[weak], self.other[weak]).tolist()
        return found

    def compared(self, years: Mapping[int, int | None]) -> Iterator[tuple[int, int]]:
        """Who is compared with whom; ``years``: of those who share weak keys only, as far as they are known."""
        known = np.array(sorted(years), dtype=np.int64)
        told = (years[each] for each in known.tolist())
        year = np.array([np.nan if each is None else each for each in told])
        weak = self.weight < _TELLING
        mine, other = (year[np.searchsorted(known, side[weak])] for side in (self.item, self.other))
        kept = ~weak
        kept[weak] = ~(abs(mine - other) > YEARS_APART)
        return zip(self.item[kept].tolist(), self.other[kept].tolist(), strict=True)


def sharing(own: Mapping[int, Collection[int]], blocks: Mapping[int, Sequence[int]]) -> Sharing:
    """Who shares enough hashed keys with each item.

    ``own``: the keys of each item. ``blocks``: who has a key, as a whole or not at all.
    """
    keys = np.fromiter(blocks, np.int64, len(blocks))
    size = np.fromiter(map(len, blocks.values()), np.int64, len(blocks))
    weight = _weights(keys, size)
    used = (weight > 0) & (size > 1)
    size, weight = size[used], weight[used]
    members = np.fromiter(
        chain.from_iterable(compress(blocks.values(), used)), np.int64, int(size.sum())
    )
    place = {key: number for number, key in enumerate(keys[used].tolist())}
    owners = [(item, place[key]) for item, mine in own.items() for key in mine if key in place]
    item, key = np.array(owners, dtype=np.int64).reshape(-1, 2).T
    # each owner of a key beside each member of its block
    count = size[key]
    row = np.repeat(np.arange(len(key)), count)
    first = (np.cumsum(size) - size)[key] - (np.cumsum(count) - count)
    other = members[np.arange(len(row)) + first[row]]
    apart = item[row] != other
    return _summed(item[row][apart], other[apart], weight[key][row][apart])


def _weights(keys: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """What sharing each key says (:func:`weigh`), which only its kind and the size of its block decide."""
    kinds, place = np.unique(sizes * _KINDS + (keys & STRENGTH_BITS), return_inverse=True)
    weights = [weigh(kind % _KINDS, kind // _KINDS) for kind in kinds.tolist()]
    return np.array(weights, dtype=np.int64)[place]


def _summed(
    item: NDArray[np.int64], other: NDArray[np.int64], weight: NDArray[np.int64]
) -> Sharing:
    """Each item with each other once, if the sum of the weights is enough."""
    order = np.lexsort((other, item))
    item, other, weight = item[order], other[order], weight[order]
    changes = (item[1:] != item[:-1]) | (other[1:] != other[:-1])
    first = np.flatnonzero(np.concatenate([[True], changes]))[: len(item)]
    total = np.add.reduceat(weight, first) if len(item) else weight
    enough = total >= ENOUGH
    return Sharing(item[first][enough], other[first][enough], total[enough])


def share_enough(keys: Iterable[int], sizes: Mapping[int, int], *, years_near: bool) -> bool:
    """Whether two who share just these keys, with blocks of these sizes, are compared."""
    weight = sum(weigh(key, sizes[key]) for key in keys)
    return weight >= (ENOUGH if years_near else _TELLING)


def weigh(key: int, size: int) -> int:
    """What sharing a hashed key says where so many have it."""
    share = share_of(key)
    if size > share.most:
        return 0
    return share.weight if size > share.few else max(share.weight, ENOUGH)
