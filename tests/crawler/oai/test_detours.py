"""How often a run tries to get around: patience with a server that gives something, and none with one that does not."""

from __future__ import annotations

import pytest

from crawler.oai import detours as module
from crawler.oai.detours import Detours
from crawler.oai.state import ListState

YEARS = ListState(from_="2000-01-01", until="2020-12-31")
DAY = ListState(from_="2000-01-01", until="2000-01-01")
IN_ORDER = ListState(from_="2000-01-01", last_datestamp="2010-01-01", size=9)


@pytest.mark.parametrize(("good", "patience"), [(True, 32), (False, 4)])
def test_patience_ends_sooner_with_a_server_that_never_gave_a_page(good, patience):
    detours = Detours(good=good)
    for _ in range(patience):
        detours.unreadable()
        assert detours.around_unreadable(YEARS) is not None
    detours.unreadable()
    assert detours.around_unreadable(YEARS) is None
    assert detours.exhausted
    detours.readable()
    assert not detours.exhausted


def test_a_list_that_cannot_be_divided_is_read_twice_more():
    detours = Detours(good=True)
    assert [detours.parted(DAY) is None for _ in range(3)] == [False, False, True]
    assert detours.parted(YEARS) is not None, "another list has tries of its own"


def test_without_windows_nothing_is_halved():
    detours = Detours(good=True)
    detours.windows = False
    assert detours.shorter(YEARS) is None
    assert detours.shorter(IN_ORDER).from_ == "2010-01-01"


def test_only_a_list_in_order_has_a_rest():
    detours = Detours(good=True)
    assert detours.later(YEARS) is None
    assert detours.later(IN_ORDER).from_ == "2010-01-01"


def test_a_run_begins_again_only_so_often(monkeypatch):
    monkeypatch.setattr(module, "_MOST_RESTARTS", 2)
    detours = Detours(good=True)
    found = [detours.shorter(YEARS), detours.later(IN_ORDER), detours.later(IN_ORDER)]
    assert [part is None for part in found] == [False, False, True]
    assert detours.parted(DAY) is None, "nor the same list once more"
    assert detours.exhausted
