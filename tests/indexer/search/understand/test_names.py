"""Names among the words of a query, in every order and with or without stops; near misses stay words."""

from __future__ import annotations

import pytest

from indexer.search.lexer import Token
from indexer.search.understand.names import names_in
from indexer.search.understand.words import plain


def found(query: str) -> list[tuple[str, bool]]:
    return [
        (each.text, each.sure)
        for each in names_in([plain(Token("word", text, 0)) for text in query.split()])
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Иванов И.И.", "Иванов И.И."),
        ("Иванов И. И.", "Иванов И. И."),
        ("И. И. Иванов", "И. И. Иванов"),
        ("И.И. Иванов", "И.И. Иванов"),
        ("Іваноў І.І.", "Іваноў І.І."),
        ("Нұрғалиев Қ.Ә.", "Нұрғалиев Қ.Ә."),
        ("Ө. Жумабаев", "Ө. Жумабаев"),
        ("Խաչատրյան Ա.", "Խաչատրյան Ա."),
        ("Ivanov I.I.", "Ivanov I.I."),
        ("J.-P. Sartre", "J.-P. Sartre"),
        ("Дж. Остин", "Дж. Остин"),
        ("van der Waals J. D.", "van der Waals J. D."),
        ("J. D. van der Waals", "J. D. van der Waals"),
        ("экономика Иванов И.И.", "Иванов И.И."),
        ("Иванов И.И. экономика степи", "Иванов И.И."),
        ("стадия зеркала Ж. Лакан", "Ж. Лакан"),
        ("Gegel’ G. V. F.", "Gegel’ G. V. F."),
    ],
)
def test_initials_with_stops_make_a_name(query: str, name: str) -> None:
    assert found(query) == [(name, True)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Лакан Ж", "Лакан Ж."),
        ("шапиро м в", "шапиро м. в."),
        ("м в шапиро", "шапиро м. в."),
        ("Ivanov II", "Ivanov I.I."),
        ("Smith JA", "Smith J.A."),
        ("Иванов ИИ", "Иванов И.И."),
        ("Խաչատրյան Ա", "Խաչատրյան Ա."),
        ("Эрнст Кассирер", "Эрнст Кассирер"),
        ("Иванов Иван Иванович", "Иванов Иван Иванович"),
        ("иванов иван иванович", "иванов иван иванович"),
        ("Сәтбаев Қаныш Имантайұлы", "Сәтбаев Қаныш Имантайұлы"),
    ],
)
def test_without_stops_it_may_be_one(query: str, name: str) -> None:
    assert found(query) == [(name, False)]


@pytest.mark.parametrize(
    "query",
    [
        "экономика",
        "витамин C",
        "философия в изложении",
        "тепловые двигатели",
        "социология города Москвы",
        "США РФ",
        "РАН СССР",
        "1. 2.",
        "и т.д.",
    ],
)
def test_other_words_are_no_name(query: str) -> None:
    assert [name for name in found(query) if name[1]] == []


def test_several_names() -> None:
    assert found("Иванов И.И., Петров П.П.") == [("Иванов И.И.", True), ("Петров П.П.", True)]
    assert found("И.И. Иванов, П.П. Петров") == [("И.И. Иванов", True), ("П.П. Петров", True)]
