"""Pairs by the likenesses of two lists: in order, against it, and alone between two pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.references.list_alignment import ALIGNED, SURE, assigned, total_gain
from indexer.references.list_items import Table, item

ITEMS = [item(f"Item {letter}") for letter in "abcdef"]


def _assigned(table: Table) -> list[tuple[int, int]]:
    return assigned(table, ITEMS[: len(table)], ITEMS[: len(table[0])] if table else [])


def test_lists_in_one_order() -> None:
    assert _assigned([[1.0, 0, 0], [0, 0.6, 0], [0, 0, 1.0]]) == [(0, 0), (1, 1), (2, 2)]
    assert _assigned([[1.0, 0, 0], [0, 0, 1.0]]) == [(0, 0), (1, 2)]


def test_against_the_order_only_what_is_sure() -> None:
    table = [
        [1.0, 0, 0, 0, 0],
        [0, 0, 2.0, 0, 0],
        [0, SURE, 0, 0, 0],
        [0, 0, 0, 1.0, 0],
        [0, 0, 0, 0, 1.0],
    ]
    assert _assigned(table) == [(0, 0), (1, 2), (2, 1), (3, 3), (4, 4)]
    table[2][1] = SURE - 0.1
    assert (2, 1) not in _assigned(table)


def test_lists_in_two_orders() -> None:
    assert _assigned([[0, 0, 1.0], [1.0, 0, 0], [0, ALIGNED, 0]]) == [(0, 2), (1, 0)]


def test_a_lone_item_between_two_pairs() -> None:
    assert _assigned([[1.0, 0, 0], [0, 0.1, 0], [0, 0, 1.0]]) == [(0, 0), (1, 1), (2, 2)]
    assert _assigned([[1.0, 0, 0], [0, -0.5, 0], [0, 0, 1.0]]) == [(0, 0), (2, 2)]


def test_nothing_gains_nothing() -> None:
    assert _assigned([]) == []
    assert total_gain([[0.0]]) == 0
    assert total_gain([[2.0]]) > 1


@given(st.lists(st.lists(st.floats(-1, 3), min_size=4, max_size=4), max_size=6))
def test_each_item_once(table: Table) -> None:
    pairs = _assigned(table)
    lefts, rights = [i for i, _ in pairs], [j for _, j in pairs]
    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
