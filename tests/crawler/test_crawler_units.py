"""Names, identifiers, subjects, pages, Retry-After and the harvest's state: tables with near misses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.asking.politeness import retry_after
from crawler.formats.pages import split_pages
from crawler.formats.text.text import plain
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.names import contributors
from crawler.formats.values.subjects import subjects_of


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ИВАНКОВ П.Л.", ["ИВАНКОВ П.Л."]),
        ("Иванов И.И., Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        ("Иванов И.И.; Қасым Ә.Б.", ["Иванов И.И.", "Қасым Ә.Б."]),
        ("Иванов, Иван; Петров, Пётр Ильич", ["Иванов, Иван", "Петров, Пётр Ильич"]),
        ("Иванов, Иван; КазНУ, Алматы", ["Иванов, Иван"]),
        ("Хачатрян, Сурен; Ереванский государственный университет", ["Хачатрян, Сурен"]),
        ("Խաչատրյան, Սուրեն", ["Խաչատրյան, Սուրեն"]),
        ("Ульяновская (Колосова)", ["Ульяновская (Колосова)"]),
        (" ; ", []),
        ("", []),
    ],
)
def test_people_of_one_element(text, people):
    assert [c.names[0].literal for c in contributors(text)] == people


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Federova, Alexandra", "Federova", "Alexandra"),
        ("Қасым, Әлия Бекқызы", "Қасым", "Әлия Бекқызы"),
        ("РЫБДЫЛОВ ДАНЗАН ДОРЖИЕВИЧ", None, None),
        ("Иванов И.И., д.т.н.", None, None),
    ],
)
def test_parts_of_a_name_only_where_the_source_parts_them(text, family, given):
    name = contributors(text)[0].names[0]
    assert (name.family, name.given) == (family, given)


def test_an_organisation_is_no_person():
    assert contributors("Universidade do Porto. Faculdade de Engenharia")[0].kind == "organisation"
    assert contributors("Центров А.Б.")[0].kind == "person"


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("10.7202/1033512ar", "doi", "10.7202/1033512ar"),
        ("doi:10.7202/1033512ar", "doi", "10.7202/1033512ar"),
        ("https://dx.doi.org/10.1/x", "url", "https://dx.doi.org/10.1/x"),
        ("http://hdl.handle.net/10968/914", "handle", "10968/914"),
        ("http://elib.bsu.by/handle/123456789/15", "handle", "123456789/15"),
        ("0946-2171", "issn", "0946-2171"),
        ("2017-2018", "local", "2017-2018"),
        ("0-7695-2944-5", "isbn", "0-7695-2944-5"),
        ("https://elibrary.ru/abcdef", "edn", "abcdef"),
        ("https://doi.org/10.1000.10/123", "doi", "10.1000.10/123"),
        ("DOI: https://doi.org/10.1000.10/123", "doi", "10.1000.10/123"),
        ("doi.org/10.1234/abc", "doi", "10.1234/abc"),
        ("https://hdl.handle.net/20.500.12258/12.3", "handle", "20.500.12258/12.3"),
        ("https://journal.kz/2019/12", "url", "https://journal.kz/2019/12"),
        ("ORCID: 0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("https://www.orcid.org/0000-0002-1825-0097/", "orcid", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", "local", "0000-0002-1825-0098"),
        ("2434-561Х", "issn", "2434-561Х"),
        ("CUHSLHSP_M232.tif", "local", "CUHSLHSP_M232.tif"),
    ],
)
def test_classify(text, scheme, value):
    (found,) = classify(text)
    assert (found.scheme, found.value) == (scheme, value)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", 'http://x/"onload', "//x"],
)
def test_only_http_addresses_are_urls(text):
    assert url_of(text) is None


@pytest.mark.parametrize(
    ("text", "separators", "values"),
    [
        ("КОСТЬ,ОЖОГ", ",;", ["КОСТЬ", "ОЖОГ"]),
        ("1,2-дихлорэтан, сталь (Fe, C)", ",;", ["1,2-дихлорэтан", "сталь (Fe, C)"]),
        ("a, b; c", ";", ["a, b", "c"]),
        ("(незакрытая, скобка", ",", ["(незакрытая, скобка"]),
        (" , ", ",", []),
    ],
)
def test_subjects(text, separators, values):
    assert [s.value for s in subjects_of(text, None, separators)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-36", ("31", "36")),
        ("С. 5–7", ("5", "7")),
        ("e12", ("e12", None)),
        ("5", ("5", None)),
        ("c. 100", ("100", None)),
        ("12 стр", (None, None)),
        (None, (None, None)),
    ],
)
def test_split_pages(text, expected):
    assert split_pages(text) == expected


@given(st.text(max_size=80))
def test_plain_never_raises_and_collapses_space(text):
    assert plain(text) == " ".join(plain(text).split())


def test_plain_keeps_what_is_no_markup():
    assert plain("a < b and c > d") == "a < b and c > d"
    assert plain("<p>Судно&nbsp;<i>«Мир»</i></p>") == "Судно «Мир»"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 01 May 2024 00:01:00 GMT", 60.0),
        ("Tue, 30 Apr 2024 00:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(header, seconds):
    assert retry_after(header, datetime(2024, 5, 1, tzinfo=UTC)) == seconds
