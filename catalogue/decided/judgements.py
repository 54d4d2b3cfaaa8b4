"""Human decisions about pairs of records: same or different.

They are data, outlive every rebuild, and are withdrawn, not deleted.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Select, and_, insert, select, update

from catalogue.database.engine import CatalogueError, now
from catalogue.derived import tasks
from catalogue.tables import judgement, record

Verdict = Literal["same", "different"]


class UnknownRecordError(CatalogueError):
    """A judgement names a record that the catalogue does not hold."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in force, with the catalogue's numbers of the two records."""

    id: int
    left: int
    right: int
    verdict: Verdict
    made_by: str
    made_at: str
    note: str | None


def judge(
    connection: Connection,
    left: tuple[str, str],
    right: tuple[str, str],
    verdict: Verdict,
    made_by: str,
    note: str | None = None,
) -> None:
    """Write a decision about two records, each named by (source, identifier); it replaces an earlier one.

    Raises :class:`UnknownRecordError` if one of them is not in the catalogue.
    """
    first, second = sorted((left, right))
    ids = [_record_id(connection, key) for key in (first, second)]
    at = now()
    connection.execute(
        update(judgement)
        .where(
            judgement.c.left_source == first[0],
            judgement.c.left_identifier == first[1],
            judgement.c.right_source == second[0],
            judgement.c.right_identifier == second[1],
            judgement.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    connection.execute(
        insert(judgement).values(
            left_source=first[0],
            left_identifier=first[1],
            right_source=second[0],
            right_identifier=second[1],
            verdict=verdict,
            made_by=made_by,
            made_at=at,
            note=note,
        )
    )
    tasks.put(connection, "cluster", ids)


def withdraw(connection: Connection, judgement_id: int) -> None:
    """Take a decision back; what it held together or apart is worked out again."""
    query = _in_force().where(judgement.c.id == judgement_id)
    for row in connection.execute(query):
        tasks.put(connection, "cluster", (row.left, row.right))
    connection.execute(
        update(judgement).where(judgement.c.id == judgement_id).values(withdrawn_at=now())
    )


def in_force(connection: Connection) -> list[Judgement]:
    """All decisions about records that the catalogue holds."""
    query = _in_force().order_by(judgement.c.id)
    return [Judgement(**row._mapping) for row in connection.execute(query)]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision in force as it was written, whether or not the catalogue still holds the records."""

    id: int
    left_source: str
    left_identifier: str
    right_source: str
    right_identifier: str
    verdict: Verdict
    made_by: str
    made_at: str
    note: str | None


def decisions(connection: Connection) -> list[Decision]:
    """All decisions in force, newest first."""
    columns = [judgement.c[name] for name in Decision.__struct_fields__]
    query = select(*columns).where(judgement.c.withdrawn_at.is_(None))
    rows = connection.execute(query.order_by(judgement.c.id.desc()))
    return [Decision(**row._mapping) for row in rows]


def _in_force() -> Select[Any]:
    left, right = record.alias("left_record"), record.alias("right_record")
    return (
        select(
            judgement.c.id,
            left.c.id.label("left"),
            right.c.id.label("right"),
            judgement.c.verdict,
            judgement.c.made_by,
            judgement.c.made_at,
            judgement.c.note,
        )
        .join(
            left,
            and_(
                left.c.source == judgement.c.left_source,
                left.c.identifier == judgement.c.left_identifier,
            ),
        )
        .join(
            right,
            and_(
                right.c.source == judgement.c.right_source,
                right.c.identifier == judgement.c.right_identifier,
            ),
        )
        .where(judgement.c.withdrawn_at.is_(None))
    )


def _record_id(connection: Connection, key: tuple[str, str]) -> int:
    query = select(record.c.id).where(record.c.source == key[0], record.c.identifier == key[1])
    found = connection.scalar(query)
    if found is None:
        raise UnknownRecordError(f"no record {key[1]!r} of source {key[0]!r}")
    return int(found)
