"""RSCI files as exporters write them, not as the schema says: invented issues of one article, a fault each."""

from __future__ import annotations

import pytest
from lxml import etree

from crawler.formats import SourceHints, parse_page
from crawler.formats.rsci.rsci_affiliations import affiliations
from crawler.formats.rsci.rsci_identity import Names
from crawler.formats.rsci.rsci_references import listed_parts
from crawler.formats.rsci.rsci_values import is_language, issns, languages, number, pages
from schemas import Identifier, Subject
from tests.support.timing import quickest

AUTHOR = (
    '<author num="1"><individInfo lang="RUS"><surname>Сидоров</surname>'
    "<initials>Иван Петрович</initials>{}</individInfo>{}</author>"
)
ISSUE = (
    "<journal>{journal}<issue><volume>{volume}</volume><number>{number}</number>"
    "<dateUni>{date}</dateUni><articles>{articles}</articles></issue></journal>"
)
ARTICLE = (
    "<article><pages>{pages}</pages><artType>{type}</artType><langPubl>RUS</langPubl>"
    "<authors>{authors}</authors><artTitles>{titles}</artTitles>{more}</article>"
)
TITLE = '<artTitle lang="RUS">О реках степи</artTitle>'


def issue(articles: str | None = None, **given: str) -> bytes:
    around = {
        "journal": "<titleid>99001</titleid><issn>2411-8591</issn>",
        "volume": "5",
        "number": "2",
        "date": "2021",
    }
    inner = {
        "pages": "5-12",
        "type": "RAR",
        "authors": AUTHOR.format("", ""),
        "titles": TITLE,
        "more": "",
    }
    article = ARTICLE.format(**(inner | {k: v for k, v in given.items() if k in inner}))
    outer = around | {k: v for k, v in given.items() if k in around}
    return ISSUE.format(articles=article if articles is None else articles, **outer).encode()


def parse(data: bytes):
    return parse_page("rsci", data, source=SourceHints(source="trial"))


def only(**given: str):
    (record,) = parse(issue(**given)).records
    return record


def references(inner: str) -> list[str]:
    record = only(more=f"<references>{inner}</references>")
    return [reference.raw for reference in record.references]


@pytest.mark.parametrize(
    ("journal", "expected"),
    [
        ("<issn>2411-8591</issn><essn>2500-0004</essn>", ("2411-8591", "2500-0004")),
        ("<essn>2411-8591</essn>", ("2411-8591",)),
        ("<eISSN>2411-8591</eISSN>", ("2411-8591",)),
        ("<e-issn>2411-8591</e-issn><ISSN>2500-0004</ISSN>", ("2500-0004", "2411-8591")),
        ("<issn>ISSN 2411-8591 (Print), 2500-0004 (Online)</issn>", ("2411-8591", "2500-0004")),
        ("<issn>24118591</issn>", ("2411-8591",)),
        ("<journalInfo><title>В</title><issn>2411-8591</issn></journalInfo>", ("2411-8591",)),
        ("<issn>None</issn><eissn>-</eissn>", ()),
        ("<issn/>", ()),
        ("<bissn>2411-8591</bissn>", ()),
    ],
)
def test_issns_by_whatever_name(journal, expected):
    assert issns(etree.fromstring(f"<journal>{journal}</journal>")) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5", "5"), ("Т. 5", "5"), ("Том 5", "5"), ("Vol. 5", "5"), ("№ 2", "2"), ("№2(15)", "2(15)"),
        ("Вып. 3", "3"), ("1-2", "1-2"), ("т. V", "V"), ("Том XII", "XII"), ("V", "V"), ("Спецвыпуск", "Спецвыпуск"),
        ("S1", "S1"), ("10", "10"),
        ("0", None), ("00", None), ("None", None), ("-", None), ("б/н", None), (None, None),
    ],
)  # fmt: skip
def test_numbers_without_labels(given, expected):
    assert number(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5 - 12", "5-12"), ("5–12", "5-12"), ("С. 5–12.", "5-12"), ("с.5-12", "5-12"), ("pp. 5-12", "5-12"),
        ("5--12", "5-12"), ("5 -", "5"), ("5 - ", "5"), ("7-8, 27", "7-8, 27"), ("e12", "e12"), ("е12", "е12"),
        ("с.5-с.12", "5-12"), ("5-12 с.", "5-12"), ("5–12 бет", "5-12"), ("С. 5 – 12 с.", "5-12"), ("5...12", "5-12"),
        ("5 с.", "5 с"), ("P5-P12", "P5-P12"), ("iii-v", "iii-v"), ("5-12с", "5-12"),
        ("C5", "C5"), ("S15-S20", "S15-S20"), ("10", "10"), (" - ", None), ("0 - 0", None), ("None", None),
    ],
)  # fmt: skip
def test_pages_in_one_form(given, expected):
    assert pages(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"pages": "5 - 12"},
        {"pages": "С. 5–12"},
        {"volume": " 5 ", "number": "№ 2"},
        {"volume": "Т. 5"},
        {"date": "2021 г."},
        {"date": "202106"},
        {"journal": "<titleid> 99001 </titleid><essn>2411-8591</essn>"},
        {"more": "<codes><doi>10.5555/st.1</doi></codes>"},
    ],
)
def test_the_identity_is_made_of_cleaned_values(given):
    assert only(**given).identifier == only().identifier == "99001/2021/5-2/5-12"


@pytest.mark.parametrize(
    ("given", "formerly"),
    [
        ({"pages": "5 - 12"}, "99001/2021/5-2/5 - 12"),
        ({"volume": "0"}, "99001/2021/0-2/5-12"),
        ({"number": "№ 2"}, "99001/2021/5-№ 2/5-12"),
        ({"volume": "5"}, "99001/2021/-2/5-12"),
        ({"journal": "<titleid>0</titleid><issn>2411-8591</issn>"}, "0/2021/5-2/5-12"),
        (
            {"journal": "<essn>2411-8591</essn>", "more": "<codes><doi>10.5555/st.1</doi></codes>"},
            "10.5555/st.1",
        ),
        ({"pages": "", "more": "<codes><doi>10.5555/st.1</doi></codes>"}, "99001/2021/5-2/"),
    ],
)
def test_what_an_earlier_parser_called_it_is_told(given, formerly):
    page = parse(issue(**given))
    (record,) = page.records
    assert formerly in page.formerly[record.identifier]


def test_a_volume_of_0_and_a_number_without_a_volume_are_one_identity():
    assert only(volume="0").identifier == only(volume="").identifier == "99001/2021/-2/5-12"
    assert only(volume="0").container.volume is None


def test_articles_without_pages_are_told_apart():
    one = ARTICLE.format(pages="", type="RAR", authors=AUTHOR.format("", ""), titles=TITLE, more="")
    other = one.replace("О реках", "О холмах")
    first, second = parse(issue(one + other)).records
    swapped = parse(issue(other + one)).records
    assert {first.identifier, second.identifier} == {r.identifier for r in swapped}
    assert first.identifier != second.identifier


def test_one_of_a_shared_page_keeps_its_number_alone():
    twice = ARTICLE.format(pages="5", type="RAR", authors="", titles=TITLE, more="")
    page = parse(issue(twice + twice.replace("О реках", "О холмах")))
    assert [r.identifier for r in page.records] == ["99001/2021/5-2/5", "99001/2021/5-2/5#2"]
    assert [r.identifier for r in parse(page.items[1].raw).records] == ["99001/2021/5-2/5#2"]


def test_nothing_to_be_known_by():
    journal = etree.fromstring("<journal><issue><article/></issue></journal>")
    names = Names(journal, journal[0])
    assert names.of(journal[0][0], None) is None


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("RUS", ("ru",)), ("RUS, ENG", ("ru", "en")), ("rus;eng", ("ru", "en")), ("RUS/ENG", ("ru", "en")),
        ("русский, английский", ("ru", "en")), ("RUS RUS", ("ru",)), ("RUS, XXQ", ()), ("MUL", ()), (None, ()),
    ],
)  # fmt: skip
def test_languages_of_an_article(given, codes):
    assert languages(given) == codes
    assert is_language(given) == (bool(codes) or given in {None, "MUL"})


@pytest.mark.parametrize(
    ("given", "published"),
    [
        ("2021", "2021"), ("202106", "2021-06"), ("20210615", "2021-06-15"), ("15.06.2021", "2021-06-15"),
        ("202106/07", "2021-06"), ("3/2021", "2021"), ("2021/2022", "2021"), ("202100", "2021"),
    ],
)  # fmt: skip
def test_the_date_of_an_issue(given, published):
    assert only(date=given).published == published


@pytest.mark.parametrize(
    ("date", "published", "year"),
    [
        ("", "2021-00-00", 2021),
        ("", "2021-06-00", 2021),
        ("", "14.06.2021", 2021),
        ("2021", "0000-00-00", 2021),
        ("2021", "14.12.2020", 2021),
        ("2021-2022", "", 2021),
        ("20210615", "", 2021),
        ("15.06.2021", "", 2021),
        ("20219999", "", 2021),
        ("None", "None", None),
    ],
)
def test_the_year_of_partly_wrong_dates(date, published, year):
    dates = f"<dates><datePublication>{published}</datePublication></dates>"
    record = only(date=date, more=dates)
    assert record.year == year
    assert record.published is None or record.published.startswith(str(year))
    assert record.identifier == f"99001/{year or ''}/5-2/5-12"


@pytest.mark.parametrize(
    ("english", "names"),
    [
        ("<surname>None</surname><initials></initials>", [("Сидоров", "Иван Петрович")]),
        ("<surname>None</surname>", [("Сидоров", "Иван Петрович")]),
        ("<surname>-</surname><initials>-</initials>", [("Сидоров", "Иван Петрович")]),
        ("<surname/><initials/>", [("Сидоров", "Иван Петрович")]),
        (
            "<surname>Sidorov Ivan Petrovich</surname><initials/>",
            [("Сидоров", "Иван Петрович"), ("Sidorov", "Ivan Petrovich")],
        ),
        (
            "<surname>Sidorov I.P.</surname><initials>I.P.</initials>",
            [("Сидоров", "Иван Петрович"), ("Sidorov", "I.P.")],
        ),
        (
            "<surname>Sidorov<sup>1,2</sup></surname><initials>I.P.*</initials>",
            [("Сидоров", "Иван Петрович"), ("Sidorov", "I.P.")],
        ),
        (  # a journal system gives the name of one language for both
            "<surname>Сидоров</surname><initials>Иван Петрович</initials>",
            [("Сидоров", "Иван Петрович")],
        ),
        (
            "<surname>Null</surname><initials>I.</initials>",
            [("Сидоров", "Иван Петрович"), ("Null", "I.")],
        ),
    ],
)
def test_forms_of_a_name(english, names):
    form = f'<individInfo lang="ENG">{english}</individInfo>'
    (person,) = only(authors=AUTHOR.format("", form)).contributors
    assert [(name.family, name.given) for name in person.names] == names


def test_a_mark_that_was_taken_off_is_told():
    record = only(authors=AUTHOR.format("", "").replace("Сидоров", "Сидоров1"))
    assert record.contributors[0].names[0].family == "Сидоров"
    assert any("Сидоров1" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("codes", "identifiers"),
    [
        (
            "<authorCodes><orcid>https://orcid.org/0000-0002-1825-0097</orcid></authorCodes>",
            (Identifier("orcid", "0000-0002-1825-0097"),),
        ),
        ("<orcid>0000-0002-1825-0097</orcid>", (Identifier("orcid", "0000-0002-1825-0097"),)),
        ("<authorCodes><orcid>None</orcid><spin>-</spin></authorCodes>", ()),
    ],
)
def test_codes_of_an_author(codes, identifiers):
    (person,) = only(authors=AUTHOR.format("", codes)).contributors
    assert person.identifiers == identifiers


@pytest.mark.parametrize(
    ("inner", "places"),
    [
        ("<orgName>КазНУ</orgName>", [(("КазНУ", "ru"),)]),
        ("<orgName>КазНУ; ЕНУ</orgName>", [(("КазНУ", "ru"),), (("ЕНУ", "ru"),)]),
        ('<orgName lang="ENG">KazNU</orgName>', [(("KazNU", "en"),)]),
        ('<institution lang="KAZ">ҚазҰУ</institution>', [(("ҚазҰУ", "kk"),)]),
        ("<orgName>None</orgName>", []),
    ],
)
def test_organisations_of_an_author(inner, places):
    (person,) = only(authors=AUTHOR.format(inner, "")).contributors
    assert [tuple((n.text, n.lang) for n in p.names) for p in person.affiliations] == places


def test_organisations_of_two_languages_are_paired_if_they_are_as_many():
    forms = [
        etree.fromstring(
            '<i lang="RUS"><orgName>КазНУ; ЕНУ</orgName><country>Казахстан</country></i>'
        ),
        etree.fromstring(
            '<i lang="ENG"><orgName>KazNU; ENU</orgName><town>Almaty; Astana</town></i>'
        ),
    ]
    found = affiliations(forms, None)
    assert [[n.text for n in place.names] for place in found] == [
        ["КазНУ", "KazNU"],
        ["ЕНУ", "ENU"],
    ]
    assert [(p.country, p.city) for p in found] == [("KZ", "Almaty"), ("KZ", "Astana")]
    forms[1][0].text = "KazNU"
    (whole,) = affiliations(forms, None)
    assert [n.text for n in whole.names] == ["КазНУ; ЕНУ", "KazNU"]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ('<artTitle lang="RUS">Реки<br/>степи</artTitle>', [("Реки степи", "ru")]),
        ("<artTitle xml:lang='ru'>Реки</artTitle>", [("Реки", "ru")]),
        ('<artTitle lang="KKZ">Өзендер</artTitle>', [("Өзендер", "kk")]),
        (
            '<artTitle lang="RUS">Реки</artTitle><artTitle lang="ENG">None</artTitle>',
            [("Реки", "ru")],
        ),
        ('<artTitle lang="RUS">Реки</artTitle><artTitle lang="ENG"/>', [("Реки", "ru")]),
        (
            '<artTitle lang="RUS">О &lt;i&gt;Salix&lt;/i&gt; и H<sub>2</sub>O</artTitle>',
            [("О Salix и H2O", "ru")],
        ),
    ],
)
def test_titles(titles, expected):
    assert [(t.text, t.lang) for t in only(titles=titles).titles] == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        # one each
        ("<reference>1. Книга.<br/>М., 2001.</reference>", ["Книга. М., 2001."]),
        ("<reference><text>Первая. 2001.</text></reference>", ["Первая. 2001."]),
        (
            "<reference><text>Первая. 2001.</text><elements><element field='Name'>Первая</element>"
            "</elements></reference>",
            ["Первая. 2001."],
        ),
        ("<reference>Книга. Т.\n2. М., 2001.</reference>", ["Книга. Т. 2. М., 2001."]),
        ("<reference>1. Книга. Т.\n2. М., 2001.</reference>", ["Книга. Т. 2. М., 2001."]),
        ("<reference>Книга. 2001.\nURL: http://a.b (2020).</reference>",
         ["Книга. 2001. URL: http://a.b (2020)."]),
        # all in one
        (
            "<reference><refInfo lang='ANY'><text>Первая. 2001.</text></refInfo>"
            "<refInfo lang='ANY'><text>Вторая. 2002.</text></refInfo></reference>",
            ["Первая. 2001.", "Вторая. 2002."],
        ),
        ("<reference>1. Первая. 2001.\n2. Вторая. 2002.</reference>", ["Первая. 2001.", "Вторая. 2002."]),
        ("<reference>[1] Первая. 2001.<br/>[2] Вторая. 2002.</reference>",
         ["Первая. 2001.", "Вторая. 2002."]),
        (
            "<reference><refInfo lang='ANY'><text>1. Первая.\n2001.\n2. Вторая. 2002.</text></refInfo></reference>",
            ["Первая. 2001.", "Вторая. 2002."],
        ),
        ("<reference>Первая. 2001.\nВторая. 2002.\nТретья. 2003.</reference>",
         ["Первая. 2001.", "Вторая. 2002.", "Третья. 2003."]),
        (
            "<reference>1. Первая. М., 2001. 2. Вторая. 2002. С. 5-9. 3. Третья. 2003. 300 с.</reference>",
            ["Первая. М., 2001.", "Вторая. 2002. С. 5-9.", "Третья. 2003. 300 с."],
        ),
        ("<reference>[1] First. 2001 [2] Second, 2002.</reference>", ["First. 2001", "Second, 2002."]),
        # a number inside a reference
        ("<reference>1. Книга. 2001. Т. 2. Москва.</reference>", ["Книга. 2001. Т. 2. Москва."]),
        ("<reference>1. Книга. М., 2001. 2. изд.</reference>", ["Книга. М., 2001. 2. изд."]),
        ("<reference>1. Книга. 12. 2. Москва, 2001.</reference>", ["Книга. 12. 2. Москва, 2001."]),
        # without an element of their own
        ("Первая. 2001.\nВторая. 2002.", ["Первая. 2001.", "Вторая. 2002."]),
        ("<refInfo lang='RUS'><text>Первая. 2001.</text></refInfo>"
         "<refInfo lang='RUS'><text>Вторая. 2002.</text></refInfo>",
         ["Первая. 2001.", "Вторая. 2002."]),
        ("<reference/>", []),
        ("", []),
    ],
)  # fmt: skip
def test_references(inner, expected):
    assert references(inner) == expected


def test_texts_of_one_reference_in_two_languages_are_two_lists():
    record = only(
        more="<references><reference><text lang='RUS'>Первая. 2001.</text>"
        "<text lang='ENG'>The first. 2001.</text></reference></references>"
    )
    assert [(r.lang, r.list_id) for r in record.references] == [("ru", "ru"), ("en", "en")]


def test_a_long_list_in_one_text():
    lines = [f"{n}. Книга {n}. М., 2001." for n in range(1, 300)]
    assert len(listed_parts("\n".join(lines))) == 299


@pytest.mark.parametrize("piece", ["a\n", "1. А\n", "2001\n", "1. А 2001. ", "2. ", "[1] ", "1.\n"])
def test_long_references_are_read_in_time(piece):
    text = "1. А. 2001.\n" + piece * (100_000 // len(piece))
    assert quickest(lambda: references(f"<reference>{text}</reference>"), 2) < 2


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ("<keyword>реки</keyword><keyword>степь</keyword>", ["реки", "степь"]),
        ("<keyword>реки; степь</keyword>", ["реки", "степь"]),
        ("<keyword>реки, степь, берега</keyword>", ["реки", "степь", "берега"]),
        ("<keyword>реки, большие</keyword><keyword>степь</keyword>", ["реки, большие", "степь"]),
    ],
)
def test_keywords(keywords, expected):
    more = f'<keywords><kwdGroup lang="RUS">{keywords}</kwdGroup></keywords>'
    assert [s.value for s in only(more=more).subjects] == expected


def test_articles_inside_sections_and_without_articles():
    article = ARTICLE.format(pages="5", type="RAR", authors="", titles=TITLE, more="")
    section = f'<section><secTitle lang="RUS">РЕКИ</secTitle>{article}</section>'
    (record,) = parse(issue(section)).records
    assert record.subjects == (Subject(scheme="section", value="РЕКИ", lang="ru"),)
    bare = issue(article).replace(b"<articles>", b"").replace(b"</articles>", b"")
    assert len(parse(bare).records) == 1
