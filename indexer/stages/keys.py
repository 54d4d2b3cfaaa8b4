"""Key tables: which items share a blocking key. One place cuts oversized blocks, so that all stages cut alike.

A block beyond the limit says too little and is passed over. Whether a block is cut depends on its size alone; when a
change makes a block cross the limit, all its members are worked on again, so that increments and rebuilds agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, insert, select

from catalogue.tables import record_key, reference_key, work_key
from catalogue.tasks import rows_in
from indexer.dedupe.blocking import MAX_BLOCK
from schemas.ids import hash63

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


def hashed(keys: Iterable[str]) -> set[int]:
    """The keys as the tables hold them."""
    return {hash63(key) for key in keys}


def keys_of(connection: Connection, where: KeyTable, items: Collection[int]) -> Keys:
    """The keys of each item."""
    found: Keys = {item: set() for item in items}
    query = select(where.item, where.key)
    for item, key in rows_in(connection, query, where.item, items):
        found[item].add(key)
    return found


def _sizes(connection: Connection, where: KeyTable, keys: Collection[int]) -> dict[int, int]:
    query = select(where.key, func.count()).group_by(where.key)
    return dict(tuple(row) for row in rows_in(connection, query, where.key, keys))


def members(connection: Connection, where: KeyTable, keys: Collection[int]) -> Keys:
    """Who has each of the keys; keys of oversized blocks are left out."""
    sizes = _sizes(connection, where, keys)
    usable = [key for key, size in sizes.items() if size <= MAX_BLOCK]
    found: Keys = defaultdict(set)
    for key, item in rows_in(connection, select(where.key, where.item), where.key, usable):
        found[key].add(item)
    return found


def sharing(connection: Connection, wanted: Mapping[int, set[int]], where: KeyTable) -> Keys:
    """For each item of ``wanted`` (item → its keys) the items of ``where`` that share a usable key with it."""
    every = set().union(*wanted.values()) if wanted else set()
    blocks = members(connection, where, every)
    return {
        item: set().union(*(blocks.get(key, ()) for key in keys)) for item, keys in wanted.items()
    }


def replace(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> set[int]:
    """Write the new keys of items; return the keys whose block crossed the limit by that."""
    gone = [(key, item) for item, keys in before.items() for key in keys - after.get(item, set())]
    come = [(key, item) for item, keys in after.items() for key in keys - before.get(item, set())]
    changed = {key for key, _ in (*gone, *come)}
    sizes_before = _sizes(connection, where, changed)
    _delete(connection, where, gone)
    name = where.item.name
    if come:
        connection.execute(insert(where.table), [{"key": key, name: item} for key, item in come])
    sizes_after = _sizes(connection, where, changed)
    return {
        key
        for key in changed
        if (sizes_before.get(key, 0) > MAX_BLOCK) != (sizes_after.get(key, 0) > MAX_BLOCK)
    }


def _delete(connection: Connection, where: KeyTable, rows: Iterable[tuple[int, int]]) -> None:
    doomed = [{"gone_key": key, "gone_item": item} for key, item in rows]
    if doomed:
        statement = delete(where.table).where(
            where.key == bindparam("gone_key"), where.item == bindparam("gone_item")
        )
        connection.execute(statement, doomed)


def all_members(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Everyone in the blocks of these keys, oversized or not."""
    return {row[0] for row in rows_in(connection, select(where.item), where.key, keys)}
