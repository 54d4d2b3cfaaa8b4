"""How many records are compared with each, and what is lost by not comparing more.

Usage: ``python -m benchmarks.candidates N-or-FOLDER…``: generated works in that number, or a labelled set. For several
limits of :mod:`indexer.keys.shared_by_records`: candidate pairs a record, and the share of the true pairs among them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.generator.citations import World
from benchmarks.generator.corpus import described
from indexer.evaluate.dedupe import Pair, candidates, read_dedupe_set
from indexer.keys import shared_by_records as rule
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile

_SEED = 7
_NEVER = 10_000  # years
_SIZES = ("FEW", "FEW_WORDS", "FEW_PLACES", "MAX_WEAK_BLOCK")
_LIMITS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "any key in common",
        dict.fromkeys(_SIZES, rule.MAX_BLOCK) | {"YEARS_APART": _NEVER},
    ),
    ("weak keys by their number, whatever the years", {"YEARS_APART": _NEVER}),
    ("as shipped", {}),
    ("smaller blocks of weak keys", {"MAX_WEAK_BLOCK": rule.MAX_WEAK_BLOCK // 2}),
    ("weak keys never alone", dict.fromkeys(_SIZES[:-1], 0)),
    ("telling keys only", {"MAX_WEAK_BLOCK": 0}),
)


def main(given: str) -> None:
    """Print the figures of one set, a line for each choice of limits."""
    profiles, wanted = _generated(int(given)) if given.isdecimal() else _labelled(Path(given))
    for name, limits in _LIMITS:
        with patch.multiple(rule, **limits) if limits else nullcontext():
            pairs = candidates(profiles)
        each, recall = len(pairs) / len(profiles), len(wanted & pairs) / len(wanted)
        print(f"{given}: {name}: {each:.1f} a record, candidate recall {recall:.4f}", flush=True)


def _labelled(folder: Path) -> tuple[list[Profile], set[Pair]]:
    labelled = read_dedupe_set(folder)
    return labelled.profiles(), labelled.wanted()


def _generated(works: int) -> tuple[list[Profile], set[Pair]]:
    world = World(_SEED, works, references=0, journals=max(20, works // 250))
    profiles: list[Profile] = []
    same: dict[int, list[int]] = defaultdict(list)
    for item in described(world, range(works)):
        same[item.work].append(len(profiles))
        profiles.append(record_profile(item.record, item.source))
    return profiles, {pair for group in same.values() for pair in combinations(group, 2)}


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(each)
