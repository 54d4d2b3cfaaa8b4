"""Formats of repositories: DIM, XOAI, OpenAIRE, DataCite, CERIF, ETD-MS, METS, RFC 1807, qualified terms; generated.

Of crawler.formats.repositories.datacite, crawler.formats.repositories.datacite_fields,
crawler.formats.repositories.cerif, crawler.formats.repositories.etdms,
crawler.formats.repositories.mets, crawler.formats.repositories.qdc and crawler.formats.repositories.rfc1807, what
their fixtures do not show.
"""

from __future__ import annotations

import pytest

from crawler.formats import FORMATS, OAI_PREFIXES, PageError, SourceHints, parse_page
from crawler.formats.values.types import type_of

RECORD = "<record><header><identifier>oai:x:1</identifier></header><metadata>{}</metadata></record>"


def parse(format, inner):
    body = RECORD.format(inner).encode()
    (record,) = parse_page(format, body, source=SourceHints(source="trial")).records
    return record


def dim(*fields):
    inner = "".join(
        f'<field mdschema="{schema}" element="{element}"'
        + (f' qualifier="{qualifier}"' if qualifier else "")
        + f">{text}</field>"
        for schema, element, qualifier, text in (("dc", "title", "", "О реках степи"), *fields)
    )
    return parse("dim", f"<dim>{inner}</dim>")


@pytest.mark.parametrize(
    "fields",
    [
        [("dc", "identifier", "citation", "Вестник степи. – 1998. – Т. 5, № 2. – С. 31–36")],
        [
            ("oaire", "citation", "title", "Вестник степи"),
            ("oaire", "citation", "volume", "5"),
            ("oaire", "citation", "issue", "2"),
            ("oaire", "citation", "startPage", "31"),
            ("oaire", "citation", "endPage", "36"),
        ],
        [
            ("dc", "citation", "journalTitle", "Вестник степи"),
            ("dc", "citation", "volume", "5"),
            ("dc", "citation", "issue", "2"),
            ("dc", "citation", "spage", "31"),
            ("dc", "citation", "epage", "36"),
        ],
        [
            ("dc", "bibliographicCitation", "title", "Вестник степи"),
            ("dc", "bibliographicCitation", "volume", "5"),
            ("dc", "bibliographicCitation", "issue", "2"),
            ("dc", "bibliographicCitation", "pages", "31–36"),
        ],
        [("dc", "relation", "ispartof", "Вестник степи; Том 5, № 2 (1998); 31-36")],
        [("dc", "relation", "ispartofseries", "Вестник степи;Т. 5, № 2;31-36")],
    ],
)
def test_the_place_in_a_journal_of_dspace(fields):
    host = dim(*fields).container
    assert host.titles[0].text == "Вестник степи"
    assert (host.volume, host.issue, host.first_page, host.last_page) == ("5", "2", "31", "36")


def test_a_conference_and_cited_works_of_dspace():
    record = dim(
        ("dc", "citation", "conference", "Реки степи: материалы"),
        ("dc", "relation", "references", "Асанов Б. О горах. Бишкек, 1990."),
        ("dc", "relation", "uri", "https://x.example/1"),
    )
    assert (record.container.kind, record.type) == ("proceedings", "conference-paper")
    assert [r.raw for r in record.references] == ["Асанов Б. О горах. Бишкек, 1990."]


def element(name, *inner):
    return f'<element name="{name}">{"".join(inner)}</element>'


def value(text):
    return f'<field name="value">{text}</field>'


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        (element("title", element("ru_RU", value("О реках"))), "ru"),
        (element("title", element("none", value("О реках"))), None),
        (element("title", element("*", value("О реках"))), None),
        (element("title", value("О реках")), None),
    ],
)
def test_languages_of_xoai(title, lang):
    record = parse("xoai", f"<metadata>{element('dc', title)}</metadata>")
    assert (record.titles[0].text, record.titles[0].lang) == ("О реках", lang)


@pytest.mark.parametrize(
    ("language", "author"),
    [
        (
            element("language", element("iso", element("none", value("rus")))),
            element("contributor", element("author", element("none", value("Сидоров, Иван")))),
        ),
        (
            element("language", element("iso", value("rus"))),
            element("contributor", element("author", value("Сидоров, Иван"))),
        ),
        (
            element("language", element("ru", value("ru"))),
            element("creator", element("none", value("Сидоров, Иван"))),
        ),
    ],
)
def test_qualifiers_of_xoai_with_and_without_languages(language, author):
    title = element("title", element("none", value("О реках")))
    record = parse("xoai", f"<metadata>{element('dc', title, language, author)}</metadata>")
    assert record.languages == ("ru",)
    assert [(p.names[0].literal, p.role) for p in record.contributors] == [
        ("Сидоров, Иван", "author")
    ]


def openaire(inner):
    title = "<titles><title>О реках степи</title></titles>"
    return parse("oai_openaire", f"<resource>{title}{inner}</resource>")


@pytest.mark.parametrize("name", ["citationStartPage", "citationStartPag", "citationstartpage"])
def test_the_first_page_of_openaire_under_its_names(name):
    record = openaire(
        f"<citationTitle>Вестник</citationTitle><{name}>5</{name}><citationEndPage>9</citationEndPage>"
    )
    assert (record.container.first_page, record.container.pages) == ("5", "5-9")


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ('<resourceType uri="http://purl.org/coar/resource_type/c_6501"/>', "article"),
        ("<resourceType>http://purl.org/coar/resource_type/c_46ec</resourceType>", "thesis"),
        ('<resourceType uri="http://purl.org/coar/resource_type/c_5794">доклад</resourceType>', "conference-paper"),
        ('<resourceType resourceTypeGeneral="literature">рассказ</resourceType>', "unknown"),
    ],
)  # fmt: skip
def test_types_of_openaire(types, expected):
    assert openaire(types).type == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("PMID", "29312345", ("pmid", "29312345")),
        ("DOI", "https://doi.org/10.5555/1", ("doi", "10.5555/1")),
        ("Handle", "11111/7", ("handle", "11111/7")),
        ("arXiv", "arXiv:2101.00001", ("arxiv", "2101.00001")),
        ("PMC", "PMC123456", ("pmcid", "PMC123456")),
        ("WOS", "000600997800008", ("wos", "000600997800008")),
        ("URL", "https://doi.org/10.5555/2", ("doi", "10.5555/2")),
    ],
)
def test_alternate_identifiers_in_their_schemes(kind, value, expected):
    inner = f'<alternateIdentifier alternateIdentifierType="{kind}">{value}</alternateIdentifier>'
    (found,) = openaire(f"<alternateIdentifiers>{inner}</alternateIdentifiers>").identifiers
    assert (found.scheme, found.value) == expected


def test_an_issn_among_the_alternate_identifiers_is_the_journal_s():
    inner = '<alternateIdentifier alternateIdentifierType="EISSN">2411-8591</alternateIdentifier>'
    record = openaire(f"<alternateIdentifiers>{inner}</alternateIdentifiers>")
    assert (record.container.issn, record.identifiers) == (("2411-8591",), ())


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ('<publicationYear>2021</publicationYear><dates><date dateType="Issued">2021-03</date></dates>', "2021-03"),
        ('<publicationYear>2021</publicationYear><dates><date dateType="Created">2019</date></dates>', "2021"),
        (
            '<publicationYear>2021</publicationYear><dates><date dateType="Available">2021-05-06</date></dates>',
            "2021-05-06",
        ),
        ('<dates><date dateType="Available">2020-01</date><date dateType="Created">2019</date></dates>', "2020-01"),
        ('<dates><date dateType="Issued">2012-00-00</date></dates>', "2012"),
        ('<dates><date dateType="Issued">2004-03-02/2005-06-02</date></dates>', "2004-03-02"),
        ("", None),
    ],
)  # fmt: skip
def test_dates_of_datacite(dates, published):
    title = "<titles><title>О реках степи</title></titles>"
    assert parse("datacite", f"<resource>{title}{dates}</resource>").published == published


def test_unknown_values_of_datacite_are_nothing():
    record = parse(
        "datacite",
        '<resource><identifier identifierType="DOI">(:tba)</identifier><titles><title>О реках</title></titles>'
        "<creators><creator><creatorName>(:Unkn) Unknown</creatorName></creator></creators></resource>",
    )
    assert (record.identifiers, record.contributors) == ((), ())


def test_a_file_of_datacite_without_a_resource_is_of_another_format():
    with pytest.raises(PageError, match="expected <resource>"):
        parse_page("datacite", b"<records/>", source=SourceHints(source="trial"))


def test_other_objects_of_cerif_are_no_publications():
    body = RECORD.format('<Person id="1"><PersonName/></Person>').encode()
    page = parse_page("oai_cerif_openaire", body, source=SourceHints(source="trial"))
    assert [r.reason for r in page.rejected] == ["no-title"]


def test_a_place_of_cerif_without_a_described_host():
    record = parse(
        "oai_cerif_openaire",
        "<Publication><Title>О реках</Title><ISSN>2411-8591</ISSN><Issue>2</Issue>"
        "<StartPage>5</StartPage></Publication>",
    )
    host = record.container
    assert (host.issn, host.issue, host.pages, record.type) == (("2411-8591",), "2", "5", "article")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["text", "Обзор"], ("review", "Обзор")),
        (["Article", "Рецензия"], ("book-review", "Рецензия")),
        (["рассказ"], ("unknown", "рассказ")),
        (["Text"], ("unknown", "Text")),
        (["", ""], ("unknown", None)),
        ([], ("unknown", None)),
    ],
)
def test_the_type_and_its_word(given, expected):
    assert type_of(given) == expected


def test_every_prefix_is_read_by_a_format():
    assert set(OAI_PREFIXES.values()) <= FORMATS.keys()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("реки; степь", ["реки", "степь"]),
        ("реки; ", ["реки"]),
        ("золото (Au; Ag)", ["золото (Au; Ag)"]),
        ("реки, озёра", ["реки, озёра"]),
    ],
)
def test_keywords_in_one_element(text, values):
    datacite = f"<resource><titles><title>T</title></titles><subjects><subject>{text}</subject></subjects></resource>"
    cerif = f"<Publication><Title>T</Title><Keyword>{text}</Keyword></Publication>"
    for format, body in (("datacite", datacite), ("oai_cerif_openaire", cerif)):
        assert [s.value for s in parse(format, body).subjects] == values


@pytest.mark.parametrize(
    ("given", "publishers"), [("(:unav)", []), ("(:unkn) Unknown", []), ("(Степь)", ["(Степь)"])]
)
def test_a_publisher_of_datacite_that_is_not_known(given, publishers):
    body = f"<resource><titles><title>T</title></titles><publisher>{given}</publisher></resource>"
    assert [p.text for p in parse("datacite", body).publishers] == publishers


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("<creatorName>Ким И.И., Ли П.П.</creatorName>", ["Ким И.И.", "Ли П.П."]),
        ("<creatorName>Kim, I.I., Lee, P.</creatorName>", ["Kim, I.I.", "Lee, P."]),
        ("<creatorName>Kim, I.I.</creatorName>", ["Kim, I.I."]),
        (
            "<creatorName>Kim I., Lee P.</creatorName><affiliation>U</affiliation>",
            ["Kim I., Lee P."],
        ),
        (
            '<creatorName nameType="Organizational">Ким И.И., Ли П.П.</creatorName>',
            ["Ким И.И., Ли П.П."],
        ),
    ],
)
def test_several_people_in_one_creator(creator, names):
    body = f"<resource><titles><title>T</title></titles><creators><creator>{creator}</creator></creators></resource>"
    assert [c.names[0].literal for c in parse("datacite", body).contributors] == names
