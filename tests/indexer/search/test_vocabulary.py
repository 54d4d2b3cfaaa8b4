"""Values of fields by their names, and the numbers of places in journals."""

from __future__ import annotations

import pytest

from indexer.search.clauses import Clause, Nothing, OneOf, Term
from indexer.search.identifiers import address_term, public_ids_in
from indexer.search.literal_clauses import literal_clause
from indexer.search.numbering import numbering
from indexer.search.tree import Word
from indexer.search.vocabulary import codes, institutions_called, institutions_of
from schemas.record import Container


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("country", "Казахстан", "KZ"),
        ("country", "Қазақстан", "KZ"),
        ("country", "kz", "KZ"),
        ("country", "Armenia", "AM"),
        ("language", "Russian", "ru"),
        ("language", "армянский", "hy"),
        ("language", "be", "be"),
        ("type", "статья", "article"),
        ("type", "Мақала", "article"),
        ("type", "диссертация", "thesis"),
        ("kind", "held", "held"),
    ],
)
def test_codes(field: str, written: str, code: str) -> None:
    assert code in codes(field, written)


def test_what_no_vocabulary_has_stays_as_it_is() -> None:
    assert codes("type", "почва") == ("почва", "ПОЧВА")


def test_institutions_by_place_and_acronym() -> None:
    assert "ru-kfu" in institutions_of("Татарстан")
    assert institutions_of("RU-TA") == institutions_of("Tatarstan")
    assert "kz-kaznu" in institutions_of("Алматы")
    assert institutions_called("КазНУ") == institutions_called("KazNU") == ("kz-kaznu",)
    assert "ru-kfu" in institutions_called("КФУ")
    assert institutions_of("Нигде") == institutions_called("ЪЪЪ") == ()


@pytest.mark.parametrize(
    ("field", "text", "clause"),
    [
        ("volume", "05", Term("numbering", "v:5")),
        ("page", "17", Term("numbering", "p:17")),
        ("place", "5", OneOf("numbering", ("v:5", "i:5", "p:5"))),
        ("city", "Нигде", Nothing()),
    ],
)
def test_fields_of_a_place(field: str, text: str, clause: Clause) -> None:
    assert literal_clause(Word(text), field) == clause


@pytest.mark.parametrize(
    ("container", "terms"),
    [
        (None, ()),
        (Container(volume="12", issue="5 (11)", pages="169–172"), ("v:12", "i:5", "i:11", "p:169")),
        (Container(volume="№ 007", first_page="45", pages="1-2"), ("v:7", "p:45")),
        (Container(article_number="e1014"), ("p:1014",)),
        (Container(pages="xiv"), ()),
    ],
)
def test_numbering(container: Container | None, terms: tuple[str, ...]) -> None:
    assert numbering(container) == terms


def test_addresses() -> None:
    same = ("https://www.example.org/a/", "http://example.org/A", "www.example.org/a#top")
    assert {address_term(each) for each in same} == {"url:example.org/a"}


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("0123456789abc", ("0123456789abc",)),
        ("https://index.example/en/works/0123456789ABC", ("0123456789abc",)),
        ("https://index.example/works/0123456789abc/citing?x=1", ("0123456789abc",)),
        ("communication", ()),
        ("0123456789ab", ()),
    ],
)
def test_permalinks(word: str, ids: tuple[str, ...]) -> None:
    assert public_ids_in(word) == ids
