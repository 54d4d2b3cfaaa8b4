"""Puts values back that stand in another attribute than the title's: authors in the host's, the host among the authors.

As for titles (:mod:`indexer.dedupe.mended`), what the other record of a pair says tells them.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.dedupe.displaced import Cut, Names, Person, Words, names_told, without_names
from indexer.dedupe.prepared import names_of
from indexer.dedupe.titles import words_of
from indexer.profiles.profile import Profile

_FEWEST = 2  # words of a host that also are those of a name


def swapped(one: Profile, other: Profile) -> Profile:
    """One side of a pair with what the other side tells, or as it is."""
    if one.container and not one.people and other.people:
        return _people_out_of_host(one, other)
    if one.people and not one.container and other.container:
        return _host_out_of_people(one, other)
    return one


def _people_out_of_host(one: Profile, other: Profile) -> Profile:
    if names_of(other).isdisjoint(words_of(one.container)):
        return one
    told = tuple(map(names_told, other.people))
    cuts = [_without_people(tuple(host.split()), told) for host in one.container]
    people = tuple(person for person in other.people if any(person in cut.people for cut in cuts))
    if not people:
        return one
    left = tuple(" ".join(cut.words) for cut in cuts if cut.words)
    return msgspec.structs.replace(one, people=people, container=left)


def _without_people(host: Words, told: Sequence[Names]) -> Cut:
    """Surnames alone stay: "Чтения Ушинского" is not by him."""
    cut = without_names(host, 0, told)
    return cut if len(cut.taken) > len(cut.people) else Cut(host)


def _host_out_of_people(one: Profile, other: Profile) -> Profile:
    if names_of(one).isdisjoint(words_of(other.container)):
        return one
    for host in other.container:
        words = tuple(host.split())
        kept = tuple(person for person in one.people if not _is_host(person, words))
        if kept != one.people:
            return msgspec.structs.replace(one, people=kept, container=(host,))
    return one


def _is_host(person: Person, host: Words) -> bool:
    """Whether what was read as a name are the words of the host, their first letters the initials."""
    for key in person:
        spelt = {*key.family.split(), key.given} - {""}
        letters = sorted([*key.initials, *(word[0] for word in key.family.split())])
        if len(spelt) >= _FEWEST and spelt <= set(host) and letters == sorted(w[0] for w in host):
            return True
    return len(host) == 1 and any((host[0], "") == (key.family, key.initials) for key in person)
