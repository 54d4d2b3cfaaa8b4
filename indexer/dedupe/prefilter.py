"""Passes over pairs that no full comparison could find alike, at a few microseconds a pair.

Blocking is generous, so most candidate pairs share a word or an author and nothing else. Two titles that have neither
their letters nor their words in common are two publications, unless an identifier or the page in the journal says
otherwise (translated titles); so are titles that are merely similar if no author is shared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.dedupe.side_by_side import Mask, Pairs, side_by_side
from indexer.profiles.profile import Profile

_TOGETHER = 1000  # pairs
_LETTERS, _WORDS = 0.6, 0.5
"""Shares of letters and of words (of the title with fewer) from which titles have something in common."""
_LETTERS_OF_OTHERS, _WORDS_OF_OTHERS = 0.8, 0.9
"""The same if both sides name their people and share none."""


def worth_comparing(left: Profile, right: Profile) -> bool:
    """Whether a full comparison may find the two alike; the order of the two does not matter.

    False only if :func:`indexer.dedupe.scoring.compare` would score below its review threshold; the share of labelled
    duplicates for which that fails is measured by ``python -m benchmarks.dedupe_speed``.
    """
    return bool(all_worth_comparing(side_by_side([(left, right)]))[0])


def which_are_worth(pairs: Sequence[tuple[Profile, Profile]]) -> list[bool]:
    """The same for each of any number of pairs."""
    parts = (pairs[start : start + _TOGETHER] for start in range(0, len(pairs), _TOGETHER))
    return [worth for part in parts for worth in all_worth_comparing(side_by_side(part)).tolist()]


def all_worth_comparing(pairs: Pairs) -> Mask:
    """The same for each of the pairs that stand side by side."""
    untitled = (pairs.one.titles == 0) | (pairs.other.titles == 0)
    neighbours = pairs.same("volume") & pairs.same("issue") & pairs.same("year")
    strangers = (pairs.one.people > 0) & (pairs.other.people > 0) & ~pairs.acquainted
    likeness = np.zeros(len(pairs.place))
    np.maximum.at(likeness, pairs.titles.pair, pairs.titles.likeness)
    found: Mask = untitled | pairs.sharing_identifiers() | pairs.same("first_page")
    found |= pairs.acquainted & neighbours
    found |= likeness >= np.where(strangers, _LETTERS_OF_OTHERS, _LETTERS)
    for each in np.flatnonzero(~found).tolist():
        mine, yours = pairs.left[each].words, pairs.right[each].words
        wanted = _WORDS_OF_OTHERS if strangers[each] else _WORDS
        found[each] = len(mine & yours) >= wanted * min(len(mine), len(yours))
    return found
