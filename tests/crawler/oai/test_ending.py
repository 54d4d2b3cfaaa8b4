"""How a harvest over OAI-PMH ends: a list that ends before its told size is never a plain success."""

from __future__ import annotations

import pytest

from crawler.oai.ending import conclusion
from crawler.oai.state import ListOf, ListState, after_list
from crawler.oai.steps import Finish


def ended(unanswered: int = 0, not_given: int = 0, **state) -> Finish:
    whole = ListState(**({"total": 4, "response_date": "2024-05-01"} | state))
    return conclusion(whole, unanswered, not_given)


@pytest.mark.parametrize(
    ("state", "spoilt", "reserved"),
    [
        ({}, False, False),
        ({"came": 99, "missing": 1}, False, True),
        ({"came": 2, "missing": 2}, False, True),
        ({"came": 1, "missing": 2}, True, False),
        ({"came": 0, "missing": 1}, True, False),
        ({"total": 0}, True, False),
        ({"total": 0, "missing": 1}, True, False),
        ({"total": 0, "window_from": "2020-01-01"}, False, False),
    ],
)
def test_what_a_missing_part_means(state, spoilt, reserved):
    end = ended(**state)
    assert (end.spoilt is not None, end.reservation is not None) == (spoilt, reserved)


@pytest.mark.parametrize(
    ("state", "reserved"),
    [
        ({}, False),
        ({"unread": (ListOf(1),)}, True),
        ({"unread": (ListOf(1),), "came": 99, "missing": 1}, True),
    ],
)
def test_what_the_second_format_owes_is_no_plain_success(state, reserved):
    end = ended(prefixes=("oai_dc", "jats"), **state)
    assert (end.spoilt, end.reservation is not None) == (None, reserved)


def test_it_says_how_many():
    assert "99 of 100 records" in (ended(came=99, missing=1).reservation or "")
    assert "1 of 3 records" in (ended(came=1, missing=2).spoilt or "")
    assert "nothing was received" in (ended(total=0, missing=2).spoilt or "")


@pytest.mark.parametrize(("total", "date"), [(1, "2024-05-01"), (0, None)])
def test_only_what_brought_something_is_built_on(total, date):
    assert ended(total=total).response_date == date


def test_notes():
    notes = ended(unanswered=2, not_given=3).notes
    assert [note[:9] for note in notes] == ["2 record(", "3 record("]
    assert ended().notes == ()


def test_the_sets_that_came_short_are_summed():
    state = ListState(distinct=3, size=4, look=3, came=5, missing=1, total=9)
    short = after_list(state)
    assert (short.came, short.missing, short.finished) == (8, 2, True)
    whole = after_list(ListState(distinct=4, size=4, total=4))
    assert (whole.came, whole.missing) == (0, 0)
