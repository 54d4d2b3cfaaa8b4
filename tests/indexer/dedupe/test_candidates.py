"""Who is compared: what has to be shared, and how the size of a block changes what a key says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pytest

from indexer.keys.shared_by_records import (
    FEW,
    FEW_PLACES,
    FEW_WORDS,
    MAX_BLOCK,
    MAX_WEAK_BLOCK,
    YEARS_APART,
    near,
    share_enough,
    sharing,
)
from indexer.keys.strength import hashed


def number(key: str) -> int:
    (only,) = hashed([key])
    return only


DOI, PAGE, TITLE, START = map(number, ("doi:10.1/x", "a:abc:e990:5", "t:abcdef", "s:abc"))
VOLUME, ISSUE = map(number, ("p:host:v1:5", "p:host:i2:5"))
EVEN, ODD = map(number, ("y:host:e990:5", "y:host:o990:5"))
WORDS, OTHER_WORDS, THIRD_WORDS = map(number, ("w:abc:def", "w:abc:ghi", "w:def:ghi"))
OF_FOUR_WORDS = [number(f"w:{both}") for both in ("a:b", "a:c", "a:d", "b:c", "b:d", "c:d")]
PEOPLE, WRITER = map(number, ("n:abc:def:e990", "f:abc:def"))
TWO = (7, 8)


def crowd(size: int) -> list[int]:
    return [*range(-size + len(TWO), 0), *TWO]


def compared(
    keys: Iterable[int], blocks: Mapping[int, Sequence[int]], years: Mapping[int, int | None]
) -> set[int]:
    """Who is compared with 7, who has these keys."""
    found = sharing({7: set(keys)}, blocks)
    asked = {each: years[each] for each in found.whose_years_matter()}
    return {other for _, other in found.compared(asked)}


@pytest.mark.parametrize(
    ("blocks", "is_compared"),
    [
        ({}, False),
        ({DOI: MAX_BLOCK}, True),
        ({DOI: MAX_BLOCK + 1}, False),
        ({PAGE: MAX_BLOCK}, True),
        ({VOLUME: FEW_PLACES}, True),
        ({VOLUME: MAX_BLOCK}, False),
        ({VOLUME: MAX_BLOCK, ISSUE: MAX_BLOCK}, True),
        ({VOLUME: MAX_BLOCK, ISSUE: MAX_BLOCK + 1}, False),
        ({VOLUME: MAX_BLOCK, EVEN: MAX_BLOCK}, True),
        ({EVEN: MAX_BLOCK, ODD: MAX_BLOCK}, False),
        ({EVEN: MAX_BLOCK, ODD: MAX_BLOCK, WORDS: FEW}, True),
        ({EVEN: MAX_BLOCK, ODD: MAX_BLOCK, WORDS: MAX_WEAK_BLOCK}, False),
        ({EVEN: MAX_BLOCK, PEOPLE: MAX_WEAK_BLOCK}, True),
        ({TITLE: MAX_BLOCK}, True),
        ({TITLE: MAX_BLOCK + 1}, False),
        ({START: FEW}, True),
        ({START: FEW + 1}, False),
        ({START: MAX_WEAK_BLOCK, WORDS: FEW}, True),
        ({START: MAX_WEAK_BLOCK, WORDS: MAX_WEAK_BLOCK}, False),
        ({START: MAX_WEAK_BLOCK, WORDS: MAX_WEAK_BLOCK, OTHER_WORDS: MAX_WEAK_BLOCK}, True),
        ({START: MAX_WEAK_BLOCK + 1, WORDS: FEW}, False),
        ({WORDS: FEW_WORDS}, True),
        ({WORDS: FEW_WORDS + 1}, False),
        ({WORDS: FEW, OTHER_WORDS: FEW}, False),
        ({WORDS: FEW, OTHER_WORDS: FEW, THIRD_WORDS: FEW}, True),
        ({WORDS: FEW, OTHER_WORDS: FEW, THIRD_WORDS: FEW + 1}, False),
        (dict.fromkeys(OF_FOUR_WORDS, MAX_WEAK_BLOCK), True),
        (dict.fromkeys(OF_FOUR_WORDS[1:], MAX_WEAK_BLOCK), False),
        ({PEOPLE: FEW + 1, WRITER: MAX_WEAK_BLOCK}, True),
        ({PEOPLE: FEW + 1}, False),
        ({WORDS: MAX_WEAK_BLOCK, PEOPLE: FEW + 1}, True),
        ({WORDS: MAX_WEAK_BLOCK + 1, OTHER_WORDS: MAX_WEAK_BLOCK}, False),
        ({WORDS: MAX_WEAK_BLOCK + 1, PEOPLE: FEW}, True),
    ],
)
def test_what_two_have_to_share(blocks: dict[int, int], is_compared: bool) -> None:
    members = {key: crowd(size) for key, size in blocks.items()}
    assert (8 in compared(blocks, members, defaultdict(lambda: None))) is is_compared
    assert share_enough(blocks, blocks, years_near=True) is is_compared


@pytest.mark.parametrize(
    ("year", "other", "is_near"),
    [
        (1990, 1990, True),
        (1990, 1990 + YEARS_APART, True),
        (1990, 1990 - YEARS_APART, True),
        (1990, 1991 + YEARS_APART, False),
        (None, 1990, True),
        (None, None, True),
    ],
)
@pytest.mark.parametrize(
    ("keys", "whatever_the_years"),
    [
        ([WORDS], False),
        ([VOLUME], False),
        ([PEOPLE, WRITER, EVEN], False),
        ([TITLE], False),
        ([TITLE, START, WORDS], False),
        ([TITLE, WRITER], True),
        ([TITLE, VOLUME], True),
        ([TITLE, ODD], True),
        ([PAGE], True),
        ([DOI], True),
    ],
)
def test_years_far_apart_need_more_than_weak_keys_or_a_title(
    year: int | None, other: int | None, is_near: bool, keys: list[int], whatever_the_years: bool
) -> None:
    expected = is_near or whatever_the_years
    years = {7: year, 8: other}
    assert (8 in compared(keys, {key: [7, 8] for key in keys}, years)) is expected
    assert share_enough(keys, dict.fromkeys(keys, 2), years_near=near(year, other)) is expected


def test_what_too_many_share_does_not_do_for_years_far_apart() -> None:
    blocks = {TITLE: [7, 8], WRITER: crowd(MAX_WEAK_BLOCK + 1)}
    assert compared(blocks, blocks, {7: 1990, 8: 2020}) == set()
    sizes = {key: len(block) for key, block in blocks.items()}
    assert not share_enough(blocks, sizes, years_near=False)


def test_years_are_asked_of_those_whose_keys_leave_doubts() -> None:
    found = sharing({7: {DOI, WORDS}}, {DOI: [7, 8], WORDS: [7, 8, 9]})
    assert found.whose_years_matter() == [7, 9]
    assert sorted(found.compared({7: 1990, 9: 2020})) == [(7, 8)]


def test_keys_without_a_block_say_nothing() -> None:
    assert compared([DOI, WORDS], {OTHER_WORDS: [7, 8]}, {}) == set()
    assert compared([], {}, {}) == set()


def test_only_those_who_share_enough_are_taken_from_a_crowd() -> None:
    people = [*range(100, 120), *TWO]
    years = defaultdict(lambda: None)
    assert compared([WORDS, PEOPLE], {WORDS: crowd(FEW + 5), PEOPLE: people}, years) == {8}


def test_several_items_at_once_each_with_its_own() -> None:
    found = sharing({1: {DOI}, 2: {PAGE}, 3: set()}, {DOI: [1, 5], PAGE: [2, 5, 6]})
    assert sorted(found.compared({})) == [(1, 5), (2, 5), (2, 6)]
