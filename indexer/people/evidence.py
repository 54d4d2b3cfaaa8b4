"""How much speaks for two mentions being one person: the evidence of what they share, added up as log odds.

The weights were set by hand, after counting how often pairs that share a name and a place, or a co-author, are one
person in labelled sets. What a name says depends on how full it is and on how many people seem to bear it; what a
place says, on how many namesakes work there; what a co-author says, on how rare that co-author is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from indexer.people.component import Component
from indexer.people.fit import Fit, are_two_patronymics, fit
from indexer.people.items import Item, Names, Where
from indexer.people.places import comparable, is_umbrella, likeness
from indexer.people.short_names import is_crowded, is_crowded_key, longest_common

ENOUGH = 1.0
"""Evidence from which two mentions are one person."""

_NAMED = {
    Fit.FAMILY: 0.5, Fit.INITIAL: 1.0, Fit.INITIALS: 2.5, Fit.GIVEN: 2.5, Fit.GIVEN_AND_MORE: 2.7,
}  # fmt: skip
_NAMED_IN_A_CROWD = {
    Fit.FAMILY: -6.0, Fit.INITIAL: -2.5, Fit.INITIALS: 2.0, Fit.GIVEN: 2.2, Fit.GIVEN_AND_MORE: 2.5,
}  # fmt: skip
_MIXED = -3.5  # of Chinese names: one in initials, one written out; whoever signs so does it always
_CROWD, _CROWD_BUT_HERE = 1.8, 0.9  # of how many seem to bear the name
_FULLER = 1.0

_PLACE, _UMBRELLA, _ALIKE = 5.0, 0.5, 4.0
_NAMESAKES_HERE = 1.2
ELSEWHERE = -2.0
"""Two places that have nothing in common."""
_PLACE_UNKNOWN = -0.5

_COAUTHOR_LEAST, _COAUTHOR_LEAST_IN_A_CROWD, _COAUTHOR_MOST, _MOST_COAUTHORS = 1.8, 1.0, 4.0, 3
_USUAL = 8  # co-authors of a mention; who has more shares some by chance
_OTHER_COAUTHORS = -0.7

_HOST, _SUBJECT, _MOST_SUBJECTS = 0.3, 0.3, 4
_CHANCE = 0.15  # the share of what both have that may be shared by chance
_LIFE, _LATE = 50, -3.0  # years between two papers of one person; what more of them say


class Evidence:
    """Compares the mentions of one component."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._about = Component(items)
        self._named: dict[tuple[int, int], tuple[float, float] | None] = {}
        self._placed: dict[tuple[int, int], float] = {}

    def score(self, one: Item, other: Item) -> float | None:
        """The log odds that both are one person; None if they cannot be."""
        if one.work == other.work:
            return None
        named = self._name(one, other)
        if named is None or are_two_patronymics(one.patronymics, other.patronymics):
            return None
        places = self._place(one, other)
        total = named[places > 0] + places + self._coauthors(one.coauthors, other.coauthors)
        if one.host and one.host == other.host:
            total += _HOST * (1 + self._about.host(one.host))
        return total + self._subjects(one.subjects, other.subjects) + _late(one.year, other.year)

    def _place(self, one: Item, other: Item) -> float:
        """What two places say, above 0 if they are one."""
        pair = (one.place, other.place)
        found = self._placed.get(pair)
        if found is None:
            found = self._placed[pair] = self._of_places(one.where, other.where)
        return found

    def _name(self, one: Item, other: Item) -> tuple[float, float] | None:
        """What two names say, beside different places and beside the same one; None if they contradict."""
        pair = (one.name, other.name)
        if pair not in self._named:
            self._named[pair] = self._of_names(one.names, other.names)
        return self._named[pair]

    def _of_names(self, one: Names, other: Names) -> tuple[float, float] | None:
        found = fit(one, other)
        if found is Fit.CONFLICT:
            return None
        crowded = is_crowded(one)
        prior = (_NAMED_IN_A_CROWD if crowded else _NAMED)[found]
        if crowded and found is Fit.INITIALS and _written_out(one) != _written_out(other):
            prior += _MIXED
        common = longest_common(one, other)
        prior -= _FULLER * self._about.fuller(common)
        crowd = self._about.crowd(common)
        return prior - _CROWD * crowd, prior - _CROWD_BUT_HERE * crowd

    def _of_places(self, one: Where, other: Where) -> float:
        if not (one.known and other.known):
            return _PLACE_UNKNOWN if self._about.placed else 0.0
        shared = (one.institutions & other.institutions) | (one.places & other.places)
        if shared:
            return max(map(self._here, shared))
        like = likeness(one.words, other.words, self._about.word)
        if not like:
            return ELSEWHERE if _comparable(one, other) else _PLACE_UNKNOWN
        known = min(self._about.namesakes(word) for word in one.words & other.words)
        return max(0.1, like * (_ALIKE - _NAMESAKES_HERE * known))

    def _here(self, place: str) -> float:
        """What it says to share a place: little where many of the name work."""
        most = _UMBRELLA if is_umbrella(place) else _PLACE
        return max(0.1, most - _NAMESAKES_HERE * self._about.namesakes(place))

    def _coauthors(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        if not (ours and theirs):
            return 0.0
        shared = ours & theirs
        if not shared:
            return _OTHER_COAUTHORS
        usual = max(1.0, max(len(ours), len(theirs)) / _USUAL)
        each = sorted((self._coauthor(key, usual) for key in shared), reverse=True)
        return sum(each[:_MOST_COAUTHORS]) * _beyond_chance(ours, theirs, shared)

    def _coauthor(self, key: str, usual: float) -> float:
        least = _COAUTHOR_LEAST_IN_A_CROWD if is_crowded_key(key) else _COAUTHOR_LEAST
        return min(_COAUTHOR_MOST, max(least, self._about.coauthor(key, usual)))

    def _subjects(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        shared = ours & theirs
        if not shared:
            return 0.0
        each = sorted((1 + self._about.subject(subject) for subject in shared), reverse=True)
        return _SUBJECT * sum(each[:_MOST_SUBJECTS]) * _beyond_chance(ours, theirs, shared)


def _comparable(one: Where, other: Where) -> bool:
    """Whether both say where in one language, or by the registry."""
    by_registry = bool(one.institutions and other.institutions)
    return by_registry or comparable(one.languages, other.languages)


def _beyond_chance(ours: frozenset[str], theirs: frozenset[str], shared: frozenset[str]) -> float:
    return min(1.0, len(shared) / (_CHANCE * min(len(ours), len(theirs))))


@lru_cache(maxsize=1 << 16)
def _written_out(names: Names) -> bool:
    return bool(names and names[0].given)


def _late(one: int | None, other: int | None) -> float:
    return _LATE if one and other and abs(one - other) > _LIFE else 0.0
