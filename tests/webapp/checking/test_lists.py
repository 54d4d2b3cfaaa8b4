"""Pasted lists and documents, cut into references."""

from __future__ import annotations

import pytest

from webapp.checking.lists import of_paragraphs, of_text

GOST = "Иванов И.И. Почвы степей // Почвоведение. 2010. № 3. С. 5–12."
VANCOUVER = "Petrov P.P. Soil erosion. Eurasian Soil Sci. 2011;44:33–40."
BOOK = "Сагитов А.О. Топырақ. Алматы: Ғылым, 2008. 120 б."


def raws(found):
    return [each.raw for each in found]


@pytest.mark.parametrize(
    "text",
    [
        f"1. {GOST}\n2. {VANCOUVER}\n3. {BOOK}",
        f"[1] {GOST}\n[2] {VANCOUVER}\n[3] {BOOK}\n",
        f"{GOST}\n{VANCOUVER}\n{BOOK}",
        f"• {GOST}\n• {VANCOUVER}\n• {BOOK}",
        f"{GOST}\r\n\r\n{VANCOUVER}\r\n\r\n{BOOK}",
        f"Список литературы\n{GOST}\n{VANCOUVER}\n{BOOK}",
        f"О почвах\nВведение. Текст статьи.\nЛитература:\n1. {GOST}\n2. {VANCOUVER}\n3. {BOOK}",
    ],
)
def test_one_list_in_many_shapes(text):
    found = of_text(text)
    assert raws(found) == [GOST, VANCOUVER, BOOK]
    assert [each.position for each in found] == [1, 2, 3]


def test_an_entry_may_be_broken_over_lines():
    assert raws(
        of_text("1. Иванов И.И. Почвы\nстепей. М.: Наука,\n2010. 12 с.\n2. Petrov P. A.")
    ) == [
        "Иванов И.И. Почвы степей. М.: Наука, 2010. 12 с.",
        "Petrov P. A.",
    ]


def test_two_lists_are_told_apart():
    found = of_text(f"Список литературы\n1. {GOST}\nReferences\n1. {VANCOUVER}")
    assert [(each.list_id, each.raw) for each in found] == [("ru", GOST), ("en", VANCOUVER)]


def test_the_paragraphs_of_a_document_are_entries():
    text = ["Введение", "Текст.", "Әдебиеттер тізімі", GOST, "  ", BOOK, "Приложение 1"]
    assert raws(of_paragraphs(text)) == [GOST, BOOK]
    assert raws(of_paragraphs([GOST, BOOK])) == [GOST, BOOK]


@pytest.mark.parametrize("text", ["", "   \n\n", "Список литературы"])
def test_nothing_is_no_list(text):
    assert of_text(text) == ()
