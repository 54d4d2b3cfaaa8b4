"""What repositories write into Dublin Core: OJS, DSpace, EPrints, arXiv, OpenAIRE 3; generated elements.

Of crawler.formats.repositories.dc_container, crawler.formats.repositories.dc_people and
crawler.formats.repositories.dc_relations.
"""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page
from schemas import Identifier, ReferenceFields, Subject


def parse(*elements, title="<dc:title>О реках степи</dc:title>"):
    body = (
        "<record><header><identifier>oai:x:1</identifier></header><metadata>"
        '<dc xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{title}{''.join(elements)}</dc></metadata></record>"
    )
    return parse_page("oai_dc", body.encode(), source=SourceHints(source="trial")).records[0]


def dc(name, *texts):
    return "".join(f"<dc:{name}>{text}</dc:{name}>" for text in texts)


@pytest.mark.parametrize(
    ("source", "date", "year", "published", "flagged"),
    [
        ("Вестник; Том 5, № 2 (1998); 31-36", "2015-02-14", 1998, "1998", True),
        ("Вестник; № 2(98) (2013): Реки; 31-36", "2015-02-14", 2013, "2013", True),
        ("Vestnik; 2012: Special Issue; 5", "2013-01-10", 2012, "2012", True),
        ("Vestnik; 2012; 5-10", "2013-01-10", 2012, "2012", True),
        ("Хабаршы; Т. 45 № 2 (2020)", "2020-06-30", 2020, "2020-06-30", False),
        ("Вестник; Том 5 (1998)", None, 1998, "1998", False),
        # no year of an issue: pages, a title, a volume
        ("Вестник; Том 5; 1998-2004", "2015-02-14", 2015, "2015-02-14", False),
        ("Вестник (1998); Том 5; 3-7", "2015-02-14", 2015, "2015-02-14", False),
        ("Вестник; № 1998; 3-7", "2015-02-14", 2015, "2015-02-14", False),
        ("Вестник; Том 5 (2125); 3-7", "2015-02-14", 2015, "2015-02-14", False),
    ],
)
def test_the_year_of_the_issue_counts_before_the_day_of_upload(
    source, date, year, published, flagged
):
    record = parse(dc("source", source), dc("date", date) if date else "")
    assert (record.year, record.published) == (year, published)
    assert bool(record.warnings) == flagged


@pytest.mark.parametrize(
    ("dates", "published", "flagged"),
    [
        (["2021-00-00"], "2021", True),
        (["2125"], None, True),
        (["2018–2019"], "2018", False),
        (["info:eu-repo/date/embargoEnd/2012-01-01", "2015-05"], "2015-05", False),
        (["2020-01-02T10:00:00Z", "2007"], "2007", False),
    ],
)
def test_dates(dates, published, flagged):
    record = parse(dc("date", *dates))
    assert record.published == published
    assert bool(record.warnings) == flagged


CITATION = "Сидоров, И. П. О реках степи // Вестник степи. – 1998. – Т. 5, № 2. – С. 31–36."


def test_a_citation_among_the_identifiers_is_the_place():
    record = parse(dc("identifier", CITATION, "2411-8591", "УДК 556.5", "10.5555/st.1"))
    host = record.container
    assert (host.titles[0].text, host.volume, host.issue, host.pages) == (
        *("Вестник степи", "5", "2"),
        "31–36",
    )
    assert (host.issn, record.type, record.year) == (("2411-8591",), "article", 1998)
    assert record.identifiers == (Identifier("doi", "10.5555/st.1"),)
    assert record.subjects == (Subject(scheme="udc", value="556.5"),)


def test_a_citation_s_year_counts_before_moments_of_deposit_only():
    deposited = dc("date", "2020-01-02T10:00:00Z")
    assert parse(dc("identifier", CITATION), deposited).published == "1998"
    assert parse(dc("identifier", CITATION), deposited, dc("date", "1999")).published == "1999"


def test_a_citation_in_the_source_and_a_series_in_a_relation():
    assert parse(dc("source", CITATION)).container.issue == "2"
    host = parse(dc("relation", "Вестник степи;№ 2")).container
    assert (host.titles[0].text, host.issue) == ("Вестник степи", "2")
    # a series of books, another repository's page
    assert parse(dc("relation", "Библиотека степи;17", "http://x.example/1;2")).container is None


@pytest.mark.parametrize("separator", ["/", ":"])
def test_other_identifiers_in_relations(separator):
    told = "info:eu-repo/semantics/altIdentifier/{}" + separator + "{}"
    pairs = (("issn", "2411-8591"), ("doi", "10.5555/st.1"), ("pmid", "29312345"), ("wos", "0001"))
    record = parse(dc("relation", *(told.format(*pair) for pair in pairs), "ISSN 2079-858X"))
    assert record.container.issn == ("2411-8591", "2079-858X")
    assert record.identifiers == (
        Identifier("doi", "10.5555/st.1"),
        Identifier("pmid", "29312345"),
        Identifier("wos", "0001"),
    )


def test_cited_works():
    record = parse(
        dc("relation", "info:eu-repo/semantics/reference/doi/10.5555/old.1"),
        "<dcterms:references>Сидоров И. О горах. Минск, 1990.</dcterms:references>",
        "<dcterms:references>https://doi.org/10.5555/old.2</dcterms:references>",
        dc("relation", "info:eu-repo/grantAgreement/X//1", "http://x.example/file.pdf"),
    )
    assert [(r.raw, r.fields and r.fields.doi) for r in record.references] == [
        ("DOI 10.5555/old.1", "10.5555/old.1"),
        ("Сидоров И. О горах. Минск, 1990.", None),
        ("https://doi.org/10.5555/old.2", "10.5555/old.2"),
    ]
    assert record.references[0].fields == ReferenceFields(doi="10.5555/old.1")


@pytest.mark.parametrize(
    ("creator", "name", "orcid"),
    [
        (
            '<dc:creator id="https://orcid.org/0000-0002-1825-0097">Сидоров, Иван</dc:creator>',
            *("Сидоров, Иван", "0000-0002-1825-0097"),
        ),
        (
            dc("creator", "Сидоров, Иван; https://orcid.org/0000-0002-1825-0097"),
            *("Сидоров, Иван", "0000-0002-1825-0097"),
        ),
        (
            dc("creator", "Сидоров И. И. (ORCID: 0000-0002-1825-0097)"),
            *("Сидоров И. И.", "0000-0002-1825-0097"),
        ),
        ('<dc:creator id="creator01">Сидоров, Иван</dc:creator>', "Сидоров, Иван", None),
        ('<dc:creator id="0000-0002-1825-0098">Сидоров, Иван</dc:creator>', "Сидоров, Иван", None),
    ],
)
def test_an_orcid_beside_a_creator(creator, name, orcid):
    (person,) = parse(creator).contributors
    assert person.names[0].literal == name
    assert person.identifiers == ((Identifier("orcid", orcid),) if orcid else ())
    assert person.affiliations == ()


@pytest.mark.parametrize(
    ("text", "is_abstract"),
    [
        ("Comment: 12 pages, 3 figures", False),
        ("Comments: in Russian", False),
        ("Previous issue date: 2015-01-01", False),
        ("Библиогр.: с. 10-12", False),
        ("225 с.", False),
        ("С. 31–36.", False),
        ("Комментарий к главе о реках.", True),
        ("Библиография трудов о реках степи.", True),
        ("225 сел стоят на реке.", True),
        ("Comment on rivers is made.", True),
    ],
)
def test_descriptions_that_are_no_abstract(text, is_abstract):
    assert bool(parse(dc("description", text)).abstracts) == is_abstract


def test_several_languages_in_one_element():
    record = parse(dc("language", "rus; eng", "kk-KZ", "zzz"))
    assert record.languages == ("ru", "en", "kk")
    assert record.warnings == ("unknown language: zzz",)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["info:eu-repo/semantics/article", "Рецензия"], "book-review"),
        (["http://purl.org/coar/version/c_970fb48d4fbd8a85", "Тезисы доклада"], "abstract"),
        (["Article", "PeerReviewed"], "article"),
        (["http://purl.org/coar/resource_type/c_46ec"], "thesis"),
        (["Text", "Автореферат диссертации"], "thesis"),
        (["PeerReviewed"], "unknown"),
    ],
)
def test_types(types, expected):
    assert parse(dc("type", *types)).type == expected


@pytest.mark.parametrize(
    ("further", "titles"),
    [
        ("10.5555/2020-3-2", ["Вестник степи"]),
        ("https://doi.org/10.5555/2020-3-2", ["Вестник степи"]),
        ("https://vestnik.example.by/issue/3", ["Вестник степи"]),
        ("Steppe Bulletin", ["Вестник степи", "Steppe Bulletin"]),
    ],
)
def test_a_source_that_is_an_identifier_is_no_journal(further, titles):
    source = "Вестник степи; Том 3 № 2 (2020); 5-12"
    host = parse(dc("source", source, "2411-8591", further)).container
    assert [t.text for t in host.titles] == titles
