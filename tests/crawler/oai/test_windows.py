"""Windows of dates: what is left of a list, halves, single dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.oai.state import ListOf, ListState, advance, next_list
from crawler.oai.windows import of_date, outside, restart, same_again
from tests.crawler.oai.pages import dated


def test_a_restart_goes_by_the_last_datestamp_if_the_list_is_in_order():
    state = ListState(window_from="2000-01-01", from_="2000-01-01", response_date="2010-01-01")
    ordered = advance(state, dated("2001-01-01", "2002-02-02", token="t", size=5))
    assert restart(ordered).from_ == "2002-02-02"
    assert restart(ordered).token is None
    assert restart(ordered).restarts == 1


@pytest.mark.parametrize(
    "days",
    [["2001-05-05", "2001-01-01"], ["2001-01-01", "2002-02-02"]],
    ids=["not in order", "too few to tell, and no size"],
)
def test_a_list_whose_order_is_not_known_is_halved(days):
    state = ListState(from_="2001-01-01", response_date="2001-01-05T00:00:00Z")
    half = restart(advance(state, dated(*days, token="t")))
    assert (half.from_, half.until) == ("2001-01-01", "2001-01-03")
    assert half.waiting == (ListOf(0, "2001-01-04", None),)


def test_a_day_cannot_be_halved_and_a_second_neither():
    day = ListState(from_="2001-01-01", until="2001-01-01")
    assert restart(day) is None
    assert restart(msgspec.structs.replace(day, until="2001-01-02"), windows=False) is None
    second = "2001-01-01T00:00:00Z"
    fine = ListState(granularity="YYYY-MM-DDThh:mm:ssZ", from_=second, until=second)
    assert restart(fine) is None
    assert same_again(fine).restarts == 1


@given(
    st.dates(date(1995, 1, 1), date(2025, 12, 31)),
    st.integers(0, 9000),
    st.lists(st.booleans(), max_size=20),
)
def test_halves_cover_the_window_and_do_not_overlap(first, length, ways):
    state = ListState(from_=str(first), until=str(first + timedelta(days=length)))
    done = []
    for way in ways:
        state = (restart(state) if way else None) or next_list(state)
        done.append((state.from_, state.until))
        if state.finished:
            break
    rest = [(state.from_, state.until), *((w.from_, w.until) for w in state.waiting)]
    for (_, end), (begin, _) in pairwise(rest):
        assert date.fromisoformat(end) + timedelta(days=1) == date.fromisoformat(begin)
    assert rest[-1][1] == str(first + timedelta(days=length)) or state.finished


@pytest.mark.parametrize(
    ("from_", "until", "date", "lists"),
    [
        (None, None, "2024-02-03", [(None, "2024-02-02"), ("2024-02-04", None)]),
        ("2024-02-03", None, "2024-02-03", [("2024-02-04", None)]),
        (None, "2024-02-03", "2024-02-03T10:00:00Z", [(None, "2024-02-02")]),
        ("2024-02-03", "2024-02-03", "2024-02-03", None),
        ("2024-02-04", None, "2024-02-03", None),
        (None, "2024-02-02", "2024-02-03", None),
        (None, None, "someday", None),
        (None, None, None, None),
    ],
)
def test_a_list_is_parted_at_a_date(from_, until, date, lists):
    later = ListOf(0, "2025-01-01")
    state = ListState(from_=from_, until=until, waiting=(later,), token="t", received=7)
    found = of_date(state, date)
    if lists is None:
        assert found is None
    else:
        assert (found.from_, found.until, found.token, found.received) == (
            "2024-02-03",
            "2024-02-03",
            None,
            0,
        )
        assert found.waiting == (*(ListOf(0, *each) for each in lists), later)


def test_a_server_that_does_not_heed_the_window_is_noticed():
    state = ListState(from_="2001-01-01", until="2001-02-01")
    assert not outside(state, dated("2000-12-31", "2001-02-02T10:00:00Z"))
    assert outside(state, dated("2000-12-30T00:00:00Z"))
    assert outside(state, dated("2001-02-04"))
