"""Who is compared: what has to be shared, and how the size of a block changes what a key says."""

from __future__ import annotations

import pytest

from indexer.dedupe.blocking import FEW, MAX_BLOCK, MAX_WEAK_BLOCK, candidates
from indexer.key_strength import hashed


def number(key: str) -> int:
    (only,) = hashed([key])
    return only


DOI, PLACE, START = map(number, ("doi:10.1/x", "p:host:v1:5", "s:abc"))
WORDS, OTHER_WORDS, PEOPLE = map(number, ("w:abc:def", "w:abc:ghi", "n:abc:def:e990"))
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
        ({START: MAX_BLOCK}, True),
        ({WORDS: FEW}, True),
        ({WORDS: FEW + 1}, False),
        ({WORDS: MAX_WEAK_BLOCK, OTHER_WORDS: MAX_WEAK_BLOCK}, True),
        ({WORDS: MAX_WEAK_BLOCK, PEOPLE: FEW + 1}, True),
        ({WORDS: MAX_WEAK_BLOCK + 1, OTHER_WORDS: MAX_WEAK_BLOCK}, False),
        ({WORDS: MAX_WEAK_BLOCK + 1, PEOPLE: FEW}, True),
    ],
)
def test_what_two_have_to_share(blocks: dict[int, int], compared: bool) -> None:
    members = {key: crowd(size) for key, size in blocks.items()}
    assert (8 in candidates(blocks, members)) is compared


def test_keys_without_a_block_say_nothing() -> None:
    assert candidates([DOI, WORDS], {OTHER_WORDS: {7, 8}}) == set()


def test_only_those_who_share_enough_are_taken_from_a_crowd() -> None:
    many = crowd(FEW + 5)
    assert candidates([WORDS, PEOPLE], {WORDS: many, PEOPLE: {*range(100, 120), 8}}) == {8}
