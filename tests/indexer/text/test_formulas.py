from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.folding import fold
from indexer.text.formulas import in_latin


@pytest.mark.parametrize(
    ("typed", "formula"),
    [
        ("СО2", "CO2"),
        ("Н2О", "H2O"),
        ("СаСО3", "CaCO3"),
        ("С60", "C60"),
        ("В12", "B12"),
        ("рН", "pH"),
        ("рСО2", "pCO2"),
    ],
)
def test_formulas_typed_in_cyrillic(typed: str, formula: str) -> None:
    assert in_latin(typed) == formula
    assert fold(f"Влияние {typed} на рост") == fold(f"Влияние {formula} на рост")


@pytest.mark.parametrize(
    "word", ["Т34", "М4", "К2", "РН", "рн", "СССР", "ТОМ2", "СО", "2СО", "В5", "сор2", "Ка-52"]
)
def test_other_words_stay(word: str) -> None:
    assert in_latin(word) == word


@given(st.text(alphabet="АВСЕНІКМОРТХУасеорхук0123456789", max_size=12))
def test_only_the_script_changes(word: str) -> None:
    assert len(in_latin(word)) == len(word)
    assert in_latin(in_latin(word)) == in_latin(word)
