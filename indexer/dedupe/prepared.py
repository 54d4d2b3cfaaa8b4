"""What comparing takes from a profile again and again, worked out once: word sets, joined titles, family skeletons."""

from __future__ import annotations

import msgspec

from indexer.profiles import Profile
from indexer.text.folding import skeleton

_REMEMBERED = 20_000
_memory: dict[int, Prepared] = {}


class Prepared(msgspec.Struct, frozen=True, gc=False):
    """A profile ready to be compared.

    ``joined``: the titles without spaces. ``words``: the words of all titles. ``families``: consonants of the family
    names of all people, in every form. ``identifiers``: DOI, EDN and others, typed.
    """

    profile: Profile
    joined: tuple[str, ...]
    words: frozenset[str]
    families: frozenset[str]
    identifiers: frozenset[tuple[str, str]]


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
    return Prepared(
        profile=profile,
        joined=tuple(title.replace(" ", "") for title in profile.titles),
        words=frozenset().union(*map(str.split, profile.titles)),
        families=frozenset(skeleton(key.family) for person in profile.people for key in person),
        identifiers=frozenset(
            (kind, value)
            for kind, values in (("doi", profile.doi), ("edn", profile.edn), ("id", profile.ids))
            for value in values
        ),
    )
