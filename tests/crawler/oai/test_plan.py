"""The state before the first page: its window, and which checkpoints are gone on from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.oai.plan import Window, catching_up, first_state, is_credible, resumed
from crawler.oai.state import ListOf, ListState, give_up, next_list


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


NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FUTURE = "2036-01-01"


@pytest.mark.parametrize(
    ("state", "credible"),
    [
        (ListState(), True),
        (ListState(from_="2026-05-02"), True),
        (ListState(from_=FUTURE), False),
        (ListState(window_from=FUTURE), False),
        (ListState(waiting=(ListOf(0, "2020-01-01"), ListOf(0, FUTURE))), False),
        (ListState(unread=(ListOf(0, FUTURE),)), False),
        (ListState(until=FUTURE), True),
    ],
)
def test_a_checkpoint_of_the_future_is_not_credible(state, credible):
    assert is_credible(state, NOW) is credible


def test_a_checkpoint_midway_is_gone_on_from_as_it_is():
    state = ListState(token="a", set_index=1)
    assert resumed(state) == state
    unread = give_up(ListState(from_="2020-01-01", until="2020-01-01", waiting=(ListOf(1),)))
    again = resumed(next_list(unread))
    assert again.waiting == (ListOf(0, "2020-01-01", "2020-01-01"),)


def test_every_set_is_listed_in_the_first_format_and_then_in_the_second():
    state = first_state(Window(), "YYYY-MM-DD", None, sets=("a", "b"), prefixes=("oai_dc", "jats"))
    lists = []
    while not state.finished:
        lists.append((state.prefix, state.set_spec))
        state = next_list(state)
    assert lists == [("oai_dc", "a"), ("oai_dc", "b"), ("jats", "a"), ("jats", "b")]


@pytest.mark.parametrize(
    ("behind", "begins"),
    [
        ((), ["2024-05-01", "2024-05-01"]),
        ((ListOf(2, "2024-03-01"),), ["2024-03-01", "2024-05-01"]),
        ((ListOf(2, "2024-03-01"), ListOf(2, "2024-01-01")), ["2024-01-01", "2024-05-01"]),
        # from the beginning, and what cannot be
        ((ListOf(3),), ["2024-05-01", None]),
        ((ListOf(3, FUTURE), ListOf(3, "2024-03-01")), ["2024-05-01", None]),
        # the first format is not behind
        ((ListOf(0),), ["2024-05-01", "2024-05-01"]),
    ],
)
def test_what_the_second_format_owes_is_asked_for_too(behind, begins):
    window = Window(from_="2024-05-01")
    state = first_state(window, "YYYY-MM-DD", None, sets=("a", "b"), prefixes=("oai_dc", "jats"))
    state = catching_up(state, behind, NOW)
    assert [each.from_ for each in state.waiting if each.set_index > 1] == begins
    assert (state.from_, state.waiting[0].from_) == ("2024-05-01", "2024-05-01")
    assert state.held_up == bool(behind)
