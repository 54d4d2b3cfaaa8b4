"""Clusters scored pairs in memory, as the pipeline's stage "cluster" does in the catalogue: component by component."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from indexer.dedupe.clustering import Edge, Judgement, cluster
from indexer.dedupe.mended import mended
from indexer.dedupe.prepared import prepared
from indexer.dedupe.scoring import compare_all, veto_of
from indexer.dedupe.sources import curated_sources, kept_apart
from indexer.dedupe.titles import likeness
from indexer.profiles.profile import Profile

COMPARE_ALL = 64
"""Up to this size every pair inside a component is compared, not only those whose keys or scores were worth keeping."""

_HOWEVER_LITTLE = 1e-14  # less than any score
_SAME_TITLE = 0.8
"""Letters from which two titles count as one here. Chosen among .6 to .8 by the left-out figures and generated sets."""

Pair = tuple[int, int]
Unkept = tuple[Pair, Profile, Profile]
"""A pair inside a component that scored too little to be kept, or that nobody compared."""
Scores = Callable[[Sequence[Unkept]], Sequence[float | None]]
"""What such pairs score; None for those that are not worth comparing."""


def scores_of_rest(pairs: Sequence[Unkept]) -> list[float | None]:
    """What pairs score by the shipped model, however little."""
    found = compare_all([(left, right) for _, left, right in pairs], least=_HOWEVER_LITTLE)
    return [each.score if each else None for each in found]


def clustered(
    profiles: Sequence[Profile], edges: Iterable[Edge], scores: Scores = scores_of_rest
) -> list[int]:
    """The cluster number of each profile (by position), out of the scored pairs that were worth keeping.

    Which sources are curated is taken from the same pairs; their records are held apart. ``scores``: of the others.
    """
    kept = {(edge.left, edge.right): edge for edge in edges}
    curated = curated_sources(*source_counts(profiles, kept.values()))
    found = [0] * len(profiles)
    groups = (
        group
        for members, inside in _components(len(profiles), kept)
        for group in cluster_component(members, inside, profiles, curated, scores=scores)
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
        if edge.may_merge and profiles[edge.left].source == profiles[edge.right].source:
            repeated.update((edge.left, edge.right))
    records = Counter(profile.source for profile in profiles)
    return records, Counter(profiles[position].source for position in repeated)


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
        if edge.may_merge:
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
    scores: Scores = scores_of_rest,
) -> list[tuple[int, ...]]:
    """The works of one connected component: its scored pairs, the vetoes between any two members, and judgements.

    ``inside`` are the component's scored pairs by (smaller, larger) member; ``profiles`` has every member's.
    ``scores``: of the pairs that are not inside.
    """
    members = sorted(members)
    if len(members) == 1:
        return [(members[0],)]
    pairs = combinations(members, 2) if len(members) <= COMPARE_ALL else ()
    rest = [(both, profiles[both[0]], profiles[both[1]]) for both in pairs if both not in inside]
    identified = {
        both
        for both, edge in inside.items()
        if edge.veto is None and _share_identifier(profiles[both[0]], profiles[both[1]])
    }
    apart = kept_apart(members, {m: profiles[m].source for m in members}, curated, identified)
    weights = {member: _weight(profiles[member], curated) for member in members}
    edges = [*inside.values(), *_edges_of(rest, scores), *apart]
    return cluster(members, edges, judgements, weights=weights)


def _edges_of(rest: Sequence[Unkept], scores: Scores) -> Iterator[Edge]:
    """The vetoes of pairs that were not kept, and the scores of those whose titles are alike.

    That something speaks against two records with one title says more than nothing. Titles in two languages say
    nothing: then a third record may join the two, as one with both titles does.
    """
    alike: list[Unkept] = []
    for both, left, right in rest:
        if veto := veto_of(*mended(left, right), None):
            yield Edge(*both, 0.0, veto)
        elif _are_alike(left, right):
            alike.append((both, left, right))
    for (both, _, _), score in zip(alike, scores(alike) if alike else (), strict=True):
        if score is not None:
            yield Edge(*both, score)


def _are_alike(left: Profile, right: Profile) -> bool:
    return any(likeness(a, b) >= _SAME_TITLE for a in left.titles for b in right.titles)


def _weight(profile: Profile, curated: Collection[str]) -> float:
    """How much a record's scores count among its cluster's: the square of how much it says, twice if it is curated.

    Damaged records agree with the whole record of their work and not with each other, so whole ones count more.
    """
    said = (profile.container, profile.people, profile.first_page, profile.year, profile.year)
    return float((1 + sum(map(bool, said))) ** 2 * (2 if profile.source in curated else 1))


def _share_identifier(left: Profile, right: Profile) -> bool:
    return bool(prepared(left).identifiers & prepared(right).identifiers)
