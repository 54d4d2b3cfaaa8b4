"""How fast deduplication compares, and what the cheap first look costs in recall.

Usage: ``python -m benchmarks.dedupe_speed FOLDER…``. For each labelled set: candidate pairs a record, candidate recall
before and after :func:`worth_comparing`, the true pairs that it alone loses although the full score would keep them,
and pairs a second of processor time, for the first look, the full comparison and both together.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.dedupe.features import evidence, features
from indexer.dedupe.model import probability, shipped_model
from indexer.dedupe.prefilter import worth_comparing
from indexer.dedupe.scoring import REVIEW_THRESHOLD, compare
from indexer.evaluate.dedupe import Pair, candidates, read_dedupe_set
from indexer.profiles import Profile


def measure(folder: Path) -> dict[str, object]:
    """The figures of one set."""
    labelled = read_dedupe_set(folder)
    profiles = labelled.profiles()
    pairs = sorted(candidates(profiles))
    wanted = labelled.wanted()
    looked = _rate(pairs, profiles, worth_comparing)
    kept = [(a, b) for a, b in pairs if worth_comparing(profiles[a], profiles[b])]
    dropped = sorted((wanted & set(pairs)) - set(kept))
    would_keep = [p for p in dropped if _full(profiles[p[0]], profiles[p[1]]) >= REVIEW_THRESHOLD]
    return {
        "set": folder.name,
        "candidates a record": round(len(pairs) / len(profiles), 1),
        "compared in full": round(len(kept) / len(pairs), 3),
        "candidate recall": round(len(wanted & set(pairs)) / len(wanted), 4),
        "after the first look": round(len(wanted & set(kept)) / len(wanted), 4),
        "lost by the first look alone": len(would_keep),
        "first looks/s": looked,
        "full comparisons/s": _rate(kept, profiles, compare),
        "pairs/s": _rate(pairs, profiles, compare),
    }


def _full(left: Profile, right: Profile) -> float:
    values = features(left, right, evidence(left, right))
    return probability(shipped_model().log_odds(values))


def _rate(
    pairs: Sequence[Pair], profiles: Sequence[Profile], call: Callable[[Profile, Profile], object]
) -> int:
    chosen = pairs[:: max(1, len(pairs) // 20_000)]
    started = time.process_time()
    for left, right in chosen:
        call(profiles[left], profiles[right])
    return round(len(chosen) / (time.process_time() - started))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(measure(Path(name)))
