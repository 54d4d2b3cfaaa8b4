"""Stems: inflected forms meet, in every script; the index and a query are stemmed alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search import fields, plan, tree
from indexer.search import stems as stems_module
from indexer.search.interface import SearchDocument
from indexer.search.stems import stems
from schemas.record import LocalizedText

ALPHABETS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўәғқңөұүһ"
    "abcdefghijklmnopqrstuvwxyz"
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
    "0123456789-' "
)


@pytest.mark.parametrize(
    "forms",
    [
        "право права правам ПРАВАМИ",
        "экономика Экономики экономикой эконо\u0301мике",
        "ёлка елки Ёлкой",
        "конференция конференций КОНФЕРЕНЦИЯХ",
        "economy economies ECONOMY'",
        "region regions regional",
        "իրավունք իրավունքի իրավունքների իրավունքները ԻՐԱՎՈՒՆՔՈՎ",
        "Երևան ԵՐԵՎԱՆ Երեւան ԵՐԵՒԱՆ Երևանի",
        "պատմություն պատմության պատմությունը ՊԱՏՄՈՒԹՅՈՒՆԸ",
        "դպրոց դպրոցը",
        "ինչու ինչո\u055eւ",
        "ҚАЗАҚ қазақ",
        "экономикалық Экономикалық эко\u00adномикалық",
        "Гісторыя гісторыю",
        "йод и\u0306од ЙОД",  # composed or not
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stems(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "право правка",
        "регион регистр",
        "իրավունք իրավաբան",
        "ըստ ստ",
        "economy ecology",
        "тарих тил",
        "тіл тілек",
        "мова мава",
    ],
)
def test_other_words_have_other_stems(words: str) -> None:
    one, other = words.split()
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Рост цен, 2019", ("рост", "цен", "2019")),
        ("COVID-19 p53 snake_case", ("covid", "19", "p53", "snake", "case")),
        ("сям'я author's", ("сям", "я", "author", "s")),
        # other scripts, and words of two scripts, stay as they are
        ("日本語 αβγ cлово", ("日本語", "αβγ", "cлово")),
        ("беларускі қазақтың кыргыздын", ("беларускі", "қазақтың", "кыргыздын")),
        ("Высокопревосходительствами", ("высокопревосходительств",)),
        ("ը մը", ("ը", "մը")),
        ("!? — …", ()),
        ("", ()),
    ],
)
def test_words_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert stems(text) == expected


def test_what_is_no_word_is_cut() -> None:
    for letter in "7ևյ":
        (stem,) = stems(letter * 100_000)
        assert 250 < len(stem) <= 255


def asked(text: str) -> Iterator[tuple[str, ...]]:
    clause = plan.plan(tree.Word(text), "title")
    for each in clause.clauses if isinstance(clause, plan.AnyOf) else (clause,):
        match each:
            case plan.Boosted(plan.Term("title_stem", stem)):
                yield (stem,)
            case plan.Boosted(plan.Adjacent("title_stem", several)):
                yield several


@given(st.one_of(st.text(max_size=60), st.text(ALPHABETS, max_size=60)))
def test_the_index_and_a_query_have_the_same_stems(text: str) -> None:
    document = SearchDocument(number=1, id="1", titles=(LocalizedText(text),))
    indexed = [tuple(value.split(" ")) for value in fields.text_fields(document)["title_stem"]]
    assert indexed == list(asked(text)) == [each for each in [stems(text)] if each]


@given(st.text(ALPHABETS, max_size=60))
def test_capitals_do_not_matter(text: str) -> None:
    assert stems(text.upper()) == stems(text)


@given(st.lists(st.text(ALPHABETS, max_size=20), max_size=6))
def test_a_word_is_stemmed_without_its_neighbours(words: list[str]) -> None:
    assert stems(", ".join(words)) == tuple(stem for word in words for stem in stems(word))


@given(st.one_of(st.text(max_size=60), st.text(ALPHABETS, max_size=60)))
def test_a_stem_is_one_token_at_any_tokeniser_that_splits_at_spaces(text: str) -> None:
    for stem in stems(text):
        assert stem.split() == [stem]
        assert len(stem) <= 255
        stem.encode()  # no half of a surrogate pair, which no backend takes


def test_threads_agree() -> None:
    words = [f"экономик{ending}{number}а" for ending in "аеиоу" for number in range(400)]
    expected = [stems(f"{word} regions") for word in words]
    stems_module._of_chunk.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda word: stems(f"{word} regions"), words))
    assert found == expected
