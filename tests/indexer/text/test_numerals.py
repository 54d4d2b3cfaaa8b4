from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.numerals import numerals, roman


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Отчёт за 2019 год", ("2019",)),
        ("Анализ. Часть 1", ("1",)),
        ("Анализ. Часть I", ("1",)),
        ("Анализ. Часть І", ("1",)),  # Cyrillic І
        ("Ч. 2. Название", ("2",)),
        ("Analysis, Part II", ("2",)),
        ("Part one", ("1",)),
        ("Часть вторая", ("2",)),
        ("Вторая часть", ("2",)),
        ("Častʹ pervaja", ("1",)),
        ("Екінші бөлім", ("2",)),
        ("Առաջին մաս", ("1",)),
        ("В 2 т. Т. 1: Начало", ("2", "1")),
        ("Seminar, Kniga X (1962/63)", ("10", "1962", "63")),
        ("Решения уравнений. Ii", ("2",)),
        ("Анализ. Сообщение II", ("2",)),
        ("Название. I", ("1",)),
        ("Vol. XII, no. 3", ("12", "3")),
        ("Том С", ("s",)),
        ("Часть А", ("a",)),
        ("Part A", ("a",)),
        ("ХVIII век", ("18",)),  # Cyrillic Х
        ("XIX–XX вв.", ("19", "20")),
        ("Қазақстан тарихы. 2-бөлім", ("2",)),
        ("Бөлім ІІ", ("2",)),
        ("2-бөлүк", ("2",)),
        ("Մաս 1", ("1",)),
        ("Частка 2", ("2",)),
        ("Энергия 03 и 2,5 ГэВ", ("3", "2.5")),
        ("Роль p53", ("53",)),
        ("Изгиб балки. I Известия вузов", ("1",)),  # a careless source put the host behind
        ("Изгиб балки. I. 2014 Котов И. Л.", ("1", "2014")),
        ("Иілу теориясы. X Хабаршы", ("10",)),
        # near misses
        ("Изгиб балки. I. Petrov", ()),
        ("Котов Л. I Зуев", ()),
        ("Реки Алтая Дятлов Т. И.", ()),
        ("Реки Алтая Дятлов Ч. К., Зуев Т. Л.", ()),
        ("Витамин C и я", ()),
        ("I and thou", ()),
        ("Часть и целое", ()),
        ("Part of the whole", ()),
        ("С. А. Есенин в СССР", ()),
        ("CD and DVD, MIX, DIM", ()),
        ("X-ray", ()),
        ("Вторая мировая война", ()),
        ("Т и В", ()),
        ("", ()),
    ],
)
def test_numerals(title: str, expected: tuple[str, ...]) -> None:
    assert numerals(title) == expected


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("IV", 4),
        ("XL", 40),
        ("LXIX", 69),
        ("MCMXCIX", 1999),
        ("ІІІ", 3),
        ("IIII", None),
        ("", None),
    ],
)
def test_roman(token: str, value: int | None) -> None:
    assert roman(token) == value


@given(st.text())
def test_numerals_never_raise(title: str) -> None:
    assert all(numerals(title))
