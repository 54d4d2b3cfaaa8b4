"""Pairs the items of a "Литература" and a "References" list that cite the same work, so that none counts twice.

Items are compared by what survives translation and romanisation: folded words (surnames, transliterated
titles), numbers (years, pages, volumes) and addresses. The lists usually run in one order, and then the best
monotone alignment is taken; lists sorted anew, each by its own alphabet, are paired only where both sides are sure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import log
from typing import NamedTuple

import msgspec

from indexer.references.dates import dates
from indexer.text.folding import skeleton
from indexer.text.printed import folded_text, native_and_latin, squeeze
from schemas import Reference
from schemas.identifiers import find_dois

Pairs = list[tuple[int, int]]

ALIGNED = 0.55
"""Likeness from which two items in the order of their lists are a pair."""
SURE = 1.1
"""Likeness from which two items are a pair against the order of the lists."""
_IN_PLACE = 0.15  # likeness that the same place in both lists adds
_HOPELESS = ALIGNED - _IN_PLACE - 0.01  # likeness at which nothing is a pair by itself
_COVERED = 0.5  # share of the smaller half that must pair before one list counts as two
_FEWEST = 6  # items of a list in one script that may be two: a single entry may be listed twice by mistake
_REPEATED = 0.8  # the same for a list in one script
_KEEPS_ORDER = 0.75  # share of the sure pairs that must be in one order
_LONGEST = 160  # items of a list that is searched for two blocks
_MOST_COMPARED = 400_000  # pairs of items: two lists of over six hundred
_MOST_LISTS = 8
_LEADING = re.compile(r"^\s*[\[(]?\s*(\d{1,3})\s?[\]).]")
_FIRST_WORD, _SOME_YEAR = re.compile(r"[^\W\d_]{3,}"), re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


class Item(msgspec.Struct, frozen=True):
    """What is compared of one reference: its words as consonant skeletons, its numbers, its years and its DOIs."""

    words: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    dois: frozenset[str]
    first: str


def pair_lists(references: Sequence[Reference]) -> Pairs:
    """Positions in the sequence of the items that cite the same work, each item at most once.

    The first list is paired with each other list. Two blocks inside one list are told apart where the numbering starts
    again or the script changes, and only if at least half of the smaller block then finds its partner. Lists that are
    far longer than any seen are not paired: that takes their product.
    """
    lists = _lists(references)
    if len(lists) < 2:
        return _pair_blocks(references)
    first, *others = lists[:_MOST_LISTS]
    if len(first) * sum(map(len, others)) > _MOST_COMPARED:
        return []
    return sorted({pair for other in others for pair in _pair(references, first, other)})


def item(raw: str) -> Item:
    """The comparable side of a reference."""
    words = folded_text(raw).split()
    letters = [skeleton(word) for word in words if not word[0].isdigit() and len(word) > 2]
    return Item(
        words=frozenset(word for word in letters if len(word) > 2),
        numbers=frozenset(word for word in words if word[0].isdigit()),
        years=frozenset(match.group(1) for match in dates(squeeze(raw))),
        dois=frozenset(find_dois(raw)),
        first=next(iter(letters), ""),
    )


class _Weighed(NamedTuple):
    """An item, and what its words and its numbers weigh together."""

    item: Item
    words: float
    numbers: float


def _likenesses(
    lefts: Sequence[Item], rights: Sequence[Item], weights: dict[str, float]
) -> list[list[float]]:
    """How alike each of the one is to each of the other."""
    columns = [_weighed(item, weights) for item in rights]
    rows = (_weighed(item, weights) for item in lefts)
    return [[_likeness(row, column, weights) for column in columns] for row in rows]


def _weighed(item: Item, weights: dict[str, float]) -> _Weighed:
    words, numbers = (sum(map(weights.__getitem__, part)) for part in (item.words, item.numbers))
    return _Weighed(item, words, numbers)


def _likeness(left: _Weighed, right: _Weighed, weights: dict[str, float]) -> float:
    """How much speaks for one work, about 0 (nothing) to 3; below 0 something speaks against it."""
    one, other = left.item, right.item
    score = 0.0
    if one.dois and other.dois:
        if one.dois & other.dois:
            return 3.0
        score = -0.7  # differing DOIs may be a slip of one of the two lists
    if words := one.words & other.words:
        score += 2 * _share(words, min(left.words, right.words), weights)
    if numbers := one.numbers & other.numbers:
        score += 0.8 * _share(numbers, min(left.numbers, right.numbers), weights)
    if one.first and one.first == other.first:
        score += 0.3
    if one.years and other.years:
        score += -0.9 if one.years.isdisjoint(other.years) else 0.2
    return score


def _lists(references: Sequence[Reference]) -> list[list[int]]:
    lists: dict[str, list[int]] = {}
    for position, reference in enumerate(references):
        lists.setdefault(reference.list_id, []).append(position)
    return list(lists.values())


def _pair_blocks(references: Sequence[Reference]) -> Pairs:
    """The pairs of two blocks inside one list, or none if no cut makes two lists of it."""
    restart = _restart(references)
    cuts = [restart] if restart else _cuts(references)
    if not cuts or cuts[-1] * (len(references) - cuts[0]) > _MOST_COMPARED:
        return []
    two_scripts = _two_scripts(references)
    if not (restart or two_scripts or _repeats(references)):
        return []
    items = [item(reference.raw) for reference in references]
    first = cuts[0]
    table = _likenesses(items[: cuts[-1]], items[first:], _weights(items))
    if not _may_cover(table, cuts, len(items)):
        return []
    blocks = {cut: [row[cut - first :] for row in table[:cut]] for cut in cuts}
    cut = max(cuts, key=lambda cut: _total_gain(blocks[cut]))
    pairs = _pairs_of(blocks[cut], items[:cut], items[cut:])
    smaller = min(cut, len(items) - cut)
    if not restart and not two_scripts:
        # one language all through: only a list that says itself over again is two
        pairs = [(left, right) for left, right in pairs if blocks[cut][left][right] >= SURE]
        smaller = round(smaller * _REPEATED / _COVERED)
    covered = len(pairs) >= _COVERED * smaller
    return [(left, right + cut) for left, right in pairs] if covered else []


def _may_cover(table: list[list[float]], cuts: Sequence[int], count: int) -> bool:
    """Whether enough items may find a partner at some cut: each is like some other, or stands between two that are."""
    hopeful = list(accumulate(max(row) > _HOPELESS for row in table))
    return any(2 * hopeful[cut - 1] + 1 >= _COVERED * min(cut, count - cut) for cut in cuts)


def _restart(references: Sequence[Reference]) -> int | None:
    """Where the printed numbers begin again with 1."""
    for position, reference in enumerate(references):
        match = _LEADING.match(reference.raw)
        if position and match and match.group(1) == "1":
            return position
    return None


def _cuts(references: Sequence[Reference]) -> list[int]:
    """Where a list may fall into two blocks of like size; none for a long list."""
    count = len(references)
    if count > _LONGEST:
        return []
    return [cut for cut in range(1, count) if 0.6 <= cut / (count - cut) <= 1.6]


def _repeats(references: Sequence[Reference]) -> bool:
    """Whether most items share their first word and year with another: told before anything is compared."""
    if len(references) < _FEWEST:
        return False
    counts = Counter(
        (first.group() if first else "", year.group() if year else "")
        for entry in references
        for first, year in [(_FIRST_WORD.search(entry.raw), _SOME_YEAR.search(entry.raw))]
    )
    return sum(count for count in counts.values() if count > 1) >= _REPEATED * len(references)


def _two_scripts(references: Sequence[Reference]) -> bool:
    counts = (native_and_latin(entry.raw) for entry in references)
    return len({native > latin for native, latin in counts}) > 1


def _pair(references: Sequence[Reference], left: list[int], right: list[int]) -> Pairs:
    """The pairs of two lists of positions."""
    lefts = [item(references[position].raw) for position in left]
    rights = [item(references[position].raw) for position in right]
    weights = _weights([*lefts, *rights])
    table = _likenesses(lefts, rights, weights)
    return sorted((left[one], right[other]) for one, other in _pairs_of(table, lefts, rights))


def _pairs_of(table: list[list[float]], lefts: list[Item], rights: list[Item]) -> Pairs:
    """The pairs of two lists: by order where they keep one order, else only what is each other's best."""
    mutual = _mutual(table, [], ALIGNED + 0.15)
    if _in_order(mutual) < _KEEPS_ORDER * len(mutual):
        return mutual
    pairs = _aligned(table)
    pairs += _mutual(table, pairs, SURE)
    return sorted(pairs + _between(table, lefts, rights, sorted(pairs)))


def _in_order(pairs: Pairs) -> int:
    """The greatest number of the pairs that keep one order (longest increasing run of right sides)."""
    tails: list[int] = []
    for _, right in sorted(pairs):
        at = bisect_left(tails, right)
        tails[at : at + 1] = [right]
    return len(tails)


def _weights(items: list[Item]) -> dict[str, float]:
    """Rare words say more: the inverse frequency over both lists, a word of one pair weighing 1."""
    counts = Counter(word for entry in items for word in entry.words | entry.numbers)
    scale = log(1 + len(items) / 2)
    return {word: log(1 + len(items) / max(count, 2)) / scale for word, count in counts.items()}


def _share(shared: frozenset[str], smaller: float, weights: dict[str, float]) -> float:
    """Weighted share of the smaller side that both have; few words count less."""
    return sum(map(weights.__getitem__, shared)) / (smaller + 1.0)


def _aligned(table: list[list[float]]) -> Pairs:
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


def _gain(table: list[list[float]], i: int, j: int) -> float:
    """Likeness above the threshold, a little more on the diagonal."""
    return table[i][j] - ALIGNED + (_IN_PLACE if i == j else 0.0)


def _total_gain(table: list[list[float]]) -> float:
    return sum(_gain(table, i, j) for i, j in _aligned(table))


def _mutual(table: list[list[float]], pairs: Pairs, threshold: float) -> Pairs:
    """Items not yet paired that are each other's best and alike enough."""
    used_rows, used_columns = {i for i, _ in pairs}, {j for _, j in pairs}
    rows = [i for i in range(len(table)) if i not in used_rows]
    columns = [j for j in range(len(table[0]) if table else 0) if j not in used_columns]
    found = []
    for i in rows:
        j = max(columns, key=lambda column: table[i][column], default=None)
        if (
            j is not None
            and table[i][j] >= threshold
            and i == max(rows, key=lambda row: table[row][j])
        ):
            found.append((i, j))
    return found


def _between(
    table: list[list[float]], lefts: list[Item], rights: list[Item], pairs: Pairs
) -> Pairs:
    """Items alone on both sides between two pairs of neighbours: a translated title leaves nothing else to go by."""
    ends = [(-1, -1), *pairs, (len(lefts), len(rights))]
    taken_left, taken_right = {i for i, _ in pairs}, {j for _, j in pairs}
    found = []
    for (i, j), (k, m) in pairwise(ends):
        if (
            k - i == m - j == 2
            and i + 1 not in taken_left
            and j + 1 not in taken_right
            and table[i + 1][j + 1] > -0.3
            and _undisputed(lefts[i + 1], rights[j + 1])
        ):
            found.append((i + 1, j + 1))
    return found


def _undisputed(left: Item, right: Item) -> bool:
    """The years do not differ, and something at all is shared where there are years to share."""
    return not (left.years and right.years) or bool(left.years & right.years)
