"""Which works are validated: those that share most, rare keys first, ties whole."""

from __future__ import annotations

import random

from indexer.references.candidates import MOST, strongest


def test_few_candidates_are_all_validated() -> None:
    assert strongest([[3, 1], [1], []]) == [1, 3]
    assert strongest([]) == []


def test_a_rare_key_counts_more_than_a_common_one() -> None:
    crowd = list(range(200))
    assert strongest([crowd, [900]])[-1] == 900


def test_ties_at_the_cut_are_kept_whole() -> None:
    assert strongest([list(range(MOST + 30))]) == list(range(MOST + 30))
    assert strongest([list(range(MOST + 30)), list(range(MOST))]) == list(range(MOST))


def test_the_order_of_keys_does_not_matter() -> None:
    chance = random.Random(1)
    blocks = [chance.sample(range(300), chance.randint(1, 150)) for _ in range(30)]
    expected = strongest(blocks)
    assert MOST <= len(expected) < 300
    for _ in range(5):
        chance.shuffle(blocks)
        assert strongest(blocks) == expected
