"""Key tables: what is written, and which blocks are said to cross the limit."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.engine import writing
from catalogue.tables import record_key
from indexer.dedupe.candidates import FEW, MAX_BLOCK, MAX_WEAK_BLOCK
from indexer.stages import keys

_WEAK, _TELLING = 5, 15  # hashed keys: their lowest bits are their strength
_LARGE = 2**62  # beyond what a floating-point number holds


def _rows(engine: Engine) -> set[tuple[int, int]]:
    with engine.connect() as connection:
        query = select(record_key.c.key, record_key.c.record_id)
        return {(key, item) for key, item in connection.execute(query)}


def test_keys_are_written_as_they_are_and_only_differences_change(engine: Engine) -> None:
    first = {1: {5, _LARGE + 1}, 2: set[int](), 3: {5}}
    with writing(engine) as connection:
        keys.write(connection, keys.RECORD_KEYS, {}, first)
    assert _rows(engine) == {(5, 1), (_LARGE + 1, 1), (5, 3)}
    with writing(engine) as connection:
        assert keys.keys_of(connection, keys.RECORD_KEYS, [1, 2, 3]) == first
        keys.write(connection, keys.RECORD_KEYS, first, {1: {5, 7}})
    assert _rows(engine) == {(5, 1), (7, 1)}


@pytest.mark.parametrize(
    ("key", "limit"), [(_WEAK, FEW), (_WEAK, MAX_WEAK_BLOCK), (_TELLING, MAX_BLOCK)]
)
def test_a_block_is_named_when_it_crosses_a_limit_either_way(
    engine: Engine, key: int, limit: int
) -> None:
    full = {item: {key} for item in range(limit)}
    steady = {item: {_WEAK + 16} for item in range(5)}
    with writing(engine) as connection:
        keys.replace(connection, keys.RECORD_KEYS, {}, full)
        assert keys.replace(connection, keys.RECORD_KEYS, {}, {limit: {key}} | steady) == (
            {key},
            set(),
        )
        assert keys.replace(connection, keys.RECORD_KEYS, {}, {limit + 1: {key}}) == (set(), set())
        assert keys.replace(connection, keys.RECORD_KEYS, {0: {key}}, {0: {key + 32}}) == (
            set(),
            set(),
        )
        assert keys.replace(connection, keys.RECORD_KEYS, {1: {key}}, {}) == (set(), {key})
        assert keys.replace(connection, keys.RECORD_KEYS, {}, {1: {key}, -1: {key}}) == (
            {key},
            set(),
        )


def test_works_are_passed_over_at_one_size_whatever_the_key(engine: Engine) -> None:
    full = {item: {_WEAK} for item in range(MAX_BLOCK)}
    with writing(engine) as connection:
        assert keys.replace(connection, keys.WORK_KEYS, {}, full) == (set(), set())
        assert keys.replace(connection, keys.WORK_KEYS, {}, {MAX_BLOCK: {_WEAK}}) == (
            {_WEAK},
            set(),
        )
        assert keys.oversized(connection, keys.WORK_KEYS, [_WEAK, _TELLING]) == {_WEAK}


def test_records_share_enough_as_in_memory(engine: Engine) -> None:
    """Two alone with a weak key, a crowd with another, and two of the crowd that share a second one."""
    lonely, crowded, second = _WEAK, _WEAK + 16, _WEAK + 32
    own = {item: {crowded} for item in range(10, 11 + FEW)}
    own |= {1: {lonely, _TELLING}, 2: {lonely}, 3: {_TELLING}, 10: {crowded, second}}
    own |= {item: {second} for item in range(100, 101 + FEW)} | {11: {crowded, second}}
    with writing(engine) as connection:
        keys.write(connection, keys.RECORD_KEYS, {}, own)
        found = keys.sharing(connection, own)
    assert {item: others for item, others in found.items() if others} == {
        1: {2, 3}, 2: {1}, 3: {1}, 10: {11}, 11: {10},
    }  # fmt: skip
