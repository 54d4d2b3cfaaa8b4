"""The pages of people: their numbers and what these open, who may be the same, addresses that lead on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from lxml import html

from catalogue.derived.works import WorkEntry
from schemas import (
    Affiliation,
    Attributed,
    AttributedContributor,
    Contributor,
    Identifier,
    LocalizedText,
    PersonName,
    Work,
)
from schemas.ids import public_id
from tests.webapp.scholars.conftest import (
    KASYM,
    ONCE_SHCHERBAKOV,
    OTHER_SHCHERBAKOV,
    SHCHERBAKOV,
)
from webapp.scholars.person_facts import NameForm, Place, facts_of

PERSON = f"/en/authors/{public_id(SHCHERBAKOV)}"


def figures(page: str) -> dict[str, str]:
    found = html.fromstring(page)
    names = [each.text_content() for each in found.findall('.//div[@class="figure"]/dt')]
    values = [each.text_content() for each in found.findall('.//div[@class="figure"]/dd')]
    return dict(zip(names, values, strict=True))


def total(page: str) -> int:
    found = re.search(r'search-page__total"[^>]*><strong class="num">([\d,]+)', page)
    assert found
    return int(found[1].replace(",", ""))


def test_a_person_has_a_page_in_both_languages(client: FlaskClient) -> None:
    page = client.get(PERSON).text
    assert figures(page) == {
        "works": "24",
        "citations": "25",
        "without self-citations": "24",
        "self-citations": "1",
        "possible self-citations": "2",
        "h-index": "1",
    }
    assert "Shcherbakov A. A." in page  # the form in the other script
    assert "Возможно, тот же человек" in client.get(PERSON.replace("/en/", "/ru/")).text


def test_every_number_of_the_page_opens_a_list_of_that_length(client: FlaskClient) -> None:
    page = client.get(PERSON).text
    links = re.findall(r'<a class="num" href="([^"]+)"[^>]*>([\d,]+)</a>', page)
    assert len(links) > 25  # five figures, and the years
    for address, number in links[:12]:
        assert total(client.get(unescape(address)).text) == int(number), address


def test_who_may_be_the_same_is_linked_from_both_sides(client: FlaskClient) -> None:
    for one, other in ((SHCHERBAKOV, OTHER_SHCHERBAKOV), (OTHER_SHCHERBAKOV, SHCHERBAKOV)):
        page = client.get(f"/en/authors/{public_id(one)}").text
        assert f'href="/en/authors/{public_id(other)}"' in page
    assert "May be the same person" not in client.get(f"/en/authors/{public_id(KASYM)}").text


def test_a_work_links_each_author_to_the_person_and_others_to_the_name(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    page = client.get(f"/en/works/{ids['main']}").text
    for number in (SHCHERBAKOV, KASYM):
        assert f'href="/en/authors/{public_id(number)}"' in page
    assert 'href="/en/authors/petrova%20v"' in page  # a translator is nobody's mention


def test_an_address_leads_on_to_whoever_has_the_work_now(client: FlaskClient) -> None:
    for ending in ("", "/citations"):
        answer = client.get(f"/en/authors/{public_id(ONCE_SHCHERBAKOV)}{ending}")
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"{PERSON}{ending}"
        assert "no-cache" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/authors/0000000000000",
        "/en/authors/0000000000000/citations",
        "/en/authors/nobody/citations",
        f"{PERSON}/citations?selves=some",
        f"{PERSON}?year=many",
        f"{PERSON}?page=99",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_written_name_still_lists_its_works_and_names_its_people(client: FlaskClient) -> None:
    page = client.get("/en/authors/scerbakov a").text
    assert total(page) == 27  # those of works known from references alone too
    assert "People of this name:" in page
    assert f'href="/en/authors/{public_id(OTHER_SHCHERBAKOV)}"' in page


def test_the_facet_of_a_search_counts_people_by_name(client: FlaskClient) -> None:
    page = client.get("/en/search?q=эрозия").text
    (found,) = [
        each for each in html.fromstring(page).find_class("facet") if each.findtext("summary") == "Author"
    ]  # fmt: skip
    shown = [each.text_content().split() for each in found.findall(".//li")]
    assert shown == [["Щербаков", "А.", "А.", "23"], ["Щербаков", "А.", "А.", "2"]]
    chosen = client.get(f"/en/search?q=эрозия&person={public_id(SHCHERBAKOV)}").text
    assert total(chosen) == 23
    assert "Author: <bdi>Щербаков А. А.</bdi>" in chosen
    assert "Author" not in [
        each.findtext("summary") for each in html.fromstring(client.get("/en/search").text).find_class("facet")
    ]  # fmt: skip


def _entry(number: int, year: int | None, *people: AttributedContributor) -> WorkEntry:
    body = Work(id=public_id(number), kind="held", contributors=people, year=year)
    places = {at: at for at in range(1, len(people) + 1)}
    return WorkEntry(
        number=number, body=body, cited_by=0, cited_by_others=0, cites=0, people=places
    )


def _who(*forms: str, place: str = "", orcid: str = "") -> AttributedContributor:
    names = tuple(PersonName(literal=form) for form in forms)
    places = (Affiliation(names=(LocalizedText(place),)),) if place else ()
    ids = (Identifier("orcid", orcid),) if orcid else ()
    return AttributedContributor(
        contributor=Contributor(names=names, affiliations=places, identifiers=ids),
        key=forms[0],
        forms=tuple(Attributed(text=form) for form in forms),
    )


def test_facts_unite_what_the_works_say_of_the_person_and_of_nobody_else() -> None:
    other = _who("Беков А.", place="КазНУ")
    works = [
        _entry(1, 2019, _who("Ким А.", "Kim A.", place="МГУ", orcid="0000-0002-1825-0097"), other),
        _entry(2, 2015, _who("Ким А.", place="мгу")),
        _entry(3, None, _who("Ким Антон", place="СПбГУ", orcid="https://orcid.org/0000-0002-1825-0097")),
    ]  # fmt: skip
    found = facts_of(1, works)
    assert found.names == (
        NameForm("Ким А.", None, 2), NameForm("Kim A.", None, 1), NameForm("Ким Антон", None, 1),
    )  # fmt: skip
    assert found.identifiers == (("orcid", "0000-0002-1825-0097"),)
    assert found.places == (
        Place("МГУ", None, 2015, 2019, 2), Place("СПбГУ", None, None, None, 1),
    )  # fmt: skip
