"""Keeps the list of the OAI-PMH provider up to the works: with each publication, and never by a rebuild alone.

The datestamp of a work moves when what is said of it changes: its description, or what a record of it says (its
reference list among that). So a rebuild that finds the same works leaves every datestamp as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from hashlib import blake2b

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


def said_of(connection: Connection, numbers: Collection[int]) -> dict[int, Said]:
    """What is said now of those of these works that are held, and can be read: who cannot be is told as gone."""
    hashes = _hashes(connection, numbers)
    rows = dialect.rows_in(connection, _HELD, work.c.number, numbers)
    said = ((row.number, _said(row.body, hashes[row.number])) for row in rows)
    return {number: each for number, each in said if each is not None}


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


def _said(body: bytes, hashes: list[str]) -> Said | None:
    try:
        item = read_work(body)
    except Exception as error:
        if is_of_items(error):
            return None
        raise
    digest = blake2b(body, digest_size=8)
    digest.update(" ".join(hashes).encode())
    sources = dict.fromkeys(each.source for each in item.records)
    sets = (
        *(f"country:{code}" for code in item.countries),
        *(f"source:{name}" for name in sources),
    )
    return Said(int.from_bytes(digest.digest(), "big") >> 1, sets)


def tell_all(engine: Engine) -> None:
    """Go through all held works, and through those that were told and are held no more."""
    last = -1
    while True:
        with reading(engine) as connection:
            query = select(work.c.number).where(work.c.kind == "held", work.c.number > last)
            numbers = list(connection.scalars(query.order_by(work.c.number).limit(_BATCH)))
            said = said_of(connection, numbers)
        if not numbers:
            break
        last = numbers[-1]
        with writing(engine) as connection:
            provided.tell(connection, said, (), now())
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
