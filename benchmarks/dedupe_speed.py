"""How fast deduplication compares, and what the cheap first look costs in recall.

Usage: ``python -m benchmarks.dedupe_speed FOLDER…``. For each labelled set: candidate pairs a record, candidate recall
before and after :func:`which_are_worth`, the true pairs that it alone loses although the full score would keep them,
and pairs a second of processor time, for the first look and for the whole comparison.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import compress
from pathlib import Path

from indexer.dedupe.features import evidence, features
from indexer.dedupe.model import probability, shipped_model
from indexer.dedupe.prefilter import which_are_worth
from indexer.dedupe.scoring import REVIEW_THRESHOLD, compare_all
from indexer.evaluate.dedupe import candidates, read_dedupe_set
from indexer.profiles.profile import Profile

_TOGETHER = 1000


def measure(folder: Path) -> dict[str, object]:
    """The figures of one set."""
    labelled = read_dedupe_set(folder)
    profiles = labelled.profiles()
    pairs = sorted(candidates(profiles))
    wanted = labelled.wanted()
    both = [(profiles[a], profiles[b]) for a, b in pairs]
    kept = list(compress(pairs, which_are_worth(both)))
    dropped = sorted((wanted & set(pairs)) - set(kept))
    would_keep = [p for p in dropped if _full(profiles[p[0]], profiles[p[1]]) >= REVIEW_THRESHOLD]
    return {
        "set": folder.name,
        "candidates a record": round(len(pairs) / len(profiles), 1),
        "passed by the first look": round(len(kept) / len(pairs), 3),
        "candidate recall": round(len(wanted & set(pairs)) / len(wanted), 4),
        "after the first look": round(len(wanted & set(kept)) / len(wanted), 4),
        "lost by the first look alone": len(would_keep),
        "first looks/s": _rate(both, which_are_worth),
        "pairs/s": _rate(both, partial(compare_all, least=REVIEW_THRESHOLD)),
    }


def _full(left: Profile, right: Profile) -> float:
    values = features(left, right, evidence(left, right))
    return probability(shipped_model().log_odds(values))


def _rate(
    pairs: Sequence[tuple[Profile, Profile]],
    call: Callable[[Sequence[tuple[Profile, Profile]]], object],
) -> int:
    """Pairs a second, in bundles as the index has them."""
    started = time.process_time()
    for start in range(0, len(pairs), _TOGETHER):
        call(pairs[start : start + _TOGETHER])
    return round(len(pairs) / (time.process_time() - started))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(measure(Path(name)))
