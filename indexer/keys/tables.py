"""Key tables: which items share a blocking key. One place cuts oversized blocks, so that all stages cut alike.

A block beyond the limit says too little and is passed over. What sharing a key says depends on the key and on the size
of its block alone; when a change makes a block cross a limit, what depends on that is worked on again, so that
increments and rebuilds agree. An item's keys are put on its list (:func:`put`); a stage of its own enters them into the
key table (:mod:`indexer.stages.enter`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, Text, cast, exists, func, select

from catalogue.database import dialect
from catalogue.database.dialect import rows_in
from catalogue.derived import tasks
from catalogue.stage_names import StageName
from catalogue.tables import person_key, profile, record_key, reference_key, work_key
from indexer.keys import lists as key_lists
from indexer.keys import shared_by_records
from indexer.keys.lists import packed, unpacked
from indexer.keys.shared_by_records import MAX_BLOCK, MAX_WEAK_BLOCK, limits
from indexer.keys.strength import SEARCH, WEAK, hashed, strength

__all__ = [
    "PERSON_KEYS", "RECORD_KEYS", "REFERENCE_KEYS", "WORK_KEYS", "KeyTable", "Keys", "all_members", "hashed",
    "keys_of", "members", "oversized", "packed", "put", "sharing", "sizes_of", "unpacked", "without_search",
    "years_of",
]  # fmt: skip

Keys = dict[int, set[int]]

_ROWS = 1000  # fetched together
_block = msgspec.json.Decoder(list[int])  # quicker than splitting and int()


Items = Literal["record", "reference", "work", "person"]
_STAGES: dict[Items, StageName] = {
    "record": "record-keys",
    "reference": "reference-keys",
    "work": "work-keys",
    "person": "person-keys",
}


class KeyTable(NamedTuple):
    """A table of (key, item).

    ``of``: what the items are, as their lists say it (:mod:`indexer.keys.lists`). ``limits`` gives the sizes beyond
    which a key's block says less; beyond the last one it is passed over.
    """

    of: Items
    table: Table
    item: Column[int]
    limits: Callable[[int], tuple[int, ...]]

    @property
    def stage(self) -> StageName:
        """The stage that enters keys here."""
        return _STAGES[self.of]

    @property
    def key(self) -> Column[int]:
        """The column of hashed keys."""
        return self.table.c.key

    def by_limit(self, keys: Collection[int]) -> Iterator[tuple[int, list[int]]]:
        """Keys that are equally telling, sorted, and the size from which their blocks are passed over."""
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for key in sorted(keys):
            alike[strength(key)].append(key)
        for some in alike.values():
            yield self.limits(some[0])[-1], some


def _one_limit(key: int) -> tuple[int, ...]:
    """Of works and references: who shares how much is added up whatever the sizes."""
    return (MAX_WEAK_BLOCK if strength(key) in WEAK else MAX_BLOCK,)


RECORD_KEYS = KeyTable("record", record_key, record_key.c.record_id, limits)
REFERENCE_KEYS = KeyTable("reference", reference_key, reference_key.c.reference_id, _one_limit)
WORK_KEYS = KeyTable("work", work_key, work_key.c.work, _one_limit)
PERSON_KEYS = KeyTable("person", person_key, person_key.c.work, _one_limit)
"""The blocks of a work's authors. They are exact, so nobody asks how large they are."""


def put(connection: Connection, where: KeyTable, after: Mapping[int, bytes]) -> None:
    """Give items these packed keys, and have them entered."""
    tasks.put(connection, where.stage, key_lists.put(connection, where.of, after))


def keys_of(connection: Connection, where: KeyTable, items: Collection[int]) -> Keys:
    """The keys of each item."""
    lists = key_lists.lists_of(connection, where.of, items)
    return {item: set(unpacked(lists[item].own)) if item in lists else set() for item in items}


def without_search(found: Collection[int]) -> set[int]:
    """The same without search keys, which only the stage "match" gives to references."""
    return {key for key in found if strength(key) != SEARCH}


def members(connection: Connection, where: KeyTable, keys: Collection[int]) -> dict[int, list[int]]:
    """Who has each of the keys; keys of oversized blocks are left out."""
    found: dict[int, list[int]] = {}
    for most, some in where.by_limit(keys):
        for chunk in dialect.chunks(some):
            wanted = dialect.listed(connection, chunk)
            # a block as one text: a row for each member takes four times as long
            block = func.aggregate_strings(cast(where.item, Text), ",")
            whole = select(block).where(where.key == wanted.c.value).correlate(wanted)
            query = select(wanted.c.value, whole.scalar_subquery()).where(
                ~_beyond(where, wanted.c.value, most)
            )
            for rows in connection.execute(query).partitions(_ROWS):
                found |= {key: _block.decode(f"[{text}]") for key, text in rows if text}
    return found


def oversized(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Those of the keys that so many have that they are passed over."""
    found: set[int] = set()
    for most, some in where.by_limit(keys):
        for chunk in dialect.chunks(some):
            wanted = dialect.listed(connection, chunk)
            query = select(wanted.c.value).where(_beyond(where, wanted.c.value, most))
            found.update(connection.scalars(query))
    return found


def _beyond(where: KeyTable, key: ColumnElement[int], most: int) -> ColumnElement[bool]:
    """Whether the key's block goes beyond the limit; a block is never read further than that."""
    block = where.table.alias("block")
    entries = select(block.c.key).where(block.c.key == key).offset(most).limit(1)
    return exists(entries.order_by(block.c[where.item.name]))


def sharing(connection: Connection, items: Collection[int]) -> Keys:
    """For each of these records all others that share enough keys with it to be compared."""
    own = keys_of(connection, RECORD_KEYS, items)
    blocks = members(connection, RECORD_KEYS, set().union(*own.values()))
    shared = shared_by_records.sharing(own, blocks)
    found: Keys = {item: set() for item in items}
    for item, other in shared.compared(years_of(connection, shared.whose_years_matter())):
        found[item].add(other)
    return found


def years_of(connection: Connection, items: Collection[int]) -> dict[int, int | None]:
    """The year of each of these records, as far as it is known."""
    query = select(profile.c.record_id, profile.c.year)
    known = {row[0]: row[1] for row in rows_in(connection, query, profile.c.record_id, items)}
    return dict.fromkeys(items) | known


def sizes_of(
    connection: Connection, where: KeyTable, keys: Collection[int], *, up_to: int = MAX_BLOCK
) -> dict[int, int]:
    """How many have each key. A block is not read further than ``up_to`` and one more."""
    found: dict[int, int] = {}
    for chunk in dialect.chunks(sorted(keys)):
        wanted = dialect.listed(connection, chunk)
        block = select(where.key).where(where.key == wanted.c.value).limit(up_to + 1)
        size = select(func.count()).select_from(block.correlate(wanted).subquery())
        query = select(wanted.c.value, size.correlate(wanted).scalar_subquery())
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def all_members(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Everyone in the blocks of these keys, oversized or not."""
    return {row[0] for row in rows_in(connection, select(where.item), where.key, keys)}
