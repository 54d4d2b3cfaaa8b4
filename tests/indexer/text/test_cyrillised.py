from __future__ import annotations

import pytest

from indexer.text.cyrillised import cyrillised


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("соловьёв", "соловев"),
        ("филиппов", "филипов"),
        ("hajiyev", "хаджиев"),
        ("gadzhiev", "гаджиев"),
        ("shcherbakov", "щербаков"),
        ("հակոբյան", "хакобян"),
        ("alizadeh", "ализаде"),
    ],
)
def test_words_of_any_script_are_heard_in_russian_letters(word: str, heard: str) -> None:
    assert cyrillised(word) == heard
