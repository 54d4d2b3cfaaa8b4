"""Joins the mentions of a component into people, the surest first, as far as nothing contradicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from indexer.people.candidates import Pair, candidates
from indexer.people.evidence import ELSEWHERE, ENOUGH, Evidence
from indexer.people.groups import Group, Rules, have_other_identifiers, share_a_part
from indexer.people.items import Item

_MAYBE = -2.0  # evidence from which two people may be one
_MOST_PERHAPS = 10
_SUPPORT = 0.04
"""The share of pairs of mentions that have to speak for two people being one: of two who write much, some always do."""
_SAMPLE = 8  # mentions of either that are compared


class Edge(NamedTuple):
    """What speaks for two mentions being one person."""

    score: float
    pair: Pair


class Joining:
    """The people of one component while they grow."""

    def __init__(self, items: Sequence[Item], different: Iterable[Pair]) -> None:
        self._items = items
        self._lead = list(range(len(items)))
        self._groups = {number: Group(number, item) for number, item in enumerate(items)}
        self._evidence = Evidence(items)
        self.rules = Rules(different)

    def judge(self, same: Iterable[Pair]) -> None:
        """Join what people judged to be the same, whatever else is known."""
        for one, other in same:
            self._join(one, other)

    def identify(self) -> None:
        """Join what shares an identifier. One that two authors of a work bear is a slip, and means neither."""
        for holders in _by_identifier(self._items).values():
            for other in holders[1:]:
                one, two = self.group(holders[0]), self.group(other)
                agree = share_a_part(self._items[holders[0]].names, self._items[other].names)
                apart = have_other_identifiers(one, two) or not one.works.isdisjoint(two.works)
                if agree and not apart and not self.rules.judged_different(one, two):
                    self._join(holders[0], other)

    def compare(self) -> list[Edge]:
        """Join all that evidence joins; return what was not enough, or was contradicted, the surest first."""
        edges = [
            Edge(score, pair)
            for pair in candidates(self._items)
            if (score := self._score(*pair)) is not None and score >= _MAYBE
        ]
        edges.sort(key=lambda edge: (-edge.score, edge.pair))
        return [edge for edge in edges if not self._joined(edge)]

    def _score(self, one: int, other: int) -> float | None:
        return self._evidence.score(self._items[one], self._items[other])

    def _joined(self, edge: Edge) -> bool:
        one, other = (self.group(number) for number in edge.pair)
        if one is other:
            return True
        if edge.score < ENOUGH or not self.rules.allow(one, other):
            return False
        if self._is_between(edge, one, other) or not self._supported(one, other):
            return False
        self._join(*edge.pair)
        return True

    def _is_between(self, edge: Edge, one: Group, other: Group) -> bool:
        """Whether a mention without a place alone speaks for people of two places: it may be of either."""
        known = all(self._items[number].where.known for number in edge.pair)
        return not known and one.elsewhere(other) and edge.score + ELSEWHERE < ENOUGH

    def _supported(self, one: Group, other: Group) -> bool:
        ours, theirs = _sample(one.members), _sample(other.members)
        pairs = len(ours) * len(theirs)
        if pairs * _SUPPORT < 2:  # the edge itself is enough
            return True
        scores = (self._score(a, b) for a in ours for b in theirs)
        good = sum(score is not None and score >= ENOUGH for score in scores)
        return good >= _SUPPORT * pairs

    def _find(self, number: int) -> int:
        while self._lead[number] != number:
            self._lead[number] = self._lead[self._lead[number]]
            number = self._lead[number]
        return number

    def group(self, number: int) -> Group:
        """The person of a mention."""
        return self._groups[self._find(number)]

    def _join(self, one: int, other: int) -> None:
        a, b = self._find(one), self._find(other)
        if a == b:
            return
        if len(self._groups[a].members) < len(self._groups[b].members):
            a, b = b, a
        self._lead[b] = a
        self._groups[a].take(self._groups.pop(b))

    def people(self) -> list[Group]:
        """The people, in the order of their first mention."""
        return sorted(self._groups.values(), key=lambda group: min(group.members))


def perhaps(joining: Joining, left: Iterable[Edge]) -> Mapping[int, list[int]]:
    """For the first mention of each person those of the others who may be the same, the likeliest first."""
    found: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for edge in left:
        one, other = (joining.group(number) for number in edge.pair)
        if one is not other and joining.rules.allow(one, other):
            a, b = min(one.members), min(other.members)
            found[a][b] = found[b][a] = None
    return {number: list(others)[:_MOST_PERHAPS] for number, others in found.items()}


def _by_identifier(items: Sequence[Item]) -> dict[str, list[int]]:
    """The mentions that share an identifier, without those of works where several authors bear it."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        for each in sorted(item.identifiers):
            holders[each].append(number)
    return {each: _alone(items, numbers) for each, numbers in holders.items() if len(numbers) > 1}


def _alone(items: Sequence[Item], numbers: Sequence[int]) -> list[int]:
    works = Counter(items[number].work for number in numbers)
    return [number for number in numbers if works[items[number].work] == 1]


def _sample(members: Sequence[int]) -> list[int]:
    ordered = sorted(members)
    return ordered[:: max(1, len(ordered) // _SAMPLE)][:_SAMPLE]
