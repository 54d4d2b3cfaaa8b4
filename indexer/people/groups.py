"""People as they grow out of mentions, and what forbids that two of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.people.fit import Fit, are_two_patronymics, fit
from indexer.people.items import Item, Names


class Group:
    """Mentions that are one person. Grows in place: who writes most would else be copied with every paper."""

    def __init__(self, member: int, item: Item) -> None:
        self.members = [member]
        self.works = {item.work}
        self.names = {item.names}
        self.patronymics = set(item.patronymics)
        self.identifiers = set(item.identifiers)
        self.where = set().union(*item.where)

    def take(self, other: Group) -> None:
        """Add all of another group."""
        self.members += other.members
        self.works |= other.works
        self.names |= other.names
        self.patronymics |= other.patronymics
        self.identifiers |= other.identifiers
        self.where |= other.where

    def elsewhere(self, other: Group) -> bool:
        """Whether both are known to have worked somewhere, and nowhere alike."""
        return bool(self.where and other.where) and self.where.isdisjoint(other.where)


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

    Two family names that only the other group's person has borne (before and after a wedding) contradict nothing.
    """
    fits = False
    for one in ours:
        for other in theirs:
            if fit(one, other) is not Fit.CONFLICT:
                fits = True
            elif _share_a_family(one, other):
                return False
    return fits


def _share_a_family(one: Names, other: Names) -> bool:
    return not {key.family for key in one}.isdisjoint(key.family for key in other)


def given_names_agree(one: Names, other: Names) -> bool:
    """Whether the given names alone may be one, whatever the family names are; no name contradicts nothing."""
    ours, theirs = ({key.initials[:1] for key in names} for names in (one, other))
    return not ours.isdisjoint(theirs) or "" in ours | theirs or not (ours and theirs)


def are_parted(one: Group, other: Group, different: Mapping[int, set[int]]) -> bool:
    """Whether people judged that a mention of the one is not the person of a mention of the other."""
    if not different:
        return False
    members = set(other.members)
    return any(not members.isdisjoint(different.get(each, ())) for each in one.members)
