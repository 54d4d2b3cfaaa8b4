"""The memory of identifiers: a set that takes no more room the longer a harvest is."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.oai import seen as memory
from crawler.oai.seen import Seen


@given(st.lists(st.text(max_size=3), max_size=200))
def test_it_counts_as_a_set_does(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "_SLOTS", 512)  # so few that many meet in one
        seen = Seen()
        for text in texts:
            seen.add(text)
        assert len(seen) == len(set(texts))
        seen.clear()
        assert len(seen) == 0


def test_beyond_the_most_nothing_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    seen = Seen()
    for text in "aabbccddee":
        seen.add(text)
    assert len(seen) == 3
    assert seen.full


def _resident() -> int:
    """Bytes of memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells it")
def test_few_take_little_room() -> None:
    before = _resident()
    seen = [Seen() for _ in range(4)]
    for each in seen:
        each.add("oai:base:1")
    assert _resident() - before < 8_000_000


def test_many_take_no_more_room_than_few() -> None:
    seen = Seen()
    room = seen._slots.nbytes
    for number in range(100_000):
        seen.add(f"oai:base:{number}")
    assert len(seen) == 100_000
    assert seen._slots.nbytes == room < 40_000_000
