"""The stages of keys ("record-keys", "work-keys" …): enter the keys that items were given into the key tables.

Tens of thousands of items at a time, sorted by key: the rows of a page of the tree are written together (what it
costs at a million records stands in benchmarks/RESULTS.md under *Scale*). They are written in slices. What has to be
worked on again because a block crosses a limit is put on lists before the first of them, so a kill between two slices
loses nothing: the items still wait, and the rows that are there already do no harm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from catalogue.database import dialect
from catalogue.database.transactions import breathe, start_writing
from catalogue.derived import tasks
from catalogue.errors import CatalogueError
from catalogue.stage_names import PARTED
from catalogue.tables import key_list, pair
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import NO_KEYS, packed, unpacked
from indexer.keys.shared_by_records import MAX_BLOCK
from indexer.keys.tables import KeyTable
from indexer.stages.asked_again import (
    matching_has_begun,
    rematch_candidates_of,
    rematch_references_with,
)
from indexer.stages.pair import drop_parted

_TOGETHER = 10_000  # rows of a key table, and items whose lists are marked, between two breaths
_GROWN = 500  # keys whose blocks are gone through between two breaths
_LISTED = 2000  # works whose references are looked for between two breaths


class Rows(NamedTuple):
    """Rows of a key table as columns."""

    key: NDArray[np.int64]
    item: NDArray[np.int64]


class Changes(NamedTuple):
    """The rows that come into a key table, and those that go."""

    come: Rows
    gone: Rows


class Crossing(NamedTuple):
    """Keys whose blocks cross a limit: by growing, so that sharing them says less now, or by shrinking."""

    grown: set[int]
    shrunk: set[int]


def run_records(connection: Connection, items: Sequence[int]) -> None:
    """Enter the keys of these records, and update the pairs that these keys join or part."""
    changes = changes_of(connection, tables.RECORD_KEYS, items)
    grown: set[int] = set()
    again: set[int] = set()
    # a block that grows can only take pairs from its members, and adds none
    if len(changes.gone.key) or _any_pair(connection):
        grown, shrunk = crossing(connection, tables.RECORD_KEYS, changes)
        again = tables.all_members(connection, tables.RECORD_KEYS, shrunk)
        again.update(_coming_to(changes, shrunk))
    start_writing(connection)
    tasks.put(connection, PARTED, grown)
    tasks.put(connection, "pair", again)
    _write(connection, tables.RECORD_KEYS, items, changes)
    _drop_parted(connection)


def _drop_parted(connection: Connection) -> None:
    """Drop the pairs that share too little, now that so many have the keys on the list: of a killed run, too."""
    while keys_grown := tasks.take(connection, PARTED, _GROWN):
        drop_parted(connection, set(keys_grown))
        tasks.done(connection, PARTED, keys_grown)
        breathe(connection)


def run_works(connection: Connection, items: Sequence[int]) -> None:
    """Enter the keys of these works; have every reference matched again that they concern before or after."""
    changes = changes_of(connection, tables.WORK_KEYS, items)
    # before that all references wait anyway: nobody asks how large the blocks are
    if not matching_has_begun(connection):
        start_writing(connection)
        _write(connection, tables.WORK_KEYS, items, changes)
        return
    grown, shrunk = crossing(connection, tables.WORK_KEYS, changes)
    start_writing(connection)
    rematch_references_with(connection, grown | shrunk)
    _rematch_candidates_of(connection, items)
    _write(connection, tables.WORK_KEYS, items, changes, _rematch_candidates_of)


def _rematch_candidates_of(connection: Connection, items: Sequence[int]) -> None:
    for some in batched(items, _LISTED):
        rematch_candidates_of(connection, some)
        breathe(connection)


def _coming_to(changes: Changes, some: Collection[int]) -> list[int]:
    """The items that come into the blocks of these keys."""
    inside = np.isin(changes.come.key, np.fromiter(some, np.int64, len(some)))
    found: list[int] = changes.come.item[inside].tolist()
    return found


def run_references(connection: Connection, items: Sequence[int]) -> None:
    """Enter the keys of these references."""
    where = tables.REFERENCE_KEYS
    changes = changes_of(connection, where, items)
    start_writing(connection)
    _write(connection, where, items, changes)


def run_persons(connection: Connection, items: Sequence[int]) -> None:
    """Enter the blocks of the authors of these works; look in them again, old and new, for who is who."""
    where = tables.PERSON_KEYS
    lists = key_lists.lists_of(connection, where.of, items).values()
    blocks = {key for each in lists for key in unpacked(each.own + each.in_table)}
    changes = changes_of(connection, where, items)
    start_writing(connection)
    for some in batched(sorted(blocks), _TOGETHER):
        tasks.put(connection, "people", some)
        breathe(connection)
    _write(connection, where, items, changes)


def changes_of(connection: Connection, where: KeyTable, items: Collection[int]) -> Changes:
    """What has to be written for the key table to have what these items' lists say."""
    come, gone = {}, {}
    for item, (own, entered) in key_lists.lists_of(connection, where.of, items).items():
        if entered == NO_KEYS:
            come[item] = own
        elif entered is not None:
            before, after = set(unpacked(entered)), set(unpacked(own))
            come[item], gone[item] = packed(after - before), packed(before - after)
    return Changes(_rows(come), _rows(gone))


def _rows(lists: Mapping[int, bytes]) -> Rows:
    """The rows of packed lists, in the order of the key table."""
    key = np.frombuffer(b"".join(lists.values()), dtype="<i8").astype(np.int64)
    counts = [len(body) // key.itemsize for body in lists.values()]
    item = np.repeat(np.fromiter(lists, np.int64, len(lists)), counts)
    order = np.lexsort((item, key))
    return Rows(key[order], item[order])


def _write(
    connection: Connection,
    where: KeyTable,
    items: Sequence[int],
    changes: Changes,
    then: Callable[[Connection, Sequence[int]], None] = lambda _connection, _items: None,
) -> None:
    """Write the rows, mark the lists of the items as entered, and do with them what comes then."""
    gone = delete(where.table).where(
        where.key == bindparam("gone_key"), where.item == bindparam("gone_item")
    )
    for rows in _parts(changes.gone):
        both = zip(rows.key.tolist(), rows.item.tolist(), strict=True)
        doomed = [{"gone_key": key, "gone_item": item} for key, item in both]
        dialect.execute_many(connection, gone, doomed)
        breathe(connection)
    for rows in _parts(changes.come):
        columns = {where.key.name: rows.key.tolist(), where.item.name: rows.item.tolist()}
        try:
            dialect.insert_columns(connection, where.table, columns)
        except IntegrityError as error:
            raise CatalogueError(
                f"{where.table.name} has keys that are on no list: run `eaci check --repair`"
            ) from error
        breathe(connection)
    for some in batched(items, _TOGETHER):
        key_lists.entered(connection, where.of, some)
        then(connection, some)
        breathe(connection)


def batched(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """The items, so many at a time."""
    return (items[at : at + size] for at in range(0, len(items), size))


def _parts(rows: Rows) -> list[Rows]:
    starts = range(0, len(rows.key), _TOGETHER)
    return [Rows(*(column[at : at + _TOGETHER] for column in rows)) for at in starts]


def crossing(connection: Connection, where: KeyTable, changes: Changes) -> Crossing:
    """The keys whose blocks will cross a limit by the changes, before these are written."""
    growth = _growth(changes)
    furthest = max(map(abs, growth.values()), default=0)
    sizes = tables.sizes_of(connection, where, growth, up_to=MAX_BLOCK + furthest)
    found = {key for key in growth if _crosses(where.limits(key), sizes[key], growth[key])}
    grown = {key for key in found if growth[key] > 0}
    return Crossing(grown, found - grown)


def _growth(changes: Changes) -> dict[int, int]:
    """By how much each block grows; those that stay as large are left out."""
    come, gone = changes.come.key, changes.gone.key
    by_row = np.concatenate([np.ones(len(come), np.int64), -np.ones(len(gone), np.int64)])
    key, place = np.unique(np.concatenate([come, gone]), return_inverse=True)
    growth = np.zeros(len(key), np.int64)
    np.add.at(growth, place, by_row)
    return dict(zip(key[growth != 0].tolist(), growth[growth != 0].tolist(), strict=True))


def _crosses(sizes: Sequence[int], before: int, growth: int) -> bool:
    return bisect_left(sizes, before) != bisect_left(sizes, before + growth)


def _any_pair(connection: Connection) -> bool:
    return connection.execute(select(pair.c.left_id).limit(1)).first() is not None


def enter_again(connection: Connection, where: KeyTable, owned: ColumnElement[bool]) -> None:
    """Empty a key table and have the keys of all items entered; those that ``owned`` does not hold for lose theirs."""
    connection.execute(delete(where.table))
    of = key_list.c.of == where.of
    connection.execute(update(key_list).where(of, ~owned).values(own=NO_KEYS))
    connection.execute(update(key_list).where(of).values(entered=NO_KEYS))
    tasks.put_selected(connection, where.stage, select(key_list.c.item).where(of))
