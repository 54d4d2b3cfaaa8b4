"""Titles without what GOST adds to them: the kind of the work, its degree, the volumes of a set."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references import titles
from indexer.references.titles import parts, tidy
from tests.support.gost import found, rows

THESES = """
Жук, Н. І. Гаворкі Пасожжа : дыс. ... канд. філал. навук : 10.02.01 / Н. І. Жук. – Мінск, 2010. – 148 л.
  => title: Гаворкі Пасожжа | year: 2010 | pages_total: 148
Жук, Н. І. Гаворкі Пасожжа : аўтарэф. дыс. ... канд. філал. навук / Н. І. Жук. – Мінск, 2010. – 22 с.
  => title: Гаворкі Пасожжа | year: 2010 | pages_total: 22
Котов И. Л. Сушка глины : специальность 05.23.02 «Основания» : дис. … канд. техн. наук. — Пермь, 2012. — 164 с.
  => title: Сушка глины | year: 2012 | pages_total: 164
Бейсенов Т. К. Дала тарихы : филол. ғыл. канд. дис. : 10.02.01. – Алматы, 2010. – 148 б.
  => title: Дала тарихы | year: 2010 | pages_total: 148
Бейсенов Т. К. Дала тарихы : ғылым кандидаты ғылыми дәрежесін алу үшін дайындалған. – Алматы, 2010. – 148 б.
  => title: Дала тарихы | year: 2010 | pages_total: 148
Бейсенов Т. К. Дала тарихы: автореф. дис. ... филол. ғыл. канд. Алматы, 2010. 28 б.
  => title: Дала тарихы | year: 2010 | pages_total: 28
Асанов Б. К. Чопо : филол. илим. канд. ... дис. автореф. – Бишкек, 2010. – 24 б.
  => title: Чопо | year: 2010 | pages_total: 24
Զորյան Ա. Գետերի ջրերը : ատենախոսություն ... աշխ. գիտ. թեկն. – Երևան, 2010. – 148 էջ.
  => title: Գետերի ջրերը | year: 2010 | pages_total: 148
Զորյան Ա. Գետերի ջրերը: Սեղմագիր. Երևան, 2010. 24 էջ.
  => title: Գետերի ջրերը | year: 2010 | pages_total: 24
Kotov I. L. Sushka gliny : dis. ... kand. tekhn. nauk. – Perm', 2012. – 164 s.
  => title: Sushka gliny | year: 2012 | pages_total: 164
Котов И. Л. Сушка глины. Дис. … канд. техн. наук. Пермь, 2012. 164 с.
  => title: Сушка глины | year: 2012 | pages_total: 164
Котов И. Л. Сушка глины. Автореф. дис. … канд. техн. наук. М., 2012. 24 с.
  => title: Сушка глины | year: 2012 | pages_total: 24
Котов И.Л. Сушка глины: автореферат дис. ... к.т.н. М., 2012. 24 с.
  => title: Сушка глины | year: 2012 | pages_total: 24
Громов П. А. Почвы. Дискуссия о степях. М.: Наука, 2012. 24 с.
  => title: Почвы. Дискуссия о степях | year: 2012 | pages_total: 24
"""

VOLUMES = """
Бейсенов Т. К. Дала тарихы: 3 томдық. 2-том. Алматы: Мектеп, 1999. 180 б.
  => title: Дала тарихы | volume: 2
Жук Н. І. Гісторыя : у 3 т. Т. 2. Мінск : Навука, 2004. 212 с.
  => title: Гісторыя | volume: 2
Жук Н. І. Гісторыя. У 3 т. Т. 2 : Сярэднявечча. – Мінск : Навука, 2004. – 212 с.
  => title: Сярэднявечча | volume: 2
Бейсенов Т. К. Дала тарихы. 2-кітап. Алматы: Мектеп, 1999. 180 б.
  => title: Дала тарихы | volume: 2
Бейсенов Т. К. Дала тарихы. Екі томдық. 1-том. Алматы: Мектеп, 1999. 180 б.
  => title: Дала тарихы | volume: 1
Асанов Б. К. Чопо. 2-китеп. Бишкек: Мектеп, 1999. 180 б.
  => title: Чопо | volume: 2
Асанов Б. К. Чопо: 2 томдук. II том. Бишкек: Мектеп, 1999. 180 б.
  => title: Чопо | volume: II
Զորյան Ա. Գետերի ջրերը, հատ. 2. Երևան: Լույս, 1992. 214 էջ.
  => title: Գետերի ջրերը | volume: 2
Զորյան Ա. Գետերի ջրերը. 3 հատորով. Հ. 2. Երևան: Լույս, 1992. 214 էջ.
  => title: Գետերի ջրերը | volume: 2
Զորյան Ա. Գետերի ջրերը. 2-րդ հատոր. Երևան: Լույս, 1992. 214 էջ.
  => title: Գետերի ջրերը | volume: 2
Бейсенов Т. К. Дала // ҚазҰУ хабаршысы. – 2010. – 2-том, 3-сан. – Б. 5-9.
  => title: Дала | volume: 2
Zoryan A. Getery. V 2 t. T. 2. M.: Nauka, 1999. 180 s.
  => title: Getery | volume: 2
Том 2 романа. М.: Наука, 1999. 180 с.
  => title: Том 2 романа | volume: -
Громов П. А. Почвы // Природа.–1980.–Т.5.–№2.–С.5–9.
  => title: Почвы | volume: 5
Аристотель. Сочинения в 4-х т. Т. 1. — М. : Мысль, 1976. — 550 с.
  => title: Сочинения в 4-х т | volume: 1
"""

NOTES = """
Орлов А. С. Экономика: Учебник. М.: Наука, 1980. 200 с.
  => title: Экономика
Орлов А. С. Почвы Севера : учеб. пособие. М.: Наука, 1980. 200 с.
  => title: Почвы Севера
Жук Н. І. Глебы : падручнік. Мінск : Навука, 2004. 212 с.
  => title: Глебы
Бейсенов Т. К. Топырақ : оқу құралы. Алматы: Мектеп, 1999. 180 б.
  => title: Топырақ
Асанов Б. К. Топурак: окуу китеби. Бишкек: Мектеп, 1999. 180 б.
  => title: Топурак
Զորյան Ա. Գետեր: Դասագիրք. Երևան: Լույս, 1992. 214 էջ.
  => title: Գետեր
Orlov A. S. Pochvy : uchebnik. M.: Nauka, 1980. 200 s.
  => title: Pochvy
Орлов А. С. Почвы : опыт исследования. М.: Наука, 1980. 200 с.
  => title: Почвы : опыт исследования
Орлов А. С. Учебник истории. М.: Наука, 1980. 200 с.
  => title: Учебник истории
"""


@pytest.mark.parametrize(("text", "expected"), [*rows(THESES), *rows(VOLUMES), *rows(NOTES)])
def test_titles(text: str, expected: dict[str, Any]) -> None:
    assert found(text, expected) == expected


def test_quotes_around_the_whole_are_no_part() -> None:
    assert tidy("«Почвы» .") == "Почвы"
    assert tidy("«Почвы» и «Реки»") == "«Почвы» и «Реки»"


_PIECES = "Почвы|степей| : |дис. |учеб. пособие|. |Т. 2|2-том|в 3 т.| / |Громов П. А.|[Текст]| = |ГОСТ 7.1-2003|«|»"


@given(st.lists(st.sampled_from(_PIECES.split("|")), max_size=12).map("".join))
def test_a_title_is_made_of_pieces_of_the_text(text: str) -> None:
    area = parts(text)
    assert "".join(area.title.split()) in "".join(text.replace("[Текст]", "").split())
    assert area.statement in text
    assert area.volume is None or area.volume in text


@given(st.from_regex(rf"Реки\. {titles._SET}", fullmatch=True))
def test_no_number_of_volumes_is_missed_by_the_look_at_its_words(title: str) -> None:
    assert titles._without_set(title) == titles._SET_OF.sub("", title)


@pytest.mark.parametrize(
    ("title", "alone"),
    [
        ("Вестник наук = Bulletin of Sciences", "Вестник наук"),
        ("Серия А = Series A", "Серия А"),
        ("История края = A history of the region", "История края"),
        ("Реки Сибири = «Rivers»", "Реки Сибири"),
        ("Ғылым хабаршысы = Вестник науки = Herald of Science", "Ғылым хабаршысы"),
        ("Գիտության լրաբեր = Вестник науки", "Գիտության լրաբեր"),
        ("Свойства сплавов при T = 300 К", "Свойства сплавов при T = 300 К"),
        ("Течение газа при p = const", "Течение газа при p = const"),
        ("Пра ўраўненне x = y", "Пра ўраўненне x = y"),
        ("The N = 2 theories and E = mc2", "The N = 2 theories and E = mc2"),
        ("Уравнение u = f(x) и его решение", "Уравнение u = f(x) и его решение"),
    ],
)
def test_an_equation_is_no_title_in_another_language(title: str, alone: str) -> None:
    assert titles.without_parallel(title) == alone
    assert parts(title).title == alone
