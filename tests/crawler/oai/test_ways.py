"""Ways around a list, and what is kept of one that none leads around."""

from __future__ import annotations

import pytest

from crawler.oai.state import ListOf
from crawler.oai.steps import ByNames, GoOn, Spoilt, Stop
from crawler.oai.ways import Ways
from tests.crawler.oai.pages import BROKEN, URL, at, carried_out, dated, fetched, kinds, messages

SPOILT = Spoilt(URL, "not XML", fetched(), BROKEN)
DAY = {"from_": "2024-01-01", "until": "2024-01-01"}


def finding(**state):
    progress, detours = at(**state)
    return progress, detours, Ways(progress, detours)


def test_a_list_in_order_is_read_on_from_where_it_came_to():
    progress, detours, ways = finding(last_datestamp="2024-01-05", size=9, token="a")
    done, then = carried_out(ways.around(SPOILT))
    assert (kinds(done), then) == (["Log", "Save"], GoOn())
    assert messages(done) == [f"{URL}: not XML; starting again from 2024-01-05 until now"]
    assert (progress.state.from_, progress.state.token, detours.bad) == ("2024-01-05", None, 1)


def test_any_other_list_is_asked_for_its_names():
    progress, _, ways = finding(from_="2024-01-01")
    before = progress.state
    assert carried_out(ways.around(SPOILT)) == ([], ByNames(SPOILT))
    assert progress.state == before


def test_by_dates_a_list_is_halved():
    progress, _, ways = finding(from_="2024-01-01", until="2024-01-04")
    done, then = carried_out(ways.by_dates(SPOILT))
    assert (kinds(done), then) == (["Log", "Save"], GoOn())
    assert progress.state.waiting == (ListOf(0, "2024-01-03", "2024-01-04"),)


def given_up(ways, spoilt=SPOILT):
    """A list of one day is read twice from its beginning, and then left."""
    for _ in range(2):
        assert carried_out(ways.by_dates(spoilt))[1] == GoOn()
    return carried_out(ways.by_dates(spoilt))


def test_a_list_that_cannot_be_divided_is_left_and_its_neighbours_go_on():
    later = ListOf(0, "2024-01-02")
    progress, _, ways = finding(**DAY, waiting=(later,))
    done, then = given_up(ways)
    assert (kinds(done), then) == (["StoreUnreadable", "Log", "Save"], GoOn())
    assert progress.state.unread == (ListOf(0, "2024-01-01", "2024-01-01"),)
    assert (progress.state.from_, progress.state.finished) == ("2024-01-02", False)
    assert ways.first_unread == f"{URL}: not XML"


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        (Spoilt(URL, "x", fetched(), BROKEN), ["StoreUnreadable"]),
        (Spoilt(URL, "x", fetched(), dated("2024-01-01")), ["Store"]),
        (Spoilt(URL, "it is kept"), []),
    ],
)
def test_of_a_list_that_is_left_the_answer_is_kept(spoilt, expected):
    _, _, ways = finding(**DAY)
    done, _ = given_up(ways, spoilt)
    assert kinds(done) == [*expected, "Log", "Save"]


def test_the_first_list_that_was_left_gives_the_reason():
    _, _, ways = finding(**DAY, waiting=(ListOf(0, "2024-01-02", "2024-01-02"),))
    given_up(ways)
    given_up(ways, Spoilt(None, "another"))
    assert ways.first_unread == f"{URL}: not XML"


def test_a_server_that_never_gave_a_page_is_left_alone():
    progress, detours, ways = finding(**DAY)
    detours.good = False
    done, then = given_up(ways)
    assert (kinds(done), then) == (
        ["StoreUnreadable"],
        Stop(f"{URL}: not XML; the next run goes on from here"),
    )
    assert progress.state.unread == ()
