"""Divides the mentions of one connected component of blocks into people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.people.items import items_of
from indexer.people.joining import Joining, perhaps
from indexer.people.mention import Mention

Place = tuple[int, int]
"""A mention: its work and its position."""


class Judged(NamedTuple):
    """What people decided: pairs of mentions that are the same person, and that are not."""

    same: frozenset[tuple[Place, Place]] = frozenset()
    different: frozenset[tuple[Place, Place]] = frozenset()


class Person(NamedTuple):
    """A person's mentions, ascending; and a mention of each other person who may be the same one."""

    mentions: tuple[Place, ...]
    perhaps: tuple[Place, ...] = ()


def persons(mentions: Sequence[Mention], judged: Judged = Judged()) -> list[Person]:  # noqa: B008 -- frozen
    """The people of one connected component of blocks, in the order of their first mention.

    The outcome depends on the mentions and judgements alone, not on their order. Two mentions of one work are never one
    person, but for a judgement.
    """
    if len(mentions) == 1:
        return [Person(((mentions[0].work, mentions[0].position),))]
    ordered = sorted(mentions, key=lambda each: (each.work, each.position))
    places = [(each.work, each.position) for each in ordered]
    numbers = {place: number for number, place in enumerate(places)}
    joining = Joining(items_of(ordered), _known(judged.different, numbers))
    joining.judge(_known(judged.same, numbers))
    joining.identify()
    others = perhaps(joining, joining.compare())
    return [
        Person(
            tuple(places[number] for number in sorted(group.members)),
            tuple(places[number] for number in others.get(min(group.members), ())),
        )
        for group in joining.people()
    ]


def _known(
    pairs: frozenset[tuple[Place, Place]], numbers: dict[Place, int]
) -> list[tuple[int, int]]:
    """The pairs of which both mentions are here."""
    return sorted((numbers[a], numbers[b]) for a, b in pairs if a in numbers and b in numbers)
