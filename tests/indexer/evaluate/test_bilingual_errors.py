"""Classes of errors of the pairing of bilingual lists."""

from __future__ import annotations

import pytest

from indexer.evaluate.bilingual import error_classes


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
    assert error_classes(found, wanted) == {"false": false, "missed": missed}
