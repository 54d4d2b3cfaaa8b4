from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.folding import fold
from indexer.text.mojibake import repair_mojibake

TITLES = ["Теория мостов", "Влияние агротехники на урожайность", "Иванов И. И."]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("cp1251", "latin-1"),
        ("cp1251", "cp1252"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1251"),
    ],
)
def test_a_wrong_character_set_is_put_right(title: str, written: str, read: str) -> None:
    damaged = title.encode(written).decode(read, errors="ignore")
    if len(damaged.encode(read)) == len(title.encode(written)):  # nothing was lost on the way
        assert repair_mojibake(damaged) == title
        assert fold(damaged) == fold(title)


@pytest.mark.parametrize(
    ("damaged", "title"),
    [
        ("Ð³Ûáó É»½íÇ å³ïÙáõÃÛáõÝ", "Հայոց լեզվի պատմություն"),
        ("ÐáÕÇ ¢ çñÇ Ù³ëÇÝ Ñ³Û³ëï³ÝáõÙ", "Հողի և ջրի մասին հայաստանում"),
        ("Òåîðèÿ ìîñòîâ, 2-å èçä.", "Теория мостов, 2-е изд."),
    ],
)
def test_armscii_and_windows_1251_read_as_latin_1(damaged: str, title: str) -> None:
    assert repair_mojibake(damaged) == title


@pytest.mark.parametrize(
    "text",
    [
        "Étude à l’été",
        "Über die Größe",
        "Ångström",
        "Þórr á Íslandi",
        "Öğüt üzerine",
        "ÀÉÎÔ",
        "ÇÖÜ",
        "Теория мостов",
        "РСФСР",
        "Роль р53",
        "Հայոց լեզու",
        "10 м² и 5 м³",
        "Kyūjitsu",
        "",
    ],
)
def test_what_was_read_right_stays(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text() | st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_any_text_is_read(text: str) -> None:
    repair_mojibake(text)
