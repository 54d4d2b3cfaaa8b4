"""Key tables: which items share a blocking key. One place cuts oversized blocks, so that all stages cut alike.

A block beyond the limit says too little and is passed over. What sharing a key says depends on the key and on the size
of its block alone; when a change makes a block cross a limit, what depends on that is worked on again, so that
increments and rebuilds agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    select,
)

from catalogue import dialect
from catalogue.tables import profile, record_key, reference_key, work_key
from catalogue.tasks import rows_in
from indexer.dedupe import candidates
from indexer.dedupe.candidates import MAX_BLOCK, limits
from indexer.key_strength import SEARCH, hashed, strength

__all__ = [
    "RECORD_KEYS", "REFERENCE_KEYS", "WORK_KEYS", "Crossing", "KeyTable", "Keys", "all_members", "hashed", "keys_of",
    "members", "oversized", "replace", "sharing", "sizes_of", "without_search", "write", "years_of",
]  # fmt: skip

Keys = dict[int, set[int]]

_ROWS = 1000  # fetched together
_members = msgspec.json.Decoder(list[int])


class KeyTable(NamedTuple):
    """A table of (key, item).

    ``limits`` gives the sizes beyond which a key's block says less; beyond the last one it is passed over.
    """

    table: Table
    item: Column[int]
    limits: Callable[[int], tuple[int, ...]]

    @property
    def key(self) -> Column[int]:
        """The column of hashed keys."""
        return self.table.c.key

    def by_limit(self, keys: Collection[int]) -> Iterator[tuple[int, list[int]]]:
        """The keys sorted, apart by the size from which their blocks are passed over."""
        apart: defaultdict[int, list[int]] = defaultdict(list)
        for key in sorted(keys):
            apart[self.limits(key)[-1]].append(key)
        yield from apart.items()


class Crossing(NamedTuple):
    """Keys whose blocks cross a limit: by growing, so that sharing them says less now, or by shrinking."""

    grown: set[int]
    shrunk: set[int]


def _one_limit(_key: int) -> tuple[int, ...]:
    """Of works and references: who shares how much is added up whatever the sizes."""
    return (MAX_BLOCK,)


RECORD_KEYS = KeyTable(record_key, record_key.c.record_id, limits)
REFERENCE_KEYS = KeyTable(reference_key, reference_key.c.reference_id, _one_limit)
WORK_KEYS = KeyTable(work_key, work_key.c.work, _one_limit)


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
                found |= {key: [*map(int, text.split(","))] for key, text in rows if text}
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
    shared = candidates.sharing(own, blocks)
    found: Keys = {item: set() for item in items}
    for item, other in shared.compared(years_of(connection, shared.by_weak_keys())):
        found[item].add(other)
    return found


def years_of(connection: Connection, items: Collection[int]) -> dict[int, int | None]:
    """The year of each of these records, as far as it is known."""
    query = select(profile.c.record_id, profile.c.year)
    known = {row[0]: row[1] for row in rows_in(connection, query, profile.c.record_id, items)}
    return {item: known.get(item) for item in items}


def replace(connection: Connection, where: KeyTable, before: Keys, after: Keys) -> Crossing:
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


def _crossing(connection: Connection, where: KeyTable, growth: Mapping[int, int]) -> Crossing:
    """The keys whose block will cross a limit when it grows by so many."""
    changing = sorted(key for key, by in growth.items() if by)
    furthest = max((abs(growth[key]) for key in changing), default=0)
    sizes = sizes_of(connection, where, changing, up_to=MAX_BLOCK + furthest)
    found = {key for key in changing if _crosses(where.limits(key), sizes[key], growth[key])}
    grown = {key for key in found if growth[key] > 0}
    return Crossing(grown, found - grown)


def _crosses(sizes: Sequence[int], before: int, growth: int) -> bool:
    return bisect_left(sizes, before) != bisect_left(sizes, before + growth)


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


def _delete(connection: Connection, where: KeyTable, doomed: Keys) -> None:
    statement = delete(where.table).where(
        where.key == bindparam("gone_key"), where.item == bindparam("gone_item")
    )
    rows = [{"gone_key": key, "gone_item": item} for item, keys in doomed.items() for key in keys]
    dialect.execute_many(connection, statement, rows)


def all_members(connection: Connection, where: KeyTable, keys: Collection[int]) -> set[int]:
    """Everyone in the blocks of these keys, oversized or not."""
    return {row[0] for row in rows_in(connection, select(where.item), where.key, keys)}
