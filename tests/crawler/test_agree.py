"""What every record agrees on with itself: the year with the date, the type with the place, in every format."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.formats.page import ParsedPage, ParsedRecord, Rejected
from crawler.formats.values.agree import agreed, type_of_place
from schemas import Container, HarvestedRecord, Identifier, LocalizedText

TITLE = (LocalizedText("О реках степи"),)
RECORD = HarvestedRecord(identifier="1", titles=TITLE, type="article")


def agree(record, format="oai_dc"):
    page = ParsedPage(items=(ParsedRecord(record, b"raw"),))
    (item,) = agreed(page, format).items
    assert item.raw == b"raw"
    return item.record


@pytest.mark.parametrize(
    ("year", "published", "then_year", "then_published", "warnings"),
    [
        (1998, "1998-05", 1998, "1998-05", 0),
        (1998, "2015-02-14", 1998, "1998", 1),
        (None, "2015-02-14", 2015, "2015-02-14", 0),
        (1998, None, 1998, None, 0),
        (2125, None, None, None, 1),
        (202, "2020-05", 2020, "2020-05", 1),
        (2125, "2125-01-01", None, None, 1),
        (None, "c1984", 1984, "1984", 0),
        (None, None, None, None, 0),
    ],
)
def test_year_and_date(year, published, then_year, then_published, warnings):
    found = agree(replace(RECORD, year=year, published=published))
    assert (found.year, found.published) == (then_year, then_published)
    assert len(found.warnings) == warnings


JOURNAL = Container(titles=TITLE, kind="journal")
BOOK = Container(titles=TITLE, kind="book")
MEETING = (LocalizedText("Материалы IV Междунар. конф. по рекам степи"),)
ISBN = (Identifier("isbn", "978-5-9905833-1-2"),)


@pytest.mark.parametrize(
    ("container", "identifiers", "format", "expected"),
    [
        (replace(JOURNAL, volume="5", pages="5-9"), (), "oai_dc", "article"),
        (replace(JOURNAL, issue="2"), (), "oai_dc", "article"),
        (Container(issn=("2411-8591",), issue="2"), (), "mods", "article"),
        (Container(titles=TITLE, volume="5", first_page="5"), (), "mods", "article"),
        (replace(BOOK, pages="5-9"), (), "marcxml", "chapter"),
        (Container(titles=TITLE, kind="proceedings"), (), "mods", "conference-paper"),
        (Container(titles=MEETING, pages="5-9"), (), "oai_dc", "conference-paper"),
        (
            Container(titles=MEETING, issue="5", issn=("0131-1417",), pages="5"),
            (),
            "oai_dc",
            "article",
        ),
        (None, ISBN, "oai_dc", "book"),
        (None, (), "marcxml", "book"),
        # near misses: a journal alone, a volume of a series, a book's own series, a university as publisher
        (JOURNAL, (), "oai_dc", "unknown"),
        (Container(titles=TITLE, volume="5"), (), "mods", "unknown"),
        (replace(JOURNAL, volume="5"), ISBN, "mods", "unknown"),
        (BOOK, (), "mods", "unknown"),
        (None, (), "oai_dc", "unknown"),
    ],
)
def test_the_type_follows_from_the_place(container, identifiers, format, expected):
    record = replace(RECORD, type="unknown", publishers=(LocalizedText("Степь"),))
    record = replace(record, container=container, identifiers=identifiers)
    assert agree(record, format).type == expected


def test_a_type_that_is_given_stays():
    placed = replace(RECORD, type="review", container=replace(JOURNAL, volume="5"))
    assert agree(placed) is placed
    painting = replace(RECORD, type="unknown", type_as_given="Картина", publishers=TITLE)
    assert type_of_place(painting, by_publisher=True) == "unknown"


def test_what_is_no_record_stays():
    deleted = ParsedRecord(HarvestedRecord(identifier="1", deleted=True), b"")
    rejected = Rejected(reason="no-title", detail="", raw=b"")
    page = ParsedPage(items=(deleted, rejected))
    assert agreed(page, "oai_dc") is page
