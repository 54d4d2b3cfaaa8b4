"""Volume, issue, pages and year out of what cataloguers print, in the ways of many countries."""

from __future__ import annotations

import pytest

from crawler.formats.values.printed_place import (
    NOWHERE,
    Place,
    enumeration,
    is_numbering,
    number_of,
    pages_of_part,
    place_of,
)


@pytest.mark.parametrize(
    ("text", "volume", "issue", "pages", "year"),
    [
        ("Т. 320, № 1 : Науки о Земле", "320", "1", None, None),
        ("[С. 5-10]", None, None, "5-10", None),
        ("С. [5]-10", None, None, "5-10", None),
        ("Т. 3, № 2. – С. 5–10", "3", "2", "5–10", None),
        ("2005. - № 3. - С. 5-10", None, "3", "5-10", 2005),
        ("2014. Т. 8, № 1. С. 5-9", "8", "1", "5-9", 2014),
        ("N 3 (2010), с. 15-20", None, "3", "15-20", 2010),
        ("№3. - 5-10 б.", None, "3", "5-10", None),
        ("3-том, № 2, 5-10 бб.", "3", "2", "5-10", None),
        ("Հ. 3, N 2 (2018), էջ 5-10", "3", "2", "5-10", 2018),
        ("Т. XII, вып. IV", "XII", "IV", None, None),
        ("Вып. 39 (2'2015)", None, "39", None, 2015),
        ("№ 3'2015", None, "3", None, 2015),
        ("№ 3/2015", None, "3", None, 2015),
        ("Вып. 12, № 3", "12", "3", None, None),
        ("Т. 13, вып. 2 (№ 50)", "13", "2", None, None),
        ("№ 2 (45)", None, "2 (45)", None, None),
        ("№ 42 (19 окт.)", None, "42", None, None),
        ("№ 5 - 6", None, "5-6", None, None),
        ("№ 1/2, с. 3", None, "1/2", "3", None),
        ("Том 3, № 2 (2018): Сборник 5", "3", "2", None, 2018),
        ("Vol 3 No 2 (2018)", "3", "2", None, 2018),
        ("Vol. 24, pt. B no. 9 (Sept. 1993), p. 235-48", "24", "9", "235-48", 1993),
        ("13, 1992, fasc. 1, p. 52-76", "13", "1", "52-76", 1992),
        ("Jg. 12 (2015), H. 3, S. 5-10", "12", "3", "5-10", 2015),
        ("volume:3 year:2015 number:2 pages:5-10", "3", "2", "5-10", 2015),
        ("2015/3/2/5-10", "3", "2", "5-10", 2015),
        ("2015///", None, None, None, 2015),
        ("№ 4 (2018), 31–36", None, "4", "31–36", 2018),
        ("№ 5, 6-7", None, "5", None, None),
        ("№ 5 (2015), 2015-2016", None, "5", None, 2015),
        ("3-том, 2-сан (2018)", "3", "2", None, 2018),
        ("Հատոր 3 Համար 2 (2018)", "3", "2", None, 2018),
        ("Vol 3 Núm. 2 (2018)", "3", "2", None, 2018),
        ("2018: Специальный выпуск", None, None, None, 2018),
        ("Сер. Б. 2001. № 2", None, "2", None, 2001),
        ("июнь 2015 (№ 6)", None, "6", None, 2015),
        ("12(3):45-56", "12", "3", "45-56", None),
        ("[Т.] 3, [№] 2", "3", "2", None, None),
        ("T. 5, fasc. 2, s. 12-18", "5", "2", "12-18", None),
        ("№ 4(32). - С. 12-15", None, "4(32)", "12-15", None),
        ("№2, 2015, 15-20 б.", None, "2", "15-20", 2015),
        ("Сер. 7, Философия. – 2010. – № 2. – С. 3", None, "2", "3", 2010),
        ("2004.- N9.- С.12-14.", None, "9", "12-14", 2004),
        ("1999.- Т.35, N1.- С.3-8", "35", "1", "3-8", 1999),
        ("Том 2 № S1 (2020)", "2", "S1", None, 2020),
        ("N 2(45) (2021)", None, "2(45)", None, 2021),
        ("Т. CXII. № 4. С. 5", "CXII", "4", "5", None),
        ("Выпуск XII. - С. 5-8", None, "XII", "5-8", None),
        ("T. Li. Steppe winds", None, None, None, None),
        ("Vol. 5 No. 2-3 (2018-2019)", "5", "2-3", None, 2018),
        ("№ 2 (2018/19)", None, "2", None, 2018),
        ("Т. 5 (2018/2019), № 2", "5", "2", None, 2018),
        ("Հատ. 5 No. 2 (2019)", "5", "2", None, 2019),
        ("Հ. 3, № 2, էջ 5-10, 2012", "3", "2", "5-10", 2012),
        ("№ 2, с. 5-10, 12", None, "2", "5-10, 12", None),
        ("№ 2, с. 1998-2010, 2012-2015", None, "2", "1998-2010, 2012-2015", None),
        ("2018-ж., № 3, 12-15-б.", None, "3", "12-15", 2018),
        ("№ 3. - 2018. - 5-10-беттер", None, "3", "5-10", 2018),
        ("2017;5(3):45-56", "5", "3", "45-56", 2017),
        ("2017, 5(3), 45-56", "5", "3", "45-56", 2017),
        ("№ S1 (2020); S5-S9", None, "S1", "S5-S9", 2020),
        ("No. 2, P5-P12", None, "2", "P5-P12", None),
        ("S. 5-9", None, None, "5-9", None),
    ],
)
def test_what_a_printed_place_tells(text, volume, issue, pages, year):
    assert place_of(text) == Place(volume=volume, issue=issue, pages=pages, year=year)


@pytest.mark.parametrize(
    "text",
    ["225 с.", "X, 499, [1] с.", "59,[1] с.", "15 p.", "p. cm.", "В 4 т.", "Собрание : в 6 т.", "C45", "Сер. 4", "",
     None,      "1 электрон. опт. диск (CD-ROM)", "Науки о Земле", "С. " * 400],
)  # fmt: skip
def test_extents_and_other_texts_are_no_places(text):
    assert place_of(text) == NOWHERE


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", "3"), ("[3]", "3"), ("№ 2 (45)", "2 (45)"), ("Т. 3", "3"), ("D97", "D97"), ("1-2", "1-2"), ("вып. 5", "5"),
     ("VII", "VII"), ("весна", None), ("", None), (None, None)],
)  # fmt: skip
def test_the_number_of_one_thing(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("24:B:9<235", Place(volume="24", issue="9", pages="235")),
        ("3:2<5", Place(volume="3", issue="2", pages="5")),
        ("10<15", Place(volume="10", pages="15")),
        ("96:4", Place(volume="96", issue="4")),
        ("123-130", Place(pages="123-130")),
        ("123", NOWHERE),
        ("Т. 3", NOWHERE),
        (None, NOWHERE),
    ],
)
def test_the_enumeration_of_marc_21(text, place):
    assert enumeration(text) == place


@pytest.mark.parametrize(
    ("title", "numbering"),
    [("Вып. 13", True), ("Т. 320, № 1 : Науки о Земле", True), ("1929-1939", True), ("Кн. 3", True), ("№ 2", True),
     ("Ч. II", True), ("2-кітап", True), ("3-том", True), ("5-летие степи", False), ("Томск", False), ("", False),
     ("Частная жизнь", False), ("В 2 томах", False), ("Номер 7", False), ("[Л. Исаев. 1928. Мат в 2 хода]", False),
     ("Часть речи", False)],
)  # fmt: skip
def test_titles_that_are_only_a_number(title, numbering):
    assert is_numbering(title) is numbering


@pytest.mark.parametrize(
    ("text", "pages"),
    [("С. 44–51", "44–51"), ("5-10 с.", "5-10"), ("44-51", "44-51"), ("с. 5", "5"), ("С. 5, 7-9", "5, 7-9"),
     ("225 с.", None), ("80", None), ("[2], 80 с., [1] л.", None), ("200, [4] p.", None)],
)  # fmt: skip
def test_pages_and_extents(text, pages):
    assert pages_of_part(text) == pages
