"""What the mentions of one component say together: how many people seem to share a name, and what is rare."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from indexer.people.fit import all_initials
from indexer.people.items import Item, Names
from indexer.people.places import language_of
from indexer.people.short_names import first, fullest, joined, lengths

_UNPLACED = 0.05
"""How much of another person a mention seems to be of which nobody knows the place."""


class Component:
    """The statistics of a component."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.size = len(items)
        self.placed = any(item.where.known for item in items)
        self._coauthors = _counted(item.coauthors for item in items)
        self._words = _counted(item.where.words for item in items)
        self._subjects = _counted(item.subjects for item in items)
        self._hosts = Counter(item.host for item in items)
        self._crowds = _crowds(items)
        self._fuller = _fuller({item.names for item in items})
        self._namesakes = _namesakes(items)

    def crowd(self, name: str) -> float:
        """The logarithm of how many people of a name, of whatever length, there seem to be."""
        return math.log(max(1.0, self._crowds.get(name, 1.0)))

    def fuller(self, name: str) -> float:
        """The logarithm of how many fuller names it may be short for."""
        return math.log(max(1, self._fuller.get(name, 1)))

    def namesakes(self, place: str) -> float:
        """The logarithm of how many names are found with a place, or a word of one."""
        return math.log(max(1, self._namesakes.get(place, 1)))

    def coauthor(self, key: str, usual: float) -> float:
        """How rare a co-author is among people who have ``usual`` times as many as most."""
        return math.log(0.5 * (self.size + 5) / ((self._coauthors[key] - 1.5) * usual))

    def word(self, word: str) -> float:
        """How rare a word of an affiliation is."""
        return math.log(self.size / self._words[word])

    def subject(self, subject: str) -> float:
        """How rare a subject is."""
        return math.log(self.size / self._subjects[subject])

    def host(self, host: str) -> float:
        """How rare a host is."""
        return math.log(self.size / self._hosts[host])


def _counted(each: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(value for values in each for value in values)


def _crowds(items: Sequence[Item]) -> dict[str, float]:
    """How many people of a name there seem to be: one for each place, and a part of one for a mention without.

    What is said in several languages may be one place, so those of one language count.
    """
    places: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    placed: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for item in items:
        for name in lengths(item.names):
            if item.where.known:
                placed[name] += 1
                places[name]["registry"] |= item.where.institutions
                for place in item.where.places:
                    places[name][language_of(place)].add(place)
            else:
                others[name] += 1
    return {
        name: min(placed[name], max(map(len, places[name].values()), default=0))
        + _UNPLACED * others[name]
        for name in placed.keys() | others.keys()
    }


def _fuller(every: Iterable[Names]) -> dict[str, int]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for names in every:
        for key in names[:1]:
            initials, given = all_initials(key), joined(key.given)
            several = len(initials) > 1
            if several or given:
                found[first(key)].add(initials[:2] if several else given)
            if several and given:
                found[f"{key.family} {initials[:2]}"].add(given)
    return {name: len(fuller) for name, fuller in found.items()}


def _namesakes(items: Sequence[Item]) -> dict[str, int]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        key = fullest(item.names)
        if key is not None:
            name = joined(key.given) or key.initials
            for values in item.where[:3]:
                for value in values:
                    found[value].add(name)
    return {value: len(names) for value, names in found.items()}
