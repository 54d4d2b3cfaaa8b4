"""What a plain word may be by its form alone."""

from __future__ import annotations

import pytest

from indexer.search.lexer import Token
from indexer.search.tree import Range
from indexer.search.understand.stop_words import STOP_WORDS, is_stop_word
from indexer.search.understand.words import plain


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2016", Range(2016, 2016)),
        ("2006a", Range(2006, 2006)),
        ("2014,", Range(2014, 2014)),
        ("1999г.", Range(1999, 1999)),
        ("2015–2020", Range(2015, 2020)),
        ("1234", None),
        ("2060", None),
        ("20160", None),
        ("GOST-2016", None),
    ],
)
def test_years(text: str, years: Range | None) -> None:
    assert plain(Token("word", text, 0)).years == years


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("№5", "5"),
        ("55-62", "55"),
        ("168–173", "168"),
        ("С.4", "4"),
        ("vol.12", "12"),
        ("Б.", None),
        ("COVID-19", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert plain(Token("word", text, 0)).number == number


@pytest.mark.parametrize("word", ["в", "и", "the", "of,", "және", "менен", "և", "або", "И"])
def test_stop_words(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["сила", "море", "will-power", "көл", "լիճ", "мова", "жер", "C"])
def test_words_that_tell(word: str) -> None:
    assert not is_stop_word(word)


def test_stop_words_are_written_in_small_letters() -> None:
    assert all(word == word.lower() for word in STOP_WORDS)
