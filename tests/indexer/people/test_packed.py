"""Mentions as the catalogue keeps them (indexer.people.packed), and the slots of authors (schemas.ids)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.people import Mention, blocks
from indexer.people.packed import NOBODY, mention_in, packed, unpacked
from indexer.text.name_key import NameKey
from schemas.ids import author_slots, hash63, owner_of_person, person_number

_MENTIONS = [
    Mention(work=5, position=1, names=(NameKey("ivanov", "ai"),), year=2001),
    Mention(work=5, position=2, names=(NameKey("bekova", "a"),), identifiers=("orcid:1",)),
]


def test_what_is_packed_comes_out_again_each_mention_by_itself() -> None:
    found = unpacked(packed([7, 3], _MENTIONS, ["ivanov a", "bekova a"]))
    assert found.records == (3, 7)
    assert [mention_in(author.mention) for author in found.authors] == _MENTIONS
    assert [set(author.blocks) for author in found.authors] == [*map(blocks, _MENTIONS)]
    assert found.keys == {key for each in _MENTIONS for key in blocks(each)}


def test_the_order_of_the_records_says_nothing() -> None:
    names = ["ivanov a", "bekova a"]
    assert packed([7, 3], _MENTIONS, names) == packed([3, 7], _MENTIONS, names)


def test_nobody_and_what_cannot_be_read_is_nobody() -> None:
    assert packed([7], [], []) == NOBODY
    for body in (NOBODY, b"junk", b"\xff\xff"):
        assert unpacked(body).authors == ()


@given(st.lists(st.text(max_size=3), max_size=40))
def test_slots_are_distinct_and_stay_while_the_names_do(names: list[str]) -> None:
    slots = list(author_slots(names))
    assert len(set(slots)) == len(names)
    assert list(author_slots([*names, "further"]))[: len(names)] == slots


def test_an_author_put_before_others_leaves_them_their_slots() -> None:
    assert list(author_slots(["a", "b", "c"]))[1:] == list(author_slots(["b", "c"]))


@given(st.integers(0, 2**63 - 1), st.integers(0, 65_535))
def test_the_number_of_a_person_leads_back_to_the_record_and_the_slot(
    record: int, slot: int
) -> None:
    number = person_number(record, slot)
    low, high, found = owner_of_person(number)
    assert low <= record <= high
    assert found == slot
    assert 0 <= number < 2**63


def test_two_records_hardly_ever_share_the_beginning_of_their_numbers() -> None:
    beginnings = {person_number(hash63("record", "a", str(n)), 0) for n in range(10_000)}
    assert len(beginnings) == 10_000
