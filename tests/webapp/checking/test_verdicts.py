"""What is told of each reference of a list."""

from __future__ import annotations

import pytest
from flask import Flask
from msgspec.structs import replace

from catalogue.database.engine import reading
from schemas import Reference, ReferenceFields
from webapp.checking.errors import CannotCheckError
from webapp.checking.lists import numbered
from webapp.checking.verdicts import MOST, check
from webapp.services import services_of


@pytest.fixture
def asked(site_of_corpus: Flask):
    def verdicts(*references: Reference):
        with reading(services_of(site_of_corpus).engine) as connection:
            return check(connection, references)

    return verdicts


@pytest.fixture
def held(asked, matched):
    """A reference to an article with a DOI that needs no correction but that DOI, and the article."""
    for verdict in asked(*numbered(list(matched)[:60])):
        place = verdict.work.body.container
        doi = [each.value for each in verdict.work.body.identifiers if each.scheme == "doi"]
        if doi and place and place.volume and verdict.described.titles:
            return verdict
    raise AssertionError("the corpus has no such article")


def entry(held, **changes):
    """The article of ``held`` as an entry of a reference manager."""
    body = held.work.body
    fields = ReferenceFields(
        authors=tuple(each.contributor.names[0].literal for each in body.contributors),
        title=body.titles[0].text,
        container=body.container.titles[0].text,
        year=body.year,
        volume=body.container.volume,
        issue=body.container.issue,
        first_page=body.container.first_page,
        last_page=body.container.last_page,
        doi=next(each.value for each in body.identifiers if each.scheme == "doi"),
    )
    return Reference(raw=body.titles[0].text, position=1, fields=replace(fields, **changes))


def told(verdict):
    return {each.field: (each.given, each.here) for each in verdict.corrections}


def test_each_reference_finds_its_work(asked, matched):
    texts = list(matched)[:30]
    assert [verdict.work.number for verdict in asked(*numbered(texts))] == [
        matched[text] for text in texts
    ]


def test_what_is_right_is_not_corrected(asked, held):
    (verdict,) = asked(entry(held))
    assert told(verdict) == {}
    assert verdict.work.number == held.work.number


def test_what_is_wrong_is_corrected(asked, held):
    year = held.work.body.year
    (verdict,) = asked(entry(held, last_page="99999"))
    assert told(verdict) == {"last_page": ("99999", held.work.body.container.last_page)}
    (verdict,) = asked(entry(held, doi=None, year=None))
    assert told(verdict)["year"] == (None, str(year))
    assert told(verdict)["doi"][0] is None


@pytest.mark.parametrize("absent", ["volume", "issue", "first_page", "last_page", "title"])
def test_what_a_style_leaves_out_is_no_fault(asked, held, absent):
    (verdict,) = asked(entry(held, **{absent: None}))
    assert absent not in told(verdict)


def test_a_misprint_in_the_title_is_corrected_but_no_translation(asked, held):
    title = held.work.body.titles[0].text
    (verdict,) = asked(entry(held, title=title[:8] + "ъ" + title[9:]))
    assert told(verdict)["title"][1] == title
    (verdict,) = asked(entry(held, title="Quite another wording in English of whatever it is"))
    assert "title" not in told(verdict)


def test_a_doi_in_another_form_is_the_same(asked, held):
    doi = next(each.value for each in held.work.body.identifiers if each.scheme == "doi")
    (verdict,) = asked(entry(held, doi=f"https://doi.org/{doi.upper()}"))
    assert "doi" not in told(verdict)


def test_an_unknown_reference_is_kept_as_it_could_be_read(asked):
    raw = "Нездешний Н. Н. О том, чего нет. М.: Нигде, 1911. 77 с."
    (verdict,) = asked(*numbered([raw]))
    assert verdict.work is None
    assert verdict.described.titles[0].text == "О том, чего нет"
    assert verdict.described.year == 1911


def test_a_back_reference_shows_the_work_of_the_entry_above(asked, held):
    first, second = asked(entry(held), Reference(raw="Там же. С. 7.", position=2))
    assert second.work.number == first.work.number


def test_generated_works_are_marked(asked, matched):
    (verdict,) = asked(*numbered(list(matched)[:1]))
    assert ("generated" in verdict.marks) == verdict.work.body.generated


@pytest.mark.parametrize(("count", "code"), [(0, "nothing"), (MOST + 1, "too_many")])
def test_a_list_has_limits(asked, count, code):
    with pytest.raises(CannotCheckError) as error:
        asked(*numbered(["Иванов И. И. Почвы. М., 2001."] * count))
    assert error.value.code == code
