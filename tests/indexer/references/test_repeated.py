"""Entries that repeat one above in short, beside whole ones. Invented works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.repeated import Repeated, repeated


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Орлов А. С. История юга. С. 45.", ("Орлов А. С.", "istoria iuga")),
        ("7. Орлов А. С. История юга … С. 45–47.", ("Орлов А. С.", "istoria iuga")),
        ("Орлов А. С. История юга. Т. 2. С. 45.", ("Орлов А. С.", "istoria iuga")),
        ("Orlov A. S. Istoriya yuga. S. 45.", ("Orlov A. S.", "istoria iuga")),
        ("Әуезов М. Абай жолы. Б. 45.", ("Әуезов М.", "abai zholi")),
        ("Асанов А. Суулар жана жер. 45-б.", ("Асанов А.", "sular zhana zher")),
        ("История народов южных стран. С. 45.", ("", "istoria narodov iuzhnih stran")),
        ("История юга. С. 45.", None),
        ("Орлов А. С. Мхи. С. 45.", None),
        ("Орлов А. С. История юга. М., 2010. С. 45.", None),
        ("Орлов А. С. История юга // Природа. С. 45.", None),
        ("Орлов А. С. История юга.", None),
        ("Там же. С. 45.", None),
        ("", None),
    ],
)
def test_author_and_title_of_short_entries(raw: str, found: tuple[str, str] | None) -> None:
    result = repeated(raw)
    assert (result and (result.author.strip(), result.title)) == found


@given(st.text(alphabet="Орлов А. С. История, 145–…", max_size=60))
def test_any_text_is_read(raw: str) -> None:
    assert isinstance(repeated(raw), Repeated | None)
