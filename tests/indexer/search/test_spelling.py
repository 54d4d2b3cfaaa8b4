"""Did you mean, without an index: which words are looked at, what is near, and what becomes of the query's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rapidfuzz.distance import OSA

from indexer.search.clauses import Clause
from indexer.search.elasticsearch_backend.speller import counts_body, near_body
from indexer.search.interface import SearchRequest
from indexer.search.plan import plan
from indexer.search.query import MAX_LENGTH, parse_query
from indexer.search.spelling import Near, cost, edits_to, one_edit_away, written
from indexer.search.suggest import FEW, asked_words, respelt, suggest
from indexer.search.tree import Word
from indexer.search.words import cased, places, spelt_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Экономика регионов: XXI век", ["экономика", "регионов"]),
        ("Щербаков И.И.", ["щербаков"]),
        ("социально-экономический", ["социально", "экономический"]),
        ("Հայոց լեզվի պատմություն", ["հայոց", "լեզվի", "պատմություն"]),
        ("Қазақ тілінің тарихы", ["қазақ", "тілінің", "тарихы"]),
        ("Кыргыз өлкөсү", ["кыргыз", "өлкөсү"]),
        ("Гісторыя ўрада", ["гісторыя", "ўрада"]),
        ("подъём об’ект", ["подъём", "обект"]),
        ("мо\u0301локо", ["молоко"]),
        ("p53 C++ covid19 10.1234/abcd2", []),
        ("эконо- мика", ["мика"]),
        ("а" * 41, []),
        ("", []),
    ],
)
def test_spelt_words(text: str, expected: list[str]) -> None:
    assert spelt_words(text) == expected


def test_places_are_those_of_the_words() -> None:
    text = "(Щербаков, И.) о мо\u0301локе p53"
    assert [(each.word, text[each.start : each.end]) for each in places(text)] == [
        ("щербаков", "Щербаков"),
        ("молоке", "мо\u0301локе"),
    ]


@pytest.mark.parametrize(
    ("like", "expected"), [("эконмика", "слово"), ("Эконмика", "Слово"), ("ЭКОНМИКА", "СЛОВО")]
)
def test_cased(like: str, expected: str) -> None:
    assert cased("слово", like) == expected


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("щирбаков", "щербаков", 1),
        ("мигарция", "миграция", 1),  # neighbours swapped
        ("ширбаков", "щербаков", None),  # two edits, one of them in the beginning
        ("экономкиа", "экономика", 1),
        ("економика", "экономика", 1),  # the first letter too
        ("эканамика", "экономика", None),
        ("экономака", "экономика", 1),
        ("экономикка", "экономика", 1),
        ("экономеко", "экономика", 2),
        ("тарыхы", "тарихи", None),  # too short for two
        ("слово", "слово", None),
        ("слов", "сло", None),
        ("p5333", "p533", None),
    ],
)
def test_edits(word: str, other: str, edits: int | None) -> None:
    assert edits_to(word, other) == edits


@pytest.mark.parametrize(
    ("word", "folded", "expected"),
    [
        ("khachatrin", "hachatrian", "khachatrian"),
        ("хачатрин", "hachatrian", "хачатриан"),
        ("щирбаков", "sherbakov", "щербаков"),  # not щэрбаков, щёрбаков
        ("խաչատրին", "hachatrian", "խաչատրիան"),
        ("шчербакуо", "sherbakov", "sherbakov"),
    ],
)
def test_folded_words_are_written_as_the_reader_writes(
    word: str, folded: str, expected: str
) -> None:
    twice = [Near(folded, 1, 3), Near(folded, 1, 7)]
    assert written(word, twice) == [Near(expected, 1, 7)]
    assert written(word, []) == []


@given(
    st.text("абвэыўқә", min_size=4, max_size=9)
    | st.text("abcz", min_size=4, max_size=9)
    | st.text("աբև", min_size=4, max_size=9)
)
def test_one_edit_away(word: str) -> None:
    near = one_edit_away(word)
    assert {OSA.distance(word, each) for each in near} == {1}
    assert word[1:] in near
    assert len(near) < 120 * len(word)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Щирбаков эконмика", [("щирбаков", None), ("эконмика", None)]),
        ("author:Щирбаков", [("щирбаков", "author")]),
        ('journal:(вестнек "уневерситета")', [("вестнек", "journal")]),
        ("мигарция NOT насиления", [("мигарция", None)]),
        ("-мигарция", []),
        ("мигарц*", []),
        ('"рынак труда"', []),
        ("id:abcdefgh source:cyberleninka country:KZ doi:10.1234/abcd", []),
        ("10.1234/мигарция ABCDEF", []),
        ("(тарихы ИЛИ мигарция) год:2019", [("тарихы", None), ("мигарция", None)]),
        ("", []),
    ],
)
def test_words_that_are_looked_at(query: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(each.word, each.field) for each in asked_words(parse_query(query))] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("мигарция", "миграция"),
        ("Мигарция,  МИГАРЦИЯ", "Миграция,  МИГРАЦИЯ"),
        ("title:(мигарция OR тарихы)", "title:(миграция OR тарихы)"),
        ('"мигарция" мигарци* мигарция', '"мигарция" мигарци* миграция'),
        ("автор:Иванов И. И. мигарция [мигарция]", "автор:Иванов И. И. миграция [миграция]"),
        ("внутри-мигарция-онный", "внутри-миграция-онный"),
        ("тарихы", "тарихы"),
    ],
)
def test_only_misspelt_words_are_others(query: str, expected: str) -> None:
    fragments = respelt(query, {"мигарция": "миграция"})
    assert "".join(each.text for each in fragments) == expected
    assert {each.text.lower() for each in fragments if each.match} <= {"миграция"}


class Told:
    """A speller that knows what the test tells it, and remembers what it was asked."""

    def __init__(
        self,
        words: Mapping[str, int],
        near: Mapping[str, Sequence[Near]],
        totals: Mapping[str, int],
    ) -> None:
        self._words = {plan(Word(word)): works for word, works in words.items()}
        self._near = near
        self._totals = totals
        self.calls: list[str] = []

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        self.calls.append("counts")
        return [self._words.get(each, 0) for each in clauses]

    def near(self, words: Sequence[str]) -> list[list[Near]]:
        self.calls.append("near")
        return [list(self._near.get(each, ())) for each in words]

    def totals(self, requests: Sequence[SearchRequest]) -> list[int]:
        self.calls.append("totals")
        assert all(each.filters == {"country": ("KZ",)} for each in requests)
        return [self._totals.get(str(each.query), 0) for each in requests]


ASKED = SearchRequest(query="мигарция труда", suggest=True, filters={"country": ("KZ",)})
FAR = Near("миграция", 1, 900)
RIVAL = Near("мигранция", 1, 2)


def offered(told: Told, request: SearchRequest = ASKED, total: int = 0) -> tuple[str, int] | None:
    found = suggest(request, total, told)
    return (found.query, found.total) if found else None


def test_the_whole_query_decides_which_word_is_right() -> None:
    near = {"мигарция": [FAR, RIVAL]}
    both = {"миграция труда": 3, "мигранция труда": 40}
    assert offered(Told({"труда": 50}, near, both)) == ("мигранция труда", 40)
    assert offered(Told({"труда": 50}, near, {"миграция труда": 3})) == ("миграция труда", 3)
    assert offered(Told({"труда": 50}, near, {})) is None


def test_three_questions_at_most() -> None:
    told = Told({}, {"мигарция": [FAR], "труда": [Near("труды", 1, 7)]}, {"миграция труды": 2})
    assert offered(told) == ("миграция труды", 2)
    assert told.calls == ["counts", "near", "totals"]


def test_nothing_is_offered_where_all_words_are_known() -> None:
    told = Told({"мигарция": 6, "труда": 50}, {"мигарция": [FAR]}, {"миграция труда": 99})
    assert offered(told) is None
    assert told.calls == ["counts"]


def test_a_rare_word_gives_way_to_one_a_thousand_times_as_frequent_only() -> None:
    totals = {"миграция труда": 100}
    near = {"мигарция": [replace(FAR, works=1000)]}
    assert offered(Told({"мигарция": 1, "труда": 50}, near, totals)) is None
    near = {"мигарция": [replace(FAR, works=1001)]}
    assert offered(Told({"мигарция": 1, "труда": 50}, near, totals)) == ("миграция труда", 100)


@pytest.mark.parametrize(
    ("total", "request_"),
    [
        (FEW + 1, ASKED),
        (0, replace(ASKED, suggest=False)),
        (0, replace(ASKED, cursor="x")),
        (0, replace(ASKED, query=Word("мигарция"))),
        (0, replace(ASKED, query='"мигарция"')),
        (0, replace(ASKED, query="")),
    ],
)
def test_nothing_is_asked_where_nothing_is_wanted(total: int, request_: SearchRequest) -> None:
    told = Told({}, {"мигарция": [FAR]}, {"миграция труда": 9})
    assert offered(told, request_, total) is None
    assert told.calls == []


def test_what_finds_no_more_is_not_offered() -> None:
    told = Told({"труда": 50}, {"мигарция": [FAR]}, {"миграция труда": 900})
    assert offered(told, total=1) is None  # what was found may be what was meant
    assert cost(1, 900) < cost(0, 0)


def test_a_text_that_grows_too_long_is_not_offered() -> None:
    text = "мигарция " + "a" * (MAX_LENGTH - 9)
    near = {"мигарция": [Near("миграцияя" * 2, 2, 900)]}
    told = Told({}, near, {})
    assert offered(told, replace(ASKED, query=text)) is None
    assert told.calls == ["counts", "near"]


def test_bodies_for_elasticsearch() -> None:
    body = near_body(["щирбаков", "тилиин"])
    assert list(body["suggest"]) == [
        f"{number} {field} {edits}"
        for number, most in ((0, 2), (1, 1))
        for field in ("spelt", "author", "title_crossing")
        for edits in range(1, most + 1)
    ]
    folded = body["suggest"]["0 author 2"]
    assert folded["text"] == "shirbakov"
    assert folded["term"]["max_edits"] == 2
    assert folded["term"]["prefix_length"] == 4
    assert counts_body([{"match_none": {}}])["aggs"] == {
        "each": {"filters": {"filters": [{"match_none": {}}]}}
    }
