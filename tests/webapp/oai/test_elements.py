"""What each format says of one work, element by element."""

from __future__ import annotations

import pytest
from lxml import etree
from werkzeug.datastructures import MultiDict

from catalogue.derived.provided import Asked
from schemas import Container, Contributor, Identifier, LocalizedText, PersonName, Subject, Work
from schemas.record import Affiliation
from schemas.work import Attributed, AttributedContributor
from webapp.oai.arguments import asked, read
from webapp.oai.formats.jats import made as jats
from webapp.oai.formats.mods import made as mods
from webapp.oai.formats.oai_dc import made as oai_dc
from webapp.oai.formats.parts import citation, inverted, pages, three_letters
from webapp.oai.views import NAME

ADDRESS = "https://example.org/works/abc"


def person(literal, role="author", **more):
    contributor = Contributor(names=(PersonName(literal=literal, **more),), role=role)
    return AttributedContributor(contributor=contributor, key="")


WORK = Work(
    id="abc",
    kind="held",
    titles=(Attributed(text="Топырақ эрозиясы", lang="kk"), Attributed(text="Soil erosion", lang="en")),
    abstracts=(LocalizedText("Топырақ туралы", "kk"), LocalizedText("About soil", "en")),
    contributors=(
        person("Қасымов, Нұрлан", family="Қасымов", given="Нұрлан"),
        person("Петров П. П.", role="editor"),
    ),
    container=Container(
        titles=(LocalizedText("Хабаршы"),), issn=("1234-5679",), volume="5", issue="3", first_page="5", last_page="12"
    ),
    publishers=(LocalizedText("Ғылым"),),
    place="Алматы",
    year=2010,
    published="2010-03",
    languages=("kk",),
    type="article",
    identifiers=(Identifier("doi", "10.1234/abc"),),
    subjects=(Subject(scheme="keyword", value="топырақ", lang="kk"), Subject(scheme="udc", value="631.4")),
    urls=("https://journal.example.kz/1",),
)  # fmt: skip


def told(element):
    """Local name, text and attributes of each element below, those with a text."""
    return [
        (etree.QName(each).localname, each.text, *each.attrib.values())
        for each in element.iter()
        if (each.text or "").strip()
    ]


def test_dublin_core():
    assert told(oai_dc(WORK, ADDRESS, ())) == [
        ("title", "Топырақ эрозиясы", "kk"),
        ("title", "Soil erosion", "en"),
        ("creator", "Қасымов, Нұрлан"),
        ("contributor", "Петров, П. П."),
        ("subject", "топырақ", "kk"),
        ("subject", "631.4"),
        ("description", "Топырақ туралы", "kk"),
        ("description", "About soil", "en"),
        ("publisher", "Ғылым"),
        ("date", "2010-03"),
        ("type", "Article"),
        ("identifier", ADDRESS),
        ("identifier", "https://doi.org/10.1234/abc"),
        ("identifier", "https://journal.example.kz/1"),
        ("source", "Хабаршы, 2010, vol. 5, no. 3, pp. 5-12"),
        ("source", "ISSN 1234-5679"),
        ("language", "kk"),
    ]


def test_mods():
    found = told(mods(WORK, ADDRESS, ()))
    for each in (
        ("title", "Soil erosion"),
        ("namePart", "Қасымов", "family"),
        ("namePart", "Нұрлан", "given"),
        ("roleTerm", "editor", "text"),
        ("dateIssued", "2010", "w3cdtf"),
        ("topic", "топырақ", "kk"),
        ("classification", "631.4", "udc"),
        ("identifier", "10.1234/abc", "doi"),
        ("identifier", "1234-5679", "issn"),
        ("start", "5"),
        ("end", "12"),
        ("recordIdentifier", "abc"),
    ):
        assert each in found


def test_jats():
    found = told(jats(WORK, ADDRESS, ["Иванов И. И. О почвах. 1990.", "Petrov P. Steppes. 1991."]))
    for each in (
        ("journal-title", "Хабаршы"),
        ("issn", "1234-5679"),
        ("article-id", "10.1234/abc", "doi"),
        ("article-title", "Топырақ эрозиясы", "kk"),
        ("trans-title", "Soil erosion"),
        ("surname", "Қасымов"),
        ("month", "03"),
        ("year", "2010"),
        ("fpage", "5"),
        ("kwd", "топырақ"),
        ("mixed-citation", "Иванов И. И. О почвах. 1990."),
        ("mixed-citation", "Petrov P. Steppes. 1991."),
    ):
        assert each in found


@pytest.mark.parametrize("made", [oai_dc, mods, jats])
def test_a_work_of_which_hardly_anything_is_known_is_an_element_too(made):
    bare = made(Work(id="x", kind="held"), ADDRESS, ())
    assert all("\x00" not in text for _, text, *_ in told(bare))
    assert etree.fromstring(etree.tostring(bare)).tag == bare.tag


def test_an_affiliation_in_two_languages_is_one():
    place = Affiliation(names=(LocalizedText("КазНУ"), LocalizedText("KazNU")))
    author = Contributor(names=(PersonName(literal="Қасымов Н."),), affiliations=(place,))
    work = Work(
        id="x", kind="held", contributors=(AttributedContributor(contributor=author, key=""),)
    )
    assert ("aff", "КазНУ; KazNU") in told(jats(work, ADDRESS, ()))
    assert ("affiliation", "KazNU") in told(mods(work, ADDRESS, ()))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ({"first_page": "5", "last_page": "12"}, "5-12"),
        ({"first_page": "5"}, "5"),
        ({"pages": "5, 7"}, "5, 7"),
        ({}, None),
    ],
)
def test_pages(place, line):
    assert pages(Container(**place)) == line


def test_a_work_outside_a_journal_has_no_citation():
    assert citation(Work(id="x", kind="held", year=2010)) is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (PersonName(literal="Қасымов Нұрлан", family="Қасымов", given="Нұрлан"), "Қасымов, Нұрлан"),
        (PersonName(literal="Петров П. П."), "Петров, П. П."),
        (PersonName(literal="Խաչատրյան Ա."), "Խաչատրյան, Ա."),
        (PersonName(literal="Аристотель"), "Аристотель"),
    ],
)
def test_names_as_catalogues_write_them(name, line):
    assert inverted(name) == line


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("ru", "rus"),
        ("kk-Latn", "kaz"),
        ("ky", "kir"),
        ("hy", "arm"),
        ("de", "ger"),
        (None, None),
        ("xx", None),
    ],
)
def test_languages_by_three_letters(lang, code):
    assert three_letters(lang) == code


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({}, Asked()),
        ({"from": "2026-01-31"}, Asked(since="2026-01-31T00:00:00Z")),
        ({"until": "2026-01-31"}, Asked(until="2026-01-31T23:59:59Z")),
        (
            {"from": "2026-01-31T12:00:00Z", "set": "country:KZ"},
            Asked("2026-01-31T12:00:00Z", None, "country:KZ"),
        ),
    ],
)
def test_the_part_that_is_asked_for(given, part):
    assert asked(given) == part


def test_a_request_is_read():
    sent = MultiDict([("verb", "GetRecord"), ("identifier", "x"), ("metadataPrefix", "jats")])
    assert read(sent) == {"verb": "GetRecord", "identifier": "x", "metadataPrefix": "jats"}


def test_the_repository_has_the_name_of_the_site(ask):
    assert NAME in etree.tostring(ask(verb="Identify").root).decode()
