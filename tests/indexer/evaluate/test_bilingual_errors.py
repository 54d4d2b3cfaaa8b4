"""What counts as a pair, and the classes of errors, of the pairing of bilingual lists."""

from __future__ import annotations

import pytest

from indexer.evaluate.bilingual import completed, error_classes


@pytest.mark.parametrize(
    ("found", "wanted", "false", "missed"),
    [
        ({("a", "1")}, {("a", "1")}, {}, {}),
        ({("a", "2")}, {("a", "1")}, {"the twin is another item": 1}, {"paired with another item": 1}),
        ({("b", "2")}, {("a", "1")}, {"neither has a twin": 1}, {"left alone": 1}),
        (set(), {("a", "1"), ("b", "2")}, {}, {"left alone": 2}),
    ],
)  # fmt: skip
def test_false_and_missed_pairs_are_told_by_where_the_twin_is(
    found: set[tuple[str, str]],
    wanted: set[tuple[str, str]],
    false: dict[str, int],
    missed: dict[str, int],
) -> None:
    assert error_classes(completed(found), completed(wanted)) == {"false": false, "missed": missed}


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], []),
        ([("a", "1")], ["1a"]),
        ([("a", "1"), ("1", "a")], ["1a"]),
        ([("a", "1"), ("b", "2")], ["1a", "2b"]),
        ([("a", "1"), ("a", "x")], ["1a", "1x", "ax"]),
        ([("a", "1"), ("x", "1")], ["1a", "1x", "ax"]),
        ([("a", "1"), ("b", "2"), ("1", "2")], ["12", "1a", "1b", "2a", "2b", "ab"]),
    ],
)
def test_pairs_have_no_order_and_are_completed(
    pairs: list[tuple[str, str]], expected: list[str]
) -> None:
    assert sorted("".join(sorted(pair)) for pair in completed(pairs)) == expected
