"""Joins items in rounds, the surest first: what is one person already says more together than each mention alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from indexer.people.evidence import ENOUGH, Evidence, names_fit
from indexer.people.fit import Fit
from indexer.people.items import Item, joined

_ROUNDS = 3
_NEAR = 8  # of those that share a feature, how many are compared with each
_MOST_PERHAPS = 10
_MAYBE = -2.0

Pair = tuple[int, int]


def divided(items: list[Item], same: Sequence[Pair], different: Sequence[Pair]) -> list[Item]:
    """The items joined into people, in the order of their first mention."""
    items = _merged(items, same, judged=different, free=True)
    items = _merged(items, _by_identifier(items), judged=different)
    for _ in range(_ROUNDS):
        evidence = Evidence(items)
        scored = (
            (score, pair)
            for pair in _candidates(items)
            if (score := evidence.score(items[pair[0]], items[pair[1]])) is not None
        )
        edges = [
            pair for score, pair in sorted(scored, key=lambda e: (-e[0], e[1])) if score >= ENOUGH
        ]
        before = len(items)
        items = _merged(items, edges, judged=different)
        if len(items) == before:
            break
    return items


def uncertain(items: Sequence[Item]) -> list[tuple[int, ...]]:
    """For each item the others that may be the same person, the likeliest first."""
    evidence = Evidence(items)
    found: list[list[tuple[float, int]]] = [[] for _ in items]
    for one, other in _candidates(items):
        score = evidence.score(items[one], items[other])
        if score is not None and score >= _MAYBE:
            found[one].append((-score, other))
            found[other].append((-score, one))
    return [tuple(other for _, other in sorted(each)[:_MOST_PERHAPS]) for each in found]


def _by_identifier(items: Sequence[Item]) -> list[Pair]:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        for each in item.identifiers:
            holders[each].append(number)
    return [(each[0], other) for each in holders.values() for other in each[1:]]


def _candidates(items: Sequence[Item]) -> Iterator[Pair]:
    """Pairs that share something, each once; of what many share, neighbours in a fixed order alone."""
    places: list[list[int]] = []
    holders: list[list[tuple[int, int]]] = [[] for _ in items]
    for bucket in _buckets(items):
        for at, number in enumerate(bucket):
            holders[number].append((len(places), at))
        places.append(bucket)
    for number, held in enumerate(holders):
        near = {other for bucket, at in held for other in places[bucket][at + 1 : at + 1 + _NEAR]}
        near |= {other for bucket, at in held for other in places[bucket][max(0, at - _NEAR) : at]}
        yield from ((number, other) for other in sorted(near) if other > number)


def _buckets(items: Sequence[Item]) -> Iterable[list[int]]:
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    order = sorted(range(len(items)), key=lambda n: (sorted(items[n].names), n))
    for number in order:
        item = items[number]
        for of in ("coauthors", "institutions", "words", "hosts", "subjects"):
            for value in getattr(item, of):
                found[of, value].append(number)
        for name in {f"{key.family} {key.initials[:1]}" for names in item.names for key in names}:
            found["name", name].append(number)
    return [found[key] for key in sorted(found) if len(found[key]) > 1]


def _merged(
    items: Sequence[Item], edges: Iterable[Pair], *, judged: Sequence[Pair], free: bool = False
) -> list[Item]:
    """The items joined along the edges, in their order, as far as nothing contradicts."""
    lead = list(range(len(items)))
    groups = list(items)

    def of(number: int) -> int:
        while lead[number] != number:
            lead[number] = lead[lead[number]]
            number = lead[number]
        return number

    for one, other in edges:
        a, b = sorted((of(one), of(other)))
        if a == b:
            continue
        if free or _may_join(groups[a], groups[b], judged):
            lead[b] = a
            groups[a] = joined([groups[a], groups[b]])
    kept = (groups[number] for number in range(len(items)) if lead[number] == number)
    return sorted(kept, key=lambda item: item.members)


def _may_join(one: Item, other: Item, judged: Sequence[Pair]) -> bool:
    if not one.works.isdisjoint(other.works):
        return False
    if names_fit(one, other) is Fit.CONFLICT and one.identifiers.isdisjoint(other.identifiers):
        return False
    for a, b in judged:
        if (a in one.members and b in other.members) or (b in one.members and a in other.members):
            return False
    return not _other_identifiers(one, other)


def _other_identifiers(one: Item, other: Item) -> bool:
    """Whether a scheme gives them two identifiers and none in common."""
    ours = {each.partition(":")[0] for each in one.identifiers}
    theirs = {each.partition(":")[0] for each in other.identifiers}
    return bool(ours & theirs) and one.identifiers.isdisjoint(other.identifiers)
