"""What the formats for programs say of one work, literally."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from schemas import Container, Contributor, Identifier, LocalizedText, PersonName, Subject, Work
from schemas.record import Affiliation
from schemas.work import Attributed, AttributedContributor
from webapp.metadata.coins import context
from webapp.metadata.highwire import MOST_REFERENCES, tags
from webapp.metadata.jsonld import block, node
from webapp.metadata.signposting import header, linkset

SITE = "https://index.example.org"
ADDRESS = f"{SITE}/works/abc"
AUTHOR = Contributor(
    names=(PersonName(literal="Қасымов Нұрлан", family="Қасымов", given="Нұрлан"),),
    identifiers=(Identifier("orcid", "0000-0002-1825-0097"),),
    affiliations=(Affiliation(names=(LocalizedText("КазНУ"),)),),
)
EDITOR = Contributor(names=(PersonName(literal="Петров П. П."),), role="editor")
WORK = Work(
    id="abc",
    kind="held",
    titles=(Attributed(text="Топырақ эрозиясы", lang="kk"), Attributed(text="Soil erosion", lang="en")),
    contributors=tuple(AttributedContributor(contributor=each, key="") for each in (AUTHOR, EDITOR)),
    container=Container(
        titles=(LocalizedText("Хабаршы"),), issn=("1234-5679",), volume="5", issue="3", first_page="5", last_page="12"
    ),
    year=2010,
    published="2010-03-15",
    languages=("kk",),
    type="article",
    identifiers=(Identifier("doi", "10.1234/abc"),),
    subjects=(Subject(scheme="keyword", value="топырақ", lang="kk"),),
)  # fmt: skip


def test_highwire_tags():
    assert tags(WORK, ADDRESS, ["Иванов И. И. О почвах. 1990."]) == [
        ("citation_title", "Топырақ эрозиясы"),
        ("citation_author", "Қасымов Нұрлан"),
        ("citation_author_institution", "КазНУ"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_publication_date", "2010/03/15"),
        ("citation_journal_title", "Хабаршы"),
        ("citation_volume", "5"),
        ("citation_issue", "3"),
        ("citation_firstpage", "5"),
        ("citation_lastpage", "12"),
        ("citation_issn", "1234-5679"),
        ("citation_language", "kk"),
        ("citation_doi", "10.1234/abc"),
        ("citation_abstract_html_url", ADDRESS),
        ("citation_keywords", "топырақ"),
        ("citation_reference", "Иванов И. И. О почвах. 1990."),
    ]


@pytest.mark.parametrize(
    ("year", "published", "date"),
    [
        (2010, "2010-03-15", "2010/03/15"),
        (2010, "2010-03", "2010/03"),
        (2010, "2019-05-01", "2010"),  # the day of an upload
        (2010, None, "2010"),
        (None, None, None),
    ],
)
def test_the_date_is_that_of_the_publication(year, published, date):
    found = dict(tags(replace(WORK, year=year, published=published), ADDRESS))
    assert found.get("citation_publication_date") == date


def test_a_conference_paper_and_a_thesis_name_theirs():
    paper = dict(tags(replace(WORK, type="conference-paper"), ADDRESS))
    assert paper["citation_conference_title"] == "Хабаршы"
    assert "citation_journal_title" not in paper
    thesis = replace(WORK, type="thesis", container=None, publishers=(LocalizedText("КазНУ"),))
    assert dict(tags(thesis, ADDRESS))["citation_dissertation_institution"] == "КазНУ"


def test_long_lists_are_cut_and_a_work_without_a_title_says_nothing():
    found = tags(WORK, ADDRESS, ["A reference."] * 500)
    assert sum(name == "citation_reference" for name, _ in found) == MOST_REFERENCES
    assert tags(Work(id="x", kind="held"), ADDRESS) == []


def test_json_ld():
    found = node(WORK, ADDRESS, 7)
    assert found["@type"] == "ScholarlyArticle"
    assert found["name"][1] == {"@value": "Soil erosion", "@language": "en"}
    (author,) = found["author"]
    assert (author["familyName"], author["affiliation"][0]["name"]) == ("Қасымов", "КазНУ")
    assert author["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert found["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "5",
            "isPartOf": {"@type": "Periodical", "name": "Хабаршы", "issn": ["1234-5679"]},
        },
    }
    assert found["interactionStatistic"]["userInteractionCount"] == 7
    assert "editor" in found
    assert "abstract" not in found


@given(st.text())
def test_nothing_of_a_title_ends_the_data_block(title):
    work = replace(WORK, titles=(Attributed(text=f"{title}</script><script>alert(1)"),))
    told = block(work, ADDRESS, 0)
    page = html.fromstring(f'<div><script type="application/ld+json">{told}</script></div>')
    assert len(page.xpath("//script")) == 1
    assert "script" in json.loads(told)["name"][0]


def test_coins():
    assert parse_qsl(context(WORK)) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "Топырақ эрозиясы"),
        ("rft.jtitle", "Хабаршы"),
        ("rft.volume", "5"),
        ("rft.issue", "3"),
        ("rft.spage", "5"),
        ("rft.epage", "12"),
        ("rft.issn", "1234-5679"),
        ("rft.date", "2010"),
        ("rft.aulast", "Қасымов"),
        ("rft.aufirst", "Нұрлан"),
        ("rft.au", "Қасымов Нұрлан"),
        ("rft_id", "info:doi/10.1234/abc"),
    ]
    assert context(Work(id="x", kind="held")) == ""


def test_signposting():
    told = header(WORK, SITE)
    for each in (
        '<https://doi.org/10.1234/abc>; rel="cite-as"',
        '<https://schema.org/ScholarlyArticle>; rel="type"',
        '<https://orcid.org/0000-0002-1825-0097>; rel="author"',
        f'<{ADDRESS}.bib>; rel="describedby"; type="application/x-bibtex"',
        f'<{ADDRESS}.linkset>; rel="linkset"; type="application/linkset+json"',
    ):
        assert each in told
    first, *others = linkset(WORK, SITE, f"{SITE}/ru/works/abc")["linkset"]
    assert first["cite-as"] == [{"href": "https://doi.org/10.1234/abc"}]
    assert [each["anchor"] for each in others] == [each["href"] for each in first["describedby"]]


def test_a_generated_work_cites_its_page_and_no_doi_that_means_nothing():
    assert f'<{ADDRESS}>; rel="cite-as"' in header(replace(WORK, generated=True), SITE)


def test_no_identifier_breaks_the_header():
    hostile = Identifier("doi", '10.1/a>"\r\nX-Evil: 1')
    told = header(replace(WORK, identifiers=(hostile,)), SITE)
    assert "\n" not in told
    assert "\r" not in told
