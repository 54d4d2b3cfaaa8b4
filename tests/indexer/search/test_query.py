"""The query language: what parses to what, and what a scholar is told when it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.errors import QuerySyntaxError
from indexer.search.field_names import FIELDS, canonical
from indexer.search.grammar import MAX_DEPTH
from indexer.search.query import MAX_LENGTH, MAX_PREFIXES, MAX_WORDS, parse_query
from indexer.search.tree import (
    EVERYTHING,
    And,
    Boost,
    CitedBy,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    RefersTo,
    Wildcard,
    Word,
)
from tests.support.timing import quickest


def words(*texts: str) -> And:
    return And(tuple(map(Word, texts)))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", EVERYTHING),
        (" \n", EVERYTHING),
        ("история", Word("история")),
        ("история края", words("история", "края")),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("a b OR c AND d", And((Word("a"), Or((Word("b"), words("c", "d")))))),
        ("(a b) OR c", Or((words("a", "b"), Word("c")))),
        ("a && b || c", Or((words("a", "b"), Word("c")))),
        ("a NOT b", And((Word("a"), Not(Word("b"))))),
        ("-кот пёс", And((Not(Word("кот")), Word("пёс")))),
        ("NOT NOT a", Not(Not(Word("a")))),
        ("кошка И собака", words("кошка", "собака")),
        ("кошка ИЛИ собака", Or((Word("кошка"), Word("собака")))),
        ("НЕ кошка", Not(Word("кошка"))),
        # in capitals the conjunction is a word
        ("НАУКА И ЖИЗНЬ", words("НАУКА", "И", "ЖИЗНЬ")),
        ("наука и жизнь", words("наука", "и", "жизнь")),
        ('"наука и жизнь"', Phrase("наука и жизнь")),
        ("«рост» „цен“", And((Phrase("рост"), Phrase("цен")))),
        ("эконом*", Prefix("эконом")),
        ("year:2019", Field("year", Range(2019, 2019))),
        ("year:[2015 TO 2020]", Field("year", Range(2015, 2020))),
        ("год:[* ДО 2000]", Field("year", Range(None, 2000))),
        ("year:2015–2020", Field("year", Range(2015, 2020))),
        ("year:(2019 2021)", Field("year", Or((Range(2019, 2019), Range(2021, 2021))))),
        ("AUTHOR:Иванов", Field("author", Word("Иванов"))),
        ("автор: Иванов И. И. рост", And((Field("author", Word("Иванов И. И.")), Word("рост")))),
        ("title:(a OR b)", Field("title", Or((Word("a"), Word("b"))))),
        ("TO", Word("TO")),
        ("w1 w0", words("w1", "w0")),
        ("a OR -b AND NOT (c d)", Or((Word("a"), And((Not(Word("b")), Not(words("c", "d"))))))),
        ("year:{2015 TO 2020}", Field("year", Range(2016, 2019))),
        ("year:[2015 TO 2020}", Field("year", Range(2015, 2019))),
        ("год:{2015 TO *]", Field("year", Range(2016, None))),
        ("citations:>=10", Field("citations", Range(10, None))),
        ("цитирований:<10", Field("citations", Range(None, 9))),
        ("+рост цен", words("рост", "цен")),
        ("организа?ия", Wildcard("организа?ия")),
        ("title:col*r", Field("title", Wildcard("col*r"))),
        ("мног?слов*", Wildcard("мног?слов*")),
        ('"рост цен"~3', Phrase("рост цен", 3)),
        ("рост^2 цен", And((Boost(Word("рост"), 2.0), Word("цен")))),
        ('автор:"Иванов И.И."^1.5', Boost(Field("author", Phrase("Иванов И.И.")), 1.5)),
        ("(рост цен)^3", Boost(words("рост", "цен"), 3.0)),
        (
            "citedby:(author:Иванов рост)",
            CitedBy(And((Field("author", Word("Иванов")), Word("рост")))),
        ),
        ("цитирующие:Иванов рост", And((RefersTo(Word("Иванов")), Word("рост")))),
        ("refersto:(citedby:(a OR b))", RefersTo(CitedBy(Or((Word("a"), Word("b")))))),
        # text that only looks like syntax
        ("C*-алгебры", Word("C*-алгебры")),
        ("Что?Где?Когда?", Word("Что?Где?Когда?")),
        ("Кто виноват?", words("Кто", "виноват?")),
        ("x^2 +7 E=mc^2", words("x^2", "+7", "E=mc^2")),
        ("~5 лет", words("~5", "лет")),
        ("C++", Word("C++")),
        ("p<0.05", Word("p<0.05")),
        ("a ~ b^2 /x/ \\ {x}", words("a", "b^2", "/x/", "x")),
        ("Теория: очерк", words("Теория", "очерк")),
        ("Россия - Казахстан — 2020", words("Россия", "Казахстан", "2020")),
        ("10:30", words("10", "30")),
        ("[обзор] рынка", words("обзор", "рынка")),
        ("10.1234/abc(1)", Word("10.1234/abc(1)")),
        ("(doi:10.1234/abc(1).)", Field("doi", Word("10.1234/abc(1)"))),
        ("doi:10.1234/abc:2;3", Field("doi", Word("10.1234/abc:2;3"))),
        ("doi:10.1234/*", Field("doi", Prefix("10.1234/"))),
        ("https://doi.org/10.1/x", Word("https://doi.org/10.1/x")),
    ],
)
def test_parses(query: str, tree: Node) -> None:
    assert parse_query(query) == tree


@pytest.mark.parametrize(
    ("query", "code", "position"),
    [
        (":", "nothing_to_search", 0),
        ("[", "nothing_to_search", 0),
        ("— *", "nothing_to_search", 0),
        ('"—"', "nothing_to_search", 0),
        ("рост foo:bar", "unknown_field", 5),
        ("foo:(a b)", "unknown_field", 0),
        ("title:", "field_without_value", 0),
        ("рост title: -", "field_without_value", 5),
        ("title: AND b", "field_without_value", 0),
        ('a "b', "unclosed_quote", 2),
        ("«рост", "unclosed_quote", 0),
        ("a (b", "unclosed_parenthesis", 2),
        ("a) b", "unopened_parenthesis", 1),
        ("a ()", "empty_parentheses", 2),
        ("a AND", "dangling_operator", 2),
        ("OR b", "dangling_operator", 0),
        ("a AND OR b", "dangling_operator", 2),
        ("(a OR) b", "dangling_operator", 3),
        ("NOT", "dangling_operator", 0),
        ("кошка ИЛИ", "dangling_operator", 6),
        ("year:[2015 2020]", "bad_range", 5),
        ("year:[2015 TO now]", "bad_number", 5),
        ("year:MMXX", "bad_number", 5),
        ("year:20*", "bad_number", 5),
        ("[1 TO 2]", "range_without_field", 0),
        ("title:[a TO b]", "range_not_possible", 6),
        ("title:[a b]", "range_not_possible", 6),
        ("title:(citedby:a)", "field_in_field", 7),
        ("citedby:", "field_without_value", 0),
        ("citedby:a citedby:b refersto:c refersto:d", "too_many_citations", 31),
        ("э*", "prefix_too_short", 0),
        ("рост *логия", "leading_star", 5),
        ("рост цена~2", "no_fuzzy", 9),
        ("рост^0", "bad_boost", 4),
        ("(рост)^1000", "bad_boost", 6),
        ("type:ст?тья", "no_wildcards", 5),
        ("year:20?5", "bad_number", 5),
        (" ".join(["сл*во"] * (MAX_PREFIXES + 1)), "too_many_prefixes", MAX_PREFIXES * 6),
        ("author:title:x", "field_in_field", 7),
        ("title:(a author:b)", "field_in_field", 9),
        ("a" * (MAX_LENGTH + 1), "too_long", MAX_LENGTH),
        ("a " * (MAX_WORDS + 1), "too_many_words", 0),
        ("(" * 40 + "a" + ")" * 40, "too_deep", MAX_DEPTH),
        ("NOT " * 150 + "a", "too_deep", 0),
    ],
)
def test_tells_what_is_wrong_and_where(query: str, code: str, position: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(query)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_an_unknown_field_lists_the_fields() -> None:
    with pytest.raises(QuerySyntaxError, match="quotation marks") as caught:
        parse_query("foo:bar")
    assert all(field in str(caught.value) for field in FIELDS)
    assert all(each.ru in str(caught.value) for each in FIELDS.values())


def test_a_field_has_its_names_in_both_languages() -> None:
    assert [canonical(each) for each in ("Автор", "AUTHOR", "заглавие")] == [
        "author",
        "author",
        "title",
    ]
    assert canonical("очерк") is None
    for name, field in FIELDS.items():
        assert canonical(field.ru or name) == name


@pytest.mark.parametrize(
    "query", [" ".join(["слово*"] * 190), " OR ".join(["a"] * 10_000), "(" * 1999, "NOT " * 400 + "a"]
)  # fmt: skip
def test_refuses_what_is_too_much_at_once(query: str) -> None:
    def refused() -> None:
        with pytest.raises(QuerySyntaxError):
            parse_query(query)

    assert quickest(refused, 0.05) < 0.05


PIECES = st.sampled_from(
    [
        "^2",
        "~3",
        "сл?во",
        "{1 TO 2}",
        *'()[]{}"«»:*-+~^/\\<>=!?&|.,',
        "10.1234/a(1",
        "http://x/(",
        " AND ",
        " OR ",
        " NOT ",
        " И ",
        " TO ",
        "&&",
        "title:",
        "year:",
        "[2015 TO 2020]",
        "author:",
        "слово",
        "Խոսք",
        "w0",
        "T12:",
        " ",
        "\u0301",
        "\ud800",
        "\x00",
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join))
def test_never_raises_anything_else(query: str) -> None:
    assert isinstance(outcome(query), Node | QuerySyntaxError)


def outcome(query: str) -> Node | QuerySyntaxError | None:
    """The tree, or the error if it can be shown: a sentence, and a place inside the query."""
    try:
        return parse_query(query)
    except QuerySyntaxError as error:
        return error if str(error) and 0 <= error.position <= len(query) else None
