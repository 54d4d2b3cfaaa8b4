"""Key tables: what is written, and which blocks are said to cross the limit."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.derived import tasks
from catalogue.tables import record_key
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import KeyList
from indexer.keys.shared_by_records import FEW, MAX_BLOCK, MAX_WEAK_BLOCK
from indexer.keys.tables import Keys, KeyTable
from indexer.stages import enter
from indexer.stages.enter import (
    Crossing,
    changes_of,
    crossing,
    run_records,
    run_references,
    run_works,
)

_SEARCH, _WEAK, _TELLING = 3, 5, 15  # hashed keys: their lowest bits are their strength
_LARGE = 2**62  # beyond what a floating-point number holds


def _rows(engine: Engine) -> set[tuple[int, int]]:
    with engine.connect() as connection:
        query = select(record_key.c.key, record_key.c.record_id)
        return {(key, item) for key, item in connection.execute(query)}


def _given(connection: Connection, where: KeyTable, lists: Keys) -> None:
    tables.put(connection, where, {item: tables.packed(own) for item, own in lists.items()})


def _crossing(connection: Connection, where: KeyTable, lists: Keys) -> Crossing:
    """What the stage finds when it enters these lists."""
    _given(connection, where, lists)
    found = crossing(connection, where, changes_of(connection, where, lists))
    _entered(connection, where)
    return found


def _entered(connection: Connection, where: KeyTable) -> None:
    waiting = tasks.take(connection, where.stage, 10_000)
    run = {"record": run_records, "work": run_works, "reference": run_references}[where.of]
    run(connection, list(waiting))
    tasks.done(connection, where.stage, waiting)


@pytest.mark.parametrize("together", [1, 2, 100])
def test_lists_are_entered_as_they_are_and_only_differences_change(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(enter, "_TOGETHER", together)
    first = {1: {5, _LARGE + 1}, 2: set[int](), 3: {5}}
    with writing(engine) as connection:
        _given(connection, tables.RECORD_KEYS, first)
        assert tables.keys_of(connection, tables.RECORD_KEYS, [1, 2, 3]) == first
    assert _rows(engine) == set()
    with writing(engine) as connection:
        _entered(connection, tables.RECORD_KEYS)
    assert _rows(engine) == {(5, 1), (_LARGE + 1, 1), (5, 3)}
    with writing(engine) as connection:
        _given(connection, tables.RECORD_KEYS, {1: {5, 7}, 2: set(), 3: set()})
        _given(connection, tables.RECORD_KEYS, {1: {7, 8}})
        _entered(connection, tables.RECORD_KEYS)
        lists = key_lists.lists_of(connection, "record", [1, 2, 3])
    assert _rows(engine) == {(7, 1), (8, 1)}
    assert lists == {1: KeyList(tables.packed([7, 8]))}


def test_who_has_its_old_keys_again_has_nothing_to_enter(engine: Engine) -> None:
    where = tables.REFERENCE_KEYS
    with writing(engine) as connection:
        _given(connection, where, {1: {5}})
        _entered(connection, where)
        _given(connection, where, {1: {6}})
        _given(connection, where, {1: {5}})
        changes = changes_of(connection, where, [1])
        assert [len(rows.key) for rows in changes] == [0, 0]
        _entered(connection, where)
        assert key_lists.lists_of(connection, where.of, [1]) == {1: KeyList(tables.packed([5]))}
        _given(connection, where, {1: {5}})
        assert tasks.take(connection, where.stage, 10) == {}


@pytest.mark.parametrize(
    ("key", "limit"), [(_WEAK, FEW), (_WEAK, MAX_WEAK_BLOCK), (_TELLING, MAX_BLOCK)]
)
def test_a_block_is_named_when_it_crosses_a_limit_either_way(
    engine: Engine, key: int, limit: int
) -> None:
    full = {item: {key} for item in range(limit)}
    steady = {item: {_WEAK + 16} for item in range(1000, 1005)}
    grown, shrunk, neither = ({key}, set()), (set(), {key}), (set(), set())
    where = tables.RECORD_KEYS
    with writing(engine) as connection:
        _crossing(connection, where, full)
        assert _crossing(connection, where, {limit: {key}} | steady) == grown
        assert _crossing(connection, where, {limit + 1: {key}}) == neither
        assert _crossing(connection, where, {0: {key + 32}}) == neither
        assert _crossing(connection, where, {1: set()}) == shrunk
        assert _crossing(connection, where, {1: {key}, 1005: {key}}) == grown


@pytest.mark.parametrize(
    ("key", "limit"), [(_WEAK, MAX_WEAK_BLOCK), (_TELLING, MAX_BLOCK), (_SEARCH, MAX_BLOCK)]
)
def test_works_are_passed_over_at_one_size(engine: Engine, key: int, limit: int) -> None:
    full = {item: {key} for item in range(limit)}
    where = tables.WORK_KEYS
    with writing(engine) as connection:
        assert _crossing(connection, where, full) == (set(), set())
        assert _crossing(connection, where, {limit: {key}}) == ({key}, set())
        assert tables.oversized(connection, where, [key, key + 16]) == {key}


def test_records_share_enough_as_in_memory(engine: Engine) -> None:
    """Two alone with a weak key, a crowd with another, and two of the crowd that share a second one."""
    lonely, crowded, second = _WEAK, _WEAK + 16, _WEAK + 32
    own = {item: {crowded} for item in range(10, 11 + FEW)}
    own |= {1: {lonely, _TELLING}, 2: {lonely}, 3: {_TELLING}, 10: {crowded, second}}
    own |= {item: {second} for item in range(100, 101 + FEW)} | {11: {crowded, second}}
    with writing(engine) as connection:
        _given(connection, tables.RECORD_KEYS, own)
        _entered(connection, tables.RECORD_KEYS)
        found = tables.sharing(connection, own)
    assert {item: others for item, others in found.items() if others} == {
        1: {2, 3}, 2: {1}, 3: {1}, 10: {11}, 11: {10},
    }  # fmt: skip
