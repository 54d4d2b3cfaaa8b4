"""Romanised texts are told from those of western languages by the spelling of one word at least."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.romanised import looks_romanised


@pytest.mark.parametrize(
    "text",
    [
        "Ekonomika regiona",
        "Istoriya nauki i tekhniki",
        "Istorija nauki",
        "Problemy razvitiya obrazovaniya",
        "Sovremennye metody",
        "Grazhdanskoe pravo Rossii",
        "Ėkonomičeskaja politika",
        "Voprosy filosofii",
        "Historyia Bielarusi",
        "Qazaqstan tarihy",
        "Kyrgyz tili",
        "Hayots patmutyun",
        "Obrabotka dannykh",
        "Selskoe khozyaistvo",
    ],
)
def test_romanised(text: str) -> None:
    assert looks_romanised(text)


@pytest.mark.parametrize(
    "text",
    [
        "more",
        "Moore",
        "roman",
        "magazine",
        "token",
        "son",
        "post",
        "sky",
        "Regional economy",
        "Technology of polymers",
        "Database systems",
        "The Editor's notes",
        "Objects across networks",
        "Information sharing",
        "Zur Geschichte der Stadt",
        "La question sociale",
        "Matematika for engineers",  # a function word tells
        "море",
        "",
    ],
)
def test_not_romanised(text: str) -> None:
    assert not looks_romanised(text)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert looks_romanised(text) in {True, False}
