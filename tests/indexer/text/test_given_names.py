from __future__ import annotations

import pytest

from indexer.text.folding import fold
from indexer.text.given_names import is_one_given_name, may_begin, slavic_initials


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Уладзімір", "Владимир", True),
        ("Мікалай", "Николай", True),
        ("Ганна", "Анна", True),
        ("Հովհաննես", "Оганес", True),
        ("Джон", "John", True),
        ("Иван", "Иван", True),
        ("Ян", "Иван", False),
        ("Артём", "Артур", False),
        ("Мікалай", "Михаил", False),
    ],
)
def test_forms_of_one_given_name(left: str, right: str, same: bool) -> None:
    assert is_one_given_name(fold(left), fold(right)) is same
    assert is_one_given_name(fold(right), fold(left)) is same


def test_an_initial_may_be_of_another_form() -> None:
    assert may_begin("mikalai", "n")
    assert not may_begin("mikalai", "v")
    assert not may_begin("nobody", "n")


def test_initials_that_change_between_slavic_languages() -> None:
    assert {frozenset(pair) for pair in ("uv", "mn", "gr", "fp", "ei")} <= slavic_initials()
    assert frozenset("ab") not in slavic_initials()
