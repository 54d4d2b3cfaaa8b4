"""Assigns the items of two lists to one another by the greatest evidence, in the order of the lists or against it.

A pair is worth its likeness less what it needs: ``ALIGNED`` if it lies on the best monotone alignment, ``SURE`` if it
crosses that. Pairs are taken best first, each item once. Lists that run in two orders have no alignment: then every
pair needs a little more than ``ALIGNED``. The cost is that of the table: the product of the two lengths.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import pairwise

from indexer.references.list_items import Item, Table

Pairs = list[tuple[int, int]]

ALIGNED = 0.55
"""Likeness from which two items in the order of their lists are a pair."""
SURE = 1.1
"""Likeness from which two items are a pair against the order of the lists."""
_IN_PLACE = 0.15  # likeness that the same place in both lists adds
HOPELESS = ALIGNED - _IN_PLACE - 0.01
"""Likeness at which nothing is a pair by itself."""
_ANY_ORDER = ALIGNED + 0.15
_KEEPS_ORDER = 0.75  # share of the best pairs that must be in one order
_NOTHING_AGAINST = -0.3  # likeness above which two lone items between pairs may be one


def assigned(table: Table, lefts: list[Item], rights: list[Item]) -> Pairs:
    """The pairs of two lists by the likenesses of their items."""
    best = _taken(table, lambda i, j: _ANY_ORDER)
    if _in_order(best) < _KEEPS_ORDER * len(best):
        return sorted(best)
    monotone = set(_aligned(table))
    pairs = _taken(
        table, lambda i, j: ALIGNED - _IN_PLACE * (i == j) if (i, j) in monotone else SURE
    )
    pairs = sorted(pairs)
    return sorted(pairs + _between(table, lefts, rights, pairs))


def total_gain(table: Table) -> float:
    """What the best monotone alignment is worth."""
    return sum(_gain(table, i, j) for i, j in _aligned(table))


def _taken(table: Table, needed: Callable[[int, int], float]) -> Pairs:
    """Pairs that are worth more than they need, best first, each item once; of equals the nearer to the diagonal."""
    options = sorted(
        (needed(i, j) - likeness, abs(i - j), i, j)
        for i, row in enumerate(table)
        for j, likeness in enumerate(row)
        if likeness > HOPELESS and likeness >= needed(i, j)
    )
    return list(_each_once((i, j) for *_, i, j in options))


def _each_once(pairs: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    lefts, rights = set[int](), set[int]()
    for i, j in pairs:
        if i not in lefts and j not in rights:
            lefts.add(i)
            rights.add(j)
            yield i, j


def _in_order(pairs: Pairs) -> int:
    """The greatest number of the pairs that keep one order (longest increasing run of right sides)."""
    tails: list[int] = []
    for _, right in sorted(pairs):
        at = bisect_left(tails, right)
        tails[at : at + 1] = [right]
    return len(tails)


def _aligned(table: Table) -> Pairs:
    """The monotone alignment of the greatest sum of likeness above the threshold (Needleman and Wunsch, gaps free)."""
    rows, columns = len(table), len(table[0]) if table else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        here, below, right = best[i], best[i + 1], 0.0
        for j in range(columns - 1, -1, -1):
            right = here[j] = max(below[j], right, below[j + 1] + _gain(table, i, j))
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        gain = _gain(table, i, j)
        if gain > 0 and best[i][j] == best[i + 1][j + 1] + gain:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _gain(table: Table, i: int, j: int) -> float:
    """Likeness above the threshold, a little more on the diagonal."""
    return table[i][j] - ALIGNED + (_IN_PLACE if i == j else 0.0)


def _between(table: Table, lefts: list[Item], rights: list[Item], pairs: Pairs) -> Pairs:
    """Items alone on both sides between two pairs of neighbours: a translated title leaves nothing else to go by."""
    ends = [(-1, -1), *pairs, (len(lefts), len(rights))]
    taken_left, taken_right = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        (i + 1, j + 1)
        for (i, j), (k, m) in pairwise(ends)
        if k - i == m - j == 2
        and i + 1 not in taken_left
        and j + 1 not in taken_right
        and table[i + 1][j + 1] > _NOTHING_AGAINST
        and _undisputed(lefts[i + 1], rights[j + 1])
    ]


def _undisputed(left: Item, right: Item) -> bool:
    """The years do not differ, and something at all is shared where there are years to share."""
    return not (left.years and right.years) or bool(left.years & right.years)
