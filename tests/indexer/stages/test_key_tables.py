"""Key tables: what is written, and which blocks are said to cross the limit."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.engine import writing
from catalogue.tables import record_key
from indexer.dedupe.blocking import MAX_BLOCK
from indexer.stages import keys

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


def test_a_block_is_named_when_it_crosses_the_limit_either_way(engine: Engine) -> None:
    full = {item: {5, 6} for item in range(MAX_BLOCK)}
    more = {MAX_BLOCK: {5}}
    with writing(engine) as connection:
        assert keys.replace(connection, keys.RECORD_KEYS, {}, full) == set()
        assert keys.replace(connection, keys.RECORD_KEYS, {}, more) == {5}
        assert keys.replace(connection, keys.RECORD_KEYS, {0: {5, 6}}, {0: {6, 7}}) == {5}
        assert keys.replace(connection, keys.RECORD_KEYS, {1: {6}}, {}) == set()
        assert keys.replace(connection, keys.RECORD_KEYS, {}, {-1: {6}, -2: {6}}) == {6}
