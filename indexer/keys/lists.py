"""Which keys each item has, as one value an item: the other side of the key tables, which say who has a key.

An item's keys are put here at once. They are entered into its key table later, many items at a time, because a row put
into a large tree by itself costs far more than one of a sorted many. Until then ``entered`` keeps what the key
table still has of the item.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from catalogue.database import dialect
from catalogue.tables import key_list

NO_KEYS = b""
"""No keys at all, packed."""
_SIZE = 8  # bytes of a key


class KeyList(NamedTuple):
    """The keys that an item has, and those that its key table has of it (None: the same), packed."""

    own: bytes = NO_KEYS
    entered: bytes | None = None

    @property
    def in_table(self) -> bytes:
        """What the key table has of it."""
        return self.own if self.entered is None else self.entered


def packed(keys: Iterable[int]) -> bytes:
    """Keys in ascending order, 8 bytes each, the lowest first."""
    ordered = sorted(keys)
    return struct.pack(f"<{len(ordered)}q", *ordered)


def unpacked(body: bytes) -> tuple[int, ...]:
    """The keys in ascending order."""
    return struct.unpack(f"<{len(body) // _SIZE}q", body)


def lists_of(connection: Connection, of: str, items: Collection[int]) -> dict[int, KeyList]:
    """The lists of those of the items that have one; ``of``: as in :class:`indexer.keys.tables.KeyTable`."""
    return dict(_read(connection, of, items))


def in_tables(connection: Connection, of: str, items: Collection[int]) -> Iterator[bytes]:
    """What the key table has of each of the items that have a list, one after the other."""
    return (each.in_table for _, each in _read(connection, of, items))


def _read(connection: Connection, of: str, items: Collection[int]) -> Iterator[tuple[int, KeyList]]:
    query = select(key_list.c.item, key_list.c.own, key_list.c.entered)
    found = dialect.rows_in(connection, query.where(key_list.c.of == of), key_list.c.item, items)
    return ((item, KeyList(own, entered)) for item, own, entered in found)


def put(connection: Connection, of: str, lists: Mapping[int, bytes]) -> set[int]:
    """Give items these packed keys; return those whose key table has others now."""
    before = lists_of(connection, of, lists)
    changed = {
        item: KeyList(own, before[item].in_table if item in before else NO_KEYS)
        for item, own in lists.items()
        if before.get(item, KeyList()).own != own
    }
    rows = [
        {"of": of, "item": item, "own": each.own, "entered": each.entered}
        for item, each in sorted(changed.items())
    ]
    dialect.upsert(connection, key_list, rows)
    return changed.keys() | {
        item for item in lists if item in before and before[item].entered is not None
    }


def entered(connection: Connection, of: str, items: Iterable[int]) -> None:
    """The key table has the keys of these items now."""
    for chunk in dialect.chunks(sorted(items)):
        these = (key_list.c.of == of, dialect.among(connection, key_list.c.item, chunk))
        connection.execute(update(key_list).where(*these).values(entered=None))
        connection.execute(delete(key_list).where(*these, key_list.c.own == NO_KEYS))
