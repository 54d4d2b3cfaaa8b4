"""Key tables: which items share a blocking key. One place cuts oversized blocks, so that all stages cut alike.

A block beyond the limit says too little and is passed over. Whether a block is cut depends on its size alone; when a
change makes a block cross the limit, all its members are worked on again, so that increments and rebuilds agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import chain
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
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

_ROWS = 1000  # fetched together


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
        rows = connection.execute(query.where(~_beyond(where, wanted.c.value)))
        for key, item in chain.from_iterable(rows.partitions(_ROWS)):
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


def sharing(connection: Connection, where: KeyTable, items: Collection[int]) -> Keys:
    """For each of the items all others that share a usable key with it."""
    mine, others = where.table.alias("mine"), where.table.alias("others")
    name = where.item.name
    found: Keys = {item: set() for item in items}
    for chunk in dialect.chunks(sorted(items)):
        wanted = dialect.listed(connection, chunk)
        shared = and_(others.c.key == mine.c.key, others.c[name] != mine.c[name])
        query = select(mine.c[name], others.c[name]).select_from(
            wanted.join(mine, wanted.c.value == mine.c[name]).join(others, shared)
        )
        rows = connection.execute(query.where(~_beyond(where, mine.c.key)).distinct())
        for item, other in chain.from_iterable(rows.partitions(_ROWS)):
            found[item].add(other)
    return found


def replace(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> set[int]:
    """Write the new keys of items; return the keys whose block crosses the limit by that."""
    gone, come = _minus(before, after), _minus(after, before)
    growth = Counter(chain.from_iterable(come.values()))
    growth.subtract(chain.from_iterable(gone.values()))
    crossing = _crossing(connection, where, growth)
    write(connection, where, before, after)
    return crossing


def write(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> None:
    """Write the new keys of items, where nothing depends on the sizes of their blocks."""
    _delete(connection, where, _minus(before, after))
    dialect.insert_lists(connection, where.key, where.item, _minus(after, before))


def _minus(one: Keys, other: Keys) -> Keys:
    """What items have in the one and not in the other."""
    different = ((item, keys - other.get(item, set())) for item, keys in one.items())
    return {item: keys for item, keys in different if keys}


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


def _delete(connection: Connection, where: KeyTable, doomed: Keys) -> None:
    statement = delete(where.table).where(
        where.key == bindparam("gone_key"), where.item == bindparam("gone_item")
    )
    rows = [{"gone_key": key, "gone_item": item} for item, keys in doomed.items() for key in keys]
    dialect.execute_many(connection, statement, rows)


def all_members(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Everyone in the blocks of these keys, oversized or not."""
    return {row[0] for row in rows_in(connection, select(where.item), where.key, keys)}
