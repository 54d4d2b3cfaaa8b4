"""Pairs the items of a "Литература" and a "References" list that cite the same work, so that none counts twice.

A record's references are laid out in one of three ways: in lists of their own, in blocks of one list, or in turn, each
entry before its translation. Where the source does not say, the way that pairs more is taken, and none if too few items
find a partner: a list in two languages is mostly one list. How items are compared:
:mod:`indexer.references.list_items`; how they are assigned: :mod:`indexer.references.list_alignment`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from indexer.references.list_alignment import ALIGNED, HOPELESS, SURE, Pairs, assigned, total_gain
from indexer.references.list_items import (
    Item,
    Table,
    contradict,
    item,
    likenesses,
    same_place,
    weights_of,
)
from schemas import Reference

_COVERED = 0.5  # share of the smaller half that must pair before one list counts as two
_FEWEST = 6  # items of a list in one script that may be two: a single entry may be listed twice by mistake
_REPEATED = 0.8  # the same for a list in one script
_CONVINCING = 0.9  # likeness of a pair that makes one list two
_ONE_SCRIPT = 0.8  # share of the Latin block that must be in Latin letters
_MOST_FORMS = 3  # languages in which an entry stands in turn
_NEXT = 0.15  # likeness that standing right behind adds
_LONGEST = 160  # items of a list in which every cut is tried
_MOST_COMPARED = 400_000  # pairs of items: two lists of over six hundred
_MOST_LISTS = 8
_LEADING = re.compile(r"^\s*[\[(]?\s*(\d{1,3})\s?[\]).]")


def pair_lists(references: Sequence[Reference]) -> Pairs:
    """Positions in the sequence of the items that cite the same work: the first of them with each of the others.

    So an item is the right side of one pair at most, and then the left side of none. Lists that are far longer than any
    seen are not paired: that takes their product.
    """
    lists = _lists(references)
    if len(lists) < 2:
        return _pair_one_list(references)
    first, *others = lists[:_MOST_LISTS]
    if len(first) * sum(map(len, others)) > _MOST_COMPARED:
        return []
    items = [item(reference.raw) for reference in references]
    return _pair_several(items, first, others)


def _lists(references: Sequence[Reference]) -> list[list[int]]:
    lists: dict[str, list[int]] = {}
    for position, reference in enumerate(references):
        lists.setdefault(reference.list_id, []).append(position)
    return list(lists.values())


def _pair_several(items: Sequence[Item], first: list[int], others: list[list[int]]) -> Pairs:
    """Each list with the first one, and what is left over with what was left over before."""
    pairs: Pairs = []
    seen = list(first)
    for other in others:
        found = _pair(items, seen[: len(first)], other)
        taken = {right for _, right in found}
        rest = [position for position in other if position not in taken]
        found += _pair(items, seen[len(first) :], rest)
        taken = {right for _, right in found}
        seen += [position for position in rest if position not in taken]
        pairs += found
    return sorted(pairs)


def _pair(items: Sequence[Item], left: list[int], right: list[int]) -> Pairs:
    """The pairs of two lists of positions."""
    lefts, rights = [items[each] for each in left], [items[each] for each in right]
    table = likenesses(lefts, rights, weights_of([*lefts, *rights]))
    return [(left[one], right[other]) for one, other in assigned(table, lefts, rights)]


def _pair_one_list(references: Sequence[Reference]) -> Pairs:
    """The pairs inside one list: of its blocks, or of entries in turn; whichever are more."""
    if len(references) < 2:
        return []
    items = [item(reference.raw) for reference in references]
    if starts := _restarts(references):
        return _pair_blocks(items, starts)
    ways = (_pair_in_turn(items), _pair_halves(items), _pair_blocks(items, _returns(items)))
    return max(ways, key=len)


def _pair_blocks(items: list[Item], starts: list[int]) -> Pairs:
    """The pairs of the blocks that start at these places and at the first, if enough of each find a partner."""
    ends = [*starts[: _MOST_LISTS - 1], len(items)]
    first, *others = ([*range(i, j)] for i, j in pairwise([0, *ends]))
    if not starts or len(first) * sum(map(len, others)) > _MOST_COMPARED:
        return []
    pairs = _pair_several(items, first, others)
    rights = {right for _, right in pairs}
    covered = (
        len(rights.intersection(other)) >= _COVERED * min(len(first), len(other))
        for other in others
    )
    return pairs if all(covered) else []


def _returns(items: list[Item]) -> list[int]:
    """Where the first entry comes again, in a list that comes three times or more; else nothing."""
    if len(items) > _LONGEST:
        return []
    head = items[0]
    (row,) = likenesses(items[:1], items, weights_of(items))
    places = [
        at
        for at, (likeness, entry) in enumerate(zip(row, items, strict=True))
        if at and likeness >= _CONVINCING and head.first == entry.first
        if not contradict(head, entry)
    ]
    sizes = [end - start for start, end in pairwise([0, *places, len(items)])]
    return places if len(sizes) > 2 and 1 < max(sizes) <= min(sizes) / _COVERED else []


def _pair_in_turn(items: Sequence[Item]) -> Pairs:
    """Entries that stand behind one another in two or three languages, if most that can have others have them.

    In one script only a list that consists of such entries is one.
    """
    weights = weights_of(items)
    gains = [_gain(one, other, weights) for one, other in pairwise(items)]
    groups = [group for group in _groups(gains) if len(group) > 1]
    if len(items) < _FEWEST or sum(map(len, groups)) < _REPEATED * len(items):
        scripts = [one.native != other.native for one, other in pairwise(items)]
        gains = [gain * two for gain, two in zip(gains, scripts, strict=True)]
        groups = [group for group in _groups(gains) if len(group) > 1]
        native = sum(entry.native for entry in items)
        if len(groups) < _COVERED * min(native, len(items) - native):
            return []
    return [(group[0], place) for group in groups for place in group[1:]]


def _gain(one: Item, other: Item, weights: dict[str, float]) -> float:
    """What it is worth to take a neighbour for the translation: nothing without an author or a place in common."""
    named = bool(one.first) and one.first == other.first
    if contradict(one, other) or not (named or same_place(one, other)):
        return 0.0
    return max(0.0, likenesses([one], [other], weights)[0][0] + _NEXT - ALIGNED)


def _groups(gains: Sequence[float]) -> list[range]:
    """The parting of a list into groups of one to three neighbours that gain most together."""
    best, size = [0.0] * (len(gains) + 2), [1] * (len(gains) + 1)
    for i in range(len(gains) - 1, -1, -1):
        options = [(best[i + 1], 1)]
        for length in range(2, min(_MOST_FORMS, len(gains) - i + 1) + 1):
            inside = gains[i : i + length - 1]
            if min(inside) > 0:
                options.append((best[i + length] + sum(inside), length))
        best[i], size[i] = max(options)
    groups, i = [], 0
    while i < len(size):
        groups.append(range(i, i + size[i]))
        i += size[i]
    return groups


def _pair_halves(items: list[Item]) -> Pairs:
    """The pairs of two blocks of like size, or none if no cut makes two lists of it."""
    parted = _cuts(items)
    cuts = sorted(parted)
    if not cuts or cuts[-1] * (len(items) - cuts[0]) > _MOST_COMPARED:
        return []
    two_scripts = len({entry.native for entry in items}) > 1
    if not (two_scripts or _repeats(items)):
        return []
    first = cuts[0]
    table = likenesses(items[: cuts[-1]], items[first:], weights_of(items))
    if not _may_cover(table, cuts, len(items)):
        return []
    blocks = {cut: [row[cut - first :] for row in table[:cut]] for cut in cuts}
    likely = {max(cuts, key=lambda cut: total_gain(blocks[cut])), max(cuts, key=parted.__getitem__)}
    found = {cut: assigned(blocks[cut], items[:cut], items[cut:]) for cut in sorted(likely)}
    cut, pairs = max(found.items(), key=lambda each: len(each[1]))
    sure = [pair for pair in pairs if _is_sure(blocks[cut], items, cut, pair, two_scripts)]
    share = _COVERED if two_scripts else _REPEATED
    if len(sure) < share * min(cut, len(items) - cut):
        return []
    # one language all through: only what says itself over again is two
    return [(left, right + cut) for left, right in (pairs if two_scripts else sure)]


def _is_sure(
    table: Table, items: list[Item], cut: int, pair: tuple[int, int], two_scripts: bool
) -> bool:
    left, right = pair
    one, other = items[left], items[cut + right]
    if contradict(one, other):
        return False
    placed = one.first == other.first and same_place(one, other)
    return placed or table[left][right] >= (_CONVINCING if two_scripts else SURE)


def _may_cover(table: Table, cuts: Sequence[int], count: int) -> bool:
    """Whether enough items may find a partner at some cut: each is like some other, or stands between two that are."""
    hopeful = list(accumulate(max(row) > HOPELESS for row in table))
    return any(2 * hopeful[cut - 1] + 1 >= _COVERED * min(cut, count - cut) for cut in cuts)


def _restarts(references: Sequence[Reference]) -> list[int]:
    """Where the printed numbers begin again with 1."""
    numbers = (_LEADING.match(reference.raw) for reference in references)
    return [at for at, match in enumerate(numbers) if at and match and match.group(1) == "1"]


def _cuts(items: Sequence[Item]) -> dict[int, float]:
    """Where a list may fall into two blocks of like size, one in Latin letters; of a long list the best place.

    With each cut how well it parts the scripts, 0..1.
    """
    count = len(items)
    latin = list(accumulate((not entry.native for entry in items), initial=0))
    shares = {
        cut: (latin[cut] / cut, (latin[count] - latin[cut]) / (count - cut))
        for cut in range(1, count)
        if 0.6 <= cut / (count - cut) <= 1.6
    }
    cuts = {cut: abs(a - b) for cut, (a, b) in shares.items() if max(a, b) >= _ONE_SCRIPT}
    if count <= _LONGEST or not cuts:
        return cuts
    best = max(cuts, key=cuts.__getitem__)
    return {best: cuts[best]}


def _repeats(items: Sequence[Item]) -> bool:
    """Whether most items share their years and first word or pages with another: told before anything is compared."""
    if len(items) < _FEWEST:
        return False
    named = Counter((entry.first, entry.years) for entry in items)
    placed = Counter((entry.pages, entry.total, entry.years) for entry in items)
    repeated = sum(
        named[entry.first, entry.years] > 1 or placed[entry.pages, entry.total, entry.years] > 1
        for entry in items
    )
    return repeated >= _REPEATED * len(items)
