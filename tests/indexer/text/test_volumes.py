"""Volumes and issues as lists of all languages label them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import volumes
from indexer.text.volumes import part_volume, volume_and_issue


@pytest.mark.parametrize(
    ("text", "volume", "issue"),
    [
        ("Т. 10, вып. 4", "10", "4"),
        ("2-том, 3-сан", "2", "3"),
        ("II том. № 3", "II", "3"),
        ("2-рդ հատոր, № 5", "2", "5"),
        ("Հատոր 2. Թիվ 5", "2", "5"),
        ("2(38)", None, "2(38)"),
        ("8 (1993), 14–18", "8", None),
        ("2010, 2:3, 40–43", "2", "3"),
        ("1977. VOL. 21, NO. 5. P. 184", "21", "5"),
        ("1977. ТОМ 21, ВЫП. 5. С. 184", "21", "5"),
        ("12(3)", "12", "3"),
        ("1991, պրակ 3", None, "3"),
        ("ISBN: 985-00-0000-1", None, None),
        ("2010. 180 б.", None, None),
        ("12 томов", None, None),
    ],
)
def test_volume_and_issue(text: str, volume: str | None, issue: str | None) -> None:
    assert volume_and_issue(text) == (volume, issue)


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("Т. 5", "5"),
        ("Ч. 2", "2"),
        ("2-кітап", "2"),
        ("3-китеп", "3"),
        ("Частка 2", "2"),
        ("Мир", None),
    ],
)
def test_part_volume(text: str, volume: str | None) -> None:
    assert part_volume(text) == volume


@given(st.from_regex(volumes._NUMBER_FIRST, fullmatch=True))
def test_every_number_before_a_word_for_a_volume_is_looked_for(text: str) -> None:
    assert volumes._number_first(text) is not None


@given(st.from_regex(volumes._ISSUE_FIRST, fullmatch=True))
def test_every_number_before_a_word_for_an_issue_is_looked_for(text: str) -> None:
    assert volumes._issue_first(text) is not None
