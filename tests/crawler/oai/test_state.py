"""The checkpoint of a harvest as pure data: the next list, the next set, second looks."""

from __future__ import annotations

import msgspec

from crawler.oai.plan import Window, first_state, resumed
from crawler.oai.state import (
    ListOf,
    ListState,
    advance,
    doubt,
    give_up,
    look_again,
    may_be_left,
    next_list,
    without_second,
)
from crawler.oai.windows import one_by_one, restart
from tests.crawler.oai.pages import dated


def test_a_list_record_by_record_is_a_list_again_when_it_is_given_up():
    state = ListState(from_="2024-02-03", until="2024-02-03", waiting=(ListOf(1),))
    singly = one_by_one(state)
    assert (singly.singly, singly.from_, singly.until) == (True, "2024-02-03", "2024-02-03")
    given_up = next_list(give_up(singly))
    assert given_up.unread == (ListOf(0, "2024-02-03", "2024-02-03"),)
    assert not given_up.singly


def test_the_next_set_begins_with_the_window_of_the_run():
    first = first_state(Window(from_="2000-01-01"), "YYYY-MM-DD", None, sets=("a", "b"))
    state = restart(advance(first, dated("2002-02-02", token="t", size=9)))
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
    state = advance(ListState(), dated("2001-01-01", size=2))
    assert "1 of 2" in doubt(state)
    again = look_again(state)
    assert (again.look, again.size, again.distinct) == (1, None, 0)
    assert look_again(again) is None, "the second look brought nothing"
    assert look_again(msgspec.structs.replace(again, news=1)).look == 2
    assert doubt(advance(ListState(), dated("2001-01-01", "2001-01-01", size=2), 1)) is not None
    assert doubt(advance(ListState(), dated("2001-01-01", "2001-01-02", size=2))) is None
    # what is left to read may still bring them
    assert doubt(msgspec.structs.replace(state, waiting=(ListOf(0),))) is None


BOTH = {"prefixes": ("oai_dc", "jats"), "sets": ("a", "b")}


def test_a_harvest_does_without_the_second_format():
    state = ListState(set_index=2, from_="2024-02-03", waiting=(ListOf(3), ListOf(2)), **BOTH)
    assert (state.prefix, state.set_spec, state.leads) == ("jats", "a", False)
    left = without_second(state)
    assert left.finished
    assert left.unread == (ListOf(2, "2024-02-03"), ListOf(3), ListOf(2))
    assert may_be_left(left)


def test_what_is_unread_of_the_first_format_is_not_left():
    for held_up, unread, left in ((True, 1, False), (False, 2, False), (True, 3, True)):
        state = ListState(held_up=held_up, unread=(ListOf(2), ListOf(unread)), **BOTH)
        assert may_be_left(state) is left


def test_a_page_of_the_second_format_is_a_step_on():
    for set_index, held_up in ((0, True), (2, False)):
        state = ListState(set_index=set_index, held_up=True, **BOTH)
        assert advance(state, dated("2024-01-01")).held_up is held_up
