"""Deletions of records that are described in two formats: what is left of a record, and what it was before.

A deletion in the format that leads deletes the record. One in the second alone takes away what that said: the record
lives on as the first describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete

from catalogue.database import dialect
from catalogue.harvested.apart import Kept
from catalogue.harvested.descriptions import Described, described, with_other, write
from catalogue.harvested.told import Place, told_of
from catalogue.tables import description
from schemas import HarvestedRecord
from schemas.ids import record_number

_BOTH = (True, False)


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
    """What is left of a record, and the descriptions that are gone, as they were."""

    said: HarvestedRecord
    were: tuple[Was, ...] = ()


def take_away(
    connection: Connection, source: str, run: int, gone: Mapping[str, Gone]
) -> dict[str, Left]:
    """Keep that these records are deleted in a format; give what is left of those described twice.

    A deletion without a datestamp is of a record that neither list has any more. Of that nothing is left which could
    speak against a list that has it again.
    """
    kept = described(connection, source, list(gone))
    left: dict[str, Left] = {}
    for identifier in {name for name, _ in kept}:
        told = gone[identifier]
        if told.said.datestamp is None:
            rows = [kept[key] for leads in _BOTH if (key := (identifier, leads)) in kept]
            _forget(connection, source, identifier, _BOTH)
            left[identifier] = Left(told.said, tuple(map(_as_it_was, rows)))
        else:
            left[identifier] = _without(connection, source, run, told, kept)
    return left


def _without(connection: Connection, source: str, run: int, told: Gone, kept: Described) -> Left:
    said, format, page = told
    second = kept.get((said.identifier, False))
    leads = second is None or second.format != format
    place = Place(run=run, page=page, source=source, file=False, format=format, leads=leads)
    write(connection, place, leads, told_of([said]), kept)
    other = kept.get((said.identifier, not leads))
    mine = kept.get((said.identifier, leads))
    was = Was(leads) if mine is None else _as_it_was(mine)
    return Left(with_other(said, leads, other) or said, (was,))


def _as_it_was(row: Kept) -> Was:
    return Was(*(getattr(row, name) for name in Was.__struct_fields__))


def _forget(connection: Connection, source: str, identifier: str, leads: Iterable[bool]) -> None:
    mine = description.c.number == record_number(source, identifier)
    connection.execute(delete(description).where(mine, description.c.leads.in_(list(leads))))


def give_back(
    connection: Connection, source: str, were: Mapping[str, tuple[Was, ...]]
) -> dict[str, HarvestedRecord]:
    """Make these descriptions what they were; give the records that they make."""
    rows = [
        {"number": record_number(source, name), **msgspec.structs.asdict(was)}
        for name, each in were.items()
        for was in each
        if was.body
    ]
    dialect.upsert(connection, description, rows)
    for name, each in were.items():
        if missing := [was.leads for was in each if not was.body]:
            _forget(connection, source, name, missing)
    kept = described(connection, source, list(were))
    made = {name: _joined(kept, name) for name in were}
    return {name: said for name, said in made.items() if said is not None}


def _joined(kept: Described, name: str) -> HarvestedRecord | None:
    first, second = kept.get((name, True)), kept.get((name, False))
    one = first or second
    if one is None:
        return None
    item = msgspec.json.decode(one.body, type=HarvestedRecord)
    return with_other(item, one.leads, second if one is first else None)
