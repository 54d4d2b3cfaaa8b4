"""Passes over pairs that no full comparison could find alike, at a few microseconds a pair.

Blocking is generous, so most candidate pairs share a word or an author and nothing else. Two titles that have neither
their letters nor their words in common are two publications, unless an identifier or the page in the journal says
otherwise (translated titles); so are titles that are merely similar if no author is shared.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel

from indexer.dedupe.prepared import Prepared, prepared
from indexer.dedupe.translated import same_issue
from indexer.profiles import Profile

_LETTERS, _WORDS = 0.6, 0.5
"""Shares of letters and of words (of the title with fewer) from which titles have something in common."""
_LETTERS_OF_OTHERS, _WORDS_OF_OTHERS = 0.8, 0.9
"""The same if both sides name their people and share none."""
_ROUNDING = 1e-9  # of what two lengths allow at best


def worth_comparing(left: Profile, right: Profile) -> bool:
    """Whether a full comparison may find the two alike; the order of the two does not matter.

    False only if :func:`indexer.dedupe.scoring.compare` would score below its review threshold; the share of labelled
    duplicates for which that fails is measured by ``python -m benchmarks.dedupe_speed``.
    """
    one, other = prepared(left), prepared(right)
    if not (one.words and other.words) or not one.identifiers.isdisjoint(other.identifiers):
        return True
    if left.first_page and left.first_page == right.first_page:
        return True
    acquainted = not one.families.isdisjoint(other.families)
    if acquainted and same_issue(left, right):
        return True
    strangers = bool(one.families and other.families) and not acquainted
    letters, words = (_LETTERS_OF_OTHERS, _WORDS_OF_OTHERS) if strangers else (_LETTERS, _WORDS)
    shared = len(one.words & other.words) / min(len(one.words), len(other.words))
    return shared >= words or _alike(one, other, letters)


def _alike(one: Prepared, other: Prepared, letters: float) -> bool:
    return any(
        Indel.normalized_similarity(a, b, score_cutoff=letters) > 0
        for a in one.joined
        for b in other.joined
        if 2 * min(len(a), len(b)) > (letters - _ROUNDING) * (len(a) + len(b))
    )
