"""How much speaks for two items being one person: the evidence of what they share, added up as log odds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from indexer.people.fit import Fit, are_two_patronymics, fit, is_chinese
from indexer.people.items import Item, common
from indexer.text.name_key import NameKey

ENOUGH = 1.0
"""Evidence from which two items are one person."""

_PLAIN = {
    Fit.FAMILY: -3.0, Fit.INITIAL: 0.5, Fit.INITIALS: 1.5, Fit.GIVEN: 2.0, Fit.GIVEN_AND_MORE: 4.0,
}  # fmt: skip
_CHINESE = {
    Fit.FAMILY: -6.0, Fit.INITIAL: -4.0, Fit.INITIALS: -2.5, Fit.GIVEN: 0.0, Fit.GIVEN_AND_MORE: 1.0,
}  # fmt: skip
_COAUTHOR, _PLACE, _WORDS, _HOST, _SUBJECT = 1.2, 1.0, 1.0, 0.5, 0.35
_ELSEWHERE, _OTHERS = -1.0, -0.5
_MOST_COMPARED = 6  # names of an item that are compared with those of another
_LIFE = 45  # years between two papers of one person


class Evidence:
    """Compares the items of one component; what is rare among them tells most."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._size = len(items)
        self._counts = {
            of: common(items, of)
            for of in ("coauthors", "institutions", "words", "hosts", "subjects")
        }
        self._namesakes = _namesakes(items)

    def score(self, one: Item, other: Item) -> float | None:
        """The log odds that both are one person; None if they cannot be."""
        if not one.works.isdisjoint(other.works) or _years_apart(one, other) > _LIFE:
            return None
        best = names_fit(one, other)
        if best is Fit.CONFLICT:
            return None
        return self._prior(one, other, best) + self._shared(one, other)

    def _prior(self, one: Item, other: Item, best: Fit) -> float:
        names = next(iter(sorted(one.names)))
        chinese = bool(names) and is_chinese(names[0])
        prior = (_CHINESE if chinese else _PLAIN)[best]
        if best < Fit.GIVEN:
            prior -= math.log(max(self._namesakes[_beginning(each)] for each in names) or 1)
        return prior

    def _shared(self, one: Item, other: Item) -> float:
        total = _COAUTHOR * self._weight("coauthors", one.coauthors & other.coauthors, 3)
        places = self._weight("institutions", one.institutions & other.institutions, 1)
        words = self._weight("words", one.words & other.words, 2)
        total += max(_PLACE * places, _WORDS * words)
        total += _HOST * self._weight("hosts", one.hosts & other.hosts, 1)
        total += _SUBJECT * self._weight("subjects", one.subjects & other.subjects, 4)
        if one.placed and other.placed and not (places or words):
            total += _ELSEWHERE
        if one.coauthors and other.coauthors and one.coauthors.isdisjoint(other.coauthors):
            total += _OTHERS
        return total

    def _weight(self, of: str, shared: frozenset[str], most: int) -> float:
        if not shared:
            return 0.0
        counts = self._counts[of]
        each = sorted((math.log(self._size / counts[value]) for value in shared), reverse=True)
        return 1 + sum(each[:most])


def names_fit(one: Item, other: Item) -> Fit:
    """How the names of two items fit; CONFLICT if any two contradict."""
    if are_two_patronymics(one.patronymics, other.patronymics):
        return Fit.CONFLICT
    best = Fit.FAMILY
    for a in one.names:
        for b in other.names:
            found = fit(a, b)
            if found is Fit.CONFLICT:
                return found
            best = max(best, found)
    return best


def _beginning(key: NameKey) -> str:
    return f"{key.family} {key.initials[:1]}"


def _namesakes(items: Sequence[Item]) -> Counter[str]:
    """How many fuller names begin alike, by family name and first initial."""
    fuller: defaultdict[str, set[str]] = defaultdict(set)
    for names in {names for item in items for names in item.names}:
        for key in names[:1]:
            if len(key.initials) > 1:
                fuller[_beginning(key)].add(key.initials[:2])
            elif key.given:
                fuller[_beginning(key)].add(key.given)
    return Counter({beginning: len(found) for beginning, found in fuller.items()})


def _years_apart(one: Item, other: Item) -> int:
    if not (one.years and other.years):
        return 0
    return max(one.years[1], other.years[1]) - min(one.years[0], other.years[0])
