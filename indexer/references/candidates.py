"""Which works are worth validating for a reference: those that share most with it, rare keys before common ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from math import log2

from indexer.dedupe.blocking import MAX_BLOCK

MOST = 50
"""Works that are validated for one reference; those that share as much as the last one are validated too."""


def strongest(blocks: Iterable[Collection[int]]) -> list[int]:
    """The works to validate, ascending, out of the blocks that the reference's usable keys open.

    A function of the blocks alone, whatever their order. A block changes only when a work gains or loses its key, and
    then every reference with that key is matched again: so an increment ranks as a rebuild does.
    """
    shared: defaultdict[int, int] = defaultdict(int)
    for block in blocks:
        weight = _weight(len(block))
        for work in block:
            shared[work] += weight
    if len(shared) <= MOST:
        return sorted(shared)
    least = sorted(shared.values(), reverse=True)[MOST - 1]
    return sorted(work for work, weight in shared.items() if weight >= least)


def _weight(size: int) -> int:
    """What a key says that so many works have; whole numbers, so that sums do not depend on their order."""
    return 16 + round(16 * log2(max(1.0, MAX_BLOCK / max(1, size))))
