"""Which words meet across scripts: names, places and journals always, titles if they are romanised, others never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.authors import search_families, search_keys
from indexer.search.tokens import (
    crossing_terms,
    folded_tokens,
    is_romanised,
    joined,
    name_tokens,
    native_terms,
    own_tokens,
    romanised_terms,
)
from indexer.text.names import parse_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Море и Ёлки", "море и елки"),
        ("Көл, кол", "көл кол"),
        ("Moore More", "moore more"),
        ("Università degli Studi", "universita degli studi"),
        ("ԵՐԵՎԱՆ Երեւան", "երեվան երեվան"),
        ("мо\u0301ре эко\u00adномика", "море экономика"),
        ("сям'я", "сямя"),
        ("!", ""),
    ],
)
def test_words_in_their_own_script(text: str, expected: str) -> None:
    assert joined(own_tokens(text)) == expected


@given(st.text(max_size=60))
def test_own_words_are_stable_and_single(text: str) -> None:
    tokens = own_tokens(text)
    assert all(token and token.split() == [token] for token in tokens)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Moore", "Море", False),
        ("Moore", "Moore", True),
        ("Cooper", "Coper", False),
        ("Щербаков", "Shcherbakov", True),
        ("Алексеев", "Alekseev", True),
        ("Vestnik", "Вестник", True),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert (name_tokens(one) == name_tokens(other)) is same


def test_a_journal_is_folded() -> None:
    assert folded_tokens("Вестник МГУ") == folded_tokens("Vestnik MGU")


def test_author_keys_keep_a_long_o() -> None:
    assert search_families("Moore") == {"moore"}
    assert search_families("море") == {"more"}
    assert {key.family for key in search_keys(parse_name("Moore G.E."))} == {"moore"}
    assert "zhumabekova" in search_families("Jumabekova")
    assert "sherbakov" in search_families("Шчарбакоў")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Ekonomika regiona", None, "=ekonomika =regena"),
        ("Ekonomika regiona", "ru", "=ekonomika =regena"),
        ("More", "ru", "=more"),
        ("More is different", "en", ""),
        ("Regional economy", None, ""),
        ("Экономика", "ru", ""),
    ],
)
def test_romanised_titles(text: str, lang: str | None, expected: str) -> None:
    assert joined(romanised_terms(text, lang)) == expected
    assert is_romanised(text, lang) is bool(expected)


@pytest.mark.parametrize(
    ("text", "romanised", "expected"),
    [
        ("море", False, "=more"),
        ("море", True, "=more"),
        ("more", False, ""),
        ("more", True, "more"),
        ("լիճ", False, "=lich"),
    ],
)
def test_what_a_query_asks_other_scripts_for(text: str, romanised: bool, expected: str) -> None:
    assert joined(crossing_terms(text, romanised=romanised)) == expected


def test_native_titles_are_found_by_their_folding() -> None:
    assert joined(native_terms("Море и more")) == "more i more"
    assert native_terms("More") == ()
