"""OJS's own XML: its forms from 2.4 to 3.5, and the year of the issue.

Of ``crawler.formats.journal_xml.ojs_native``, ``crawler.formats.journal_xml.ojs_native_people``.
"""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page

HINTS = SourceHints(source="trial")
DOI = "<id type='doi'>10.5555/a</id>"


def record(data):
    (found,) = parse_page("ojs_native", data.encode(), source=HINTS).records
    return found


def published(inner, issue="", locale="ru_RU", attributes=""):
    return (
        f"<issue xmlns='http://pkp.sfu.ca'>{issue}<articles><article><publication locale='{locale}' {attributes}>{DOI}"
        f"<title locale='{locale}'>Т</title>{inner}</publication></article></articles></issue>"
    )


IDENTIFIED = "<issue_identification><volume>5</volume><number>2</number><year>2019</year></issue_identification>"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (published("", IDENTIFIED), (2019, "2019", "5", "2")),
        (published("", IDENTIFIED, attributes="date_published='2019-05-03'"), (2019, "2019-05-03", "5", "2")),
        # the day of the upload is not the year of the issue
        (published("", IDENTIFIED, attributes="date_published='2021-05-03'"), (2019, "2019", "5", "2")),
        (published("", "<date_published>2020-01-02</date_published>"), (2020, "2020-01-02", None, None)),
        # an article without its issue tells it in the publication
        (
            f"<article xmlns='http://pkp.sfu.ca'><publication "
            f"date_published='2019-05-03'>{DOI}<title>Т</title>{IDENTIFIED}"
            "</publication></article>",
            (2019, "2019-05-03", "5", "2"),
        ),
        (
            f"<issues><issue><volume>5</volume><number>2</number><year>2012</year><section>"
            f"<article>{DOI}<title>Т</title>"
            "<date_published>2013-02-01</date_published></article></section></issue></issues>",
            (2012, "2012", "5", "2"),
        ),
        (f"<articles><article>{DOI}<title>Т</title><date_published>2013-02-01</date_published></article>"
         f"</articles>", (2013, "2013-02-01", None, None)),
    ],
)  # fmt: skip
def test_year_and_place(data, wanted):
    found = record(data)
    place = found.container
    assert (found.year, found.published, place.volume, place.issue) == wanted


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<title locale='en_US'>T</title>", [("Т", "ru"), ("T", "en")]),
        ("<title locale='kk'>Б</title><subtitle locale='kk'>В</subtitle>", [("Т", "ru"), ("Б: В", "kk")]),
        ("<prefix locale='en'>The</prefix><title locale='en'>T</title>", [("Т", "ru"), ("The T", "en")]),
    ],
)  # fmt: skip
def test_titles_in_each_language(inner, wanted):
    assert [(t.text, t.lang) for t in record(published(inner)).titles] == wanted


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        (
            "<givenname locale='ru_RU'>И.</givenname><familyname locale='ru_RU'>Ли</familyname><givenname "
            "locale='en_US'>I."
            "</givenname><familyname locale='en_US'>Li</familyname>",
            [("Ли И.", "ru"), ("Li I.", "en")],
        ),
        # one form copied into another language is no form of that
        ("<givenname locale='ru_RU'>I.</givenname><familyname locale='ru_RU'>Li</familyname>", [("Li I.", None)]),
        ("<firstname>И.</firstname><middlename>П.</middlename><lastname>Ли</lastname>", [("Ли И. П.", "ru")]),
        ("<givenname locale='ru_RU'>Платон</givenname>", [("Платон", "ru")]),
    ],
)  # fmt: skip
def test_one_person_with_every_form(author, wanted):
    (found,) = record(published(f"<authors><author>{author}</author></authors>")).contributors
    assert [(n.literal, n.lang) for n in found.names] == wanted


@pytest.mark.parametrize(
    ("group", "role"),
    [
        ("Author", "author"),
        ("Автор", "author"),
        ("Translator", "translator"),
        ("Переводчик", "translator"),
        ("Редактор", "editor"),
        ("", "author"),
    ],
)
def test_roles_by_the_group(group, role):
    author = f"<author user_group_ref='{group}'><familyname>Ли</familyname></author>"
    assert record(published(f"<authors>{author}</authors>")).contributors[0].role == role


def test_the_current_publication_counts():
    one = "<publication><id type='internal'>{0}</id>" + DOI + "<title>{1}</title></publication>"
    both = one.format(1, "Первая") + one.format(2, "Вторая")
    assert record(f"<article>{both}</article>").titles[0].text == "Вторая"
    current = record(f"<article current_publication_id='1'>{both}</article>")
    assert current.titles[0].text == "Первая"


@pytest.mark.parametrize(
    "citations",
    [
        "<citations><citation>А. 1999.</citation></citations>",
        "<citations><citation><rawCitation>А. 1999.</rawCitation><doi>10.5555/b</doi></citation></citations>",
    ],
)
def test_references(citations):
    assert [r.raw for r in record(published(citations)).references] == ["А. 1999."]


def test_attached_files_are_not_kept_beside_a_record():
    data = f"<article><submission_file><embed>QUJD</embed></submission_file>{DOI}<title>Т</title></article>"
    (item,) = parse_page("ojs_native", data.encode(), source=HINTS).items
    assert b"QUJD" not in item.raw


@pytest.mark.parametrize(
    "data", ["<html/>", "<issue/>", "<article><front><article-meta/></front></article>"]
)
def test_other_files_are_refused(data):
    with pytest.raises(PageError, match="expected OJS"):
        parse_page("ojs_native", data.encode(), source=HINTS)
