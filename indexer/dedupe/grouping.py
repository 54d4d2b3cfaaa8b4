"""Clusters scored pairs in memory, as the pipeline's stage "cluster" does in the catalogue: component by component."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from indexer.dedupe.clustering import Edge, Judgement, cluster
from indexer.dedupe.prepared import prepared
from indexer.dedupe.scoring import MERGE_THRESHOLD, veto_of
from indexer.dedupe.sources import curated_sources, kept_apart
from indexer.profiles import Profile

COMPARE_ALL = 64
"""Up to this size every pair inside a component is looked at for vetoes, not only those that share a key."""


def clustered(profiles: Sequence[Profile], edges: Iterable[Edge]) -> list[int]:
    """The cluster number of each profile (by position), out of the scored pairs that were worth keeping.

    Which sources are curated is taken from the same pairs; their records are held apart.
    """
    kept = {(edge.left, edge.right): edge for edge in edges}
    curated = curated_sources(*source_counts(profiles, kept.values()))
    found = [0] * len(profiles)
    groups = (
        group
        for members, inside in _components(len(profiles), kept)
        for group in cluster_component(members, inside, profiles, curated)
    )
    for number, group in enumerate(sorted(groups)):
        for position in group:
            found[position] = number
    return found


def source_counts(
    profiles: Sequence[Profile], edges: Iterable[Edge]
) -> tuple[Counter[str], Counter[str]]:
    """How many records each source has, and how many of them would merge with another of their own source."""
    repeated: set[int] = set()
    for edge in edges:
        if _may_merge(edge) and profiles[edge.left].source == profiles[edge.right].source:
            repeated.update((edge.left, edge.right))
    records = Counter(profile.source for profile in profiles)
    return records, Counter(profiles[position].source for position in repeated)


def _may_merge(edge: Edge) -> bool:
    return edge.veto is None and edge.score >= MERGE_THRESHOLD


def _components(
    count: int, edges: Mapping[tuple[int, int], Edge]
) -> Iterator[tuple[list[int], dict[tuple[int, int], Edge]]]:
    """What links that may merge connect, with all edges inside."""
    root = list(range(count))

    def find(position: int) -> int:
        while root[position] != position:
            root[position] = root[root[position]]
            position = root[position]
        return position

    for edge in edges.values():
        if _may_merge(edge):
            one, other = sorted((find(edge.left), find(edge.right)))
            root[other] = one
    members: dict[int, list[int]] = defaultdict(list)
    for position in range(count):
        members[find(position)].append(position)
    inside: dict[int, dict[tuple[int, int], Edge]] = defaultdict(dict)
    for both, edge in edges.items():
        if find(both[0]) == find(both[1]):
            inside[find(both[0])][both] = edge
    yield from ((group, inside[key]) for key, group in members.items())


def cluster_component(
    members: Collection[int],
    inside: Mapping[tuple[int, int], Edge],
    profiles: Mapping[int, Profile] | Sequence[Profile],
    curated: Collection[str],
    judgements: Iterable[Judgement] = (),
) -> list[tuple[int, ...]]:
    """The works of one connected component: its scored pairs, the vetoes between any two members, and judgements.

    ``inside`` are the component's scored pairs by (smaller, larger) member; ``profiles`` has every member's.
    """
    members = sorted(members)
    if len(members) == 1:
        return [(members[0],)]
    pairs = list(combinations(members, 2)) if len(members) <= COMPARE_ALL else []
    vetoes = [
        Edge(*both, 0.0, veto)
        for both in pairs
        if both not in inside and (veto := veto_of(profiles[both[0]], profiles[both[1]], None))
    ]
    identified = {
        both
        for both, edge in inside.items()
        if edge.veto is None and _share_identifier(profiles[both[0]], profiles[both[1]])
    }
    apart = kept_apart(members, {m: profiles[m].source for m in members}, curated, identified)
    weights = {member: _weight(profiles[member], curated) for member in members}
    return cluster(members, [*inside.values(), *vetoes, *apart], judgements, weights=weights)


def _weight(profile: Profile, curated: Collection[str]) -> float:
    """How much a record's scores count among its cluster's: the square of how much it says, twice if it is curated.

    Damaged records agree with the whole record of their work and not with each other, so whole ones count more.
    """
    said = (profile.container, profile.people, profile.first_page, profile.year, profile.year)
    return float((1 + sum(map(bool, said))) ** 2 * (2 if profile.source in curated else 1))


def _share_identifier(left: Profile, right: Profile) -> bool:
    return bool(prepared(left).identifiers & prepared(right).identifiers)
