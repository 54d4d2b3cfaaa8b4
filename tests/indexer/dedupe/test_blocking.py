"""Who is compared: what has to be shared, and how the size of a block changes what a key says."""

from __future__ import annotations

from collections import defaultdict

import pytest

from indexer.dedupe.blocking import (
    FEW,
    FEW_BEGINNINGS,
    MAX_BLOCK,
    MAX_WEAK_BLOCK,
    YEARS_APART,
    candidates,
    near,
    share_enough,
)
from indexer.key_strength import hashed


def number(key: str) -> int:
    (only,) = hashed([key])
    return only


DOI, PLACE, START = map(number, ("doi:10.1/x", "p:host:v1:5", "s:abc"))
WORDS, OTHER_WORDS, THIRD_WORDS = map(number, ("w:abc:def", "w:abc:ghi", "w:def:ghi"))
PEOPLE, WRITER = map(number, ("n:abc:def:e990", "f:abc:def"))
TWO = frozenset({7, 8})


def crowd(size: int) -> set[int]:
    return {*TWO, *range(-size + len(TWO), 0)}


@pytest.mark.parametrize(
    ("blocks", "compared"),
    [
        ({}, False),
        ({DOI: MAX_BLOCK}, True),
        ({DOI: MAX_BLOCK + 1}, False),
        ({PLACE: MAX_BLOCK}, True),
        ({START: FEW_BEGINNINGS}, True),
        ({START: FEW_BEGINNINGS + 1}, False),
        ({START: MAX_WEAK_BLOCK, WORDS: MAX_WEAK_BLOCK}, True),
        ({START: MAX_WEAK_BLOCK + 1, WORDS: MAX_WEAK_BLOCK}, False),
        ({WORDS: FEW}, True),
        ({WORDS: FEW + 1}, False),
        ({WORDS: MAX_WEAK_BLOCK, OTHER_WORDS: MAX_WEAK_BLOCK}, False),
        ({WORDS: FEW + 1, OTHER_WORDS: FEW + 1, THIRD_WORDS: MAX_WEAK_BLOCK}, True),
        ({PEOPLE: FEW + 1, WRITER: MAX_WEAK_BLOCK}, True),
        ({PEOPLE: FEW + 1}, False),
        ({WORDS: MAX_WEAK_BLOCK, PEOPLE: FEW + 1}, True),
        ({WORDS: MAX_WEAK_BLOCK + 1, OTHER_WORDS: MAX_WEAK_BLOCK}, False),
        ({WORDS: MAX_WEAK_BLOCK + 1, PEOPLE: FEW}, True),
    ],
)
def test_what_two_have_to_share(blocks: dict[int, int], compared: bool) -> None:
    members = {key: crowd(size) for key, size in blocks.items()}
    assert (8 in candidates(blocks, members).near(None, defaultdict(lambda: None))) is compared
    assert share_enough(blocks, blocks, years_near=True) is compared


@pytest.mark.parametrize(
    ("year", "other", "by_weak_keys"),
    [
        (1990, 1990, True),
        (1990, 1990 + YEARS_APART, True),
        (1990, 1990 - YEARS_APART, True),
        (1990, 1991 + YEARS_APART, False),
        (None, 1990, True),
        (None, None, True),
    ],
)
def test_years_far_apart_need_a_telling_key(
    year: int | None, other: int | None, by_weak_keys: bool
) -> None:
    for key, compared in ((WORDS, by_weak_keys), (START, by_weak_keys), (DOI, True)):
        assert (8 in candidates([key], {key: TWO}).near(year, {7: 0, 8: other})) is compared
        assert share_enough([key], {key: 2}, years_near=near(year, other)) is compared


def test_keys_without_a_block_say_nothing() -> None:
    assert candidates([DOI, WORDS], {OTHER_WORDS: {7, 8}}) == (set(), set())


def test_only_those_who_share_enough_are_taken_from_a_crowd() -> None:
    many = crowd(FEW + 5)
    people = {*range(100, 120), 8}
    assert candidates([WORDS, PEOPLE], {WORDS: many, PEOPLE: people}) == (set(), {8})
