"""Decisions of people about who is one person. Data, never lost: everything derived is clustered anew around them.

A decision names two authors: each by a record, as (source, identifier), and by the slot of the author in it
(:func:`schemas.ids.author_slots`), so that it outlives every rebuild. "This work is hers" is one about an author of the
work and an author of another of her works.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, func, insert, or_, select, update

from catalogue.database.engine import CatalogueError, now
from catalogue.decided.judgements import Verdict
from catalogue.derived import tasks
from catalogue.stage_names import StageName
from catalogue.tables import person_judgement, person_mention, profile, record, work_author

_STAGE: StageName = "person-keys"
_SIDES = ("left", "right")


class UnknownAuthorError(CatalogueError):
    """A judgement names an author whom no record of the catalogue has."""


class Author(msgspec.Struct, frozen=True, order=True):
    """One author of one record. ``name`` is for people to read."""

    source: str
    identifier: str
    slot: int
    name: str = ""


class JudgedAuthors(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in force about authors of works that the catalogue holds: each by work and slot."""

    left: tuple[int, int]
    right: tuple[int, int]
    verdict: Verdict


class PersonDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in force as it was written, whether or not the catalogue still holds the records."""

    id: int
    left: Author
    right: Author
    verdict: Verdict
    made_by: str
    made_at: str
    note: str | None


def author_at(connection: Connection, work: int, position: int) -> Author:
    """The author at this place of a held work, by the work's oldest record.

    Raises :class:`UnknownAuthorError` if there is none.
    """
    query = (
        select(record.c.source, record.c.identifier, person_mention.c.slot, work_author.c.name)
        .select_from(person_mention)
        .join(record, record.c.number == person_mention.c.work)
        .join(
            work_author,
            and_(
                work_author.c.work == person_mention.c.work,
                work_author.c.position == person_mention.c.position,
            ),
        )
        .where(person_mention.c.work == work, person_mention.c.position == position)
    )
    row = connection.execute(query).first()
    if row is None:
        raise UnknownAuthorError(f"no author at place {position} of such a work")
    return Author(*row)


def judge(
    connection: Connection,
    one: Author,
    other: Author,
    verdict: Verdict,
    made_by: str,
    note: str | None = None,
) -> None:
    """Write a decision about two authors; it replaces an earlier one about the same two."""
    left, right = sorted((one, other))
    at = now()
    same = [
        person_judgement.c[f"{side}_{name}"] == getattr(author, name)
        for side, author in zip(_SIDES, (left, right), strict=True)
        for name in ("source", "identifier", "slot")
    ]
    in_force = person_judgement.c.withdrawn_at.is_(None)
    connection.execute(update(person_judgement).where(*same, in_force).values(withdrawn_at=at))
    authors = {
        f"{side}_{name}": getattr(author, name)
        for side, author in zip(_SIDES, (left, right), strict=True)
        for name in Author.__struct_fields__
    }
    row = authors | {"verdict": verdict, "made_by": made_by, "made_at": at, "note": note}
    connection.execute(insert(person_judgement).values(row))
    _ask(connection, func.max(person_judgement.c.id))


def withdraw(connection: Connection, judgement_id: int) -> None:
    """Take a decision back; who is who is worked out again."""
    _ask(connection, judgement_id)
    which = person_judgement.c.id == judgement_id
    connection.execute(update(person_judgement).where(which).values(withdrawn_at=now()))


def _ask(connection: Connection, judgement_id: Any) -> None:
    """Have the works looked at again that a decision names."""
    if not isinstance(judgement_id, int):
        judgement_id = connection.scalar(select(judgement_id))
    for row in connection.execute(_works().where(person_judgement.c.id == judgement_id)):
        tasks.put(connection, _STAGE, (row.left_work, row.right_work))


def in_force(connection: Connection) -> list[JudgedAuthors]:
    """All decisions about authors of records that the catalogue holds."""
    query = _works().order_by(person_judgement.c.id)
    return [
        JudgedAuthors(
            left=(row.left_work, row.left_slot),
            right=(row.right_work, row.right_slot),
            verdict=row.verdict,
        )
        for row in connection.execute(query)
    ]


def _works() -> Select[Any]:
    query = select(
        person_judgement.c.verdict, person_judgement.c.left_slot, person_judgement.c.right_slot
    ).where(person_judgement.c.withdrawn_at.is_(None))
    for side in _SIDES:
        named, held = record.alias(f"{side}_record"), profile.alias(f"{side}_profile")
        query = (
            query.add_columns(held.c.work.label(f"{side}_work"))
            .join(
                named,
                and_(
                    named.c.source == person_judgement.c[f"{side}_source"],
                    named.c.identifier == person_judgement.c[f"{side}_identifier"],
                ),
            )
            .join(held, and_(held.c.record_id == named.c.id, held.c.work.is_not(None)))
        )
    return query


def decisions(connection: Connection, about: Author | None = None) -> list[PersonDecision]:
    """All decisions in force (about one author), newest first."""
    query = select(person_judgement).where(person_judgement.c.withdrawn_at.is_(None))
    if about is not None:
        query = query.where(or_(*(_is_about(side, about) for side in _SIDES)))
    rows = connection.execute(query.order_by(person_judgement.c.id.desc()))
    return [_decision(row) for row in rows]


def _is_about(side: str, author: Author) -> Any:
    return and_(
        *(
            person_judgement.c[f"{side}_{name}"] == getattr(author, name)
            for name in ("source", "identifier", "slot")
        )
    )


def _decision(row: Any) -> PersonDecision:
    left, right = (
        Author(*(getattr(row, f"{side}_{name}") for name in Author.__struct_fields__))
        for side in _SIDES
    )
    return PersonDecision(
        id=row.id,
        left=left,
        right=right,
        verdict=row.verdict,
        made_by=row.made_by,
        made_at=row.made_at,
        note=row.note,
    )
