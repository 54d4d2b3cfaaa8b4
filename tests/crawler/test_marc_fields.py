"""What the families of MARC share: subfields, parts of titles, numbers with what stands around them."""

from __future__ import annotations

import pytest

from crawler.formats.marc.marc_fields import clean, isbn_in, issn_in, title_of, titled, with_whole


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("О реках степи /", "О реках степи"),
        ("Берег,", "Берег"),
        ("2012.", "2012"),
        ("Сидоров, Иван Петрович.", "Сидоров, Иван Петрович"),
        ("Сидоров, И. П.", "Сидоров, И. П."),
        ("  два   слова ;", "два слова"),
        ("NSBThe NSERivers", "The Rivers"),
        ("\x98The \x9cRivers", "The Rivers"),
        ("", ""),
    ],
)
def test_punctuation_between_subfields_goes(given, cleaned):
    assert clean(given) == cleaned


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("История степи [Текст] :", "История степи"),
        ("История [Электронный ресурс] степи", "История степи"),
        ("История [степи]", "История [степи]"),
        ("О <i>реках</i>", "О реках"),
    ],
)
def test_the_medium_is_no_part_of_a_title(given, title):
    assert titled(given) == title


def test_parts_of_a_title_have_their_signs():
    parts = [
        ("head", "История."),
        ("number", "Ч. 2,"),
        ("name", "Реки :"),
        ("sub", "очерк"),
        ("name", "Начало"),
    ]
    assert title_of(parts) == "История. Ч. 2, Реки: очерк. Начало"
    assert title_of([("number", ""), ("name", "Реки")]) == "Реки"


@pytest.mark.parametrize(
    ("whole", "number", "own", "title"),
    [
        ("История степи", "Т. 2", "Т. 2", "История степи. Т. 2"),
        ("История : в 2 т.", None, "Т. 2", "История : в 2 т. Т. 2"),
        ("История степи", "Ч. 1", "1929-1939", "История степи. Ч. 1, 1929-1939"),
        ("История степи", "Т. 2", "Реки", "Реки"),
        (None, "Т. 2", "Т. 2", "Т. 2"),
        ("Т. 2", None, "Т. 2", "Т. 2"),
    ],
)
def test_a_number_alone_has_the_title_of_the_whole(whole, number, own, title):
    assert with_whole(whole, number, own) == title


@pytest.mark.parametrize(
    ("given", "issn"),
    [("2411-8591", "2411-8591"), ("ISSN 2411-8591", "2411-8591"), ("2411-8591 (online)", "2411-8591"),
     ("24118591", "2411-8591"), ("1234-567Х.", "1234-567Х"), ("2017-2018", None), ("978-5-00000-000-0", None),
     ("9785000000000", None), ("Phys.Lett. B716 (2012) 1-29", None), ("", None)],
)  # fmt: skip
def test_the_issn_in_a_subfield(given, issn):
    assert issn_in(given) == issn


@pytest.mark.parametrize(
    ("given", "isbn"),
    [("978-5-00000-000-0 (в пер.)", "978-5-00000-000-0"), ("ISBN 5-86150-048-7", "5-86150-048-7"),
     ("9785000000000", "9785000000000"), ("5-85186-066-X", "5-85186-066-X"),
     ("5-86150-04 (в пер.)", "5-86150-04"), ("без ISBN", None)],
)  # fmt: skip
def test_the_isbn_in_a_subfield(given, isbn):
    assert isbn_in(given) == isbn
