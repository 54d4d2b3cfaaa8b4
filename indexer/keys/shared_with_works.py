"""Which works are worth validating for a reference: those that share enough with it, the most telling keys first.

How telling a key is depends on its kind alone, never on how many works have it now; so whether a work is a candidate
depends on the two themselves and on which blocks are too large to use. A work that comes or goes therefore concerns
those references only that share enough with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from indexer.keys.strength import ENOUGH, strength

MOST = 16
"""Works that are validated for one reference at most; of those that share as much, the lower numbers."""
LEAST_OF_BEST = 4
"""Who shares less than one part in so many of what the best one shares is not validated.

``eaci evaluate matching`` finds the same with it on the labelled sets.
"""


def strongest(keys: Iterable[int], blocks: Mapping[int, Collection[int]]) -> list[int]:
    """The works to validate, ascending, for a reference with these hashed keys; ``blocks``: who has a usable key."""
    shared: defaultdict[int, int] = defaultdict(int)
    for key in keys:
        block = blocks.get(key)
        if block:
            telling = strength(key)
            for work in block:
                shared[work] += telling
    least = max(ENOUGH, max(shared.values(), default=0) / LEAST_OF_BEST)
    enough = [(-telling, work) for work, telling in shared.items() if telling >= least]
    return sorted(work for _, work in sorted(enough)[:MOST])
