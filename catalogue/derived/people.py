"""What the site reads of people: one person, who may be the same, and whose a number is that is nobody's any more."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, and_, select

from catalogue.database.dialect import rows_in
from catalogue.tables import person, person_mention, person_perhaps, profile, record, work_author
from schemas.ids import owner_of_person


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A person: main name, and of how many held works."""

    number: int
    name: str
    works: int


def get_person(connection: Connection, number: int) -> PersonEntry | None:
    """The person of this number, or None."""
    return people(connection, [number]).get(number)


def people(connection: Connection, numbers: Collection[int]) -> dict[int, PersonEntry]:
    """The people of these numbers, by number; those who are gone are absent."""
    rows = rows_in(connection, select(person), person.c.number, set(numbers))
    return {row.number: PersonEntry(**row._mapping) for row in rows}


def people_of_name(connection: Connection, key: str) -> list[PersonEntry]:
    """Who is the author of a work under this folded name key, those of most works first."""
    named = (
        select(person_mention.c.person)
        .join(
            work_author,
            and_(
                work_author.c.work == person_mention.c.work,
                work_author.c.position == person_mention.c.position,
            ),
        )
        .where(work_author.c.key == key)
    )
    query = select(person).where(person.c.number.in_(named))
    rows = connection.execute(query.order_by(person.c.works.desc(), person.c.number))
    return [PersonEntry(**row._mapping) for row in rows]


def may_be_the_same(connection: Connection, number: int) -> list[PersonEntry]:
    """Others who may be the same person, those of most works first."""
    query = (
        select(person)
        .join(person_perhaps, person_perhaps.c.other == person.c.number)
        .where(person_perhaps.c.person == number)
        .order_by(person.c.works.desc(), person.c.number)
    )
    return [PersonEntry(**row._mapping) for row in connection.execute(query)]


def resolve_person(connection: Connection, number: int) -> int | None:
    """Who is now the author who owns the number: a person who was joined with others, or one of a merged work.

    None if the record is gone, or has no author of that name any more.
    """
    first, last, slot = owner_of_person(number)
    query = (
        select(person_mention.c.person)
        .join(profile, profile.c.work == person_mention.c.work)
        .join(record, record.c.id == profile.c.record_id)
        .where(record.c.number.between(first, last), person_mention.c.slot == slot)
        .order_by(record.c.id)
    )
    held: int | None = connection.scalar(query.limit(1))
    return held
