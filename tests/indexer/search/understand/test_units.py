"""A query of plain words → its units, and what of them has to be found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.errors import QuerySyntaxError
from indexer.search.tree import And, Field, Node, Or, Perhaps, Phrase, Range, Word
from indexer.search.understand.chips import Chip
from indexer.search.understand.units import units_of, wanted


@pytest.mark.parametrize(
    "query",
    ["title:почва", "почва OR soil", "почва -soil", "поч*", "почва^2", "year:[2015 TO 2020]", "NOT a"],
)  # fmt: skip
def test_what_has_operators_is_left_alone(query: str) -> None:
    assert units_of(query) is None


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("почва", Word("почва")),
        ("и", Word("и")),
        ("Иванов И.И.", Field("author", Word("Иванов И.И."))),
        ("2016", Or((Field("year", Range(2016, 2016)), Word("2016")))),
        ('"рост цен"', Phrase("рост цен")),
        (
            "роль почвы в степи",
            And(
                (
                    *map(Word, ("роль", "почвы", "степи")),
                    Perhaps(Word("в")),
                    Perhaps(Field("title", Phrase("роль почвы в степи", slop=1))),
                )
            ),
        ),
    ],
)
def test_wanted(query: str, node: Node) -> None:
    assert wanted(units_of(query) or ()) == node


def test_a_chip_that_was_taken_away_leaves_words() -> None:
    (unit,) = units_of("2016", {"year:2016"}) or ()
    assert (unit.node, unit.chip) == (Word("2016"), None)
    assert Chip("year", "2016").key == "year:2016"
    assert Chip("fewer", "2/3").key == "fewer"


def test_numbers_without_a_year_are_words() -> None:
    assert [unit.chip for unit in units_of("Windows 7") or ()] == [None, None]


@given(st.text(max_size=60))
def test_never_fails_in_another_way(query: str) -> None:
    try:
        units = units_of(query)
    except QuerySyntaxError:
        return
    assert units is None or all(isinstance(unit.node, Node) for unit in units)
