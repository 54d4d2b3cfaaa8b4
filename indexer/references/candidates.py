"""Which works are worth validating for a reference: those that share enough with it, the most telling keys first.

How telling a key is depends on its kind alone, never on how many works have it now; so whether a work is a candidate
depends on the two themselves and on which blocks are too large to use. A work that comes or goes therefore concerns
those references only that share enough with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from schemas.ids import hash63

MOST = 16
"""Works that are validated for one reference at most; of those that share as much, the lower numbers."""

ENOUGH = 6
"""What the shared keys have to come to: an identifier, a whole title, a place, or two weaker keys of any kind."""

SEARCH = 3
"""The strength of search keys (:mod:`indexer.references.search_keys`), and of no other: it tells them in a table."""

_STRENGTH = {
    "doi": 15, "edn": 15, "id": 15,  # identifiers
    "t": 12,  # a whole title
    "p": 8, "a": 8,  # host or author, with year or volume and first page
    "s": 6,  # the beginning of a title
    "x": SEARCH,
    "c": 0,  # grounds of cited-only works: no held work has one
}  # fmt: skip
_WEAK = 4  # any other kind: two words of a title, a word and a surname, two surnames and a year
STRENGTH_BITS = 0b1111
"""The bits of a hashed key that say how telling it is."""


def hashed(keys: Iterable[str]) -> set[int]:
    """Keys as whole numbers of 63 bits, whose lowest four say how telling they are (:func:`strength`)."""
    return {
        hash63(key) & ~STRENGTH_BITS | _STRENGTH.get(key.partition(":")[0], _WEAK) for key in keys
    }


def strength(key: int) -> int:
    """How telling a hashed key is, 0..15."""
    return key & STRENGTH_BITS


def strongest(keys: Iterable[int], blocks: Mapping[int, Collection[int]]) -> list[int]:
    """The works to validate, ascending, for a reference with these hashed keys; ``blocks``: who has a usable key."""
    shared: defaultdict[int, int] = defaultdict(int)
    for key in keys:
        block = blocks.get(key)
        if block:
            telling = strength(key)
            for work in block:
                shared[work] += telling
    enough = [(-telling, work) for work, telling in shared.items() if telling >= ENOUGH]
    return sorted(work for _, work in sorted(enough)[:MOST])
