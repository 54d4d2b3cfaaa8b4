from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.citations.indicators import (
    fractional,
    g_index,
    h_index,
    i10_index,
    mean_citations,
    pair_fraction,
    share,
)

counts = st.lists(st.integers(min_value=0, max_value=200), max_size=60)


@pytest.mark.parametrize(
    ("citations", "h"),
    [
        ([], 0),
        ([0], 0),
        ([0, 0, 0], 0),
        ([1], 1),
        ([100], 1),
        ([1, 1, 1], 1),
        ([2, 2], 2),
        ([2, 1], 1),
        # the worked example of Wikipedia's "h-index": 10, 8, 5, 4, 3 gives 4 and 25, 8, 5, 3, 3 gives 3
        ([10, 8, 5, 4, 3], 4),
        ([25, 8, 5, 3, 3], 3),
        ([3, 25, 3, 8, 5], 3),
        ([5, 5, 5, 5], 4),
        ([5, 5, 5, 5, 5], 5),
        ([5, 5, 5, 5, 4], 4),
    ],
)
def test_h_index(citations: list[int], h: int) -> None:
    assert h_index(citations) == h


@pytest.mark.parametrize(
    ("citations", "g"),
    [
        ([], 0),
        ([0, 0], 0),
        ([1], 1),
        ([4], 1),  # Egghe 2006: g is at most the number of works
        ([4, 0], 2),
        ([3, 0], 1),
        ([10, 8, 5, 4, 3], 5),
        # sums 30, 50, 65, 75, 80, 84 against squares 1, 4, 9 … 36; the seventh would need 49 and so on
        ([30, 20, 15, 10, 5, 4, 0, 0, 0, 0], 9),
        ([9, 0, 0, 0], 3),
        ([8, 0, 0, 0], 2),
    ],
)
def test_g_index(citations: list[int], g: int) -> None:
    assert g_index(citations) == g


@pytest.mark.parametrize(("citations", "i10"), [([], 0), ([9], 0), ([10], 1), ([11, 10, 9, 0], 2)])
def test_i10_index(citations: list[int], i10: int) -> None:
    assert i10_index(citations) == i10


def test_means_and_shares_of_nothing_are_not_zero() -> None:
    assert mean_citations([]) is None
    assert share(0, 0) is None
    assert mean_citations([1, 2]) == Fraction(3, 2)
    assert share(1, 4) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("parties", "sum_"),
    [([], Fraction(0)), ([1, 1], Fraction(2)), ([2, 3, 6], Fraction(1)), ([1, 3], Fraction(4, 3))],
)
def test_fractional_counting(parties: list[int], sum_: Fraction) -> None:
    assert fractional(parties) == sum_


def test_a_work_without_parties_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one party"):
        fractional([1, 0])
    with pytest.raises(ValueError, match="two countries"):
        pair_fraction(1)


@pytest.mark.parametrize("countries", [2, 3, 4, 5, 9])
def test_the_pairs_of_a_work_sum_to_one(countries: int) -> None:
    pairs = len(list(combinations(range(countries), 2)))
    assert pairs * pair_fraction(countries) == 1


@given(counts)
def test_h_is_at_most_g_and_both_at_most_the_number_of_works(citations: list[int]) -> None:
    assert h_index(citations) <= g_index(citations) <= len(citations)


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_works_does_not_matter(citations: list[int], random: object) -> None:
    shuffled = list(citations)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert (h_index(shuffled), g_index(shuffled)) == (h_index(citations), g_index(citations))


@given(counts, st.integers(min_value=0, max_value=200))
def test_another_work_never_lowers_an_index(citations: list[int], cited: int) -> None:
    more = [*citations, cited]
    assert h_index(more) >= h_index(citations)
    assert i10_index(more) >= i10_index(citations)
