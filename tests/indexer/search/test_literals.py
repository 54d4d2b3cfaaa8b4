"""Literals by the field that they stand in."""

from __future__ import annotations

import pytest

from indexer.search.errors import QuerySyntaxError
from indexer.search.lexer import Kind, Token
from indexer.search.literals import MAX_SLOP, literal
from indexer.search.tree import Node, Phrase, Prefix, Range, Wildcard, Word


@pytest.mark.parametrize(
    ("kind", "text", "field", "node"),
    [
        ("word", "2019", None, Word("2019")),
        ("word", "2019", "year", Range(2019, 2019)),
        ("word", "2015—2019", "year", Range(2015, 2019)),
        ("word", "<2015", "year", Range(None, 2014)),
        ("word", "≤2015", "year", Range(None, 2015)),
        ("word", ">5", "citations", Range(6, None)),
        ("word", ">5", "title", Word(">5")),
        ("range", "{1 5}", "citations", Range(2, 4)),
        ("range", "[* *]", "year", Range(None, None)),
        ("prefix", "эко", "title", Prefix("эко")),
        ("wildcard", "эко*ия", "journal", Wildcard("эко*ия")),
    ],
)
def test_literal(kind: Kind, text: str, field: str | None, node: Node) -> None:
    assert literal(Token(kind, text, 0), field) == node


@pytest.mark.parametrize(
    ("kind", "text", "field", "code"),
    [
        ("word", "MMXX", "year", "bad_number"),
        ("prefix", "20", "year", "bad_number"),
        ("prefix", "э", None, "prefix_too_short"),
        ("wildcard", "K?Z", "country", "no_wildcards"),
        ("bad_range", "[5]", "year", "bad_range"),
        ("range", "[1 5]", "title", "range_not_possible"),
        ("range", "[1 5]", None, "range_without_field"),
    ],
)
def test_refuses(kind: Kind, text: str, field: str | None, code: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        literal(Token(kind, text, 7), field)
    assert (caught.value.code, caught.value.position) == (code, 7)


def test_distance_of_a_phrase_is_bounded() -> None:
    assert literal(Token("phrase", "a b", 0), None, 999) == Phrase("a b", MAX_SLOP)
