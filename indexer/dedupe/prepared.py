"""What comparing takes from a profile again and again, worked out once: joined titles, family skeletons, names."""

from __future__ import annotations

import struct
from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

import msgspec

from indexer.dedupe.people import compared
from indexer.dedupe.titles import words_of
from indexer.profiles.profile import Profile
from indexer.text.folding import skeleton

_REMEMBERED = 20_000

_NONE: frozenset[tuple[str, str]] = frozenset()

T = TypeVar("T")


class Memory(Generic[T]):
    """What is worked out of a profile, remembered for as long as the profile itself is in use around here."""

    def __init__(self, work_out: Callable[[Profile], T]) -> None:
        self._work_out = work_out
        self._known: dict[int, tuple[Profile, T]] = {}

    def __call__(self, profile: Profile) -> T:
        known = self._known.get(id(profile))
        # the memory holds the profile itself, so no other object can have its id
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[id(profile)] = profile, self._work_out(profile)
        return known[1]


class Traits(NamedTuple, Generic[T]):
    """What a profile says, as numbers; of several profiles, as columns of numbers.

    Texts are codes: equal if the texts are (within one process), 0 for what the profile does not say.
    """

    year: T
    first_page: T
    last_page: T
    volume: T
    issue: T
    numerals: T
    container: T  # how many, and so on to the end
    publisher: T
    issn: T
    people: T
    compared: T  # of the people
    titles: T
    identifiers: T


_PACK = struct.Struct(f"{len(Traits._fields)}q").pack


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """A profile ready to be compared.

    ``joined``: the titles without spaces; ``words``: theirs. ``families``: consonants of the family names of all
    people, in every form. ``identifiers``: DOI, EDN and others, typed. ``traits``: :class:`Traits` as numbers of 8
    bytes, in their order.
    """

    profile: Profile
    joined: tuple[str, ...]
    words: frozenset[str]
    families: frozenset[str]
    identifiers: frozenset[tuple[str, str]]
    traits: bytes


def _prepare(profile: Profile) -> Prepared:
    keys = [key for person in profile.people for key in person]
    identifiers = _identifiers(profile) if profile.doi or profile.edn or profile.ids else _NONE
    return Prepared(
        profile=profile,
        joined=tuple([title.replace(" ", "") for title in profile.titles]),
        words=words_of(profile.titles),
        families=frozenset([skeleton(key.family) for key in keys]),
        identifiers=identifiers,
        traits=_PACK(*_traits(profile, len(identifiers))),
    )


def _names(profile: Profile) -> frozenset[str]:
    keys = [key for person in profile.people for key in person]
    names = {key.given for key in keys}
    names.update([word for key in keys for word in key.family.split()])
    return frozenset([name for name in names if len(name) > 1])


prepared = Memory(_prepare)
"""A profile's preparation."""

names_of = Memory(_names)
"""The words of all names of a profile that are written out."""


def names_in_titles(one: Prepared, other: Prepared) -> bool:
    """Whether a word of any title of the two is a name of the people of either side."""
    mine, theirs = names_of(one.profile), names_of(other.profile)
    if mine.isdisjoint(one.words) and mine.isdisjoint(other.words):
        return not (theirs.isdisjoint(one.words) and theirs.isdisjoint(other.words))
    return True


def _identifiers(profile: Profile) -> frozenset[tuple[str, str]]:
    kinds = (("doi", profile.doi), ("edn", profile.edn), ("id", profile.ids))
    return frozenset((kind, value) for kind, values in kinds for value in values)


def _traits(profile: Profile, identifiers: int) -> Traits[int]:
    return Traits(
        year=profile.year or 0,
        first_page=_code(profile.first_page),
        last_page=_code(profile.last_page),
        volume=_code(profile.volume),
        issue=_code(profile.issue),
        numerals=_code(frozenset(profile.numerals)),
        container=len(profile.container),
        publisher=len(profile.publisher),
        issn=len(profile.issn),
        people=len(profile.people),
        compared=len(compared(profile.people)),
        titles=len(profile.titles),
        identifiers=identifiers,
    )


def _code(value: Hashable) -> int:
    return hash(value) if value else 0
