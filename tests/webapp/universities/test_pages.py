from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

from indexer.institutions import registry
from schemas.vocabularies import member_countries

PAGES = [
    "/institutions",
    "/institutions/kz-enu",
    "/institutions/ru-msu",
    "/institutions/kg-auca",  # without a work
    "/institutions/kz-enu/works",
    "/institutions/kz-enu/works?page=2",
    "/institutions/kz-enu/works?year=2020&order=year",
    "/institutions/kz-enu/works?year=none",
    "/institutions/kz-enu/works?country=RU",
    "/institutions/kz-enu/works?with=ru-msu",
    "/institutions/kz-enu/works?year=1999",
    "/institutions/kz-enu/citations",
    "/institutions/kz-enu/citations?selves=self",
    "/institutions/kz-enu/citations?year=2019&selves=others",
    "/institutions/kz-enu/citations?side=given",
    "/institutions/kz-enu/citations?side=own&selves=others",
    "/journals/numbers?journal=Vestnik%20stepi",
    "/journals/numbers?journal=1561-2406",
    "/journals/numbers/works?journal=15612406&year=2020",
    "/journals/numbers/citations?journal=15612406&side=own",
    "/integration",
    "/integration/works?a=KZ&b=RU",
    "/integration/works?a=BY&b=KG",
    "/integration/works?a=KZ&basis=source",
    "/integration?basis=affiliation&counting=all",
    "/integration?basis=publication",
    "/integration/citations?from=RU&to=KZ",
    "/integration/citations?from=RU&to=KZ&selves=self",
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_show_in_both_languages(page: str, language: str, client: FlaskClient) -> None:
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "<script" not in answer.text
    assert " style=" not in answer.text  # the security policy forbids it


@pytest.mark.parametrize(
    "page",
    [
        "/institutions/none",
        "/institutions/none/works",
        "/institutions/kz-enu/works?country=XX",
        "/institutions/kz-enu/works?with=none",
        "/institutions/kz-enu/works?year=abc",
        "/institutions/kz-enu/works?year=20201",
        "/institutions/kz-enu/works?page=3",
        "/institutions/kz-enu/works?page=0",
        "/institutions/kz-enu/citations?selves=none",
        "/institutions/kz-enu/export.pdf",
        "/institutions/kz-enu/export.csv?part=none",
        "/institutions/kz-enu/citations?side=none",
        "/journals/numbers",
        "/journals/numbers?journal=None",
        "/journals/numbers/citations?journal=1561-2407",
        "/integration/works?b=RU",
        "/integration/works?a=RU&b=",
        "/integration?basis=guess",
        "/integration/works?a=RU&b=DE",
        "/integration/citations?from=RU&to=",
    ],
)
def test_addresses_that_name_nothing(page: str, client: FlaskClient) -> None:
    assert client.get(f"/en{page}").status_code == 404


def _links(page: str) -> list[tuple[str, str]]:
    """(number, address) of every number that is a link to a list."""
    found = html.fromstring(page).findall('.//a[@class="num"]')
    addresses = [(link.text_content(), link.get("href") or "") for link in found]
    return [(text, address) for text, address in addresses if not address.startswith("#")]


@pytest.mark.parametrize(
    ("page", "least"),
    [
        ("/institutions", 12),
        ("/institutions/kz-enu", 18),
        ("/institutions/ru-msu", 9),
        ("/journals/numbers?journal=1561-2406", 12),
        ("/integration", 20),
        ("/integration?basis=affiliation", 20),
        ("/integration?basis=publication&counting=all", 6),
    ],
)
def test_every_number_opens_a_list_of_that_length(
    page: str, least: int, client: FlaskClient
) -> None:
    links = _links(client.get(f"/en{page}").text)
    assert len(links) >= least
    for number, address in links:
        opened = html.fromstring(client.get(address).text)
        (total,) = opened.find_class("search-page__total")
        said = total.find('./strong[@class="num"]')
        assert said is not None
        assert said.text_content() == number, address
        listed = len(opened.find_class("result")) or len(opened.findall(".//tbody/tr"))
        assert listed == min(int(number.replace(",", "")), 20), address


def test_the_numbers_of_an_institution(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/en/institutions/kz-enu").text)
    names = [each.text_content() for each in page.findall('.//div[@class="figure"]/dt')]
    values = [each.text_content() for each in page.findall('.//div[@class="figure"]/dd')]
    figures = dict(zip(names, values, strict=True))
    assert figures == {
        "works": "29",
        "citations": "8",
        "without self-citations": "5",
        "self-citations": "3",
        "possible self-citations": "0",
        "h-index": "2",
    }


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/institutions/kz-enu", ["4", "50% (of 8)", "66.7% (of 6)"]),
        ("/journals/numbers?journal=1561-2406", ["3", "42.9% (of 7)", "100% (of 3)"]),
        ("/journals/numbers?journal=вестник%20степи", ["2", "28.6% (of 7)", "100% (of 2)"]),
    ],
)
def test_how_much_a_unit_cites_itself(page: str, said: list[str], client: FlaskClient) -> None:
    found = html.fromstring(client.get(f"/en{page}").text)
    (own,) = [
        each for each in found.findall(".//dl") if "Own citations" in (each.findtext("dt") or "")
    ]
    assert [" ".join(each.text_content().split()) for each in own.findall("dd")] == said


def test_a_list_of_works_says_why_each_is_there(client: FlaskClient) -> None:
    text = client.get("/en/institutions/kz-enu/works").text
    assert "piece of kz-enu" in text
    assert "piece of ru-msu" not in text
    assert "&lt;script&gt;" in client.get("/en/institutions/by-bsu").text


def test_the_matrix_shows_every_pair_and_the_experts_scores(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/en/integration").text)
    pairs, matrix = page.findall(".//table")[:2]
    scores = [row.findall("td")[0].text_content() for row in pairs.findall("tbody/tr")]
    assert scores == ["8.5", "7.54", "6.33", "6.04", "5.47", "4.96", "4.85", "4.71", "4.71", "4.1"]
    rows = matrix.findall("tbody/tr")
    assert [len(row.findall("td")) for row in rows] == [len(member_countries())] * 5
    works = {
        row.findtext("th/span"): row.findall("td")[2].text_content()
        for row in pairs.findall("tbody/tr")
    }
    assert works["Russia — Kazakhstan"] == "2"
    assert works["Kazakhstan — Kyrgyzstan"] == "1"


def test_the_matrix_by_affiliation_only(client: FlaskClient) -> None:
    every, some = (
        html.fromstring(client.get(f"/en/integration{asked}").text)
        for asked in ("?counting=all", "?counting=all&basis=affiliation")
    )
    cells = [_cell(page, "Russia", "Kazakhstan") for page in (every, some)]
    assert cells == ["3self: 2", "1self: 1"]  # work 3 is Russian by its place of publication
    assert "By affiliation only:" in some.text_content()
    (bases,) = [each for each in every.findall(".//table") if "by the place" in each.text_content()]
    rows = [[cell.text_content() for cell in row] for row in bases.findall("tbody/tr")]
    assert rows[0] == ["Russia", "2", "1", "0"]
    assert ["Kazakhstan", "4", "0", "25"] in rows


def _cell(page: html.HtmlElement, citing: str, cited: str) -> str:
    matrix = page.findall(".//table")[1]
    place = [each.text_content() for each in matrix.findall("thead/tr/th")].index(cited)
    row = next(each for each in matrix.findall("tbody/tr") if each.findtext("th") == citing)
    return " ".join(row[place].text_content().split())


def test_an_id_that_was_merged_leads_to_the_other_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_merged", lambda: {"ru-former": "ru-msu"})
    for page, target in (
        ("/ru/institutions/ru-former", "/ru/institutions/ru-msu"),
        ("/en/institutions/ru-former/works?year=2020", "/en/institutions/ru-msu/works?year=2020"),
    ):
        answer = client.get(page)
        assert (answer.status_code, answer.location) == (301, target)
    assert client.get("/ru/institutions/ru-nowhere").status_code == 404
