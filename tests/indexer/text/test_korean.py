from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from indexer.text import korean
from indexer.text.korean import is_same_korean
from indexer.text.scripts import script_of


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("чхве", "choi", True),
        ("цой", "choe", True),
        ("lee", "yi", True),
        ("jung", "jeong", True),
        ("пак", "park", True),
        ("ким", "kang", False),
        ("пак", "baek", False),
        ("иванов", "ivanov", False),
    ],
)
def test_customary_spellings(left: str, right: str, same: bool) -> None:
    assert is_same_korean(left, right) is same
    assert is_same_korean(right, left) is same


def test_spellings_are_of_one_script_each() -> None:
    lines = tomllib.loads(Path(korean.__file__).with_suffix(".toml").read_text("utf-8"))
    spellings = [spelling for line in lines["surnames"] for spelling in line.split()]
    assert {script_of(spelling) for spelling in spellings} == {"Latn", "Cyrl"}
