"""Which names are towns, and which only have the shape of one."""

from __future__ import annotations

import pytest

from indexer.references.towns import is_known, is_nowhere, is_shaped, is_short


@pytest.mark.parametrize(
    "name",
    [
        "М.", "M", "СПб.", "С.-Пб.", "[М.]", "Н. Новгород", "Н.Новгород", "Ростов н/Д", "Ростов-на-Дону", "Орёл",
        "Мінск", "Мн.", "Нұр-Сұлтан", "Алматы", "Ош", "Երևան", "Եր.", "Minsk", "Cambridge, MA", "[Б. м.]",
    ],
)  # fmt: skip
def test_known(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize(
    "name", ["История России", "Экономика", "Наука", "Кологрив", "С.", "Istoriya"]
)
def test_unknown(name: str) -> None:
    assert not is_known(name)


@pytest.mark.parametrize(
    ("name", "short"), [("М.", True), ("Л", True), ("Москва", False), ("Р.", False)]
)
def test_short(name: str, short: bool) -> None:
    assert is_short(name) is short


@pytest.mark.parametrize(
    ("name", "shaped"),
    [
        ("Кологрив", True),
        ("Комсомольск-на-Амуре", True),
        ("История России", True),  # the shape alone does not tell
        ("История России. М.", False),
        ("История стран Востока", False),
        ("ГОСТ", False),
    ],
)
def test_shaped(name: str, shaped: bool) -> None:
    assert is_shaped(name) is shaped


def test_nowhere() -> None:
    assert is_nowhere("[S. l.]")
    assert not is_nowhere("М.")
