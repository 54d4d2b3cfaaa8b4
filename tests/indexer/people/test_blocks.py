"""Names that may be one person's share a block; most others do not."""

from __future__ import annotations

import pytest

from indexer.people.blocks import blocks
from tests.indexer.people.support import mention


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванов И. И.", "Ivanov, Ivan I."),
        ("Уладзімір Караткевіч", "Короткевич В. С."),
        ("Караткевіч У. С.", "Короткевич В. С."),
        ("Ван Вэй", "Wang Wei"),
        ("Хайдеггер М.", "Heidegger M."),
        ("Қасымов Ә.", "Касымов А."),
        ("Հակոբյան Ա.", "Akopyan A."),
        ("Jun Yang", "Yang Jun"),
    ],
)
def test_share_a_block(one: str, other: str) -> None:
    assert not blocks(mention(1, one)).isdisjoint(blocks(mention(2, other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванов И. И.", "Иванов П. И."),
        ("Иванов И. И.", "Иванова И. И."),
        ("Петров", "Петров А."),
        ("Wang Wei", "Wang Jun"),
    ],
)
def test_share_none(one: str, other: str) -> None:
    assert blocks(mention(1, one)).isdisjoint(blocks(mention(2, other)))


def test_an_identifier_is_a_block() -> None:
    one = mention(1, "Иванова Е. А.", identifiers=("spin:1",))
    other = mention(2, "Петрова Е. А.", identifiers=("spin:1",))
    assert len(blocks(one) & blocks(other)) == 1


def test_nothing_known_shares_nothing() -> None:
    assert blocks(mention(1, "")) == frozenset()
