"""Where a description is cut: hosts in all their forms, newspapers, deposited papers, and days that are no years."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.references import segments
from indexer.references.dates import blank_access, date_of
from indexer.references.segments import describe
from tests.support.gost import found, rows

HOSTS = """
Громов П. А. Почвы // В кн.: Реки Сибири. М.: Наука, 1980. С. 5–12.
  => title: Почвы | container: Реки Сибири | place: М. | first_page: 5
Громов П. А. Почвы. В кн.: Реки Сибири. М.: Наука, 1980. С. 5–12.
  => title: Почвы | container: Реки Сибири | place: М. | first_page: 5
Жук М. І. Глебы // У кн.: Рэкі Беларусі. Мінск: Навука, 1980. С. 5–12.
  => title: Глебы | container: Рэкі Беларусі | place: Мінск | first_page: 5
Zhuk M. Gleby. V kn.: Reki. M.: Nauka, 1980. S. 5–12.
  => title: Gleby | container: Reki | place: M. | first_page: 5
Громов П. А. Почвы // Известия. 12.05.2010. С. 3.
  => title: Почвы | container: Известия | year: 2010 | first_page: 3
Громов П. А. Почвы // Известия. – 2010. – 12 мая. – С. 3.
  => title: Почвы | container: Известия | year: 2010 | first_page: 3
Асанов Б. К. Топурак // Кыргызстан маданияты. – 1985. – 12-май. – 3-б.
  => title: Топурак | container: Кыргызстан маданияты | year: 1985 | first_page: 3
Бейсенов Т.К. Топырақ // ҚР ҰҒА хабарлары. – 2010. – №3. – 40–43-бб.
  => title: Топырақ | container: ҚР ҰҒА хабарлары | issue: 3 | first_page: 40 | last_page: 43
Զորյան Ա. Գետեր // Բանբեր Երևանի համալսարանի, 1987, № 2, էջ 31-37:
  => title: Գետեր | container: Բանբեր Երևանի համալսարանի | issue: 2 | last_page: 37
Громов П. А. Почвы // Природа. Серия: Биология. 2010. № 3. С. 40–43.
  => title: Почвы | container: Природа. Серия: Биология | place: - | publisher: -
Громов П. А. Почвы = Soils // Природа = Nature. 2010. № 3. С. 40–43.
  => title: Почвы | container: Природа | year: 2010
Громов П. А. Почвы / П. А. Громов. – Текст : непосредственный // Природа. – 2010. – № 3. – С. 4.
  => title: Почвы | container: Природа | year: 2010
Громов П. А. Почвы / П. А. Громов ; БГУ. – Минск, 1980. – 12 с. – Деп. в ВИНИТИ 12.03.80, № 1234-В80.
  => title: Почвы | container: - | year: 1980 | issue: - | pages_total: 12
Громов П. А. Почвы // Природа, 8 (1993), 14–18.
  => title: Почвы | container: Природа | year: 1993 | volume: 8 | first_page: 14
Громов П. А. Почвы // Природа, 2010, 2:3, 40–43
  => title: Почвы | container: Природа | year: 2010 | volume: 2 | issue: 3 | first_page: 40
Галкин Б.Б. Почвы степей. – Известия РАН, 1988, № 6, с. 15—19.
  => title: Почвы степей | container: Известия РАН | year: 1988 | issue: 6 | first_page: 15
Осмонова К.Б. Топурак. — КУУнун жарчысы, 2011, № 2, Б. 37-39.
  => title: Топурак | container: КУУнун жарчысы | year: 2011 | issue: 2 | first_page: 37
Թորոսյան Գ. Ջրեր. — Լրաբեր, 1987, պրակ 3, էջ 27-28.
  => title: Ջրեր | container: Լրաբեր | year: 1987 | issue: 3 | first_page: 27
Громов П. А. Почвы степей. – М., 1988, 210 с.
  => title: Почвы степей | container: - | year: 1988 | place: М.
Соснов С. Б. Глебы. – У: Рэкі Беларусі. Мінск: БДПУ, 2010. С. 10-13.
  => title: Глебы | container: Рэкі Беларусі | year: 2010 | first_page: 10
Громов П. А. Почвы в книгах. М.: Наука, 1980. 210 с.
  => title: Почвы в книгах | container: - | year: 1980
# the day that a page was seen
Жук, М. І. Глебы / М. І. Жук // Прырода. – 2010. – Рэжым доступу: https://a.example.org. – Дата доступу: 12.03.2020.
  => title: Глебы | container: Прырода | year: 2010 | first_page: -
Бейсенов Т. К. Топырақ // Табиғат. – URL: https://a.example.org (қаралған күні: 12.03.2020).
  => title: Топырақ | container: Табиғат | year: -
Асанов Б. К. Топурак // Табият. – URL: https://a.example.org (кайрылган күнү: 12.03.2020).
  => title: Топурак | container: Табият | year: -
Gromov P. A. Pochvy // Priroda. – URL: https://a.example.org (data dostupa: 12.03.2020).
  => title: Pochvy | container: Priroda | year: -
"""


@pytest.mark.parametrize(("text", "expected"), rows(HOSTS))
def test_hosts(text: str, expected: dict[str, Any]) -> None:
    assert found(text, expected) == expected


def test_pieces() -> None:
    assert describe("Почвы // Природа. 2010. № 3") == ("Почвы", "Природа.", "2010. № 3")
    assert describe("Почвы. М.: Наука, 2010").tail == "М.: Наука, 2010"


def test_dates() -> None:
    assert date_of("2010. — 5 с.") == (2010, "2010")
    assert len(blank_access("2010 (дата обращения: 2011)")) == len("2010 (дата обращения: 2011)")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("2-е ИЗД.", True),
        ("ПЕРЕРАБ. изд", True),
        ("1980. С. 5", True),
        ("url: x", False),
        ("", False),
    ],
)
def test_signs_that_are_tried_together_keep_their_own_case(text: str, begins: bool) -> None:
    assert (
        segments._any(*segments._SIGNS, segments._YEAR_OF_BOOK).match(text) is not None
    ) == begins
