"""The checkpoint of a harvest as pure data: windows, restarts, halves, second looks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import ParsedPage, ParsedRecord
from crawler.runs.oai_state import (
    ListOf,
    ListState,
    Window,
    advance,
    doubt,
    first_state,
    give_up,
    look_again,
    next_list,
    of_date,
    one_by_one,
    outside,
    restart,
    resumed,
    same_again,
)
from crawler.spiders.oai_watch import Watch
from schemas import HarvestedRecord


def _page(*datestamps, token=None, size=None):
    items = [
        ParsedRecord(HarvestedRecord(identifier=str(n), datestamp=d), b"")
        for n, d in enumerate(datestamps)
    ]
    return ParsedPage(items=tuple(items), resumption_token=token, complete_list_size=size)


@pytest.mark.parametrize(
    ("window", "granularity", "from_"),
    [
        (
            Window(from_="2024-05-01T10:00:00Z", overlap=True),
            "YYYY-MM-DDThh:mm:ssZ",
            "2024-04-30T10:00:00Z",
        ),
        (Window(from_="2024-03-01T10:00:00Z", overlap=True), "YYYY-MM-DD", "2024-02-29"),
        (Window(from_="2024-03-01"), "YYYY-MM-DDThh:mm:ssZ", "2024-03-01T00:00:00Z"),
        (Window(from_="2024-03-01"), "YYYY-MM-DD", "2024-03-01"),
        (Window(), "YYYY-MM-DD", None),
    ],
)
def test_the_first_window_has_the_granularity_of_the_source(window, granularity, from_):
    assert first_state(window, granularity, None).from_ == from_


def test_until_takes_the_whole_day_in():
    state = first_state(Window(until="2024-03-01"), "YYYY-MM-DDThh:mm:ssZ", None)
    assert state.until == "2024-03-01T23:59:59Z"


def test_a_restart_goes_by_the_last_datestamp_if_the_list_is_in_order():
    state = ListState(window_from="2000-01-01", from_="2000-01-01", response_date="2010-01-01")
    ordered = advance(state, _page("2001-01-01", "2002-02-02", token="t", size=5))
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
    half = restart(advance(state, _page(*days, token="t")))
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


def test_a_list_record_by_record_is_a_list_again_when_it_is_given_up():
    state = ListState(from_="2024-02-03", until="2024-02-03", waiting=(ListOf(1),))
    singly = one_by_one(state)
    assert (singly.singly, singly.from_, singly.until) == (True, "2024-02-03", "2024-02-03")
    given_up = next_list(give_up(singly))
    assert given_up.unread == (ListOf(0, "2024-02-03", "2024-02-03"),)
    assert not given_up.singly


def test_the_next_set_begins_with_the_window_of_the_run():
    first = first_state(Window(from_="2000-01-01"), "YYYY-MM-DD", None, sets=("a", "b"))
    state = restart(advance(first, _page("2002-02-02", token="t", size=9)))
    following = next_list(state)
    assert (following.set_index, following.from_, following.size) == (1, "2000-01-01", None)
    assert (following.distinct, following.total, following.restarts) == (0, 1, 0)
    assert next_list(following).finished
    assert msgspec.convert(msgspec.to_builtins(following), ListState) == following


def test_a_list_that_was_given_up_is_tried_by_the_next_run():
    state = first_state(Window(), "YYYY-MM-DD", None, sets=("a", "b"))
    done = next_list(next_list(give_up(state)))
    assert (done.finished, done.unread) == (True, (ListOf(0),))
    again = resumed(done)
    assert (again.finished, again.set_index, again.unread) == (False, 0, ())


def test_a_set_that_gave_too_little_is_gone_over_until_that_brings_nothing():
    state = advance(ListState(), _page("2001-01-01", size=2))
    assert "1 of 2" in doubt(state)
    again = look_again(state)
    assert (again.look, again.size, again.distinct) == (1, None, 0)
    assert look_again(again) is None, "the second look brought nothing"
    assert look_again(msgspec.structs.replace(again, news=1)).look == 2
    assert doubt(advance(ListState(), _page("2001-01-01", "2001-01-01", size=2), 1)) is not None
    assert doubt(advance(ListState(), _page("2001-01-01", "2001-01-02", size=2))) is None
    # what is left to read may still bring them
    assert doubt(msgspec.structs.replace(state, waiting=(ListOf(0),))) is None


def test_a_server_that_does_not_heed_the_window_is_noticed():
    state = ListState(from_="2001-01-01", until="2001-02-01")
    assert not outside(state, _page("2000-12-31", "2001-02-02T10:00:00Z"))
    assert outside(state, _page("2000-12-30T00:00:00Z"))
    assert outside(state, _page("2001-02-04"))


def test_the_watch_counts_what_is_new_and_sees_loops():
    watch = Watch()
    state = ListState()
    first = _page("2001-01-01", "2001-01-02", token="a")
    assert watch.fresh(first) == 2
    assert watch.fresh(first) == 0
    assert watch.endless(first, advance(state, first)) is None
    assert "gave before" in watch.endless(_page("2001-01-03", token="a"), advance(state, first))
    other = _page("2001-01-01", "2001-01-02", token="b")
    assert "same page" in watch.endless(other, advance(state, other))
    watch.new_list()
    assert not watch.followed
    assert watch.endless(other, advance(state, other)) is None


def test_empty_pages_and_far_too_many_records_are_no_list():
    watch = Watch()
    told = [
        watch.endless(_page(token=str(n)), advance(ListState(), _page(token=str(n))))
        for n in range(21)
    ]
    assert told[-2] is None
    assert "empty" in told[-1]
    state = ListState(received=5000, size=10, token="t")
    assert "5000 records came of a list of 10" in Watch().endless(_page("2001-01-01"), state)
