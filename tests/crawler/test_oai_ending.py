"""How a harvest over OAI-PMH ends: a list that ends before its told size is never a plain success."""

from __future__ import annotations

import pytest

from crawler.runs.oai_state import ListState, after_list
from crawler.runs.outcome import Outcome
from crawler.spiders.oai_ending import conclude


def ended(**state) -> Outcome:
    outcome = Outcome()
    conclude(outcome, ListState(**({"total": 4} | state)), unanswered=0, not_given=0)
    return outcome


@pytest.mark.parametrize(
    ("state", "failed", "reserved"),
    [
        ({}, False, False),
        ({"came": 99, "missing": 1}, False, True),
        ({"came": 2, "missing": 2}, False, True),
        ({"came": 1, "missing": 2}, True, False),
        ({"came": 0, "missing": 1}, True, False),
        ({"total": 0}, True, False),
        ({"total": 0, "window_from": "2020-01-01"}, False, False),
    ],
)
def test_what_a_missing_part_means(state, failed, reserved):
    outcome = ended(**state)
    assert (outcome.failure is not None, outcome.spoilt) == (failed, failed)
    assert (outcome.reservation is not None) is reserved


def test_it_says_how_many():
    assert "99 of 100 records" in (ended(came=99, missing=1).reservation or "")


def test_notes():
    outcome = Outcome()
    conclude(outcome, ListState(total=1), unanswered=2, not_given=3)
    assert [note[:9] for note in outcome.notes] == ["2 record(", "3 record("]


def test_the_sets_that_came_short_are_summed():
    state = ListState(distinct=3, size=4, look=3, came=5, missing=1, total=9)
    short = after_list(state)
    assert (short.came, short.missing, short.finished) == (8, 2, True)
    whole = after_list(ListState(distinct=4, size=4, total=4))
    assert (whole.came, whole.missing) == (0, 0)
