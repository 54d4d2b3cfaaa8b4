"""The language that the letters of a title show (indexer.text.title_language)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.title_language import title_language, title_languages


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Оценка запасов углерода в болотах Беларуси", "ru"),
        ("Правовое регулирование труда", "ru"),
        ("Ацэнка запасаў вугляроду ў балотах Беларусі", "be"),
        ("Пра рэкі стэпу", "be"),
        ("Беларусь батпақтарындағы көміртегі қорын бағалау", "kk"),
        ("Дала өзендері туралы", "kk"),
        ("Беларусь саздарындагы көмүртек запасын баалоо", "ky"),
        ("Кыргыз адабиятынын тарыхы", "ky"),
        ("Талаа дарыялары жөнүндө", "ky"),
        ("Սևանա լճի ջրի որակի փոփոխությունները", "hy"),
        ("Оцінка запасів вуглецю в болотах України", "uk"),
        ("Assessment of carbon stocks in the mires of Belarus", "en"),
        # too little to tell by, or romanised
        ("Севан", None),
        ("Арал тарихы", None),
        ("Peatland fires", None),
        ("Otsenka zapasov ugleroda", None),
        ("Chto takoe step' i kak by on zhil", None),
        ("", None),
        ("2015", None),
    ],
)
def test_languages_of_titles(title, expected):
    assert title_language(title) == expected


def test_each_language_once():
    titles = ("О реках степи", "On the rivers of the steppe", "О лесах", "Севан")
    assert title_languages(titles) == ("ru", "en")


@given(st.text(max_size=80))
def test_any_text_has_one_language_or_none(title):
    assert title_language(title) in {"ru", "be", "kk", "ky", "hy", "uk", "en", None}
