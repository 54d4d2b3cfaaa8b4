"""Text typed with another keyboard layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.understand.layouts import retyped


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ctgcbc cbcntvyfz rhfcyfz", "сепсис системная красная"),
        ("[bvbz", "химия"),
        (",fhn", "барт"),
        ('"rjyjvbrf', "Экономика"),
        ("ыщшд", "soil"),
        ("vjdf", "мова"),
        ("nsk", "тыл"),
        ("2ktv", "әлем"),
        ("hajwc lezu", "հայոց լեզւ"),
        ("ubcnjhsz", "гісторыя"),
        ("սոիլ", "swil"),
    ],
)
def test_retyped(typed: str, meant: str) -> None:
    assert meant in set(retyped(typed))


@pytest.mark.parametrize("text", ["", "2016", "— ...", "soil почва"])
def test_nothing_to_type_otherwise(text: str) -> None:
    assert list(retyped(text)) == []


@given(st.text(alphabet="йцукенгшщзхъфывапролджэячсмитьбю", min_size=1))
def test_russian_typed_as_english_and_back(text: str) -> None:
    keys = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
    typed = text.translate(str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", keys))
    if any(letter.isalpha() for letter in typed):
        assert text in set(retyped(typed))
