"""Who is compared with whom: what sharing blocking keys says, by their kinds and the sizes of their blocks.

An identifier is enough, as is a whole title or a weak key that few share. Common weak keys count together with others:
two words of a title, which parallel titles repeat in each language, less the more have them. A page in a host wants
the volume beside the issue or the year, or a weak key. Who shares nothing but title and weak keys is compared only if
the years agree, roughly; with an author or a place beside the whole title they may be what they like.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.keys.strength import (
    AUTHOR_AND_PAGE,
    ENOUGH,
    IDENTIFIER,
    PEOPLE,
    PLACE,
    STRENGTH_BITS,
    TITLE,
    YEARBOOK,
    strength,
)

MAX_BLOCK = 200
"""Keys that more profiles share say too little ("editor notes"): the caller drops such blocks and reports how many.

At 200 a block costs at most 19,900 comparisons; true duplicates in it share rarer keys too.
"""
MAX_WEAK_BLOCK = 100
"""The same for weak keys and beginnings of titles, whose blocks fill up as a catalogue grows.

At 50 as many are found among 20,000 generated works, but Cora, which holds more than fifty records of some works, loses
.027 of its candidate recall.
"""
FEW = 20
"""Where no more profiles share a weak key, it is enough alone.

Measured by ``python -m benchmarks.candidates`` on generated works, against comparing all who share any key.
"""
FEW_WORDS = 10
"""The same for two words of a title. Two that share them and nothing else are rarely one work: up to :data:`FEW` words
count in threes, and beyond in sixes, which are four words in common."""
FEW_PLACES = 5
"""The same for a place in a host: hosts begin alike, so that such blocks fill up as a catalogue grows."""

YEARS_APART = 3
"""How far apart the years of two may be who share weak keys, or a title, only.

Measured in the same way: of 8.3 candidates a record among 20,000 generated works 2.3 are left, with the same recall
(.987). So cheap a rule lets more share a key that is enough alone.
"""

_KINDS = STRENGTH_BITS + 1
_ENOUGH_ALONE = 1 << IDENTIFIER | 1 << AUTHOR_AND_PAGE
_AUTHOR_OR_PLACE = 1 << PEOPLE | 1 << PLACE | 1 << YEARBOOK


class Step(NamedTuple):
    """Sharing a key that at most ``most`` have weighs so much."""

    most: int
    weight: int


def steps_of(key: int) -> tuple[Step, ...]:
    """What sharing a hashed key says, by how telling it is: less the more have it, and beyond the last step nothing."""
    telling = strength(key)
    if telling >= AUTHOR_AND_PAGE:
        return (Step(MAX_BLOCK, ENOUGH),)
    if telling >= YEARBOOK:
        return Step(FEW_PLACES, ENOUGH), Step(MAX_BLOCK, 5 if telling == PLACE else 2)
    if telling >= PEOPLE:
        return Step(FEW, ENOUGH), Step(MAX_WEAK_BLOCK, 5 if telling == PEOPLE else 4)
    return Step(FEW_WORDS, ENOUGH), Step(FEW, 2), Step(MAX_WEAK_BLOCK, 1)


def limits(key: int) -> tuple[int, ...]:
    """The sizes of a hashed key's block beyond which sharing it says less; beyond the last one it says nothing."""
    return tuple(sorted({step.most for step in steps_of(key)}))


def near(year: int | None, other: int | None) -> bool:
    """Whether two years may be those of one publication, as far as weak keys are to be believed."""
    return year is None or other is None or abs(year - other) <= YEARS_APART


class Sharing(NamedTuple):
    """Who shares enough with whom, row by row; ``sure``: whatever the years are."""

    item: NDArray[np.int64]
    other: NDArray[np.int64]
    sure: NDArray[np.bool_]

    def whose_years_matter(self) -> list[int]:
        """Those of whom some share too little to be compared whatever the years, in ascending order."""
        found: list[int] = np.union1d(self.item[~self.sure], self.other[~self.sure]).tolist()
        return found

    def compared(self, years: Mapping[int, int | None]) -> Iterator[tuple[int, int]]:
        """Who is compared with whom; ``years``: of those whose years matter, as far as they are known."""
        known = np.array(sorted(years), dtype=np.int64)
        told = (years[each] for each in known.tolist())
        year = np.array([np.nan if each is None else each for each in told])
        asked = ~self.sure
        mine, other = (
            year[np.searchsorted(known, side[asked])] for side in (self.item, self.other)
        )
        kept = self.sure.copy()
        kept[asked] = ~(abs(mine - other) > YEARS_APART)
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
    kind = np.left_shift(1, keys[used] & STRENGTH_BITS)
    return _summed(item[row][apart], other[apart], weight[key][row][apart], kind[key][row][apart])


def _weights(keys: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """What sharing each key says (:func:`weigh`), which only its kind and the size of its block decide."""
    kinds, place = np.unique(sizes * _KINDS + (keys & STRENGTH_BITS), return_inverse=True)
    weights = [weigh(kind % _KINDS, kind // _KINDS) for kind in kinds.tolist()]
    return np.array(weights, dtype=np.int64)[place]


def _summed(
    item: NDArray[np.int64],
    other: NDArray[np.int64],
    weight: NDArray[np.int64],
    kind: NDArray[np.int64],
) -> Sharing:
    """Each item with each other once, if the sum of the weights is enough. ``kind``: of the keys, a bit each."""
    order = np.lexsort((other, item))
    item, other, weight, kind = item[order], other[order], weight[order], kind[order]
    changes = (item[1:] != item[:-1]) | (other[1:] != other[:-1])
    first = np.flatnonzero(np.concatenate([[True], changes]))[: len(item)]
    if not len(first):
        return Sharing(item, other, np.zeros(0, dtype=np.bool_))
    enough = np.add.reduceat(weight, first) >= ENOUGH
    sure = _sure(np.bitwise_or.reduceat(kind, first))
    return Sharing(item[first][enough], other[first][enough], sure[enough])


def _sure(kinds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether who shares keys of these kinds, a bit each, is compared whatever the years."""
    titled = kinds & 1 << TITLE != 0
    return np.asarray((kinds & _ENOUGH_ALONE != 0) | titled & (kinds & _AUTHOR_OR_PLACE != 0))


def share_enough(keys: Iterable[int], sizes: Mapping[int, int], *, years_near: bool) -> bool:
    """Whether two who share just these keys, with blocks of these sizes, are compared."""
    weights = {key: weigh(key, sizes[key]) for key in keys}
    kinds = sum({1 << strength(key) for key, weight in weights.items() if weight})
    return sum(weights.values()) >= ENOUGH and (years_near or bool(_sure(np.array(kinds))))


def weigh(key: int, size: int) -> int:
    """What sharing a hashed key says where so many have it."""
    steps = steps_of(key)
    if size > steps[-1].most:
        return 0
    return next(step.weight for step in steps if size <= step.most)
