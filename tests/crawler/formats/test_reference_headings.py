"""Headings of reference lists as guides for authors and journals print them, beside headings of other things."""

from __future__ import annotations

import pytest

from crawler.formats.article_pages.reference_headings import heading_of

HEADINGS = {
    "ru": """
Список литературы (References)
Список библиографических ссылок
Список использованных источников и литературы
References (in Russian)
Примечания
Сноски
V. Литература
§ 5. Литература
Л И Т Е Р А Т У Р А
Spisok literatury
Литература References
Список литературы – References
ПРИСТАТЕЙНЫЙ СПИСОК ЛИТЕРАТУРЫ
Использованная литература и источники
Ссылки и примечания
Библиографические ссылки
Архивные источники
Затекстовые библиографические ссылки
Список используемой литературы
Литературные источники
""",
    "be": """
Бібліяграфічны спіс
Бібліяграфія
Спіс крыніц і літаратуры
Бібліяграфічныя спасылкі
Спіс выкарыстанай літаратуры.
""",
    "kk": """
Қолданылған әдебиеттер
Дереккөздер
Пайдаланылған дереккөздер тізімі
Әдебиеттер тізімі:
Paidalanylgan adebietter tizimi
""",
    "ky": """
Адабият
Колдонулган булактар
Колдонулган адабияттардын тизмеси
Adabiyattar
""",
    "hy": """
Գրականություն։
Օգտագործված գրականության ցանկ՝
Գրականութիւն
Աղբյուրներ
Աղբյուրներ և գրականություն
""",
    "en": """
REFERENCES AND NOTES
Works cited
Literature cited
7.1. References
References (transliterated)
REFERENCES (TRANSLIT)
Selected bibliography
Список литературы на английском языке
""",
    "uk": "Список використаних джерел",
}

OTHERS = """
Обзор литературы
Литература народов мира
Литература, 2005
Русская литература
Английская литература
Қазақ әдебиеті
Қазақ әдебиеттері
Кыргыз адабияты
Հայ գրականություն
Источники и методы
Источники финансирования
Sources of error
Notes on the text
Примечание
Список
Список таблиц
Ссылки
Works
List of works
Кино / Литература
И
"""


@pytest.mark.parametrize(
    ("text", "lang"),
    [(text, lang) for lang, texts in HEADINGS.items() for text in texts.strip().splitlines()],
)
def test_headings_of_lists(text: str, lang: str) -> None:
    assert heading_of(text) == lang
    assert heading_of(f" {text.upper()} :") == lang
    assert heading_of(f"4. {text.lower()}.") == lang or text[0] in "VJ§7Л"


@pytest.mark.parametrize("text", OTHERS.strip().splitlines())
def test_headings_of_other_things(text: str) -> None:
    assert heading_of(text) is None
