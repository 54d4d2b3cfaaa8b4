"""Key tables: which items share a blocking key. One place cuts oversized blocks, so that all stages cut alike.

A block beyond the limit says too little and is passed over. Whether a block is cut depends on its size alone; when a
change makes a block cross the limit, all its members are worked on again, so that increments and rebuilds agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)

from catalogue import dialect
from catalogue.tables import record_key, reference_key, work_key
from catalogue.tasks import rows_in
from indexer.dedupe.blocking import MAX_BLOCK
from indexer.references.candidates import SEARCH, hashed, strength

__all__ = [
    "RECORD_KEYS", "REFERENCE_KEYS", "WORK_KEYS", "KeyTable", "Keys", "all_members", "hashed", "keys_of", "members",
    "oversized", "replace", "sharing", "without_search", "write",
]  # fmt: skip

Keys = dict[int, set[int]]


class KeyTable(NamedTuple):
    """A table of (key, item)."""

    table: Table
    item: Column[int]

    @property
    def key(self) -> Column[int]:
        """The column of hashed keys."""
        return self.table.c.key


RECORD_KEYS = KeyTable(record_key, record_key.c.record_id)
REFERENCE_KEYS = KeyTable(reference_key, reference_key.c.reference_id)
WORK_KEYS = KeyTable(work_key, work_key.c.work)


def keys_of(connection: Connection, where: KeyTable, items: Collection[int]) -> Keys:
    """The keys of each item."""
    found: Keys = {item: set() for item in items}
    query = select(where.item, where.key)
    for item, key in rows_in(connection, query, where.item, items):
        found[item].add(key)
    return found


def without_search(found: Keys) -> Keys:
    """The same without search keys, which only the stage "match" gives to references."""
    return {item: {key for key in keys if strength(key) != SEARCH} for item, keys in found.items()}


def members(connection: Connection, where: KeyTable, keys: Collection[int]) -> Keys:
    """Who has each of the keys; keys of oversized blocks are left out."""
    found: Keys = defaultdict(set)
    for chunk in dialect.chunks(sorted(keys)):
        wanted = dialect.listed(connection, chunk)
        query = select(where.key, where.item).join(wanted, wanted.c.value == where.key)
        for key, item in connection.execute(query.where(~_beyond(where, wanted.c.value))):
            found[key].add(item)
    return found


def oversized(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Those of the keys that so many have that they are passed over."""
    found: set[int] = set()
    for chunk in dialect.chunks(sorted(keys)):
        wanted = dialect.listed(connection, chunk)
        query = select(wanted.c.value).where(_beyond(where, wanted.c.value))
        found.update(connection.scalars(query))
    return found


def _beyond(where: KeyTable, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the key's block goes beyond the limit; a block is never read further than that."""
    block = where.table.alias("block")
    entries = select(block.c.key).where(block.c.key == key).offset(MAX_BLOCK).limit(1)
    return exists(entries.order_by(block.c[where.item.name]))


def sharing(connection: Connection, wanted: Mapping[int, set[int]], where: KeyTable) -> Keys:
    """For each item of ``wanted`` (item → its keys) the items of ``where`` that share a usable key with it."""
    every = set().union(*wanted.values()) if wanted else set()
    blocks = members(connection, where, every)
    return {
        item: set().union(*(blocks.get(key, ()) for key in keys)) for item, keys in wanted.items()
    }


def replace(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> set[int]:
    """Write the new keys of items; return the keys whose block crosses the limit by that."""
    gone, come = _changes(before, after)
    growth = Counter(key for key, _ in come)
    growth.subtract(key for key, _ in gone)
    crossing = _crossing(connection, where, growth)
    write(connection, where, before, after)
    return crossing


def write(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> None:
    """Write the new keys of items, where nothing depends on the sizes of their blocks."""
    gone, come = _changes(before, after)
    _delete(connection, where, gone)
    rows = [{"key": key, where.item.name: item} for key, item in come]
    dialect.execute_many(connection, insert(where.table), rows)


def _changes(before: Keys, after: Keys) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of key and item that go, and those that come."""
    gone = [(key, item) for item, keys in before.items() for key in keys - after.get(item, set())]
    come = [(key, item) for item, keys in after.items() for key in keys - before.get(item, set())]
    return gone, come


def _crossing(connection: Connection, where: KeyTable, growth: Mapping[int, int]) -> set[int]:
    """The keys whose block will cross the limit when it grows by so many; asks only for blocks near enough to it."""
    changing = [key for key, by in growth.items() if by]
    furthest = max((abs(growth[key]) for key in changing), default=0)
    size = func.count()
    query = select(where.key, size).group_by(where.key).having(size > MAX_BLOCK - furthest)
    sizes = dict(tuple(row) for row in rows_in(connection, query, where.key, changing))
    return {
        key
        for key in changing
        if (sizes.get(key, 0) > MAX_BLOCK) != (sizes.get(key, 0) + growth[key] > MAX_BLOCK)
    }


def _delete(connection: Connection, where: KeyTable, rows: Iterable[tuple[int, int]]) -> None:
    statement = delete(where.table).where(
        where.key == bindparam("gone_key"), where.item == bindparam("gone_item")
    )
    doomed = [{"gone_key": key, "gone_item": item} for key, item in rows]
    dialect.execute_many(connection, statement, doomed)


def all_members(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Everyone in the blocks of these keys, oversized or not."""
    return {row[0] for row in rows_in(connection, select(where.item), where.key, keys)}
