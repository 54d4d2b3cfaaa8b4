"""Entries of reference managers as references."""

from __future__ import annotations

from crawler.formats import SourceHints, parse_page
from webapp.checking.described import described

BIB = r"""@article{a, author={Иванов, И. И. and Petrov, Pavel}, title={Почвы степей}, journal={Почвоведение},
 year=2010, volume=5, number=3, pages={5--12}, doi={10.1234/abc}}
@book{b, author={Smith, J.}, title={Soils}, publisher={Wiley}, address={London}, year=2001}"""


def read():
    page = parse_page("bibtex", BIB.encode(), source=SourceHints(source="upload"))
    return [described(record, at) for at, record in enumerate(page.records, 1)]


def test_the_fields_are_those_of_the_entry():
    article, book = read()
    assert article.fields.title == "Почвы степей"
    assert article.fields.container == "Почвоведение"
    assert (article.fields.year, article.fields.volume, article.fields.issue) == (2010, "5", "3")
    assert (article.fields.first_page, article.fields.last_page) == ("5", "12")
    assert article.fields.doi == "10.1234/abc"
    assert (book.fields.publisher, book.fields.place) == ("Wiley", "London")


def test_the_line_shows_the_entry():
    article, book = read()
    assert article.raw == (
        "Иванов, И. И., Petrov, Pavel. Почвы степей // Почвоведение. 2010. Vol. 5. No. 3. P. 5–12. "
        "DOI: 10.1234/abc."
    )
    assert book.raw == "Smith, J. Soils. London: Wiley, 2001."
