"""What the OAI-PMH provider lists: works that are or were held, with the second in which each last changed.

Read by datestamp and number, so that the place in a list is two values that any process can go on from, also after the
index was built anew. A work that is gone, or is held no more, stays in the list as deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, tuple_

from catalogue.database import dialect
from catalogue.tables import provided

Place = tuple[str, int]
"""A datestamp and the number of a work: where a list is."""


class Said(NamedTuple):
    """What is said of a work now: a digest of it, and the sets that it belongs to."""

    digest: int
    sets: tuple[str, ...]


class Header(NamedTuple):
    """A work in the list. ``datestamp`` is UTC to the second ("2026-01-31T12:00:00Z")."""

    work: int
    datestamp: str
    deleted: bool
    sets: tuple[str, ...]


class Asked(NamedTuple):
    """Which part of the list: datestamps from and until (both inclusive), and one set; None: all."""

    since: str | None = None
    until: str | None = None
    set: str | None = None


def tell(connection: Connection, said: Mapping[int, Said], gone: Collection[int], at: str) -> None:
    """Note what is said of these works, at this datestamp where it is something else than before.

    ``gone`` are works that are not held: those that were told are deleted from now on.
    """
    before = _before(connection, {*said, *gone})
    rows = [
        _row(number, at, each.digest, _packed(each.sets), deleted=False)
        for number, each in said.items()
        if number not in before
        or (before[number].deleted, before[number].digest, before[number].sets)
        != (False, each.digest, _packed(each.sets))
    ]
    rows += [
        _row(number, at, before[number].digest, before[number].sets, deleted=True)
        for number in gone
        if number in before and not before[number].deleted
    ]
    dialect.upsert(connection, provided, sorted(rows, key=lambda row: row["work"]))


def digests(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """The digests of what was said last of those of these works that are not deleted."""
    query = select(provided.c.work, provided.c.digest).where(provided.c.deleted.is_(False))
    return {
        row.work: row.digest for row in dialect.rows_in(connection, query, provided.c.work, numbers)
    }


def _before(connection: Connection, numbers: Collection[int]) -> dict[int, Any]:
    found = dialect.rows_in(connection, select(provided), provided.c.work, numbers)
    return {row.work: row for row in found}


def _row(number: int, at: str, digest: int, sets: str, *, deleted: bool) -> dict[str, Any]:
    return {"work": number, "datestamp": at, "deleted": deleted, "digest": digest, "sets": sets}


def _packed(sets: Sequence[str]) -> str:
    return f" {' '.join(sets)} " if sets else ""


def page(connection: Connection, asked: Asked, after: Place | None, size: int) -> list[Header]:
    """The next part of the list, the oldest first."""
    query = _select(select(provided), asked)
    if after is not None:
        query = query.where(tuple_(provided.c.datestamp, provided.c.work) > tuple_(*after))
    rows = connection.execute(query.order_by(provided.c.datestamp, provided.c.work).limit(size))
    return [_header(row) for row in rows]


def count(connection: Connection, asked: Asked) -> int:
    """How long the whole list is now."""
    found = connection.scalar(_select(select(func.count()).select_from(provided), asked))
    return int(found or 0)


def _select(query: Select[Any], asked: Asked) -> Select[Any]:
    wanted: list[ColumnElement[bool]] = []
    if asked.since is not None:
        wanted.append(provided.c.datestamp >= asked.since)
    if asked.until is not None:
        wanted.append(provided.c.datestamp <= asked.until)
    if asked.set is not None:
        wanted.append(_of_set(asked.set))
    return query.where(*wanted)


def _of_set(name: str) -> ColumnElement[bool]:
    """A set, and all those below it: "country" has those of every country."""
    return or_(
        provided.c.sets.contains(f" {name} ", autoescape=True),
        provided.c.sets.contains(f" {name}:", autoescape=True),
    )


def header(connection: Connection, number: int) -> Header | None:
    """One work of the list."""
    row = connection.execute(select(provided).where(provided.c.work == number)).first()
    return None if row is None else _header(row)


def _header(row: Any) -> Header:
    return Header(row.work, row.datestamp, row.deleted, tuple(row.sets.split()))


def earliest(connection: Connection) -> str | None:
    """The oldest datestamp of the list."""
    found: str | None = connection.scalar(select(func.min(provided.c.datestamp)))
    return found


def starts_of_pieces(connection: Connection, size: int) -> list[int]:
    """The numbers with which each piece of so many held works begins, in their order."""
    place = func.row_number().over(order_by=provided.c.work)
    ranked = select(provided.c.work, place.label("place")).where(provided.c.deleted.is_(False))
    found = ranked.subquery()
    query = select(found.c.work).where(found.c.place % size == 1 % size)
    return list(connection.scalars(query.order_by(found.c.work)))


def piece(connection: Connection, start: int, size: int) -> list[Header]:
    """So many held works from this number on, in the order of their numbers."""
    query = select(provided).where(provided.c.deleted.is_(False), provided.c.work >= start)
    return [_header(row) for row in connection.execute(query.order_by(provided.c.work).limit(size))]
