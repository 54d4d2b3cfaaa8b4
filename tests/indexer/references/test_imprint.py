"""Where the title of a book ends and its imprint begins, with titles that have the shape of an imprint."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.imprint import imprint_at, loose_imprint_at, named
from indexer.references.segments import describe
from tests.support.gost import found, rows

BOOKS = """
# a short title of capitalised words is no place
Орлов А. С. История России. М.: Проспект, 2010. 544 с.
  => title: История России | place: М. | publisher: Проспект
Орлов А. С. Флора Урала. М.: Наука, 1998. 210 с.
  => title: Флора Урала | place: М. | publisher: Наука
Бейсенов Т. К. География Казахстана. Алматы: Мектеп, 1999. 180 б.
  => title: География Казахстана | place: Алматы | publisher: Мектеп
Жук Н. І. Гісторыя Палесся. Мінск: Навука, 2004. 212 с.
  => title: Гісторыя Палесся | place: Мінск | publisher: Навука
Асанов Б. К. Кыргызстан Тарыхы. Бишкек: Мектеп, 2004. 210 б.
  => title: Кыргызстан Тарыхы | place: Бишкек | publisher: Мектеп
Զորյան Ա. Հայաստանի Պատմություն. Երևան: Լույս, 1992. 214 էջ.
  => title: Հայաստանի Պատմություն | place: Երևան | publisher: Լույս
Orlov A. S. Istoriya Rossii. M.: Prospekt, 2010. 544 s.
  => title: Istoriya Rossii | place: M. | publisher: Prospekt
Orlov A. S. Istoriya Rossii. Moscow, Prospekt Publ., 2010. 544 p.
  => title: Istoriya Rossii | place: Moscow | publisher: Prospekt Publ
Орлов А. С. История России. М.; Л.: Проспект, 2010. — 544 с.
  => title: История России | place: М.; Л. | publisher: Проспект
Орлов А. С. История России. С.-Пб.: Проспект, 2010. — 544 с.
  => title: История России | place: С.-Пб. | publisher: Проспект
Орлов А. С. История России. М., 2010. 544 с.
  => title: История России | place: М. | publisher: -
Орлов А. С. История России. М., Проспект, 2010. 544 с.
  => title: История России | place: М. | publisher: Проспект
Орлов А. С. Русская Правда. Великий Новгород: НовГУ, 2010. — 544 с.
  => title: Русская Правда | place: Великий Новгород | publisher: НовГУ
История России / А. С. Орлов. М.: Проспект, 2010. 544 с.
  => title: История России | place: М. | publisher: Проспект
# an unknown town is told by its shape
Орлов А. С. История России. Кологрив: Проспект, 2010. 544 с.
  => title: История России | place: Кологрив | publisher: Проспект
Орлов А. С. Почвы. Нижние Серги: Наука, 2010. 544 с.
  => title: Почвы | place: Нижние Серги | publisher: Наука
# "title: more of it" is no place with its publisher
Жук Н. И. Минск: История города. Минск: Наука, 1980. 200 с.
  => title: Минск: История города | place: Минск | publisher: Наука
Жук Н. И. Кологрив: История города. Кологрив: Наука, 1980.
  => title: Кологрив: История города | place: Кологрив | publisher: Наука
Бейсенов Т. К. Алматы: Қала тарихы. Алматы: Мектеп, 1999.
  => title: Алматы: Қала тарихы | place: Алматы | publisher: Мектеп
Զորյան Ա. Գյումրի: Պատմություն. Երևան: Լույս, 1992. 214 էջ.
  => title: Գյումրի: Պատմություն | place: Երևան | publisher: Լույս
История Кавказа: Очерки. Махачкала: Наука, 1980. 200 с.
  => title: История Кавказа: Очерки | place: Махачкала | publisher: Наука
Жук Н. И. Москва, 1812 год. М.: Наука, 1980. 200 с.
  => title: Москва, 1812 год | place: М. | publisher: Наука
Жук Н. И. 1812 год в Минске. Минск: Наука, 1980. 200 с.
  => title: 1812 год в Минске | place: Минск | publisher: Наука
Жук Н. И. Блок. Ахматова, 1912 и 1913 годы. М.: Наука, 1980.
  => title: Блок. Ахматова, 1912 и 1913 годы | place: М. | publisher: Наука
# the title is the name of the town itself
Орлов А. С. Москва. М.: Наука, 1980. 200 с.
  => title: Москва | place: М. | publisher: Наука
Орлов А. С. Минск. Минск: Наука, 1980. 200 с.
  => title: Минск | place: Минск | publisher: Наука
# no place or publisher is known
Громов П. А. Почвы степей. [Б. м.] : Наука, 1989. 210 с.
  => title: Почвы степей | place: - | publisher: Наука
Громов П. А. Почвы степей. Б. м.: Наука, 1989. 210 с.
  => title: Почвы степей | place: - | publisher: Наука
Громов П. А. Почвы степей. [Б. м. : б. и.], 1989. 210 с.
  => title: Почвы степей | place: - | publisher: -
Громов П. А. Почвы степей. М. : [б. и.], 1989. 210 с.
  => title: Почвы степей | place: М. | publisher: -
Gromov P. A. Pochvy stepei. [S. l.] : Nauka, 1989. 210 p.
  => title: Pochvy stepei | place: - | publisher: Nauka
# areas typed with hyphens
Porter J. Designing for the web. - Berkeley, CA: New Riders, 2008. - 201 p.
  => title: Designing for the web | place: Berkeley, CA | publisher: New Riders
Громов П. А. Почвы [Электронный ресурс] - М.: Наука, 2010. - 200 с.
  => title: Почвы | place: М. | publisher: Наука
Громов П. А. Почвы. - Реки степей. М.: Наука, 2010. 200 с.
  => title: Почвы. - Реки степей | place: М. | publisher: Наука
# near misses: a publisher may hold a stop or a colon
Громов П. А. Почвы. Л.: Наука. Ленингр. отд-ние, 1979.
  => title: Почвы | place: Л. | publisher: Наука. Ленингр. отд-ние
Громов П. А. Почвы. М.: Изд-во МГУ: Наука, 1980. 200 с.
  => title: Почвы | place: М. | publisher: Изд-во МГУ: Наука
Badiou A. Logiques des mondes. — P. : Seuil, 2006. — 638 p.
  => title: Logiques des mondes | place: P. | publisher: Seuil
"""

# a page does not make the last sentence of a book's title its host
HOSTS = """
Громов П. А. Методы расчёта мостов. Л. : Стройиздат, 1979. С. 118–120.
  => title: Методы расчёта мостов | container: -
Громов П. А., Лесков А. Н. Методы расчёта мостов. Л. : Стройиздат, 1979. С. 118.
  => title: Методы расчёта мостов | container: -
Преображенский Г. О. Язык древней земли. М., 1987. С. 45.
  => title: Язык древней земли | container: -
Қайырбековтың Т. Б. Жер тілі туралы. Алматы : Ғылым, 1987. Б. 45.
  => title: Жер тілі туралы | container: -
Вардапетян Գ. Մ. Լեզու և գիր. Երևան: Լույս, 1987. Էջ 45.
  => title: Լեզու և գիր | container: -
Petrov-Vodkin K. S. Yazyk zemli. M.: Nauka, 1987. P. 45.
  => title: Yazyk zemli | container: -
Громов П. А. Методы. Расчёт мостов. Л.: Стройиздат, 1979. С. 118.
  => title: Методы. Расчёт мостов | container: -
Преображенский А. Н. Расчёт мостов. 1979. Т. 3, № 2. С. 118.
  => title: Расчёт мостов | container: -
Громов П. А. Расчёт мостов. Вестник МГУ. 1979. № 3. С. 118–120.
  => title: Расчёт мостов | container: Вестник МГУ
Громов П. А., Преображенский А. Н. Мосты. Вестник МГУ. 1979. № 3. С. 1–9.
  => title: Мосты | container: Вестник МГУ
Громов П. А. Мосты. Материалы съезда. Л.: Наука, 1979. С. 118–120.
  => title: Мосты | container: Материалы съезда
"""


@pytest.mark.parametrize(("text", "expected"), [*rows(BOOKS), *rows(HOSTS)])
def test_title_and_imprint(text: str, expected: dict[str, Any]) -> None:
    assert found(text, expected) == expected


@pytest.mark.parametrize(
    ("text", "place", "publisher"),
    [
        ("М. : Наука, 1975", "М.", "Наука"),
        ("Москва ; Ленинград : Наука, cop. 1975", "Москва ; Ленинград", "Наука"),
        ("Ростов н/Д: Феникс, 1975", "Ростов н/Д", "Феникс"),
        ("Moscow; 2016", "Moscow", None),
        ("Minsk, Belaruskaia navuka, 2016", "Minsk", "Belaruskaia navuka"),
    ],
)
def test_imprint(text: str, place: str, publisher: str | None) -> None:
    imprint = imprint_at(text)
    assert imprint is not None
    assert (imprint.place, imprint.publisher) == (place, publisher)


@pytest.mark.parametrize(
    "text",
    [
        "История России. М.: Наука, 1975",
        "Экономика: Учебник. М.: Наука, 1975",
        "Москва, 1812 год",
        "Почвы; 1975",
        "почвы: Наука, 1975",
        "",
    ],
)
def test_no_imprint(text: str) -> None:
    assert imprint_at(text) is None


def test_an_area_of_its_own_may_be_looser() -> None:
    loose = loose_imprint_at("Stanford, CA : University Press, 1991")
    assert loose is not None
    assert loose.publisher == "University Press"
    assert imprint_at("Stanford, CA : University Press, 1991") is None


@pytest.mark.parametrize(("value", "expected"), [("[Б. м.]", None), ("б. и.", None), ("М. ", "М.")])
def test_named(value: str, expected: str | None) -> None:
    assert named(value) == expected


_PIECES = [
    "Орлов А. С. ",
    "История ",
    "России",
    ". ",
    "М.",
    ": ",
    "Наука",
    ", ",
    "1812",
    " год",
    " — ",
    "// ",
    "С. 5",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_the_pieces_are_pieces_of_the_text_in_order(text: str) -> None:
    head, host, tail = describe(text)
    rest = text.removeprefix(head)
    assert host is None or host in rest
    assert text.endswith(tail)
    assert len(head) + len(host or "") + len(tail) <= len(text)
