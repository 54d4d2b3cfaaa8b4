"""Pages of an item and of a whole book, and numbers that are neither."""

from __future__ import annotations

import pytest

from indexer.text.pages import article_number, page_range, pages_total, split_pages


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("192 с.", "192"),
        ("192, [2] с.", "192"),
        ("148 л.", "148"),
        ("214 էջ.", "214"),
        ("1987, էջ 231-287", None),
        ("С. 5–9", None),
        ("12 ловушек", None),
    ],
)
def test_pages_total(text: str, total: str | None) -> None:
    assert pages_total(text) == total


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("С. 5—13", "5", "13"),
        ("էջ 31-37", "31", "37"),
        ("1975–1976", None, None),
        ("С.5-9", "5", "9"),
    ],
)
def test_page_range(text: str, first: str | None, last: str | None) -> None:
    assert page_range(text) == (first, last)


def test_article_number_and_field() -> None:
    assert article_number("Art. 045102") == "045102"
    assert article_number("PMID: 22942066") is None
    assert split_pages("e22") == ("e22", None)
