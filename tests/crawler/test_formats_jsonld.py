"""schema.org in JSON-LD in its many shapes: lists, graphs, references, prefixes, the chain up to the journal.

Named here: crawler.formats.article_pages.jsonld, crawler.formats.article_pages.jsonld_nodes,
crawler.formats.article_pages.jsonld_people,
crawler.formats.article_pages.jsonld_record.
"""

from __future__ import annotations

import json

import pytest

from crawler.formats import PageError, SourceHints, parse_page

HINTS = SourceHints(source="trial")
PERIODICAL = {"@type": "Periodical", "name": "Steppe", "issn": "2411-8591"}
VOLUME = {"@type": "PublicationVolume", "volumeNumber": "3", "isPartOf": PERIODICAL}
ISSUE = {
    "@type": "PublicationIssue",
    "issueNumber": "2",
    "datePublished": "2020-05",
    "isPartOf": VOLUME,
}


def page(whole):
    return parse_page("jsonld", json.dumps(whole).encode(), source=HINTS)


def article(**more):
    return {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "T",
        "author": "Kim, V.",
        **more,
    }


def one(**more):
    (record,) = page(article(**more)).records
    return record


def texts(given):
    return [found.text for found in given]


@pytest.mark.parametrize(
    "whole",
    [
        article(),
        [article()],
        {"@graph": [article(), {"@type": "WebSite", "name": "Site"}]},
        {"@type": "WebPage", "name": "Page", "mainEntity": article()},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": article()}]},
        {"@type": ["Thing", "ScholarlyArticle"], "headline": "T", "author": {"@type": "Person", "name": "Kim, V."}},
        {"@type": "http://schema.org/Article", "http://schema.org/name": "T", "http://schema.org/author": "Kim, V."},
        {"@type": "schema:ScholarlyArticle", "schema:name": "T", "schema:author": "Kim, V."},
        [{"@type": ["https://schema.org/ScholarlyArticle"], "https://schema.org/name": [{"@value": "T"}],
          "https://schema.org/author": [{"@list": [{"@type": ["https://schema.org/Person"],
                                                    "https://schema.org/name": [{"@value": "Kim, V."}]}]}]}],
    ],
)  # fmt: skip
def test_one_article_in_every_shape(whole):
    (item,) = page(whole).items
    record = item.record
    assert texts(record.titles) == ["T"]
    assert record.contributors[0].names[0].family == "Kim"
    assert record.type == "article"
    (again,) = parse_page("jsonld", item.raw, source=HINTS).records
    assert again == record


@pytest.mark.parametrize(
    ("holder", "place"),
    [
        (ISSUE, ("Steppe", "3", "2", ("2411-8591",))),
        (VOLUME, ("Steppe", "3", None, ("2411-8591",))),
        (PERIODICAL, ("Steppe", None, None, ("2411-8591",))),
        ([ISSUE], ("Steppe", "3", "2", ("2411-8591",))),
        ([{"@type": "PublicationIssue", "issueNumber": 2}, {"@type": "Periodical", "name": "Steppe"}],
         ("Steppe", None, "2", ())),
        ({"@type": ["PublicationVolume", "Periodical"], "name": "Steppe", "volumeNumber": 3},
         ("Steppe", "3", None, ())),
        ({"@type": "PublicationIssue", "name": "№ 2",
          "isPartOf": {"@type": "PublicationVolume", "name": "Vol. 3", "isPartOf": PERIODICAL}},
         ("Steppe", "3", "2", ("2411-8591",))),
        ({"@type": "Periodical", "name": "Steppe", "issn": ["2411-8591", "1234-5679"]},
         ("Steppe", None, None, ("2411-8591", "1234-5679"))),
        ("Steppe", ("Steppe", None, None, ())),
        ({"@type": "WebSite", "name": "Site"}, None),
        ("https://steppe.example.org", None),
    ],
)  # fmt: skip
def test_the_chain_up_to_the_journal(holder, place):
    found = one(isPartOf=holder).container
    told = found and (next(iter(texts(found.titles)), None), found.volume, found.issue, found.issn)
    assert told == place


def test_the_date_of_the_issue_counts_where_the_article_has_none():
    assert one(isPartOf=ISSUE).published == "2020-05"
    assert one(isPartOf=ISSUE, datePublished="2020-06-01T10:00:00Z").published == "2020-06-01"
    assert one(dateModified="2021-01-01").published is None


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ({"pageStart": 5, "pageEnd": "9"}, ("5-9", "5", "9")),
        ({"pagination": "5-9"}, ("5-9", "5", "9")),
        ({"pageStart": "e12"}, ("e12", "e12", None)),
    ],
)
def test_pages(fields, pages):
    found = one(isPartOf=ISSUE, **fields).container
    assert (found.pages, found.first_page, found.last_page) == pages


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Kim, V.", [("p", "Kim, V.")]),
        (["Kim, V.", "Lee, S."], [("p", "Kim, V."), ("p", "Lee, S.")]),
        ("Ким В.И.; Ли С.П.", [("p", "Ким В.И."), ("p", "Ли С.П.")]),
        ({"@type": "Person", "givenName": "V.", "familyName": "Kim"}, [("p", "Kim, V.")]),
        (
            {"@type": "Person", "name": "Viktor Kim", "givenName": "Viktor", "familyName": "Kim"},
            [("p", "Viktor Kim")],
        ),
        ({"@type": "Organization", "name": "Steppe Union"}, [("o", "Steppe Union")]),
        ({"@type": "Role", "author": {"@type": "Person", "name": "Kim, V."}}, [("p", "Kim, V.")]),
        (
            {"@list": [{"name": "Kim, V."}, {"name": "Lee, S."}]},
            [("p", "Kim, V."), ("p", "Lee, S.")],
        ),
        ([{"@type": "Person"}, None, 5], [("p", "5")]),
    ],
)
def test_people_in_their_order(author, names):
    found = one(author=author, publisher="P").contributors
    assert [(c.kind[0], c.names[0].literal) for c in found] == names


def test_creators_count_where_there_are_no_authors():
    assert texts(one(author="Kim, V.", creator="Lee, S.").contributors[0].names[:0]) == []
    assert len(one(author="Kim, V.", creator="Lee, S.").contributors) == 1
    assert one(author=None, creator="Lee, S.", editor="Ng, L.").contributors[1].role == "editor"


@pytest.mark.parametrize(
    ("details", "orcid"),
    [
        ({"@id": "https://orcid.org/0000-0002-1825-0097"}, "0000-0002-1825-0097"),
        ({"sameAs": ["https://x.org", "https://orcid.org/0000-0002-1825-0097"]}, "0000-0002-1825-0097"),
        ({"identifier": {"propertyID": "ORCID", "value": "0000-0002-1825-0097"}}, "0000-0002-1825-0097"),
        ({"identifier": "0000-0002-1825-0097"}, "0000-0002-1825-0097"),
        ({"identifier": "https://example.org/0000-0002-1825-0097"}, None),
    ],
)  # fmt: skip
def test_orcid_ids(details, orcid):
    found = one(author={"@type": "Person", "name": "Kim, V.", **details}).contributors[0]
    assert [i.value for i in found.identifiers] == ([orcid] if orcid else [])


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"identifier": "https://doi.org/10.5555/a"}, "10.5555/a"),
        (
            {"identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.5555/a"}},
            "10.5555/a",
        ),
        ({"identifier": ["x", {"propertyID": "doi", "value": "doi:10.5555/a"}]}, "10.5555/a"),
        ({"sameAs": "https://doi.org/10.5555/a"}, "10.5555/a"),
        ({"@id": "https://doi.org/10.5555/a"}, "10.5555/a"),
        ({"doi": "10.5555/a"}, "10.5555/a"),
        ({"identifier": "internal-7"}, None),
    ],
)
def test_the_doi_wherever_it_stands(fields, doi):
    record = one(**fields)
    assert [i.value for i in record.identifiers if i.scheme == "doi"] == ([doi] if doi else [])
    assert record.identifier == (doi or one().identifier)


def test_titles_in_languages_and_a_headline_that_is_cut():
    record = one(
        name=[{"@value": "О реках", "@language": "ru"}, {"@value": "On rivers", "@language": "en"}]
    )
    assert [(t.text, t.lang) for t in record.titles] == [("О реках", "ru"), ("On rivers", "en")]
    assert texts(one(name="On rivers and lakes", headline="On rivers…").titles) == [
        "On rivers and lakes"
    ]
    assert texts(one(name="On rivers", headline="О реках").titles) == ["On rivers", "О реках"]


def test_what_is_cited_is_a_reference_and_no_record():
    cited = {"@type": "ScholarlyArticle", "name": "Cited", "author": ["Lee, S.", "Ng, L."], "datePublished": "1998",
             "pagination": "1-5", "isPartOf": {"@type": "Periodical", "name": "Lakes"},
             "sameAs": "https://doi.org/10.5555/b"}  # fmt: skip
    how_to_cite = "Kim V. On rivers and lakes. Steppe, 2020."
    record = one(name="On rivers and lakes", citation=["Petrov A. Old. 1999.", cited, how_to_cite])
    first, second = record.references
    assert (first.raw, first.fields) == ("Petrov A. Old. 1999.", None)
    assert (second.fields.authors, second.fields.container, second.fields.year) == (
        ("Lee, S.", "Ng, L."),
        "Lakes",
        1998,
    )
    assert (second.fields.first_page, second.fields.doi) == ("1", "10.5555/b")
    assert second.raw == "Lee, S., Ng, L. Cited. Lakes. 1998. 1-5. 10.5555/b"


GRAPH = [
    {"@id": "#i", "@type": "PublicationIssue", "issueNumber": "2", "isPartOf": {"@id": "#p"}},
    {"@id": "#p", **PERIODICAL},
    {
        "@id": "#a",
        **article(isPartOf={"@id": "#i"}, author=[{"@id": "#k"}], citation={"@id": "#c"}),
    },
    {"@id": "#k", "@type": "Person", "name": "Kim, V."},
    {
        "@id": "#c",
        "@type": "ScholarlyArticle",
        "name": "Cited",
        "author": "Lee, S.",
        "citation": {"@id": "#a"},
    },
]


def test_references_to_other_nodes_of_a_graph():
    cited = {key: value for key, value in GRAPH[4].items() if key != "citation"}
    found = page({"@graph": [*GRAPH[:4], cited]})
    (record,) = found.records
    assert (record.container.issue, texts(record.container.titles)) == ("2", ["Steppe"])
    assert record.contributors[0].names[0].literal == "Kim, V."
    assert record.references[0].fields.title == "Cited"


def test_nodes_that_refer_to_one_another_end():
    loop = [
        {
            "@id": f"#{n}",
            "@type": "Periodical",
            "name": "P",
            "isPartOf": {"@id": f"#{(n + 1) % 40}"},
        }
        for n in range(40)
    ]
    found = page({"@graph": [*loop, {"@id": "#a", **article(isPartOf={"@id": "#0"})}]})
    assert texts(found.records[0].container.titles) == ["P"]
    each_cites_the_other = page({"@graph": GRAPH})
    assert [texts(r.titles) for r in each_cites_the_other.records] == [["T"], ["Cited"]]


def test_the_articles_of_an_issue_stand_in_it():
    issue = {**ISSUE, "hasPart": [article(name="One"), article(name="Two")]}
    found = page(issue)
    assert [(texts(r.titles), r.container.volume) for r in found.records] == [
        (["One"], "3"),
        (["Two"], "3"),
    ]
    for item in found.items:
        assert parse_page("jsonld", item.raw, source=HINTS).records == (item.record,)


@pytest.mark.parametrize(
    "whole",
    [
        {"@type": "WebSite", "name": "Site"},
        {"@type": "Person", "name": "Kim"},
        {},
        [],
        ["x"],
        5,
        {"@graph": 5},
    ],
)
def test_other_json_is_refused(whole):
    with pytest.raises(PageError, match="no node of a publication"):
        page(whole)


def test_a_node_without_a_title_is_rejected_alone():
    found = page([article(), {"@type": "ScholarlyArticle", "author": "Kim, V."}])
    assert len(found.records) == 1
    assert [r.reason for r in found.rejected] == ["no-title"]


@pytest.mark.parametrize(
    ("fields", "keywords", "languages"),
    [
        ({"keywords": "a, b"}, ["a", "b"], ()),
        ({"keywords": ["a, b", "c"]}, ["a, b", "c"], ()),
        (
            {"keywords": {"@type": "DefinedTerm", "name": "a"}, "inLanguage": "ru-RU"},
            ["a"],
            ("ru",),
        ),
        (
            {"inLanguage": {"@type": "Language", "name": "Russian", "alternateName": "ru"}},
            [],
            ("ru",),
        ),
        ({"inLanguage": ["kk", "en"]}, [], ("kk", "en")),
    ],
)
def test_keywords_and_languages(fields, keywords, languages):
    record = one(**fields)
    assert [s.value for s in record.subjects] == keywords
    assert record.languages == languages
