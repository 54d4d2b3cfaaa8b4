from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.admin.display import pretty, show_bytes


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<x>\xd0\xb9</x>\n", "<x>й</x>\n"),
        ("<a>Խ</a>".encode("utf-16"), "<a>Խ</a>"),
        (b"\xef\xbb\xbfabc", "abc"),
        (b"", ""),
    ],
)
def test_text_is_shown_as_text(body: bytes, text: str) -> None:
    shown = show_bytes(body)
    assert (shown.text, shown.hexadecimal, shown.size, shown.cut) == (text, False, len(body), False)


@pytest.mark.parametrize("body", [b"\x00\x01\xff", b"\xcf\xf0\xe8\xe2\xe5\xf2", b"abc\x1b[31m"])
def test_what_is_no_text_is_shown_in_hexadecimal(body: bytes) -> None:
    shown = show_bytes(body)
    assert shown.hexadecimal
    assert shown.text.startswith("000000  " + body.hex(" "))
    assert shown.text.isprintable()


def test_a_long_text_is_cut_and_a_letter_on_the_edge_left_out() -> None:
    shown = show_bytes("й".encode() * 100, limit=33)
    assert (shown.text, shown.cut, shown.size) == ("й" * 16, True, 200)
    dump = show_bytes(b"\xff" * 1000, limit=640)
    assert (dump.text.count("\n"), dump.cut) == (9, True)


@given(st.binary(max_size=400), st.integers(min_value=64, max_value=300))
def test_any_bytes_can_be_shown(body: bytes, limit: int) -> None:
    shown = show_bytes(body, limit)
    assert shown.size == len(body)
    assert not any(letter < " " and letter not in "\t\r\n" for letter in shown.text)


def test_structs_as_json() -> None:
    assert pretty({"a": 1}) == '{\n  "a": 1\n}'
    assert pretty({}) == pretty(None) == ""
