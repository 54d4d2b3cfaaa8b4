"""Where a harvest stands, before and after a page, without one, and at the end of a list."""

from __future__ import annotations

import msgspec
import pytest

from crawler.oai.progress import Progress
from crawler.oai.state import ListState, after_list
from crawler.oai.steps import GoOn, Spoilt
from tests.crawler.oai.pages import URL, carried_out, dated, fetched, kinds, messages

PAGE = dated("2024-01-01")


def test_the_state_of_a_page_holds_once_it_is_stored():
    progress = Progress(7)
    step = progress.store(fetched(), PAGE, ListState(token="a", news=1, rejected=2))
    assert progress.state == ListState()
    checkpoint = step.stored(3, 4)
    assert progress.state == ListState(token="a", news=4, rejected=6)
    assert msgspec.convert(checkpoint, ListState) == progress.state


@pytest.mark.parametrize(("news", "look"), [(0, 0), (1, 2)])
def test_what_follows_depends_on_what_the_page_brought(news, look):
    """A second look that brought nothing new is the last."""
    progress = Progress(7)
    progress.state = short = ListState(look=1, size=9, distinct=1)
    progress.store(fetched(), PAGE, short, after_list).stored(news, 0)
    assert progress.state.finished is (news == 0)
    assert progress.state.look == (look or 1)


def test_another_look_is_of_the_run_in_which_it_begins():
    progress = Progress(7, ListState(look=1, looked_in=3))
    progress.move(ListState(look=1, looked_in=3, token="a"))
    assert progress.state.looked_in == 3
    step = progress.move(ListState(look=2, looked_in=3))
    assert (progress.state.looked_in, step.checkpoint["looked_in"]) == (7, 7)


def test_a_part_of_a_list_is_begun_with_a_line_and_a_checkpoint():
    progress = Progress(7, ListState(token="a"))
    progress.watch.endless(dated("2024-01-01", token="a"), progress.state)
    part = ListState(until="2024-01-02")
    done, then = carried_out(progress.read_part(Spoilt(URL, "cut short"), part))
    assert (kinds(done), then, progress.state) == (["Log", "Save"], GoOn(), part)
    assert messages(done) == [
        f"{URL}: cut short; starting again from the beginning until 2024-01-02"
    ]
    assert not progress.watch.followed


@pytest.mark.parametrize(
    ("after", "way", "forgets"),
    [
        (ListState(look=1), "going over it once more", True),
        (ListState(set_index=1), "the size may be an estimate", True),
        (ListState(from_="2024-01-02"), "the size may be an estimate", False),
    ],
)
def test_at_the_end_of_a_list_its_records_are_forgotten_with_the_set(after, way, forgets):
    progress = Progress(7)
    progress.watch.fresh(PAGE)
    before, progress.state = progress.state, after
    assert messages(progress.leave(before, "too few")) == [f"too few; {way}"]
    assert ("0" in progress.watch) is not forgets
    assert list(progress.leave(progress.state)) == []
