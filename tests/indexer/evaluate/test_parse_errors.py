"""Classes of errors of reference parsing."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.evaluate.parse_errors import error_classes, people_slip, slip
from indexer.evaluate.parsing import compare
from schemas.reference import ReferenceFields


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("вестниктомскогоуниверситета", ""),
        ("вестник", ""),
        ("", "not found"),
        ("вестниктомского", "cut short"),
        ("вестниктомскогоуниверситета2015", "runs on"),
        ("известия", "other text"),
    ],
)
def test_a_slip_is_told_by_what_the_value_holds(value: str, kind: str) -> None:
    assert slip({"вестниктомскогоуниверситета", "вестник"}, value) == kind


@pytest.mark.parametrize(
    ("wanted", "given", "kind"),
    [
        ("ab", "ba", ""),
        ("ab", "", "not found"),
        ("ab", "a", "a name missed"),
        ("ab", "abc", "a name too many"),
        ("ab", "ac", "a name misread"),
        ("aa", "a", "a name missed"),
    ],
)
def test_people_are_told_by_their_surnames(wanted: str, given: str, kind: str) -> None:
    assert people_slip(Counter(wanted), Counter(given)) == kind


def test_errors_are_counted_by_field_and_right_values_are_not() -> None:
    slips = [("title", "cut short"), ("year", ""), ("title", "runs on"), ("title", "cut short")]
    assert error_classes(slips) == {"title": {"cut short": 2, "runs on": 1}}


def test_a_comparison_says_what_is_wrong() -> None:
    labels = {"authors": ["Մելքոնյան Ա.", "Иванов И."], "title": "Рост ели: обзор", "pages": "5-9"}
    found = ReferenceFields(authors=("Մելքոնյան Ա.",), title="Рост", first_page="5")
    assert {outcome.field: outcome.slip for outcome in compare(labels, found)} == {
        "authors": "a name missed",
        "title": "cut short",
        "first_page": "",
        "last_page": "not found",
    }
