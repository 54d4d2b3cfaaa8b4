"""Gathers all authors whom blocks connect: those of a block, those of their other blocks, and so on to the end.

Human "same" connects too. What comes out is divided into components, none of which knows anything of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from catalogue.decided.people import JudgedAuthors
from indexer.keys import tables
from indexer.people.packed import PackedMention, WorkMentions
from indexer.stages.mentions import mentions_of

Place = tuple[int, int]
"""A work and the position of an author in it, from 1."""
Pairs = frozenset[tuple[Place, Place]]


class Component(NamedTuple):
    """Authors whom blocks connect: their places in order, their mentions as packed, and what is judged among them."""

    places: tuple[Place, ...]
    mentions: tuple[msgspec.Raw, ...]
    judged: tuple[Pairs, Pairs] = (frozenset(), frozenset())


class Gathered:
    """The authors and their blocks."""

    def __init__(self, judged: Sequence[JudgedAuthors]) -> None:
        self.keys: set[int] = set()
        self.authors: dict[Place, PackedMention] = {}
        self._works: dict[int, WorkMentions] = {}
        self._by_block: defaultdict[int, list[Place]] = defaultdict(list)
        self._judged = judged
        self._same: defaultdict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for each in judged:
            if each.verdict == "same":
                self._same[each.left].add(each.right)
                self._same[each.right].add(each.left)

    def take(self, connection: Connection, keys: Collection[int]) -> set[int]:
        """Take everyone in these blocks, and whom people say they are; return the further blocks that they have."""
        self.keys.update(keys)
        self._read(connection, tables.all_members(connection, tables.PERSON_KEYS, keys))
        new = {place for key in keys for place in self._by_block.get(key, ())}
        found: set[int] = set()
        while new := new - self.authors.keys():
            authors = {(work, at): self._works[work].authors[at - 1] for work, at in new}
            self.authors |= authors
            found.update(key for author in authors.values() for key in author.blocks)
            judged = {one for place in new for one in self._same.get(self._slot(place), ())}
            self._read(connection, {work for work, _ in judged})
            new = set(self._placed(judged))
        return found - self.keys

    def _read(self, connection: Connection, works: Collection[int]) -> None:
        for work, found in mentions_of(connection, set(works) - self._works.keys()).items():
            self._works[work] = found
            for position, author in enumerate(found.authors, start=1):
                for key in author.blocks:
                    self._by_block[key].append((work, position))

    def _slot(self, place: Place) -> tuple[int, int]:
        return place[0], self.authors[place].slot

    def _placed(self, slots: Iterable[tuple[int, int]]) -> Iterator[Place]:
        """The places of the authors of these works and slots, as far as there are such."""
        for work, slot in slots:
            for position, author in enumerate(self._authors_of(work), start=1):
                if author.slot == slot:
                    yield work, position

    def _authors_of(self, work: int) -> Sequence[PackedMention]:
        found = self._works.get(work)
        return found.authors if found else ()

    def components(self) -> Iterator[Component]:
        """The components, each with its places in order."""
        same, different = self._pairs("same"), self._pairs("different")
        home = _homes(self.authors, same)
        members: defaultdict[Place, list[Place]] = defaultdict(list)
        for place in sorted(self.authors):
            members[home[place]].append(place)
        judged: defaultdict[Place, tuple[list[tuple[Place, Place]], list[tuple[Place, Place]]]] = (
            defaultdict(lambda: ([], []))
        )
        for at, pairs in enumerate((same, different)):
            for one, other in pairs:
                if home[one] == home[other]:
                    judged[home[one]][at].append((one, other))
        for first, places in members.items():
            same_here, different_here = judged.get(first, ([], []))
            yield Component(
                tuple(places),
                tuple(self.authors[place].mention for place in places),
                (frozenset(same_here), frozenset(different_here)),
            )

    def _pairs(self, verdict: str) -> list[tuple[Place, Place]]:
        """The places of the authors judged so, of those who are here."""
        found = []
        for each in self._judged:
            if each.verdict == verdict:
                left, right = (next(self._placed([side]), None) for side in (each.left, each.right))
                if left in self.authors and right in self.authors and left and right:
                    found.append((left, right))
        return found


def gather(
    connection: Connection, keys: Collection[int], judged: Sequence[JudgedAuthors]
) -> Gathered:
    """Everyone whom these blocks connect, whatever is between."""
    gathered = Gathered(judged)
    frontier = set(keys)
    while frontier:
        frontier = gathered.take(connection, frontier)
    return gathered


def _homes(
    authors: dict[Place, PackedMention], same: Iterable[tuple[Place, Place]]
) -> dict[Place, Place]:
    """One place of the component of each place, the same for all of it."""
    parent = {place: place for place in authors}

    def root(place: Place) -> Place:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[int, Place] = {}
    for place, author in authors.items():
        for key in author.blocks:
            parent[root(place)] = root(first.setdefault(key, place))
    for one, other in same:
        parent[root(one)] = root(other)
    return {place: root(place) for place in authors}
