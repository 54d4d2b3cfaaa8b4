from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.scripts import clean, is_mixed, repair_homoglyphs, repair_name, script_of

CLEAN = [
    "Щербаков И. И. О влиянии температуры на свойства СССР, НЭП и ЖКХ",
    "Беларуская мова і літаратура ў ХХІ стагоддзі",
    "Қазақстан Республикасының білім және ғылым министрлігі",
    "Кыргыз тилинин өнүгүшү",
    "Дослідження властивостей її зв'язків",
    "Հայաստանի պատմություն և մշակույթ",
    "The pH of a TATA box, vitamin C and Xenon",
    "Қазақстан тарихы: Ā. Smith and И. Иванов",
]


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Иванов", "Cyrl"),
        ("Іваноў", "Cyrl"),
        ("Әуезов", "Cyrl"),
        ("Ivanov", "Latn"),
        ("Şerbakov", "Latn"),
        ("Խաչատրյան", "Armn"),
        ("և", "Armn"),
        ("Иvанов", "Mixed"),
        ("2019", ""),
        ("", ""),
        ("中文", ""),
    ],
)
def test_script_of(word: str, script: str) -> None:
    assert script_of(word) == script


@pytest.mark.parametrize("text", CLEAN)
def test_text_without_foreign_letters_is_left_alone(text: str) -> None:
    assert repair_homoglyphs(text) == text


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("ЛiДЕРСТВО", "ЛіДЕРСТВО"),  # Latin i
        ("Мoсква", "Москва"),  # Latin o
        ("cоциология", "социология"),  # Latin c
        ("Smіth", "Smith"),  # Cyrillic і
        ("Lоndоn", "London"),  # Cyrillic о
        ("беларускi", "беларускі"),  # Latin i in a Belarusian word
        ("P. Жуйков", "Р. Жуйков"),  # Latin P
        ("C. А. Петров", "С. А. Петров"),  # Latin C
        ("А. Smith", "A. Smith"),  # Cyrillic А
        ("рН среды", "рН среды"),  # in one script already
        ("pН среды", "pH среды"),  # half Cyrillic
    ],
)
def test_homoglyphs_are_repaired(broken: str, repaired: str) -> None:
    assert repair_homoglyphs(broken) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "витамин C и гепатит B",
        "Синтез витамина C.",
        "Том X. Часть I. Начало",
        "IT-технологии",
        "ДНК BRCA",
        "веbсайт",  # sure letters of both scripts
    ],
)
def test_latin_symbols_in_cyrillic_text_stay(text: str) -> None:
    assert repair_homoglyphs(text) == text


@pytest.mark.parametrize(
    ("name", "repaired"),
    [
        ("Жуйков P.", "Жуйков Р."),
        ("Smith А. В.", "Smith A. B."),
        ("Smith Ж.", "Smith Ж."),
        ("Иванов И. И.", "Иванов И. И."),
    ],
)
def test_initials_of_a_name_follow_its_long_words(name: str, repaired: str) -> None:
    assert repair_name(name) == repaired


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("мет\u00adод", "метод"),
        ("a\u200bb", "ab"),
        ("и\u0306од", "йод"),
        ("1990\u20131995", "1990-1995"),
        ("«Наука»", '"Наука"'),
        ("O\u2019Neil", "O'Neil"),
        ("a\u00a0 \u2009b\n", "a b"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_clean_and_repair_never_raise_and_settle(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(repair_homoglyphs(text)) == len(text)


@given(st.text(alphabet="AiЖіҚԱևé 1.-«", max_size=8))
def test_one_look_tells_mixed_texts_as_the_script_does(text: str) -> None:
    assert is_mixed(text) == (script_of(text) == "Mixed")
