"""What a changed registry of institutions or a changed gazetteer does to works that are described already.

The digest of the files is noted when the indexing ends. When it differs, the places of all held works are worked out
anew, and those that have others than before are described again, no others. A changed name may concern a work that
named no institution until now, so no list of the old rows would be enough. `eaci check` reports it until then.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from catalogue.database import dialect
from catalogue.database.transactions import breathe, start_writing
from catalogue.derived import tasks
from catalogue.findings import Finding
from catalogue.tables import meta, work
from indexer.institutions.digest import digest
from indexer.stages import merge
from indexer.stages.written import places_of

_KEY = "institutions"
_TOGETHER = 500  # works whose records are read together
_UNREADABLE = (msgspec.DecodeError, UnicodeError)  # the stage says so itself


def differs(connection: Connection) -> bool:
    """Whether works stand as they were described by another registry than today's."""
    noted = connection.scalar(select(meta.c.value).where(meta.c.key == _KEY))
    if noted is not None:
        return bool(noted != digest())
    return connection.scalar(select(meta.c.value).where(meta.c.key == "indexed_at")) is not None


def put_touched(connection: Connection) -> None:
    """Put the held works on the list whose institutions or countries are others now. The connection is writing.

    A kill leaves it half done; as the digest is noted last, it begins anew.
    """
    if not differs(connection):
        return
    for numbers in _held(connection):
        start_writing(connection)
        tasks.put(connection, "merge", _touched(connection, numbers))
        breathe(connection)
    note(connection)


def note(connection: Connection) -> None:
    """Note that works are described, or wait to be, by today's registry."""
    start_writing(connection)
    dialect.upsert(connection, meta, [{"key": _KEY, "value": digest()}])


def finding(connection: Connection) -> Iterator[Finding]:
    """That works are described by another registry, for `eaci check`."""
    if differs(connection):
        problem = "the registry of institutions is another than the one that works were described by: run `eaci index`"
        yield Finding("institutions", problem)


def _held(connection: Connection) -> Iterator[list[int]]:
    query = select(work.c.number).where(work.c.kind == "held").order_by(work.c.number)
    numbers = list(connection.scalars(query))
    for start in range(0, len(numbers), _TOGETHER):
        yield numbers[start : start + _TOGETHER]


def _touched(connection: Connection, numbers: list[int]) -> list[int]:
    before = merge.parts_of(connection, numbers)
    found = []
    for number, parts in merge.members_of(connection, numbers).items():
        try:
            now = places_of(number, parts)
        except _UNREADABLE:
            continue
        if now != before.get(number, merge.NO_PARTS)._replace(authors=[]):
            found.append(number)
    return found
