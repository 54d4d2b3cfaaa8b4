"""Sorts the errors of deduplication into classes, each by a rule, so that a distance to a target can be explained.

Missed: two records of one work that ended in two. False: two records of two works that ended in one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from indexer.dedupe.prefilter import worth_comparing
from indexer.dedupe.scoring import MERGE_THRESHOLD, REVIEW_THRESHOLD, compare
from indexer.keys.blocking import record_keys
from indexer.keys.shared_by_records import near
from indexer.profiles.profile import Profile

Pair = tuple[int, int]


def error_classes(
    errors: Iterable[tuple[Pair, bool]], candidates: Collection[Pair], profiles: Sequence[Profile]
) -> dict[str, dict[str, int]]:
    """How many errors of each class, the most frequent first, as ``{"missed": {…}, "false": {…}}``.

    ``errors`` are wrong pairs (positions in ``profiles``) with whether they should be the same; ``candidates`` the
    pairs that share enough keys.
    """
    counts: dict[str, Counter[str]] = {"missed": Counter(), "false": Counter()}
    for pair, same in errors:
        left, right = profiles[pair[0]], profiles[pair[1]]
        if same:
            counts["missed"][missed_class(left, right, candidate=pair in candidates)] += 1
        else:
            counts["false"][false_class(left, right, candidate=pair in candidates)] += 1
    return {kind: dict(counter.most_common()) for kind, counter in counts.items()}


def missed_class(left: Profile, right: Profile, *, candidate: bool) -> str:
    """The first step of the way at which a pair that is one work was lost."""
    if not candidate:
        return _not_compared_class(left, right)
    if not worth_comparing(left, right):
        return "passed over by the first look"
    compared = compare(left, right)
    if compared.score < REVIEW_THRESHOLD:
        return "below the review threshold"
    if compared.veto:
        return f"veto {compared.veto}"
    if compared.score < MERGE_THRESHOLD:
        return "between review and merge threshold"
    return "above the threshold, parted by clustering"


def _not_compared_class(left: Profile, right: Profile) -> str:
    if set(record_keys(left)).isdisjoint(record_keys(right)):
        return "no shared key"
    if not near(left.year, right.year):
        return "years apart, and no telling key"
    return "shared keys too common"


def false_class(left: Profile, right: Profile, *, candidate: bool) -> str:
    """Whether a pair of two works was merged for its own score or for those of others in the cluster."""
    compared = compare(left, right) if candidate else None
    direct = compared and compared.veto is None and compared.score >= MERGE_THRESHOLD
    return "scored above the threshold" if direct else "joined through others"
