"""Stems as terms: inflected forms meet in every script, languages keep apart; the index and a query agree."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search import clauses, fields, plan, tree
from indexer.search import stems as stems_module
from indexer.search.interface import SearchDocument
from indexer.search.stems import query_stems, text_stems, words_of
from schemas.record import LocalizedText

ALPHABETS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўәғқңөұүһ"
    "abcdefghijklmnopqrstuvwxyz"
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
    "0123456789-' "
)


def finds(query: str, text: str, *languages: str) -> bool:
    """Whether a query of some words finds a text: every word by one of its stems."""
    held = set(text_stems(text, languages))
    return all(not held.isdisjoint(terms) for terms in query_stems(query))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", "право права правам ПРАВАМИ"),
        ("ru", "экономика Экономики экономикой эконо\u0301мике"),
        ("ru", "ёлка елки Ёлкой"),
        ("ru", "конференция конференций КОНФЕРЕНЦИЯХ"),
        ("ru", "система систем Систему"),
        ("ru", "оценка оценок"),
        ("ru", "йод и\u0306од ЙОД"),  # composed or not
        ("en", "economy economies ECONOMY'"),
        ("en", "region regions regional"),
        ("hy", "իրավունք իրավունքի իրավունքների իրավունքները ԻՐԱՎՈՒՆՔՈՎ"),
        ("hy", "Երևան ԵՐԵՎԱՆ Երեւան ԵՐԵՒԱՆ Երևանի"),
        ("hy", "պատմություն պատմության պատմությունը ՊԱՏՄՈՒԹՅՈՒՆԸ"),
        ("hy", "դպրոց դպրոցը"),
        ("hy", "ինչու ինչո\u055eւ"),
        ("kk", "ҚАЗАҚ қазақтың қазақтар"),
        ("kk", "экономикалық Экономикалық эко\u00adномикалық"),
        ("ky", "тил тили тилдин"),
        ("be", "Гісторыя гісторыю"),
        ("be", "сям'я сям’і сям’ю"),
    ],
)
def test_forms_of_a_word_find_each_other(language: str, forms: str) -> None:
    each = forms.split()
    assert all(finds(one, other, language) for one in each for other in each)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("право", "правка", "ru"),
        ("регион", "регистр", "ru"),
        ("море", "more Moore", "ru"),
        ("море", "more", "en"),
        ("more", "море", "ru"),
        ("сан", "sand", "en"),
        ("көл", "кол", "ru"),
        ("кол", "көлдің", "kk"),
        ("мара", "море", "ru"),
        ("իրավունք", "իրավաբան", "hy"),
        ("ըստ", "ստ", "hy"),
        ("economy", "ecology", "en"),
        ("тарих", "тил", "ky"),
        ("тіл", "тілек", "kk"),
        ("мова", "мава", "be"),
        ("система", "системдік", "kk"),
    ],
)
def test_other_words_are_not_found(query: str, text: str, language: str) -> None:
    assert not finds(query, text, language)


def test_a_word_has_the_stems_of_its_text_alone() -> None:
    assert set(text_stems("Тарихы", ["kk"])) == {"kk:тарих", "kk:тарихы"}
    assert set(text_stems("Системы", ["ru"])) == {"ru:система"}
    assert {each[:3] for each in text_stems("Тема", [])} == {"ru:", "be:", "kk:", "ky:"}
    assert list(text_stems("Рост, рост", ["ru"])) == ["ru:рост", "ru:рост"]
    # a word of another script or alphabet is of another language
    assert list(text_stems("Метод regions", ["ru"])) == ["ru:метод", "en:region"]
    assert "kk:қала" in set(text_stems("Город Қала", ["ru"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Рост цен, 2019", ("рост", "цен", "2019")),
        ("COVID-19 p53 snake_case", ("covid", "19", "p53", "snake", "case")),
        ("сям'я author's", ("сямя", "author", "s")),
        ("日本語 αβγ cлово", ("日本語", "αβγ", "cлово")),
        ("ը մը", ("ը", "մը")),
        ("!? — …", ()),
        ("", ()),
    ],
)
def test_words_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert words_of(text) == expected


def test_words_without_a_language_stay_as_they_are() -> None:
    assert query_stems("日本語 cлово 2019") == ((":日本語",), (":cлово",), (":2019",))


def test_what_is_no_word_is_cut() -> None:
    for letter in "7ևյя":
        (word,) = words_of(letter * 100_000)
        assert len(word) == 255
        assert all(len(term) < 600 for term in text_stems(letter * 100_000))


def asked(text: str) -> Iterator[tuple[str, ...]]:
    """The alternatives that the plan of a word asks the stems of titles for."""
    clause = plan.plan(tree.Word(text), "title")
    for each in clause.clauses if isinstance(clause, clauses.AnyOf) else (clause,):
        if isinstance(each, clauses.Boosted) and "title_stem" in repr(each):
            yield from _alternatives(each.clause)


def _alternatives(clause: clauses.Clause) -> Iterator[tuple[str, ...]]:
    match clause:
        case clauses.Term("title_stem", stem):
            yield (stem,)
        case clauses.AnyOf(several):
            yield tuple(stem for each in several for (stem,) in _alternatives(each))
        case clauses.AllOf(several):
            for each in several:
                yield from _alternatives(each)


@given(st.one_of(st.text(max_size=60), st.text(ALPHABETS, max_size=60)))
def test_a_query_finds_its_own_text_in_the_index(text: str) -> None:
    document = SearchDocument(number=1, id="1", titles=(LocalizedText(text),))
    values = fields.text_fields(document)["title_stem"]
    indexed = {term for value in values for term in value.split(" ")}
    alternatives = list(asked(text))
    assert alternatives == list(query_stems(text))
    assert all(not indexed.isdisjoint(each) for each in alternatives)


@given(st.text(ALPHABETS, max_size=60))
def test_capitals_do_not_matter(text: str) -> None:
    assert query_stems(text.upper()) == query_stems(text)


@given(st.lists(st.text(ALPHABETS, max_size=20), max_size=6))
def test_a_word_of_a_query_is_stemmed_without_its_neighbours(words: list[str]) -> None:
    assert query_stems(", ".join(words)) == tuple(
        terms for word in words for terms in query_stems(word)
    )


@given(st.one_of(st.text(max_size=60), st.text(ALPHABETS, max_size=60)))
def test_a_stem_is_one_token_at_any_tokeniser_that_splits_at_spaces(text: str) -> None:
    for stem in text_stems(text):
        assert stem.split() == [stem]
        stem.encode()  # no half of a surrogate pair, which no backend takes


def test_threads_agree() -> None:
    words = [f"экономик{ending}{number}а" for ending in "аеиоу" for number in range(100)]
    expected = [query_stems(f"{word} regions") for word in words]
    stems_module._terms.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda word: query_stems(f"{word} regions"), words))
    assert found == expected
