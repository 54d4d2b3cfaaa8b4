"""By what works of one journal are counted together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.journal_keys import journal_keys, key_of, title_key
from schemas import Container, LocalizedText


def _container(*titles: str, **fields: Any) -> Container:
    return Container(titles=tuple(LocalizedText(each) for each in titles), **fields)


@pytest.mark.parametrize(
    ("container", "keys"),
    [
        (_container("Вестник степи", issn=("1561-2406",)), ("15612406", title_key("Вестник степи"))),
        (_container("Вестник", issn=("1561-2407",)), (title_key("Вестник"),)),  # a wrong digit
        (_container("Очерки", kind="book"), ()),
        (_container("Труды", kind="proceedings", issn=("1561-2406",)), ("15612406", title_key("Труды"))),
        (_container("—"), ()),
        (None, ()),
    ],
)  # fmt: skip
def test_keys_of_a_journal(container: Container | None, keys: tuple[str, ...]) -> None:
    assert journal_keys(container) == tuple(sorted(keys))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Вестник степи", "Vestnik stepi"),
        ("Қазақ тілі", "ҚАЗАҚ ТІЛІ"),
        ("Հայոց լեզու", "Hayots lezu"),
        ("ISSN 1561-2406", "15612406"),
    ],
)
def test_one_journal_in_two_forms(left: str, right: str) -> None:
    assert key_of(left) == key_of(right)


@pytest.mark.parametrize(
    ("left", "right"), [("Вестник степи", "Вестник степей и гор"), ("Физика", "Химия")]
)
def test_two_journals(left: str, right: str) -> None:
    assert key_of(left) != key_of(right)


@given(st.text(max_size=400))
def test_a_key_is_its_own_key(text: str) -> None:
    key = title_key(text)
    assert len(key) <= 300
    assert key in journal_keys(_container(text)) or not key
