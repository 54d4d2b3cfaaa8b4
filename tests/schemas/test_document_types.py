"""What sources write for the type of a publication, in every language and list, with near misses."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from schemas import vocabularies
from schemas.vocabularies import document_type, document_types, months, most_telling_type

# https://api.crossref.org/types
CROSSREF = {
    "book": "book", "book-chapter": "chapter", "book-part": "chapter", "book-section": "chapter",
    "book-series": "book", "book-set": "book", "book-track": "chapter", "component": "miscellaneous",
    "database": "dataset", "dataset": "dataset", "dissertation": "thesis", "edited-book": "book",
    "grant": "miscellaneous", "journal": "miscellaneous", "journal-article": "article",
    "journal-issue": "miscellaneous", "journal-volume": "miscellaneous", "monograph": "book", "other": "miscellaneous",
    "peer-review": "miscellaneous", "posted-content": "preprint", "proceedings": "book",
    "proceedings-article": "conference-paper", "proceedings-series": "book", "reference-book": "book",
    "reference-entry": "chapter", "report": "report", "report-component": "report", "report-series": "report",
    "standard": "standard", "standard-series": "standard",
}  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), CROSSREF.items())
def test_every_type_of_crossref(given, expected):
    assert document_type(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Тезисы доклада", "abstract"),
        ("Тезисы докладов", "abstract"),
        ("Автореферат диссертации", "thesis"),
        ("Обзоры", "review"),
        ("Articles", "article"),
        ("Случай из практики", "article"),
        ("Retraction Notice", "correction"),
        ("Аўтарэферат дысертацыі", "thesis"),
        ("Սեղմագիր", "thesis"),
        ("Диссертация на соискание ученой степени кандидата наук", "thesis"),
        ("Материалы конференций", "conference-paper"),
        ("Матэрыялы канферэнцыі", "conference-paper"),
        ("Учебно-методическое пособие", "book"),
        ("Оқу құралы", "book"),
        ("Мақала", "article"),
        ("Информационная статья", "article"),
        ("Статья из газеты", "article"),
        ("Статья / Article", "article"),
        ("Case report", "article"),
        ("case-report", "article"),
        ("Brief Report", "short-communication"),
        ("brief-report", "short-communication"),
        ("OBT", "personalia"),
        ("SHR", "short-communication"),
        ("JournalArticle", "article"),
        ("Text::Journal::Journal article::review article", "review"),
        ("text.thesis.doctoral", "thesis"),
        ("Doctoral Thesis (PhD)", "thesis"),
        ("Invited review", "review"),
        ("Review of Book", "book-review"),
        ("Article; Proceedings Paper", "conference-paper"),
        ("Article; Early Access", "article"),
        ("http://purl.org/coar/resource_type/c_6501", "article"),
        ("https://purl.org/coar/resource_type/c_46ec", "thesis"),
        ("http://purl.org/coar/resource_type/D97F-VB57", "short-communication"),
        ("http://schema.org/ScholarlyArticle", "article"),
        ("http://purl.org/eprint/type/ConferencePaper", "conference-paper"),
        ("info:eu-repo/semantics/doctoralThesis", "thesis"),
        # near misses
        ("http://purl.org/coar/version/c_970fb48d4fbd8a85", "unknown"),
        ("http://purl.org/coar/access_right/c_abf2", "unknown"),
        ("info:eu-repo/semantics/publishedVersion", "unknown"),
        ("PeerReviewed", "unknown"),
        ("Статистика", "unknown"),
        ("Обложка", "unknown"),
        ("Book cover", "unknown"),
        ("text/html", "unknown"),
        ("Text", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
        ("Слово " * 40 + "статья", "unknown"),
    ],
)
def test_words_of_types(given, expected):
    assert document_type(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["info:eu-repo/semantics/article", "Рецензия на книгу"], "book-review"),
        (["Text", "info:eu-repo/semantics/publishedVersion", "Article"], "article"),
        (["Thesis", "Book"], "thesis"),
        (["Image"], "miscellaneous"),
        ([], "unknown"),
    ],
)
def test_the_type_that_says_most(given, expected):
    assert most_telling_type(given) == expected


def test_no_word_stands_under_two_types():
    file = Path(vocabularies.__file__).parent / "document_types.toml"
    listed = Counter(
        word.casefold()
        for kind in tomllib.loads(file.read_text("utf-8")).values()
        for words in kind["words"].values()
        for word in words
    )
    assert [word for word, count in listed.items() if count > 1] == []
    assert all(document_type(word) == code for code, kind in document_types().items()
               for words in kind.words.values() for word in words)  # fmt: skip


def test_every_language_has_twelve_months():
    assert set(months().values()) == set(range(1, 13))
    assert (
        months()["сентября"]
        == months()["sept"]
        == months()["верасня"]
        == months()["սեպտեմբեր"]
        == 9
    )
