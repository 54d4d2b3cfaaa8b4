"""People as they grow out of mentions, and what forbids that two of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.people.fit import Fit, are_two_patronymics, fit
from indexer.people.items import Item, Names
from indexer.people.places import comparable


class Group:
    """Mentions that are one person. Grows in place: who writes most would else be copied with every paper."""

    def __init__(self, member: int, item: Item) -> None:
        self.members = [member]
        self.works = {item.work}
        self.names = {item.names}
        self.patronymics = set(item.patronymics)
        self.identifiers = set(item.identifiers)
        self.institutions = set(item.where.institutions)
        self.places: set[str] = set(item.where.places | item.where.words)
        self.languages = set(item.where.languages)

    def take(self, other: Group) -> None:
        """Add all of another group."""
        self.members += other.members
        self.works |= other.works
        self.names |= other.names
        self.patronymics |= other.patronymics
        self.identifiers |= other.identifiers
        self.institutions |= other.institutions
        self.places |= other.places
        self.languages |= other.languages

    def elsewhere(self, other: Group) -> bool:
        """Whether both are known to have worked somewhere, in words that can be compared, and nowhere alike."""
        known = bool(self.institutions and other.institutions)
        if not known and not comparable(self.languages, other.languages):
            return False
        disjoint = self.institutions.isdisjoint(other.institutions)
        return disjoint and self.places.isdisjoint(other.places)


def may_be_one(one: Group, other: Group) -> bool:
    """Whether nothing forbids it: a work of both, an identifier of a scheme each, names that contradict."""
    if not one.works.isdisjoint(other.works) or have_other_identifiers(one, other):
        return False
    return not are_two_patronymics(one.patronymics, other.patronymics) and _names_agree(
        one.names, other.names
    )


def have_other_identifiers(one: Group, other: Group) -> bool:
    """Whether a scheme gives them two identifiers, and none gives them the same."""
    if not (one.identifiers and other.identifiers):
        return False
    if not one.identifiers.isdisjoint(other.identifiers):
        return False
    return not _schemes(one.identifiers).isdisjoint(_schemes(other.identifiers))


def _schemes(identifiers: Iterable[str]) -> set[str]:
    return {each.partition(":")[0] for each in identifiers}


def _names_agree(ours: Iterable[Names], theirs: Iterable[Names]) -> bool:
    """Whether a name of the one fits one of the other, and no given names contradict.

    Two family names that only the other group's person has borne (before and after a wedding) contradict nothing. If
    written-out given names agree, neither do their first initials: Ганна is Анна, and so "Г." is "А.".
    """
    pairs = [(one, other, fit(one, other)) for one in ours for other in theirs]
    best = max((found for _, _, found in pairs), default=Fit.FAMILY)
    if best is Fit.CONFLICT:
        return False
    return not any(
        found is Fit.CONFLICT
        and _share_a_family(one, other)
        and not (best >= Fit.GIVEN and differ_in_first_initial(one, other))
        for one, other, found in pairs
    )


def _share_a_family(one: Names, other: Names) -> bool:
    return not {key.family for key in one}.isdisjoint(key.family for key in other)


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


def are_parted(one: Group, other: Group, different: Mapping[int, set[int]]) -> bool:
    """Whether people judged that a mention of the one is not the person of a mention of the other."""
    if not different:
        return False
    members = set(other.members)
    return any(not members.isdisjoint(different.get(each, ())) for each in one.members)
