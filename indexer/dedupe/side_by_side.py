"""Many pairs at once: what both sides say as columns of numbers, and how alike the letters of their titles are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, Prefix
from rapidfuzz.process import cpdist

from indexer.dedupe.prepared import Prepared, Traits, prepared
from indexer.profiles.profile import Profile

Array: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

_UNTITLED = ("",)


class Titles(NamedTuple):
    """Each title of the one side with each of the other, a row each, by pair; one row where a side has no title.

    ``pair``: the pair's place. ``likeness``: of the letters, 0..1. ``length``: letters of the shorter title; 0, and no
    likeness, without titles. ``start``: letters that both begin with.
    """

    pair: NDArray[np.intp]
    likeness: Array
    length: Array
    start: Array


class Pairs(NamedTuple):
    """Pairs side by side.

    ``place``: where each stood among all pairs. ``acquainted``: whether a family name stands on both sides.
    """

    place: NDArray[np.intp]
    left: Sequence[Prepared]
    right: Sequence[Prepared]
    one: Traits[Numbers]
    other: Traits[Numbers]
    acquainted: Mask
    titles: Titles

    def only(self, chosen: Mask) -> Pairs:
        """These pairs alone."""
        where = np.flatnonzero(chosen).tolist()
        rows = chosen[self.titles.pair]
        number = np.cumsum(chosen) - 1
        return Pairs(
            self.place[chosen],
            [self.left[each] for each in where],
            [self.right[each] for each in where],
            Traits(*(column[chosen] for column in self.one)),
            Traits(*(column[chosen] for column in self.other)),
            self.acquainted[chosen],
            Titles(number[self.titles.pair[rows]], *(each[rows] for each in self.titles[1:])),
        )

    def same(self, trait: str) -> Mask:
        """Whether both say this, and the same."""
        one, other = getattr(self.one, trait), getattr(self.other, trait)
        return np.asarray((one == other) & (one != 0))

    def agreement(self, trait: str) -> Array:
        """1 where both say the same, −1 where they say different things, 0 where a side says nothing."""
        one, other = getattr(self.one, trait), getattr(self.other, trait)
        return np.where((one == 0) | (other == 0), 0.0, np.where(one == other, 1.0, -1.0))

    def sharing_identifiers(self) -> Mask:
        """Whether both have an identifier in common."""
        found = (self.one.identifiers > 0) & (self.other.identifiers > 0)
        for each in np.flatnonzero(found).tolist():
            mine, theirs = self.left[each].identifiers, self.right[each].identifiers
            found[each] = not mine.isdisjoint(theirs)
        return found


def side_by_side(pairs: Sequence[tuple[Profile, Profile]]) -> Pairs:
    """The pairs of profiles, in their order."""
    left = [prepared(one) for one, _ in pairs]
    right = [prepared(other) for _, other in pairs]
    return Pairs(
        place=np.arange(len(pairs)),
        left=left,
        right=right,
        one=_columns(left),
        other=_columns(right),
        acquainted=np.array(
            [not a.families.isdisjoint(b.families) for a, b in zip(left, right, strict=True)],
            dtype=np.bool_,
        ),
        titles=_titles(left, right),
    )


def _columns(side: Sequence[Prepared]) -> Traits[Numbers]:
    rows = np.frombuffer(b"".join([each.traits for each in side]), dtype=np.int64)
    return Traits(*rows.reshape(-1, len(Traits._fields)).T)


def _titles(left: Sequence[Prepared], right: Sequence[Prepared]) -> Titles:
    both = [
        (one.joined, other.joined) if one.joined and other.joined else (_UNTITLED, _UNTITLED)
        for one, other in zip(left, right, strict=True)
    ]
    mine = [title for one, other in both for title in one for _ in other]
    yours = [title for one, other in both for _ in one for title in other]
    rows = [len(one) * len(other) for one, other in both]
    likeness = cpdist(mine, yours, scorer=Indel.normalized_similarity, dtype=np.float64)
    length = np.minimum([*map(len, mine)], [*map(len, yours)], dtype=np.float64)
    start = cpdist(mine, yours, scorer=Prefix.similarity, dtype=np.float64)
    pair = np.repeat(np.arange(len(rows)), rows)
    return Titles(pair, np.where(length, likeness, 0.0), length, np.asarray(start))
