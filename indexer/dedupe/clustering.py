"""Groups records into works: average linkage over scored pairs, under vetoes and human judgements.

Joining whatever is linked (union-find) lets one wrong link fuse two works and everything behind them. Here two clusters
join only if the *average* of the scores between them is high enough, where a pair that nobody scored counts as
:data:`UNSEEN`, so a long chain of neighbours does not snowball; and never if any pair across them is vetoed or judged
different. The outcome does not depend on the order of the input.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from indexer.dedupe.scoring import MERGE_THRESHOLD

UNSEEN = 0.3
"""What a pair inside two clusters counts that nobody compared."""

Judgement = tuple[int, int, Literal["same", "different"]]


class Edge(msgspec.Struct, frozen=True):
    """A scored pair; ``veto`` names the reason why the two must never share a cluster."""

    left: int
    right: int
    score: float
    veto: str | None = None

    @property
    def may_merge(self) -> bool:
        """Whether the two belong to one component: they score enough, and nothing forbids it."""
        return self.veto is None and self.score >= MERGE_THRESHOLD


def cluster(
    nodes: Iterable[int],
    edges: Iterable[Edge],
    judgements: Iterable[Judgement] = (),
    *,
    weights: Mapping[int, float] | None = None,
    threshold: float = MERGE_THRESHOLD,
) -> list[tuple[int, ...]]:
    """The clusters, each sorted, in order of their smallest member; every node is in exactly one.

    Human "same" comes first and overrules a veto between the two; human "different" is never overruled: a "same"
    that would put two together who were judged different is left out. Edges and judgements about nodes that
    are not there are ignored. ``weights``: what each node counts in the averages, 1 if not given.
    """
    grouping = _Grouping(nodes, weights or {})
    same, different = _sorted_judgements(judgements)
    for left, right in different:
        grouping.separate(left, right)
    for left, right in same:
        grouping.join_if_allowed(left, right)
    judged_same = set(same)
    for edge in sorted(edges, key=lambda e: (e.left, e.right, e.score, e.veto or "")):
        pair = (min(edge.left, edge.right), max(edge.left, edge.right))
        if edge.veto is None:
            grouping.link(*pair, edge.score)
        elif pair not in judged_same:
            grouping.separate(*pair)
    grouping.join_by_average(threshold)
    return grouping.clusters()


def _sorted_judgements(
    judgements: Iterable[Judgement],
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    kinds: dict[str, set[tuple[int, int]]] = {"same": set(), "different": set()}
    for left, right, kind in judgements:
        kinds[kind].add((min(left, right), max(left, right)))
    return sorted(kinds["same"]), sorted(kinds["different"])


class _Grouping:
    """Clusters by their smallest member (the root), with the scores and the bans between them."""

    def __init__(self, nodes: Iterable[int], weights: Mapping[int, float]) -> None:
        self.members: dict[int, list[int]] = {node: [node] for node in sorted(set(nodes))}
        self.root: dict[int, int] = {node: node for node in self.members}
        self.weights = {node: weights.get(node, 1.0) for node in self.members}
        self.size = dict(self.weights)  # of clusters: the sum of the weights
        self.scores: dict[int, dict[int, float]] = defaultdict(
            dict
        )  # weighted sums between clusters
        self.seen: dict[int, dict[int, float]] = defaultdict(dict)  # what the scores in a sum weigh
        self.bans: dict[int, set[int]] = defaultdict(set)

    def separate(self, left: int, right: int) -> None:
        one, other = self.root.get(left), self.root.get(right)
        if one is not None and other is not None and one != other:
            self.bans[one].add(other)
            self.bans[other].add(one)

    def link(self, left: int, right: int, score: float) -> None:
        one, other = self.root.get(left), self.root.get(right)
        if one is not None and other is not None and one != other:
            weight = self.weights[left] * self.weights[right]
            self._add(one, other, score * weight, weight)
            self._add(other, one, score * weight, weight)

    def join_if_allowed(self, left: int, right: int) -> None:
        one, other = self.root.get(left), self.root.get(right)
        if one is not None and other is not None and one != other and other not in self.bans[one]:
            self._join(min(one, other), max(one, other))

    def join_by_average(self, threshold: float) -> None:
        """Joins the closest two clusters, again and again, while they are close enough."""
        heap = [entry for one in self.scores for entry in self._entries(one, threshold)]
        heapq.heapify(heap)
        while heap:
            minus, one, other = heapq.heappop(heap)
            if other not in self.scores.get(one, ()) or -minus != self._average(one, other):
                continue  # one of the two has grown since, and has newer entries
            if other not in self.bans[one]:
                self._join(one, other)
                for entry in self._entries(one, threshold, both=True):
                    heapq.heappush(heap, entry)

    def clusters(self) -> list[tuple[int, ...]]:
        return sorted(tuple(sorted(members)) for members in self.members.values())

    def _entries(
        self, one: int, threshold: float, *, both: bool = False
    ) -> list[tuple[float, int, int]]:
        near = ((other, self._average(one, other)) for other in self.scores[one])
        return [
            (-average, min(one, other), max(one, other))
            for other, average in near
            if average >= threshold and (both or one < other)
        ]

    def _average(self, one: int, other: int) -> float:
        whole = self.size[one] * self.size[other]
        unseen = whole - self.seen[one][other]
        # rounded, so that the order of summing cannot decide a tie
        return round((self.scores[one][other] + UNSEEN * unseen) / whole, 9)

    def _add(self, one: int, other: int, score: float, weight: float) -> None:
        self.scores[one][other] = self.scores[one].get(other, 0.0) + score
        self.seen[one][other] = self.seen[one].get(other, 0.0) + weight

    def _join(self, one: int, other: int) -> None:
        """Moves the cluster ``other`` into ``one``, with its scores and bans."""
        for node in self.members.pop(other):
            self.root[node] = one
            self.members[one].append(node)
        self.size[one] += self.size.pop(other)
        for near, score in self.scores.pop(other, {}).items():
            weight = self.seen[other][near]
            del self.scores[near][other], self.seen[near][other]
            if near != one:
                self._add(one, near, score, weight)
                self._add(near, one, score, weight)
        self.seen.pop(other, None)
        for banned in self.bans.pop(other, set()):
            self.bans[banned].discard(other)
            if banned != one:
                self.bans[banned].add(one)
                self.bans[one].add(banned)
