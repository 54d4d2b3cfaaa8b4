from __future__ import annotations

import pytest

from indexer.text.author_key import author_key
from schemas import PersonName


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Орлов А. С.", "Orlov A."),
        ("Орлов, Андрей Сергеевич", "А. С. Орлов"),
        ("Зорян А.", "Զորյան Ա."),
    ],
)
def test_forms_of_one_name_have_one_key(one: str, other: str) -> None:
    assert author_key(PersonName(literal=one)) == author_key(PersonName(literal=other)) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Орлов А. С.", "Орлов В. С."), ("Орлов А.", "Крылов А.")],
)
def test_other_names_have_others(one: str, other: str) -> None:
    assert author_key(PersonName(literal=one)) != author_key(PersonName(literal=other))


def test_what_has_no_letter_has_no_key_and_a_long_name_a_short_one() -> None:
    assert author_key(PersonName(literal="—")) == ""
    assert len(author_key(PersonName(literal="Ы" * 3000))) <= 202
