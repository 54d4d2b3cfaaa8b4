"""Deciding who is who by names that a person can copy from the site: the id of a person, or of a work with a place.

``4w1k…`` is a person, ``2m8f…:3`` the third author of a work. So "the same" about a person and an author of a work
says that this work is hers, and "different" that it is not.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from catalogue.decided.judgements import Verdict
from catalogue.decided.people import Author, UnknownAuthorError, author_at, judge
from catalogue.derived.people import PersonEntry, people
from catalogue.tables import person, person_mention, person_perhaps
from schemas.ids import person_number, work_number

Place = tuple[int, int]


class Doubt(msgspec.Struct, frozen=True):
    """Two who may be one person."""

    one: PersonEntry
    other: PersonEntry


class _Named(msgspec.Struct, frozen=True):
    """What a name means: a place in a work, and the person, if the name is that of a person."""

    place: Place
    person: int | None = None


def list_doubts(connection: Connection, limit: int = 20) -> list[Doubt]:
    """Those who may be one person and are not judged different, those of most works first."""
    query = (
        select(person_perhaps.c.person, person_perhaps.c.other)
        .join(person, person.c.number == person_perhaps.c.person)
        .where(person_perhaps.c.person < person_perhaps.c.other)
        .order_by(person.c.works.desc(), person_perhaps.c.person, person_perhaps.c.other)
        .limit(limit)
    )
    pairs = [(row.person, row.other) for row in connection.execute(query)]
    found = people(connection, {number for pair in pairs for number in pair})
    return [Doubt(found[a], found[b]) for a, b in pairs if a in found and b in found]


def judge_named(
    connection: Connection, one: str, other: str, verdict: Verdict, by: str, note: str | None = None
) -> int:
    """Write that two are the same or different; return how many decisions that took.

    That an author of a work is not the person whom clustering makes of her is said of her and each other work of that
    person. Raises :class:`UnknownAuthorError` for a name that is nobody's, and for two that are one.
    """
    left, right = _read(connection, one), _read(connection, other)
    if left.place == right.place:
        raise UnknownAuthorError(f"{one} and {other} are one author of one work: name two")
    apart = _others(connection, left, right) if verdict == "different" else []
    pairs = apart or [(left.place, right.place)]
    for first, second in pairs:
        judge(
            connection, _author(connection, first), _author(connection, second), verdict, by, note
        )
    return len(pairs)


def _others(connection: Connection, left: _Named, right: _Named) -> list[tuple[Place, Place]]:
    """An author who is to leave a person, with each other author who is the person."""
    for whole, part in ((left, right), (right, left)):
        if whole.person is not None and part.person is None:
            places = _places(connection, whole.person)
            if part.place in places:
                return [(part.place, place) for place in places if place != part.place]
    return []


def _read(connection: Connection, name: str) -> _Named:
    identifier, _, position = name.strip().partition(":")
    number = work_number(identifier)
    if number is None or not (position.isdecimal() or not position):
        raise UnknownAuthorError(
            f"{name!r} is neither the id of a person nor WORK:PLACE, as 2m8f0c9x7w3d1:3"
        )
    if position:
        return _Named((number, int(position)))
    places = _places(connection, number)
    if not places:
        raise UnknownAuthorError(f"no person has the id {identifier}")
    return _Named(places[0], number)


def _places(connection: Connection, number: int) -> list[Place]:
    """Where the person is an author, the mention that names the person first."""
    query = select(person_mention).where(person_mention.c.person == number)
    rows = sorted(
        connection.execute(query),
        key=lambda row: (person_number(row.work, row.slot) != number, row.work, row.position),
    )
    return [(row.work, row.position) for row in rows]


def _author(connection: Connection, place: Place) -> Author:
    return author_at(connection, *place)
