"""White space collapsed and mark-up taken out, the same on the fast way and the slow one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.formats.text import collapse, plain


@given(st.text(alphabet=" aЯ\t\n\r\x1c\x85\xa0\xad\u1680\u2003\u2028\u200b\u3000é", max_size=9))
@example("")
@example(" a")
@example("a ")
def test_collapsing_is_splitting_and_joining(text):
    assert collapse(text) == " ".join(text.split())


def test_no_white_space_but_the_space_is_printable():
    """What the fast way rests on."""
    assert [hex(c) for c in range(0x110000) if chr(c).isspace() and chr(c).isprintable()] == [
        "0x20"
    ]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a < b  и b > c", "a < b и b > c"),
        ("<p>Бір</p><p>екі</p>", "Бір екі"),
        ("H<sub>2</sub>O<br/>су", "H2O су"),
        ("<unknown>Ջուր</unknown>", "<unknown>Ջուր</unknown>"),
        (" \n", ""),
    ],
)
def test_known_mark_up_goes_and_other_signs_stay(given, wanted):
    assert plain(given) == wanted
