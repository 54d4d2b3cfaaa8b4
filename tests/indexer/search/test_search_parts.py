"""The backend-independent parts of search: author tokens, plans, highlights, cursors, fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search import clauses, fields, plan, tree
from indexer.search.authors import asked_tokens, indexed_tokens
from indexer.search.cursor import Cursor, decode, digest, encode
from indexer.search.errors import BadCursor
from indexer.search.highlight import highlights, matcher
from indexer.search.identifiers import identifier_term, terms_in
from indexer.search.interface import SearchRequest
from indexer.search.query import parse_query
from indexer.text.name_key import NameKey
from schemas.record import LocalizedText


@pytest.mark.parametrize(
    ("asked", "held", "found"),
    [
        (("ivanov", "", ""), ("ivanov", "ii", "ivan"), True),
        (("ivanov", "i", ""), ("ivanov", "ii", "ivan"), True),
        (("ivanov", "ii", ""), ("ivanov", "i", ""), True),
        (("ivanov", "ii", ""), ("ivanov", "ii", "ivan"), True),
        (("ivanov", "ii", "ivan"), ("ivanov", "ii", ""), True),
        (("ivanov", "ii", "ivan"), ("ivanov", "i", "ivan"), True),
        (("ivanov", "i", "ivan"), ("ivanov", "ii", "ivan"), True),
        (("ivanov", "ii", "ivan"), ("ivanov", "ii", "igor"), False),
        (("ivanov", "ii", ""), ("ivanov", "ip", ""), False),
        (("ivanov", "p", ""), ("ivanov", "ip", ""), False),
        (("ivanov", "i", ""), ("ivanov", "", ""), False),
        (("ivanov", "i", ""), ("ivanova", "i", ""), False),
    ],
)
def test_author_tokens(
    asked: tuple[str, str, str], held: tuple[str, str, str], found: bool
) -> None:
    shared = asked_tokens(NameKey(*asked)) & indexed_tokens(NameKey(*held))
    assert bool(shared) is found


def test_words_bound_by_a_hyphen_are_looked_for_in_order_or_each_in_any_form() -> None:
    clause = plan.plan(tree.Word("правам-labour"), "keyword")
    stems = ("be:прав", "be:правам", "be:правм", "kk:правам", "ky:правам", "ru:право")
    assert clause == clauses.AnyOf(
        (
            clauses.Boosted(clauses.Adjacent("keyword", ("правам", "labour")), 2.0),
            clauses.Boosted(
                clauses.AllOf(
                    (
                        clauses.AnyOf(tuple(clauses.Term("keyword_stem", each) for each in stems)),
                        clauses.Term("keyword_stem", "en:labour"),
                    )
                ),
                1.2,
            ),
        )
    )


def test_prefixes_are_not_stemmed() -> None:
    assert plan.plan(tree.Prefix("рынк"), "keyword") == clauses.Boosted(
        clauses.StartsWith("keyword", "рынк"), 2.0
    )


def test_a_word_is_planned_over_every_text_field() -> None:
    clause = plan.plan(tree.Word("рынок"))
    assert isinstance(clause, clauses.AnyOf)
    assert clauses.Boosted(clauses.Term("title", "рынок"), 4.0) in clause.clauses
    russian = clauses.Term("title_stem", "ru:рынок")
    boosted = [each for each in clause.clauses if isinstance(each, clauses.Boosted)]
    (stems,) = [each for each in boosted if "title_stem" in repr(each)]
    assert isinstance(stems.clause, clauses.AnyOf)
    assert russian in stems.clause.clauses
    assert stems.boost == 2.5
    assert clauses.Boosted(clauses.Term("abstract", "рынок"), 1.0) in clause.clauses


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("", clauses.Everything()),
        (
            'journal:"рынок труда"',
            clauses.Boosted(clauses.Adjacent("container", ("rinok", "truda")), 1.5),
        ),
        ("year:[2015 TO *]", clauses.Between("year", 2015, None)),
        ("NOT year:2015", clauses.Without(clauses.Between("year", 2015, 2015))),
        ("doi:10.1234/ABC", clauses.Term("identifier", "doi:10.1234/abc")),
        ("doi:10.1234/*", clauses.StartsWith("identifier", "doi:10.1234/")),
    ],
)
def test_plans(query: str, clause: clauses.Clause) -> None:
    assert plan.plan(parse_query(query)) == clause


@pytest.mark.parametrize(
    ("scheme", "value", "term"),
    [
        ("doi", "https://doi.org/10.1234/ABC", "doi:10.1234/abc"),
        ("DOI", "not a doi", "doi:notadoi"),
        ("issn", "1234-567x", "issn:1234567x"),
        ("edn", "abcdef", "edn:abcdef"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "orcid:0000-0002-1825-0097"),
        ("orcid", "ORCID: 0000-0002-1825-0097", "orcid:0000-0002-1825-0097"),
        ("orcid", "www.orcid.org/0000-0002-1825-0097/", "orcid:0000-0002-1825-0097"),
        ("eissn", "2434-561Х", "issn:2434561x"),  # Cyrillic Х
        ("hdl", "https://hdl.handle.net/10968/914", "handle:10968/914"),
    ],
)
def test_identifier_terms(scheme: str, value: str, term: str) -> None:
    assert identifier_term(scheme, value) == term


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("слово", ()),
        ("2019-2020", ("issn:20192020",)),
        ("ABCDEF", ("edn:abcdef",)),
        ("abcdef", ()),
        ("10.1234/a", ("doi:10.1234/a",)),
        ("https://doi.org/10.1000.10/123", ("doi:10.1000.10/123", "url:doi.org/10.1000.10/123")),
        (
            "https://orcid.org/0000-0002-1825-0097",
            ("orcid:0000-0002-1825-0097", "url:orcid.org/0000-0002-1825-0097"),
        ),
        ("2434-561Х", ("issn:2434561x",)),
        ("978-5-02-013850-6", ("isbn:9785020138506",)),
    ],
)
def test_terms_in_words(word: str, terms: tuple[str, ...]) -> None:
    assert terms_in(word) == terms


def marked(query: str, text: str) -> list[str]:
    found = highlights(matcher(parse_query(query)), [LocalizedText(text)], [])
    return [each.text for each in found[0].fragments if each.match]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("Shcherbakov", "Труды Щербакова и Щербатова", ["Щербакова"]),
        ("Shcherbakov", "Труды Щербаков", ["Щербаков"]),
        ("экономика", "Экономики и экономикой, эконом", ["Экономики", "экономикой"]),
        ('"экономика"', "Экономики", []),
        # short words, long endings
        ("язык", "Языками и языкознание", ["Языками"]),
        ("իրավունքի", "Իրավունք և իրավաբան", ["Իրավունք"]),
        ("Хачатрян", "Խաչատրյան Khachatryan", ["Խաչատրյան", "Khachatryan"]),
        ("Қасым", "Kassym Касым Касатка", ["Kassym", "Касым"]),
        ("регио*", "Регионы, регистр", ["Регионы"]),
        ("рост NOT цены", "Рост цены", ["Рост"]),
        ("title:рост author:цены", "Рост цены", ["Рост"]),
        ("covid", "COVID-19", ["COVID"]),
        ("", "Рост", []),
    ],
)
def test_highlights(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@given(st.text(max_size=80), st.sampled_from(["рост", "a*", "x OR y"]))
def test_highlights_keep_the_text(text: str, query: str) -> None:
    node = parse_query(query) if query != "a*" else tree.Prefix("a")
    shown = highlights(matcher(node), [LocalizedText(text)], [])
    assert "".join(each.text for each in shown[0].fragments) == text


def test_a_long_abstract_is_cut_to_the_best_passage() -> None:
    text = "рост " + "слово " * 100 + "рост цены рост " + "слово " * 100
    (shown,) = highlights(matcher(parse_query("рост цены")), [], [LocalizedText(text, "ru")])
    passage = "".join(each.text for each in shown.fragments)
    assert shown.cut
    assert shown.lang == "ru"
    assert passage in text
    assert len(passage) <= 320
    assert [each.text for each in shown.fragments if each.match] == ["рост", "цены", "рост"]


def test_an_abstract_without_a_match_is_not_shown() -> None:
    assert highlights(matcher(parse_query("рост")), [], [LocalizedText("Иное")]) == ()


@given(st.integers(0, 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False))
def test_cursors_round_trip(number: int, key: float) -> None:
    request = SearchRequest(query="рост")
    cursor = Cursor(digest(request), key, number, 20)
    assert decode(encode(cursor), request) == cursor


@given(st.text(max_size=40))
def test_no_text_breaks_the_cursor(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text, SearchRequest())


@given(st.integers(0, 2**63 - 1), st.integers(0, 10**12), st.integers(-5000, 10**6))
def test_sort_keys_fit_63_bits(number: int, citations: int, year: int) -> None:
    for key in (fields.citations_key(citations, number), fields.year_key(year, number)):
        assert 0 <= key < 2**63


def test_sort_keys_order_by_value_first() -> None:
    assert fields.citations_key(2, 0) > fields.citations_key(1, 2**63 - 1)
    assert fields.year_key(2020, 0) > fields.year_key(2019, 2**63 - 1)


@pytest.mark.parametrize(
    ("key", "number", "seen"), [(1, 1, -1), (1, 2**63, 0), (2**63, 1, 0), (-1, 1, 0), (1.5, 1, 0)]
)
def test_impossible_cursors_are_damaged(key: float, number: int, seen: int) -> None:
    request = SearchRequest(sort="year")
    with pytest.raises(BadCursor):
        decode(encode(Cursor(digest(request), key, number, seen)), request)
