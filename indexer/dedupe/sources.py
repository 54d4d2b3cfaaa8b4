"""Curated sources: those that hold a work only once, so that two of their records are two works.

A curated base may well have two records with one title ("Editor's notes" of each issue, a paper at a conference and
again in a journal); what another base merges with the one it must not merge with the other. Whether a source is
curated is a property of the data, found without labels: of the records of a curated source hardly any scores as the
same as another of its own, while a source that was put together from others, or typed in by its users, holds plenty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from indexer.dedupe.clustering import Edge

CURATED_SHARE = 0.1
"""A source is curated while fewer of its records than this look like another of its own. Between the sources seen:
curated ones reach 0.07 (recurring columns, conference and journal versions), others begin at 0.35."""
ENOUGH = 100
"""Of smaller sources nothing is said: that none of twenty records has a double is no sign of care."""
VETO = "curated-source"


def curated_sources(records: Mapping[str, int], repeated: Mapping[str, int]) -> frozenset[str]:
    """The sources that are curated.

    ``records``: how many records each source has; ``repeated``: how many of them are in a pair inside the source that
    would merge (score over the threshold, no veto).
    """
    return frozenset(
        source
        for source, count in records.items()
        if source and count >= ENOUGH and repeated.get(source, 0) < CURATED_SHARE * count
    )


def kept_apart(
    members: Iterable[int],
    source_of: Mapping[int, str],
    curated: Collection[str],
    identified: Collection[tuple[int, int]] = (),
) -> Iterator[Edge]:
    """The vetoes that hold the records of one curated source apart, for :func:`indexer.dedupe.clustering.cluster`.

    ``identified`` are pairs (smaller first) that share an identifier: these may merge even there.
    """
    by_source: dict[str, list[int]] = {}
    for member in sorted(set(members)):
        source = source_of.get(member, "")
        if source in curated:
            by_source.setdefault(source, []).append(member)
    for group in by_source.values():
        for left, right in combinations(group, 2):
            if (left, right) not in identified:
                yield Edge(left, right, 0.0, VETO)
