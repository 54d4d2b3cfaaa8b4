"""Measures crowded keys: those that so many records or works share that nothing is compared because of them.

Measuring reads whole key tables, so it is done when a hundredth of the records has changed since the last time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, case, func, select

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.database.transactions import start_writing
from catalogue.derived.blocks import _META, Blocks, CrowdedBlock, Oversized, oversized_blocks
from catalogue.tables import meta, profile, record_key, work, work_key
from indexer.keys import lists
from indexer.keys.lists import unpacked

_SHARE = 100  # one record in so many

_EXAMPLES = 3


class Limits(NamedTuple):
    """How many may share a key: ``most``; if it is as telling as one of the ``weak``, ``most_of_weak``.

    How telling a key is stands in those of its bits that are set in ``bits``.
    """

    most: int
    most_of_weak: int
    weak: Collection[int]
    bits: int

    def of(self, key: Column[int]) -> ColumnElement[int]:
        """The limit of a key."""
        telling = key.bitwise_and(self.bits)
        return case((telling.in_(self.weak), self.most_of_weak), else_=self.most)


def note_changes(connection: Connection, limits: Limits, changed: int) -> None:
    """Take in that so many records were normalised; look at the blocks beyond the limit again if it is time to."""
    known = oversized_blocks(connection)
    since = changed + (known.changed if known else 0)
    if known and (
        not since
        or since * _SHARE < (connection.scalar(select(func.count()).select_from(profile)) or 0)
    ):
        found = msgspec.structs.replace(known, changed=since)
    else:
        found = measure_blocks(connection, limits)
    if found != known:
        start_writing(connection)
        value = msgspec.json.encode(found).decode()
        dialect.upsert(connection, meta, [{"key": _META, "value": value}])


def measure_blocks(connection: Connection, limits: Limits) -> Blocks:
    """Look at every block beyond its limit."""
    titles_of_records = select(profile.c.record_id, work.c.title).join(
        work, work.c.number == profile.c.work
    )
    titles_of_works = select(work.c.number, work.c.title)
    return Blocks(
        limit=limits.most,
        weak_limit=limits.most_of_weak,
        measured_at=now(),
        changed=0,
        records=_oversized(
            connection,
            "record",
            record_key.c.record_id,
            titles_of_records,
            limits.of(record_key.c.key),
        ),
        works=_oversized(
            connection, "work", work_key.c.work, titles_of_works, limits.of(work_key.c.key)
        ),
    )


def _oversized(
    connection: Connection,
    of: str,
    item: Column[int],
    titles: dialect.AnySelect,
    limit: ColumnElement[int],
) -> Oversized:
    table, size = item.table, func.count().label("size")
    blocks = select(table.c.key, size, func.min(item).label("one")).group_by(table.c.key)
    crowded = connection.execute(blocks.having(size > limit)).all()
    keys = {row.key for row in crowded}
    inside = {row[0] for row in dialect.rows_in(connection, select(item), table.c.key, keys)}
    return Oversized(
        keys=len(keys),
        items=len(inside),
        without_key=sum(
            keys.issuperset(unpacked(own)) for own in lists.in_tables(connection, of, inside)
        ),
        largest=_largest(connection, crowded, titles),
    )


def _largest(
    connection: Connection, crowded: Sequence[dialect.AnyRow], titles: dialect.AnySelect
) -> tuple[CrowdedBlock, ...]:
    rows = sorted(crowded, key=lambda row: (-row.size, row.key))[:_EXAMPLES]
    known = dialect.rows_in(
        connection, titles, titles.selected_columns[0], {row.one for row in rows}
    )
    title_of: dict[int, str] = {row[0]: row[1] for row in known}
    return tuple(CrowdedBlock(size=row.size, title=title_of.get(row.one, "")) for row in rows)
