"""What comparing takes from a profile again and again, worked out once: word sets, joined titles, family skeletons."""

from __future__ import annotations

import struct
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

import msgspec

from indexer.dedupe.people import compared
from indexer.profiles import NameKey, Profile
from indexer.text.folding import skeleton

_REMEMBERED = 20_000
_memory: dict[int, Prepared] = {}

_NONE: frozenset[tuple[str, str]] = frozenset()

T = TypeVar("T")


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

    ``joined``: the titles without spaces. ``text``: all titles, a space before and after each word. ``families``:
    consonants of the family names of all people, in every form. ``names``: the words of all names that are written
    out. ``identifiers``: DOI, EDN and others, typed. ``traits``: :class:`Traits` as numbers of 8 bytes, in
    their order.
    """

    profile: Profile
    joined: tuple[str, ...]
    text: str
    families: frozenset[str]
    names: frozenset[str]
    identifiers: frozenset[tuple[str, str]]
    traits: bytes


def prepared(profile: Profile) -> Prepared:
    """The profile's preparation, remembered for as long as the profile itself is in use around here."""
    known = _memory.get(id(profile))
    # the memory holds the profile itself, so no other object can have its id
    if known is None:
        if len(_memory) >= _REMEMBERED:
            _memory.clear()
        known = _memory[id(profile)] = _prepare(profile)
    return known


def _prepare(profile: Profile) -> Prepared:
    keys = [key for person in profile.people for key in person]
    identifiers = _identifiers(profile) if profile.doi or profile.edn or profile.ids else _NONE
    return Prepared(
        profile=profile,
        joined=tuple([title.replace(" ", "") for title in profile.titles]),
        text=f" {' '.join(profile.titles)} ",
        families=frozenset([skeleton(key.family) for key in keys]),
        names=_names(keys),
        identifiers=identifiers,
        traits=_PACK(*_traits(profile, len(identifiers))),
    )


def _names(keys: Iterable[NameKey]) -> frozenset[str]:
    names = {key.given for key in keys}
    names.update(word for key in keys for word in key.family.split())
    return frozenset([name for name in names if len(name) > 1])


def names_in_titles(one: Prepared, other: Prepared) -> bool:
    """Whether a word of any title of the two is a name of the people of either side."""
    text = one.text + other.text
    return any(f" {name} " in text for names in (one.names, other.names) for name in names)


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
