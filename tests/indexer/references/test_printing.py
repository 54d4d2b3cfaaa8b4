"""Lost spaces, Armenian stops, and what is said behind a description."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.printing import as_printed, plain_stops, reviewed, spaced, without_asides
from schemas.reference import ReferenceFields
from tests.support.gost import found, rows

PRINTED = """
Громов П.А. Почвы степей // Природа.-1980.-Т.5.-№2.-С.5-9.
  => title: Почвы степей | container: Природа | year: 1980 | first_page: 5
Берг Л. С. Рец. на кн.: Жук Н. И. Почвы. М., 2004 // Вестник. 2006. № 2. С. 5–7.
  => title: Рец. на кн.: Жук Н. И. Почвы | container: Вестник | year: 2006 | first_page: 5
Громов П.А. Почвы//Природа. 1980.Т.5.№2.С.5-9.
  => title: Почвы | container: Природа | year: 1980 | first_page: 5
Громов П.А. Почвы. -М.: Наука, 1980. -200 с.
  => title: Почвы | container: - | year: 1980 | first_page: -
Громов П.А. Почвы.-М.: Наука, 1980.-200 с.
  => title: Почвы | container: - | year: 1980 | first_page: -
Сартр Ж.-П. Тошнота.-М.: Наука, 1980.-200 с.
  => title: Тошнота | container: - | year: 1980 | first_page: -
Զորյան Ա. Գետերի ջրերը // Լրաբեր։ 1987։ № 10։ էջ 31-37։
  => title: Գետերի ջրերը | container: Լրաբեր | year: 1987 | first_page: 31
Զորյան Ա. Գետերի ջրերը // Լրաբեր: 1987: № 10: էջ 31-37:
  => title: Գետերի ջրերը | container: Լրաբեր | year: 1987 | first_page: 31
Զորյան Ա. Գետերի ջրերը. Երևան: Լույս, 1992: 214 էջ:
  => title: Գետերի ջրերը | container: - | year: 1992 | first_page: -
Берг Л. С. [Рецензия] // Вестник. 2006. № 2. С. 5–7. – Рец. на кн.: Жук Н. И. Почвы. М., 2004.
  => title: [Рецензия] | container: Вестник | year: 2006 | first_page: 5
Берг Л. С. Рецензия на книгу: Жук Н. И. Почвы. Минск: Наука, 2004. 210 с. // Вестник. 2006. № 2. С. 5–7.
  => title: Рецензия на книгу: Жук Н. И. Почвы | container: Вестник | year: 2006 | first_page: 5
Берг Л. С. Рэц. на кн.: Жук Н. І. Глебы. Мінск, 2004 // Веснік. 2006. № 2. С. 5–7.
  => title: Рэц. на кн.: Жук Н. І. Глебы | container: Веснік | year: 2006 | first_page: 5
Жук Н. И. Почвы. М.: Наука, 2004. 210 с. Рец. на кн.: Берг Л. С. Воды. М., 2001.
  => title: Почвы | container: - | year: 2004 | first_page: -
Berg L. S. Review of: Zhuk N. I. Soils. Moscow, 2004 // Vestnik. 2006. № 2. P. 5–7.
  => title: Review of: Zhuk N. I. Soils | container: Vestnik | year: 2006 | first_page: 5
Громов П. А. Почвы // Природа. 2021. № 2. С. 5–12. 3-е изд.
  => title: Почвы | container: Природа | year: 2021 | first_page: 5
Громов П. А. Почвы. 3-е изд., перераб. и доп. М.: Наука, 2010. 200 с.
  => title: Почвы | container: - | year: 2010 | first_page: -
Бейсенов Т. К. Дала. 2-басылым. Алматы: Мектеп, 1999. 180 б.
  => title: Дала | container: - | year: 1999 | first_page: -
Громов П. А. Почвы. М.: Наука, 2010. 192, [2] с.
  => title: Почвы | container: - | year: 2010 | first_page: -
"""


@pytest.mark.parametrize(("text", "expected"), rows(PRINTED))
def test_printed(text: str, expected: dict[str, Any]) -> None:
    assert found(text, expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Природа.-1980.-Т.5", "Природа. - 1980. - Т.5"),
        ("Сартр Ж.-П. Тошнота", "Сартр Ж.-П. Тошнота"),
        ("С.-Пб.: Наука", "С.-Пб.: Наука"),
        ("1980.Т.5.№2.С.5", "1980. Т.5. №2. С.5"),
        ("ГОСТ 7.1-2003", "ГОСТ 7.1-2003"),
        ("Լրաբեր։ 1987։", "Լրաբեր. 1987."),
        ("Երևան: Լույս, 1992: 214 էջ:", "Երևան: Լույս, 1992. 214 էջ."),
        ("Minsk: 1987", "Minsk: 1987"),
    ],
)
def test_spaced(text: str, expected: str) -> None:
    assert plain_stops(spaced(text)) == expected


def test_a_title_keeps_its_armenian_stop() -> None:
    fields = ReferenceFields(title="Գետեր. Ջրեր", year=1987)
    printed = "Գետեր։ Ջրեր։ 1987"
    assert as_printed(fields, plain_stops(printed), printed).title == "Գետեր։ Ջրեր"


def test_asides_stand_behind_a_date() -> None:
    assert without_asides("М., 1983. — Пер. по изд.: Topoi, 1984.") == "М., 1983"
    assert (
        without_asides("Рец. на кн.: Почвы // Вестник. 2006")
        == "Рец. на кн.: Почвы // Вестник. 2006"
    )


def test_only_a_review_loses_an_imprint() -> None:
    assert reviewed("Рец. на кн.: Почвы. М., 2004") == "Рец. на кн.: Почвы."
    assert reviewed("Почвы. М., 2004") == "Почвы. М., 2004"


@given(st.text("Жа.-–1 9№СТ:։ո,", max_size=40))
def test_letters_stay(text: str) -> None:
    marks = str.maketrans("", "", " .:։")
    assert plain_stops(spaced(text)).translate(marks) == text.translate(marks)
