"""People as they grow out of mentions, and what forbids that two of them are one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from typing import TypeVar

from indexer.people.fit import Fit, are_two_patronymics, fit
from indexer.people.items import Item, Names
from indexer.people.places import comparable

T = TypeVar("T")


class Group:
    """Mentions that are one person.

    Grows in place: of who writes most, all would else be copied with every paper. Most people have one paper, so the
    sets of the first are taken as they are.
    """

    def __init__(self, member: int, item: Item) -> None:
        self.members = [member]
        self.works: Set[int] = frozenset((item.work,))
        self.names: dict[int, Names] = {item.name: item.names}
        self.patronymics: Collection[str] = item.patronymics
        self.identifiers: Set[str] = item.identifiers
        self.institutions: Set[str] = item.where.institutions
        self.places: Set[str] = item.where.places
        self.words: Set[str] = item.where.words
        self.languages: Set[str] = item.where.languages

    def take(self, other: Group) -> None:
        """Add all of another group."""
        self.members += other.members
        self.works = _grown(self.works, other.works)
        self.names |= other.names
        if other.patronymics:
            self.patronymics = {*self.patronymics, *other.patronymics}
        self.identifiers = _grown(self.identifiers, other.identifiers)
        self.institutions = _grown(self.institutions, other.institutions)
        self.places = _grown(self.places, other.places)
        self.words = _grown(self.words, other.words)
        self.languages = _grown(self.languages, other.languages)

    def elsewhere(self, other: Group) -> bool:
        """Whether both are known to have worked somewhere, in words that can be compared, and nowhere alike."""
        known = bool(self.institutions and other.institutions)
        if not known and not comparable(self.languages, other.languages):
            return False
        return (
            self.institutions.isdisjoint(other.institutions)
            and self.places.isdisjoint(other.places)
            and self.words.isdisjoint(other.words)
        )


def _grown(own: Set[T], more: Set[T]) -> Set[T]:
    if not more:
        return own
    grown = own if isinstance(own, set) else set(own)
    grown |= more
    return grown


class Rules:
    """What forbids that two people of a component are one."""

    def __init__(self, different: Iterable[tuple[int, int]] = ()) -> None:
        self._fits: dict[tuple[int, int], Fit] = {}
        self._different: dict[int, set[int]] = {}
        for one, other in different:
            self._different.setdefault(one, set()).add(other)
            self._different.setdefault(other, set()).add(one)

    def allow(self, one: Group, other: Group) -> bool:
        """Whether nothing forbids it: a work of both, an identifier of a scheme each, a name, a judgement."""
        return (
            one.works.isdisjoint(other.works)
            and not have_other_identifiers(one, other)
            and not are_two_patronymics(one.patronymics, other.patronymics)
            and self._names_agree(one.names, other.names)
            and not self.judged_different(one, other)
        )

    def judged_different(self, one: Group, other: Group) -> bool:
        """Whether people judged that a mention of the one is not the person of a mention of the other."""
        if not self._different:
            return False
        members = set(other.members)
        return any(not members.isdisjoint(self._different.get(each, ())) for each in one.members)

    def _names_agree(self, ours: dict[int, Names], theirs: dict[int, Names]) -> bool:
        """Whether a name of the one fits one of the other, and no given names contradict.

        Two family names that only the other group's person has borne (before and after a wedding) contradict nothing.
        If written-out given names agree, neither do their first initials: Ганна is Анна, and so "Г." is "А.".
        """
        if len(ours) == 1 and ours.keys() == theirs.keys():
            return True
        fits = {(a, b): self._fit(a, ours[a], b, theirs[b]) for a in ours for b in theirs}
        best = max(fits.values())
        if best is Fit.CONFLICT:
            return False
        return not any(
            found is Fit.CONFLICT
            and _share_a_family(ours[a], theirs[b])
            and not (best >= Fit.GIVEN and differ_in_first_initial(ours[a], theirs[b]))
            for (a, b), found in fits.items()
        )

    def _fit(self, one: int, our: Names, other: int, their: Names) -> Fit:
        found = self._fits.get((one, other))
        if found is None:
            found = self._fits[one, other] = self._fits[other, one] = fit(our, their)
        return found


def have_other_identifiers(one: Group, other: Group) -> bool:
    """Whether a scheme gives them two identifiers, and none gives them the same."""
    if not (one.identifiers and other.identifiers):
        return False
    if not one.identifiers.isdisjoint(other.identifiers):
        return False
    return not _schemes(one.identifiers).isdisjoint(_schemes(other.identifiers))


def _schemes(identifiers: Iterable[str]) -> set[str]:
    return {each.partition(":")[0] for each in identifiers}


def differ_in_first_initial(one: Names, other: Names) -> bool:
    """Whether all that differs of two given names is the first initial, of which one says no more."""
    return any(
        a.initials[1:2] in ("", b.initials[1:2]) or not b.initials[1:2]
        for a in one
        for b in other
        if a.family == b.family and a.initials[:1] != b.initials[:1] and not (a.given and b.given)
    )


def share_a_part(one: Names, other: Names) -> bool:
    """Whether the family names or the first initials may be one; no name contradicts nothing.

    Enough beside an identifier: people change one of the two, or write it in another language, but hardly both.
    """
    if not (one and other) or _share_a_family(one, other):
        return True
    ours, theirs = ({key.initials[:1] for key in names} for names in (one, other))
    return not ours.isdisjoint(theirs) or "" in ours | theirs


def _share_a_family(one: Names, other: Names) -> bool:
    return not {key.family for key in one}.isdisjoint(key.family for key in other)
