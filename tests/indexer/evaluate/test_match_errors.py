"""Errors of matching fall into the right class."""

from __future__ import annotations

import pytest

from indexer.evaluate.match_errors import false_class, missed_class
from indexer.keys.strength import hashed
from indexer.profiles.profile import Profile
from indexer.references.matching import Decision

TITLE, WORDS = hashed(["t:abc"]), hashed(["w:abc:def"])


@pytest.mark.parametrize(
    ("reason", "seen", "shared", "usable", "expected"),
    [
        ("tie", True, TITLE, TITLE, "tie"),
        ("weak", True, TITLE, TITLE, "validation refused"),
        ("veto:note-about", True, TITLE, TITLE, "veto:note-about"),
        ("no-candidate", False, set(), set(), "no key shared"),
        ("no-candidate", False, WORDS, WORDS, "too little shared"),
        ("no-candidate", False, TITLE, set(), "shared keys too common"),
        ("weak", False, TITLE, TITLE, "pushed out by others"),
    ],
)
def test_missed(reason: str, seen: bool, shared: set[int], usable: set[int], expected: str) -> None:
    assert missed_class(Decision(reason=reason), shared, usable, seen=seen) == expected


@pytest.mark.parametrize(
    ("wanted", "seen", "expected"),
    [
        (None, False, "work not held"),
        (Profile(titles=("rivers of the north",)), True, "near twin: same title"),
        (Profile(titles=("rivers of the south",)), True, "near twin: other title"),
        (Profile(titles=("rivers of the south",)), False, "right work not found"),
    ],
)
def test_false(wanted: Profile | None, seen: bool, expected: str) -> None:
    linked = Profile(titles=("rivers of the north",))
    assert false_class(linked, wanted, seen=seen) == expected
