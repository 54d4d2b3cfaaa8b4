"""Oversized blocks: what they hold, who has no other key, and when they are counted again."""

from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.engine import Engine

from catalogue.database import dialect
from catalogue.database.engine import reading, writing
from catalogue.derived.blocks import CrowdedBlock, Oversized, oversized_blocks
from catalogue.tables import key_list, profile, record_key, work, work_key
from indexer.keys.crowded import Limits, measure_blocks, note_changes
from indexer.keys.lists import packed


def limits(most: int, weak: int | None = None) -> Limits:
    """Keys below 16 in their lowest five bits are weak."""
    return Limits(most, most if weak is None else weak, range(1, 16), bits=31)


def add_work(engine: Engine, number: int, title: str) -> None:
    row = {"kind": "held", "title": title, "type": "article", "body": b"{}", "profile": b"{}"}
    with writing(engine) as connection:
        connection.execute(insert(work).values(number=number, **row))
        connection.execute(insert(profile).values(record_id=number, body=b"{}", work=number))


def add_keys(engine: Engine, *rows: tuple[int, int]) -> None:
    lists: dict[int, set[int]] = defaultdict(set)
    for key, item in rows:
        lists[item].add(key)
    with writing(engine) as connection:
        keys = [{"key": key, "record_id": item} for key, item in rows]
        connection.execute(insert(record_key), keys)
        add_lists(connection, "record", lists)


def add_work_keys(engine: Engine, lists: dict[int, set[int]]) -> None:
    with writing(engine) as connection:
        rows = [{"key": key, "work": item} for item, keys in lists.items() for key in keys]
        connection.execute(insert(work_key), rows)
        add_lists(connection, "work", lists)


def add_lists(connection: Connection, of: str, lists: dict[int, set[int]]) -> None:
    rows = [{"of": of, "item": item, "own": packed(keys)} for item, keys in lists.items()]
    dialect.upsert(connection, key_list, rows)


def test_items_of_crowded_blocks_and_those_without_another_key(engine: Engine) -> None:
    add_work(engine, 1, "Хроника")
    # key 10 is shared by four, key 20 by three; 30 is rare. 2 and 3 have nothing but crowded keys.
    add_keys(engine, (10, 1), (10, 2), (10, 3), (10, 4), (20, 3), (20, 4), (20, 5), (30, 1),
             (40, 4), (50, 5), (50, 6))  # fmt: skip
    add_work_keys(engine, {number: {10} for number in (1, 2, 3)})
    with reading(engine) as connection:
        found = measure_blocks(connection, limits(2))
        assert measure_blocks(connection, limits(4)).records == Oversized(
            keys=0, items=0, without_key=0, largest=()
        )
    largest = (CrowdedBlock(size=4, title="Хроника"), CrowdedBlock(size=3, title=""))
    assert found.records == Oversized(keys=2, items=5, without_key=2, largest=largest)
    assert found.works == Oversized(
        keys=1, items=3, without_key=3, largest=(CrowdedBlock(size=3, title="Хроника"),)
    )


def test_weak_keys_have_a_limit_of_their_own(engine: Engine) -> None:
    add_keys(engine, *((key, item) for key in (10, 20) for item in range(3)))
    add_work_keys(engine, {number: {10} for number in range(3)})
    with reading(engine) as connection:
        found = measure_blocks(connection, limits(3, weak=2))
    assert (found.limit, found.weak_limit) == (3, 2)
    assert (found.records.keys, found.records.items, found.records.without_key) == (1, 3, 0)
    assert found.works.keys == 1


@pytest.mark.parametrize(
    ("changes", "counted_again"), [((0,), False), ((1,), False), ((2,), True), ((1, 1), True)]
)
def test_they_are_counted_again_when_a_hundredth_has_changed(
    changes: tuple[int, ...], counted_again: bool, engine: Engine
) -> None:
    with writing(engine) as connection:
        rows = [{"record_id": number, "body": b"{}"} for number in range(150)]
        connection.execute(insert(profile), rows)
        note_changes(connection, limits(2), 0)
    add_keys(engine, *((10, number) for number in range(3)))
    for changed in changes:
        with writing(engine) as connection:
            note_changes(connection, limits(2), changed)
    with reading(engine) as connection:
        found = oversized_blocks(connection)
    assert found is not None
    assert found.records.keys == (1 if counted_again else 0)
    assert found.changed == (0 if counted_again else sum(changes))


def test_nothing_is_known_before_the_first_index(engine: Engine) -> None:
    with reading(engine) as connection:
        assert oversized_blocks(connection) is None
