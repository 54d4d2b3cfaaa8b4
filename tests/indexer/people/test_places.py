"""Which words tell a place, and which places are roofs over many."""

from __future__ import annotations

import pytest

from indexer.people.places import is_umbrella, likeness, telling_words
from indexer.text.folding import fold


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("University of Waterloo", {"vaterlo"}),
        ("Омский государственный университет", {"omski"}),
        ("Омскі дзяржаўны ўніверсітэт", {"omski"}),
        ("Department of the University", set()),
    ],
)
def test_telling_words(place: str, words: set[str]) -> None:
    assert telling_words((fold(place),)) == words


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Российская академия наук", True),
        ("Chinese Academy of Sciences", True),
        ("Министерство образования", True),
        ("Institute of Physics, Chinese Academy of Sciences", False),
        ("Военная академия", False),
        ("Казанский университет", False),
    ],
)
def test_roofs(place: str, expected: bool) -> None:
    assert is_umbrella(fold(place)) is expected


def test_roofs_of_the_registry() -> None:
    assert is_umbrella("ru-ras")
    assert not is_umbrella("ru-kfu")


def test_likeness_is_the_share_of_the_words() -> None:
    assert likeness({"dhaka"}, {"dhaka"}, lambda _: 1.0) == 1.0
    assert likeness({"lanzhou"}, {"lanzhou", "modern", "phys"}, lambda _: 1.0) == 0
    assert 0 < likeness({"a", "b", "c"}, {"a", "b"}, lambda _: 1.0) < 1
    assert likeness({"a"}, {"b"}, lambda _: 1.0) == 0
