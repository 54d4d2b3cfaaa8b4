"""Which works are validated: those that share enough, the most telling keys first."""

from __future__ import annotations

import random

import pytest

from indexer.keys.blocking import blocking_keys
from indexer.keys.search import reference_search_keys, work_search_keys
from indexer.keys.shared_with_works import MOST, strongest
from indexer.keys.strength import ENOUGH, SEARCH, hashed, strength
from indexer.profiles.profile import Profile
from indexer.text.name_key import NameKey


def number(key: str) -> int:
    (only,) = hashed([key])
    return only


DOI, TITLE, PLACE, START = map(number, ("doi:10.1/x", "t:abc", "p:host:v1:5", "s:abc"))
WORDS, OTHER_WORDS, THIRD_WORDS = map(number, ("w:abc:def", "w:abc:ghi", "w:def:ghi"))
AUTHORS = number("n:abc:def:e990")
FOUND, ALSO_FOUND = map(number, ("x:1990:abc", "x:1990:def"))


@pytest.mark.parametrize(
    ("keys", "enough"),
    [
        ([DOI], True),
        ([TITLE], True),
        ([PLACE], True),
        ([START], True),
        ([WORDS], False),
        ([WORDS, OTHER_WORDS], False),
        ([WORDS, OTHER_WORDS, THIRD_WORDS], True),
        ([WORDS, AUTHORS], True),
        ([FOUND], False),
        ([FOUND, ALSO_FOUND], True),
        ([FOUND, WORDS], False),
        ([FOUND, WORDS, OTHER_WORDS], True),
        ([FOUND, AUTHORS], True),
        ([number("c:doi:10.1/x"), FOUND], False),
    ],
)
def test_what_has_to_be_shared(keys: list[int], enough: bool) -> None:
    assert strongest(keys, {key: [7] for key in keys}) == ([7] if enough else [])
    assert (sum(map(strength, keys)) >= ENOUGH) is enough


def test_keys_without_a_block_say_nothing() -> None:
    assert strongest([DOI, TITLE], {WORDS: [1]}) == []
    assert strongest([], {}) == []


def test_the_most_telling_are_taken_and_of_equals_the_lower_numbers() -> None:
    crowd = list(range(100))
    assert strongest([TITLE], {TITLE: crowd}) == crowd[:MOST]
    assert strongest([TITLE, DOI], {TITLE: crowd, DOI: [900]}) == [*crowd[: MOST - 1], 900]


def test_the_order_of_keys_and_works_does_not_matter() -> None:
    chance = random.Random(1)
    kinds = ("t", "p", "s", "w", "f", "x")
    keys = [number(f"{chance.choice(kinds)}:{n}") for n in range(30)]
    blocks = {key: chance.sample(range(300), chance.randint(1, 150)) for key in keys}
    expected = strongest(keys, blocks)
    assert len(expected) == MOST
    for _ in range(5):
        chance.shuffle(keys)
        for block in blocks.values():
            chance.shuffle(block)
        assert strongest(keys, blocks) == expected


WORK = Profile(
    titles=("otsenka rek i etnospektrov",),
    people=(
        (NameKey("ovcharanova", "zp"),),
        (NameKey("zhuravlunov", "be"),),
        (NameKey("shestak"),),
    ),
    year=1978,
    first_page="6",
)


def test_search_keys_are_telling_words_with_a_year() -> None:
    # no short word ("rek", "i"), no third author
    words = ("cng", "tnspgtrv", "vcrnv", "zrvlnv", "p6")
    assert work_search_keys(WORK) == {f"x:1978:{word}" for word in words}
    assert work_search_keys(Profile(titles=WORK.titles)) == set()
    assert all(strength(key) == SEARCH for key in hashed(work_search_keys(WORK)))
    assert not any(strength(key) == SEARCH for key in hashed(blocking_keys(WORK)))


@pytest.mark.parametrize(
    ("raw", "shared"),
    [
        # the parser took everything for the title, or nothing at all
        ("Zhuravlunov BE Otsenka rek i etnospektrov Vestnik 1978;10(11):6-23", True),
        ("ЖУРАВЛУНОВ Б.Э., ОЦЕНКА РЕК И ЭТНОСПЕКТРОВ, ВЕСТНИК, 1978", True),
        ("Zhuravlunov BE Otsenka rek i etnospektrov Vestnik 1987", False),
        ("Otsenka dolin. Vestnik 1978;10(11):16-23", False),
        ("Otsenka rek i etnospektrov, without a year", False),
    ],
)
def test_a_text_is_found_by_its_words_and_year(raw: str, shared: bool) -> None:
    common = hashed(reference_search_keys(Profile(), raw)) & hashed(work_search_keys(WORK))
    assert (sum(map(strength, common)) >= ENOUGH) is shared
