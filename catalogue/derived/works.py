"""What the site reads of works: one work, lists of works, references with their outcome, merges, who cites whom.

Every list comes with its total from the same transaction, so that a number and the list it opens are equal.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, func, select

from catalogue.database.dialect import rows_in
from catalogue.tables import (
    citation,
    pair,
    person_mention,
    profile,
    record,
    reference,
    work,
    work_author,
)
from schemas import AttributedContributor, ReferenceFields, Work
from schemas.work import ReferenceStatus

_WORK: tuple[Any, ...] = (
    work.c.number,
    work.c.body,
    work.c.cited_by,
    work.c.cited_by_others,
    work.c.cites,
)
LATEST_FIRST = (work.c.year.is_(None), work.c.year.desc(), work.c.number)


class WorkEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A work with its counts. ``cited_by_others`` leaves out self-citations.

    ``people`` says who the authors of a held work are: persons by the position of the author, from 1.
    """

    number: int
    body: Work
    cited_by: int
    cited_by_others: int
    cites: int
    people: dict[int, int] = {}

    @property
    def named(self) -> tuple[tuple[AttributedContributor, int | None], ...]:
        """The contributors in order, each with the person who it is, where that is known."""
        places = itertools.count(1)
        return tuple(
            (each, self.people.get(next(places)) if each.contributor.role == "author" else None)
            for each in self.body.contributors
        )


class WorkList(msgspec.Struct, frozen=True):
    """One page of a list of works, and how long the whole list is."""

    total: int
    entries: tuple[WorkEntry, ...]


class ReferenceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A reference and what became of it; see the table ``reference`` for the fields."""

    id: int
    record_id: int
    position: int
    raw: str
    lang: str | None
    list_id: str
    fields: ReferenceFields
    fields_given: bool
    paired_with: int | None
    status: ReferenceStatus
    target: int | None
    rule: str | None
    score: float | None
    runner_up: int | None
    runner_up_score: float | None
    reason: str | None


class RecordEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a work."""

    id: int
    source: str
    identifier: str
    datestamp: str | None
    changed_at: str


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """Two records of one work as they were compared."""

    left_id: int
    right_id: int
    score: float
    rule: str
    veto: str | None
    features: dict[str, float]


class CitationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One work citing another."""

    citing: WorkEntry
    cited: WorkEntry
    self_citation: bool
    possible_self: bool = False


def _entry(row: Row[Any], people: Mapping[int, dict[int, int]]) -> WorkEntry:
    body = msgspec.json.decode(row.body, type=Work)
    return WorkEntry(
        number=row.number,
        body=body,
        cited_by=row.cited_by,
        cited_by_others=row.cited_by_others,
        cites=row.cites,
        people=people.get(row.number, {}),
    )


def get_work(connection: Connection, number: int) -> WorkEntry | None:
    """The work of this number, or None."""
    row = connection.execute(select(*_WORK).where(work.c.number == number)).first()
    return None if row is None else _entry(row, _people(connection, [number]))


def get_works(connection: Connection, numbers: Collection[int]) -> dict[int, WorkEntry]:
    """The works of these numbers, by number; those that are gone are absent."""
    rows = rows_in(connection, select(*_WORK), work.c.number, set(numbers))
    people = _people(connection, numbers)
    return {row.number: _entry(row, people) for row in rows}


def _people(connection: Connection, numbers: Collection[int]) -> dict[int, dict[int, int]]:
    """Who the authors of these works are: work → position → person."""
    query = select(person_mention.c.work, person_mention.c.position, person_mention.c.person)
    found: dict[int, dict[int, int]] = {}
    for number, position, person in rows_in(connection, query, person_mention.c.work, set(numbers)):
        found.setdefault(number, {})[position] = person
    return found


def resolve(connection: Connection, number: int) -> int | None:
    """The work that holds now what the number once named: a merged work, a record or a reference. None: nobody."""
    by_record = (
        select(profile.c.work)
        .join(record, record.c.id == profile.c.record_id)
        .where(record.c.number == number, profile.c.work.is_not(None))
    )
    by_reference = select(reference.c.target).where(
        reference.c.number == number, reference.c.target.is_not(None)
    )
    for query in (by_record, by_reference.order_by(reference.c.id)):
        held: int | None = connection.scalar(query.limit(1))
        if held is not None:
            return held
    return None


def _works_page(
    connection: Connection, numbers: Select[tuple[int]], page: int, size: int
) -> WorkList:
    wanted = numbers.subquery()
    number = wanted.c[0]
    total = connection.scalar(
        select(func.count()).select_from(wanted.join(work, work.c.number == number))
    )
    query = (
        select(*_WORK)
        .join(wanted, number == work.c.number)
        .order_by(*LATEST_FIRST)
        .limit(size)
        .offset((page - 1) * size)
    )
    rows = connection.execute(query).all()
    people = _people(connection, [row.number for row in rows])
    return WorkList(total or 0, tuple(_entry(row, people) for row in rows))


def citing_works(
    connection: Connection,
    number: int,
    *,
    others_only: bool = False,
    possible_only: bool = False,
    page: int = 1,
    size: int = 20,
) -> WorkList:
    """The works that cite this one, latest first. Pages count from 1.

    ``others_only`` leaves out self-citations; ``possible_only`` keeps those alone that are possibly such.
    """
    query = select(citation.c.citing).where(citation.c.cited == number)
    if others_only:
        query = query.where(citation.c.self_citation.is_(False))
    if possible_only:
        query = query.where(citation.c.possible_self.is_(True))
    return _works_page(connection, query, page, size)


def cited_works(connection: Connection, number: int, *, page: int = 1, size: int = 20) -> WorkList:
    """The works that this one cites, latest first."""
    query = select(citation.c.cited).where(citation.c.citing == number)
    return _works_page(connection, query, page, size)


def works_of_name(connection: Connection, key: str, *, page: int = 1, size: int = 20) -> WorkList:
    """The works with a contributor of this folded name key, latest first."""
    query = select(work_author.c.work).where(work_author.c.key == key).distinct()
    return _works_page(connection, query, page, size)


def names_of_key(connection: Connection, key: str) -> list[tuple[str, int]]:
    """The main forms of the names behind a key, and in how many works each stands, most frequent first."""
    count = func.count(work_author.c.work.distinct())
    query = (
        select(work_author.c.name, count)
        .where(work_author.c.key == key)
        .group_by(work_author.c.name)
        .order_by(count.desc(), work_author.c.name)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def records_of(connection: Connection, number: int) -> list[RecordEntry]:
    """The records of a work, the oldest first."""
    query = (
        select(*(record.c[name] for name in RecordEntry.__struct_fields__))
        .join(profile, profile.c.record_id == record.c.id)
        .where(profile.c.work == number)
        .order_by(record.c.id)
    )
    return [RecordEntry(**row._mapping) for row in connection.execute(query)]


def printed_references(connection: Connection, numbers: Collection[int]) -> dict[int, list[str]]:
    """The texts of the reference lists of these works, each from its oldest record that has one."""
    query = select(profile.c.work, reference.c.record_id, reference.c.raw).join(
        profile, profile.c.record_id == reference.c.record_id
    )
    ordered = query.order_by(reference.c.record_id, reference.c.position)
    found: dict[int, list[str]] = {}
    owner: dict[int, int] = {}
    for row in rows_in(connection, ordered, profile.c.work, set(numbers)):
        if owner.setdefault(row.work, row.record_id) == row.record_id:
            found.setdefault(row.work, []).append(row.raw)
    return found


def references_of(connection: Connection, number: int) -> list[ReferenceEntry]:
    """All references of all records of a work, in the order of the records and their lists."""
    query = (
        select(*(reference.c[name] for name in ReferenceEntry.__struct_fields__))
        .join(profile, profile.c.record_id == reference.c.record_id)
        .where(profile.c.work == number)
        .order_by(reference.c.record_id, reference.c.position)
    )
    return [_reference(row) for row in connection.execute(query)]


def _reference(row: Row[Any]) -> ReferenceEntry:
    values = dict(row._mapping)
    fields = msgspec.json.decode(values.pop("fields"), type=ReferenceFields)
    return ReferenceEntry(**values, fields=fields)


def merges_of(connection: Connection, records: Sequence[RecordEntry]) -> list[Merge]:
    """How the records of one work were compared with each other, the surest pair first."""
    ids = [entry.id for entry in records]
    query = (
        select(*(pair.c[name] for name in Merge.__struct_fields__))
        .where(pair.c.left_id.in_(ids), pair.c.right_id.in_(ids))
        .order_by(pair.c.score.desc(), pair.c.left_id, pair.c.right_id)
    )
    return [_merge(row) for row in connection.execute(query)]


def _merge(row: Row[Any]) -> Merge:
    values = dict(row._mapping)
    features = msgspec.json.decode(values.pop("features"), type=dict[str, float])
    return Merge(**values, features=features)
