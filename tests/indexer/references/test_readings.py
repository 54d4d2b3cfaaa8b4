"""Which of two readings is taken, and what it takes from the other."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.references.parse import parse_reference
from indexer.references.readings import checked, lacks, preferred, translators
from schemas.reference import ReferenceFields

TEXT = "Громов П. А. Почвы степей / пер. с англ. А. Б. Жука. М.: Наука, 1975. 210 с."
WHOLE: dict[str, Any] = {
    "authors": ("Громов П. А.",),
    "title": "Почвы степей",
    "place": "М.",
    "publisher": "Наука",
    "year": 1975,
    "date": "1975",
}


def _fields(**changes: Any) -> ReferenceFields:
    return ReferenceFields(**(WHOLE | changes))


@pytest.mark.parametrize(
    ("text", "tagged", "wanted"),
    [
        ("Громов П. А. Почвы степей. М.: Наука, 1975.", _fields(), False),
        ("Громов П. А. Почвы степей. М.: Наука, 1975.", _fields(year=None), True),
        ("Громов П. А. Почвы степей. М.: Наука, 1975.", _fields(publisher=None), True),
        ("Громов П. А. Почвы степей // Природа. 1975.", _fields(publisher=None, container="Природа"), True),
        ("Громов П. А. Почвы степей // Природа. 1975. № 5. С. 9.", _fields(container="Природа", first_page="9"), True),
    ],
)  # fmt: skip
def test_the_rules_are_asked_where_something_is_missing(
    text: str, tagged: ReferenceFields, wanted: bool
) -> None:
    assert lacks(text, tagged) is wanted


def test_what_one_reading_lacks_the_other_gives() -> None:
    ruled = _fields(translators=("А. Б. Жука",), title="Почвы", pages_total="210")
    found = preferred(TEXT, _fields(year=None, date=None), ruled, 0)
    assert found == _fields(translators=("А. Б. Жука",), pages_total="210")


def test_a_reading_that_breaks_a_rule_gives_way() -> None:
    broken = _fields(title="Почвы степей. М.: Наука", publisher=None, place=None)
    assert preferred(TEXT, broken, _fields(), 2).title == "Почвы степей"
    assert preferred(TEXT, _fields(), broken, 0) == _fields()


def test_no_piece_of_a_value_is_another_value() -> None:
    ruled = _fields(container="Почвы степей", series="Наука")
    assert preferred(TEXT, _fields(), ruled, 0) == _fields()


def test_the_first_word_of_a_page_is_no_author_where_the_rules_find_none() -> None:
    text = "Angular. Каркас // Habr. URL: https://habr.com"
    page: dict[str, Any] = {"container": "Habr", "url": "https://habr.com"}
    ruled = ReferenceFields(title="Angular. Каркас", **page)
    tagged = ReferenceFields(authors=("Angular",), title="Каркас", **page)
    assert preferred(text, tagged, ruled, 0) == ruled


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (TEXT, ("А. Б. Жука",)),
        ("Барт Р. Мифологии / пер. с фр. С. Н. Зенкина. — М. : Проект, 2010.", ("С. Н. Зенкина",)),
        ("Барт Р. Мифологии / под ред. С. Н. Зенкина. — М. : Проект, 2010.", ()),
        ("Громов П. А. Почвы степей // Природа / пер. с англ. 2010.", ()),
        ("Громов П. А. Почвы степей. М.: Наука, 1975.", ()),
    ],
)
def test_translators(text: str, names: tuple[str, ...]) -> None:
    assert translators(text) == names


def test_a_checked_reading_has_what_it_lacked() -> None:
    assert checked(TEXT, _fields()).translators == ("А. Б. Жука",)
    assert checked(TEXT, _fields(year=None, date=None)).year == 1975
    assert checked(TEXT, _fields(publisher="М.: Наука")).publisher == "Наука"


@pytest.mark.parametrize(
    "text",
    [
        "Котов И. Л. Сушка глины : дис. … канд. техн. наук. — Пермь, 2012. — 164 с.",
        "Пат. 2674999 РФ. Сушка глины / Котов И. Л. ; опубл. 04.12.2012.",
        "ГОСТ 54124-2010. Сушка глины. М.: Стандартинформ, 2012. 24 с.",
        "Жук Т. К. Сушка глины: 3 томдық. 2-том. Алматы: Мектеп, 2012. 180 б.",
    ],
)
def test_the_rules_lead_in_kinds_that_they_know(text: str) -> None:
    tagged = ReferenceFields(title="Сушка", authors=("Жук Н. И.",), year=1999, publisher="Наука")
    found = checked(text, tagged)
    assert (found.title, found.year) == ("Сушка глины", 2012)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Конституция Кыргызской Республики: принята 27 июня 2010 года. – Бишкек: Академия, 2010. – 60 с.",
            "Конституция Кыргызской Республики: принята 27 июня 2010 года",
        ),
        (
            "Закон Республики Беларусь о науке. – Минск: НЦПИ, 2012. – 40 с.",
            "Закон Республики Беларусь о науке",
        ),
        (
            "Қазақстан Республикасының Конституциясы. – Алматы: Жеті жарғы, 1995. – 96 б.",
            "Қазақстан Республикасының Конституциясы",
        ),
    ],
)
def test_an_act_is_nobody(text: str, title: str) -> None:
    found = parse_reference(text)
    assert (found.authors, found.title) == ((), title)


def test_a_surname_that_begins_like_an_act_is_a_person() -> None:
    found = parse_reference("Законов В. Н. Право рек. – Минск: НЦПИ, 2012. – 40 с.")
    assert found.authors == ("Законов В. Н.",)
