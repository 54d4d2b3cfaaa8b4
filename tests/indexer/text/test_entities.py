"""Entities left in texts, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.entities import unescaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("G&#252;ting", "Güting"),
        ("M. Tamer &#214; zsu", "M. Tamer Özsu"),
        ("&Ouml; zsoyoglu, Z. M.", "Özsoyoglu, Z. M."),
        ("&#1053; оров И.", "Норов И."),
        ("Jos&amp;#233; Luis", "José Luis"),
        ("Наука &amp; жизнь", "Наука & жизнь"),
        # near misses
        ("Jos&#233; and Luis", "José and Luis"),
        ("&#214; Zsu", "Ö Zsu"),
        ("&amp; so on", "& so on"),
        ("&#224; la carte", "à la carte"),
        ("AT&T; R & D", "AT&T; R & D"),
        ("без них", "без них"),
    ],
)
def test_entities_are_undone(text: str, expected: str) -> None:
    assert unescaped(text) == expected


@given(st.text(alphabet=" &#;amp1234xÖZ"))
def test_any_text_is_read(text: str) -> None:
    assert "&" in text or unescaped(text) == text
