"""Dublin Core in the dialects of CyberLeninka, OJS, DSpace and dLibra."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.formats import SourceHints, parse_page
from schemas import Affiliation, Identifier, LocalizedText, PersonName, Subject

DATA = Path(__file__).parents[1] / "data" / "oai"


def parse_file(name):
    return parse_page(
        "oai_dc", (DATA / name).read_bytes(), source=SourceHints(source="trial")
    ).records


def parse(*elements, title="<dc:title>Заглавие</dc:title>"):
    body = (
        "<record><header><identifier>oai:x:1</identifier></header><metadata>"
        '<dc xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{title}{''.join(elements)}</dc></metadata></record>"
    )
    return parse_page("oai_dc", body.encode(), source=SourceHints(source="trial")).records[0]


def test_a_recorded_article_of_cyberleninka():
    first, second = parse_file("cyberleninka_0.xml")[:2]
    assert first.identifier == "oai:cyberleninka.ru:article/14074026"
    assert first.titles == (
        LocalizedText("О ВЫЧИСЛЕНИИ ПОСТОЯННЫХ, ВХОДЯЩИХ В ОЦЕНКИ ЛИНЕЙНЫХ ФОРМ"),
    )
    assert first.contributors[0].names == (PersonName(literal="ИВАНКОВ П.Л."),)
    assert first.container.titles == (
        LocalizedText("ИЗВЕСТИЯ ВЫСШИХ УЧЕБНЫХ ЗАВЕДЕНИЙ. МАТЕМАТИКА"),
    )
    assert first.container.issn == ("0021-3446", "2076-4626")
    assert (first.container.issue, first.container.first_page, first.container.last_page) == (
        "1",
        "31",
        "36",
    )
    assert (first.year, first.type, first.country, first.place) == (
        2000,
        "article",
        "RU",
        "Россия, Казань",
    )
    assert first.urls == (
        "http://cyberleninka.ru/article/n/o-vychislenii-postoyannyh-vhodyaschih-v-otsenki-lineynyh-form",
    )
    assert [s.value for s in second.subjects[:2]] == ["БОЛЬШЕБЕРЦОВАЯ КОСТЬ", "ОСТЕОНЕКРОЗ"]
    assert [a.lang for a in second.abstracts] == [None, None], (
        "an untagged language is not guessed here"
    )


def test_country_is_the_publication_s_not_the_source_s():
    countries = {record.country for record in parse_file("cyberleninka_0.xml")}
    assert countries == {"RU", "UA", "BY"}


def test_a_title_with_a_comma_is_no_place():
    citation = "<dcterms:bibliographicCitation>{}</dcterms:bibliographicCitation>"
    record = parse(citation.format("Педагогика, психология"), citation.format("Беларусь, Гродно"))
    assert (record.place, record.country) == ("Беларусь, Гродно", "BY")
    assert parse(citation.format("Педагогика, психология")).place is None


def test_dspace_dates_and_sets():
    record = parse_file("oaktrust_0.xml")[0]
    assert (record.year, record.published) == (2013, "2013-05")
    assert record.sets == ("com_1969.1_1", "com_1969.1_2815", "col_1969.1_2")
    assert [c.role for c in record.contributors] == ["author", *["other"] * 4]


def test_a_deletion_says_nothing_else():
    gone = next(record for record in parse_file("dash_0.xml") if record.deleted)
    assert gone.identifier == "oai:dash.harvard.edu:1/3351714"
    assert (gone.titles, gone.sets) == ((), ())


@pytest.mark.parametrize(
    ("sources", "titles", "volume", "issue", "pages"),
    [
        (
            ["ҚазҰУ хабаршысы; Том 45 № 2 (2020): Тарих; 15-20", "1563-0269"],
            ["ҚазҰУ хабаршысы"],
            "45",
            "2",
            "15-20",
        ),
        (["Banber; Vol. 3 No. 1-2 (2019); 5-9"], ["Banber"], "3", "1-2", "5-9"),
        (["Вестник; ; 15-20"], ["Вестник"], None, None, "15-20"),
        (["Вестник; ", "0000-0019"], ["Вестник"], None, None, None),
        (["Журнал; № 4 (2018)"], ["Журнал"], None, "4", None),
        (["Журнал; Vol. 5 No. 2-3 (2018-2019); 4-9"], ["Журнал"], "5", "2-3", "4-9"),
        (["Журнал; № 2 (45) (2019); 4-9"], ["Журнал"], None, "2 (45)", "4-9"),
        (["Журнал; Том 2 № S1 (2020); S5-S9"], ["Журнал"], "2", "S1", "S5-S9"),
        (["Журнал; Հատ. 5 No. 2 (2019); iii-v"], ["Журнал"], "5", "2", "iii-v"),
        (["Журнал; Т. CXII № 4 (2019): V. I. Ivanov; 3-5"], ["Журнал"], "CXII", "4", "3-5"),
        (["Журнал; № 4 (2019): V. I. Ivanov; 3-5"], ["Журнал"], None, "4", "3-5"),
        (["Журнал; 2019", "1563-0269"], ["Журнал"], None, None, None),
        (["Журнал; № 2 (2018); 2019"], ["Журнал"], None, "2", "2019"),
    ],
)
def test_ojs_sources(sources, titles, volume, issue, pages):
    container = parse(*(f"<dc:source>{text}</dc:source>" for text in sources)).container
    assert [title.text for title in container.titles] == titles
    assert (container.volume, container.issue, container.pages) == (volume, issue, pages)


@pytest.mark.parametrize(
    ("issue", "year"),
    [
        ("№ 2 (2018-2019)", 2018), ("№ 2 (2018/2019)", 2018), ("№ 2 (2018/19)", 2018), ("2019: Реки", 2019),
        ("№ 2 (1201) (2019)", 2019), ("№ 2 (2019)", 2019), ("№ 2", 2020), ("2019", 2019),
    ],
)  # fmt: skip
def test_the_year_of_an_issue_is_not_that_of_the_upload(issue, year):
    source = f"<dc:source>Вестник степи; {issue}; 5-9</dc:source>"
    assert parse(source, "<dc:date>2020-01-15</dc:date>").year == year


def test_a_source_that_is_no_journal_gives_no_container():
    assert parse("<dc:source>Digital color photograph</dc:source>").container is None


def test_ojs_languages_of_titles_and_parallel_names():
    record = parse(
        '<dc:title xml:lang="hy-AM">Թվեր</dc:title>',
        '<dc:creator xml:lang="ru-RU">Хачатрян, Сурен; Ереванский университет</dc:creator>',
        '<dc:creator xml:lang="ru-RU">Асанов, Бакыт</dc:creator>',
        '<dc:creator xml:lang="en-US">Khachatryan, Suren</dc:creator>',
        '<dc:creator xml:lang="en-US">Asanov, Bakyt</dc:creator>',
        title='<dc:title xml:lang="ru-RU">Числа</dc:title>',
    )
    assert record.titles == (LocalizedText("Числа", "ru"), LocalizedText("Թվեր", "hy"))
    first, second = record.contributors
    assert [(n.family, n.lang) for n in first.names] == [("Хачатрян", "ru"), ("Khachatryan", "en")]
    assert first.affiliations == (
        Affiliation(names=(LocalizedText("Ереванский университет", "ru"),)),
    )
    assert [n.given for n in second.names] == ["Бакыт", "Bakyt"]


def test_identifiers_are_sorted_by_kind():
    record = parse(
        "<dc:identifier>https://doi.org/10.26577/x.2020</dc:identifier>",
        "<dc:identifier>http://elib.bsu.by/handle/123456789/15</dc:identifier>",
        "<dc:identifier>javascript:alert(1)</dc:identifier>",
        "<dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.5555/y</dc:relation>",
    )
    assert record.identifiers == (
        Identifier("doi", "10.26577/x.2020"),
        Identifier("handle", "123456789/15"),
        Identifier("local", "javascript:alert(1)"),
        Identifier("doi", "10.5555/y"),
    )
    assert record.urls == (
        "https://doi.org/10.26577/x.2020",
        "http://elib.bsu.by/handle/123456789/15",
    )


def test_codes_among_the_subjects_and_keywords_of_one_element():
    record = parse(
        "<dc:subject>МРНТИ 27.21.15</dc:subject>",
        "<dc:subject>ӘОЖ 511.2</dc:subject>",
        '<dc:subject xml:lang="kk-KZ">сан; теория (топ, сақина)</dc:subject>',
    )
    assert record.subjects == (
        Subject(scheme="grnti", value="27.21.15"),
        Subject(scheme="udc", value="511.2"),
        Subject(scheme="keyword", value="сан", lang="kk"),
        Subject(scheme="keyword", value="теория (топ, сақина)", lang="kk"),
    )


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["info:eu-repo/semantics/article", "info:eu-repo/semantics/publishedVersion"], "article"),
        (["text", "Рецензируемая статья"], "article"),
        (["артыкул"], "article"),
        (["Photograph"], "unknown"),
    ],
)
def test_types_in_several_languages(types, expected):
    assert parse(*(f"<dc:type>{text}</dc:type>" for text in types)).type == expected


def test_markup_in_an_abstract_is_text_and_an_unknown_language_is_told():
    record = parse(
        "<dc:description>&lt;p&gt;Доказано: a &amp;lt; b.&lt;/p&gt;&lt;script&gt;</dc:description>",
        "<dc:language>rus</dc:language><dc:language>klingon</dc:language>",
    )
    assert record.abstracts[0].text.startswith("Доказано: a < b.")
    assert record.languages == ("ru",)
    assert record.warnings == ("unknown language: klingon",)
