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
    next_list,
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
