"""Watching a list: what is new in it, and whether it will end."""

from __future__ import annotations

from crawler.oai.state import ListState, advance
from crawler.oai.watch import Watch, names
from tests.crawler.oai.pages import dated, page_of


def test_the_watch_counts_what_is_new_and_sees_loops():
    watch = Watch()
    state = ListState()
    first = dated("2001-01-01", "2001-01-02", token="a")
    assert watch.fresh(first) == 2
    assert watch.fresh(first) == 0
    assert watch.endless(first, advance(state, first)) is None
    assert "gave before" in watch.endless(dated("2001-01-03", token="a"), advance(state, first))
    other = dated("2001-01-01", "2001-01-02", token="b")
    assert "same page" in watch.endless(other, advance(state, other))
    watch.new_list()
    assert not watch.followed
    assert watch.endless(other, advance(state, other)) is None


def test_empty_pages_and_far_too_many_records_are_no_list():
    watch = Watch()
    told = [
        watch.endless(dated(token=str(n)), advance(ListState(), dated(token=str(n))))
        for n in range(21)
    ]
    assert told[-2] is None
    assert "empty" in told[-1]
    state = ListState(received=5000, size=10, token="t")
    assert "5000 records came of a list of 10" in Watch().endless(dated("2001-01-01"), state)


def test_what_came_before_this_process_is_no_news():
    watch = Watch()
    watch.know(["0", "1"])
    assert "0" in watch
    assert watch.fresh(dated("2001-01-01", "2001-01-01", "2001-01-01")) == 1
    watch.new_set()
    assert "0" not in watch


def test_another_list_of_the_set_forgets_pages_and_not_records():
    watch = Watch()
    page = dated("2001-01-01", token="a")
    watch.fresh(page)
    watch.endless(page, advance(ListState(), page))
    assert (watch.followed, watch.repeats(page)) == (True, True)
    watch.new_list()
    assert (watch.followed, watch.repeats(page), "0" in watch) == (False, False, True)
    assert not watch.repeats(dated()), "empty pages are alike and no sign of a loop"


def test_a_rejected_record_has_its_name_too():
    page = page_of(("a", None))
    assert names(page) == ("a",)
