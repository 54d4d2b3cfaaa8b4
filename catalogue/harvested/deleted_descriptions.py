"""Deletions of records that are described in two formats: what is left of a record, and what it was before.

A deletion in the format that leads deletes the record. One in the second alone takes away what that said: the record
lives on as the first describes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete

from catalogue.database import dialect
from catalogue.harvested.descriptions import described, with_other, write
from catalogue.harvested.told import Place, told_of
from catalogue.tables import description
from schemas import HarvestedRecord
from schemas.ids import record_number


class Was(msgspec.Struct, frozen=True, array_like=True):
    """A description as it was before it was deleted; without a ``body`` there was none in that format."""

    leads: bool
    format: str = ""
    deleted: bool = False
    content_hash: str = ""
    body: bytes = b""
    page_id: int = 0
    last_run: int = 0


class Gone(NamedTuple):
    """A deletion: what says so, in which format, and the page that it counts for."""

    said: HarvestedRecord
    format: str
    page: int


class Left(NamedTuple):
    """What is left of a record, and the description that is gone (None if it had none)."""

    said: HarvestedRecord
    was: Was | None


def take_away(
    connection: Connection, source: str, run: int, gone: Mapping[str, Gone]
) -> dict[str, Left]:
    """Keep that these records are deleted in a format; give what is left of those described twice."""
    kept = described(connection, source, list(gone))
    left: dict[str, Left] = {}
    for identifier in {name for name, _ in kept}:
        said, format, page = gone[identifier]
        second = kept.get((identifier, False))
        leads = second is None or second.format != format
        place = Place(run=run, page=page, source=source, file=False, format=format, leads=leads)
        write(connection, place, leads, told_of([said]), kept)
        other = kept.get((identifier, not leads))
        mine = kept.get((identifier, leads))
        names = Was.__struct_fields__
        was = Was(leads) if mine is None else Was(*(getattr(mine, name) for name in names))
        left[identifier] = Left(with_other(said, leads, other) or said, was)
    return left


def give_back(
    connection: Connection, source: str, were: Mapping[str, Was]
) -> dict[str, HarvestedRecord]:
    """Make these descriptions what they were; give the records that they make."""
    back = {name: was for name, was in were.items() if was.body}
    rows = [
        {"number": record_number(source, name), **msgspec.structs.asdict(was)}
        for name, was in back.items()
    ]
    dialect.upsert(connection, description, rows)
    for name, was in were.items():
        if not was.body:
            mine = description.c.number == record_number(source, name)
            connection.execute(delete(description).where(mine, description.c.leads.is_(was.leads)))
    kept = described(connection, source, list(were))
    made: dict[str, HarvestedRecord] = {}
    for name, was in were.items():
        first = kept.get((name, was.leads)) or kept.get((name, not was.leads))
        if first is not None:
            item = msgspec.json.decode(first.body, type=HarvestedRecord)
            other = kept.get((name, not first.leads))
            made[name] = with_other(item, first.leads, other) or item
    return made
