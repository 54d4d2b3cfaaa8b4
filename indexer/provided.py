"""Keeps the list of the OAI-PMH provider up to the works: with each publication, and never by a rebuild alone.

The datestamp of a work moves when what is said of it changes: its description, or what a record of it says (its
reference list among that). So a rebuild that finds the same works leaves every datestamp as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, exists, select
from sqlalchemy.engine import Engine

from catalogue.database import dialect
from catalogue.database.engine import now, reading, writing
from catalogue.derived import provided
from catalogue.derived.provided import Said
from catalogue.tables import profile, record, work
from catalogue.tables import provided as told
from indexer.drain import is_of_items
from schemas.within import read_work

_BATCH = 2000
_HELD = select(work.c.number, work.c.body).where(work.c.kind == "held")


class Changes(NamedTuple):
    """What is said otherwise than before, and works that are held no more or cannot be read."""

    said: dict[int, Said]
    gone: set[int]


def changes(connection: Connection, numbers: Collection[int]) -> Changes:
    """What has changed of these works. Most of a rebuild has not, and is not even decoded."""
    hashes, told = _hashes(connection, numbers), provided.digests(connection, numbers)
    said: dict[int, Said] = {}
    gone = set(numbers)
    for row in dialect.rows_in(connection, _HELD, work.c.number, numbers):
        digest = _digest(row.body, hashes[row.number])
        if told.get(row.number) == digest:
            gone.discard(row.number)
        elif (sets := _sets(row.body)) is not None:
            gone.discard(row.number)
            said[row.number] = Said(digest, sets)
    return Changes(said, gone)


def _hashes(connection: Connection, numbers: Collection[int]) -> defaultdict[int, list[str]]:
    query = (
        select(profile.c.work, record.c.content_hash)
        .join(record, record.c.id == profile.c.record_id)
        .order_by(record.c.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in dialect.rows_in(connection, query, profile.c.work, numbers):
        found[row.work].append(row.content_hash)
    return found


def _digest(body: bytes, hashes: list[str]) -> int:
    digest = blake2b(body, digest_size=8)
    digest.update(" ".join(hashes).encode())
    return int.from_bytes(digest.digest(), "big") >> 1


def _sets(body: bytes) -> tuple[str, ...] | None:
    """The sets of the work; None if its description cannot be read."""
    try:
        item = read_work(body)
    except Exception as error:
        if is_of_items(error):
            return None
        raise
    sources = dict.fromkeys(each.source for each in item.records)
    return (
        *(f"country:{code}" for code in item.countries),
        *(f"source:{name}" for name in sources),
    )


def tell_all(engine: Engine) -> None:
    """Go through all held works, and through those that were told and are held no more."""
    last = -1
    while True:
        with reading(engine) as connection:
            query = select(work.c.number).where(work.c.kind == "held", work.c.number > last)
            numbers = list(connection.scalars(query.order_by(work.c.number).limit(_BATCH)))
            found = changes(connection, numbers)
        if not numbers:
            break
        last = numbers[-1]
        if found.said or found.gone:
            with writing(engine) as connection:
                provided.tell(connection, *found, now())
    _tell_gone(engine)


def _tell_gone(engine: Engine) -> None:
    held = exists().where(work.c.number == told.c.work, work.c.kind == "held")
    query = select(told.c.work).where(told.c.deleted.is_(False), ~held).limit(_BATCH)
    while True:
        with writing(engine) as connection:
            gone = list(connection.scalars(query))
            provided.tell(connection, {}, gone, now())
        if not gone:
            break
