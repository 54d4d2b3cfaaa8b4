"""Titles with their parts, abstracts and keywords in every language, the year of the issue, places in it.

Of ``crawler.formats.journal_xml.jats_dates``, ``crawler.formats.journal_xml.jats_text``.
"""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page
from crawler.formats.journal_xml import jats

HINTS = SourceHints(source="trial")
DOI = "<article-id pub-id-type='doi'>10.5555/a</article-id>"
TITLE = "<title-group><article-title>Т</article-title></title-group>"


def record(meta, journal="", lang="ru", after="", kind="research-article"):
    data = (
        f"<article xml:lang='{lang}' article-type='{kind}' xmlns:xlink='http://www.w3.org/1999/xlink' "
        f"xmlns:ali='http://www.niso.org/schemas/ali/1.0/'><front><journal-meta>{journal}</journal-meta>"
        f"<article-meta>{meta}</article-meta></front>{after}</article>"
    )
    (found,) = parse_page("jats", data.encode(), source=HINTS).records
    return found


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("<article-title>Записки</article-title><subtitle>Реки</subtitle>", [("Записки: Реки", "ru")]),
        ("<article-title>Записки.</article-title><subtitle>Реки</subtitle>", [("Записки. Реки", "ru")]),
        ("<article-title>Что?</article-title><subtitle>Реки</subtitle>", [("Что? Реки", "ru")]),
        (
            "<article-title>А</article-title><subtitle>Б</subtitle><subtitle>В</subtitle>",
            [("А: Б: В", "ru")],
        ),
        (
            "<article-title>А</article-title><subtitle>Б</subtitle><trans-title-group xml:lang='en'>"
            "<trans-title>C</trans-title>"
            "<trans-subtitle>D</trans-subtitle></trans-title-group>",
            [("А: Б", "ru"), ("C: D", "en")],
        ),
        (
            "<article-title>А</article-title><trans-title xml:lang='EN'>C</trans-title><trans-subtitle "
            "xml:lang='EN'>D</trans-subtitle>",
            [("А", "ru"), ("C: D", "en")],
        ),
        (
            "<article-title xml:lang='en'>C</article-title><trans-title-group xml:lang='ru'>"
            "<trans-title>А</trans-title>"
            "</trans-title-group>",
            [("C", "en"), ("А", "ru")],
        ),
        ("<article-title>Реки<sup>*</sup></article-title>", [("Реки", "ru")]),
        ("<article-title>Реки степи.<sup>†‡</sup></article-title>", [("Реки степи.", "ru")]),
        # near misses: notes, running heads, a subtitle in another language, signs of formulas
        ("<article-title>C<sup>*</sup>-алгебры и x<sup>2</sup></article-title>", [("C*-алгебры и x2", "ru")]),
        ("<article-title>Алгебра C<sup>*</sup></article-title>", [("Алгебра C*", "ru")]),
        ("<article-title>Реки<sup>2</sup></article-title>", [("Реки2", "ru")]),
        ("<article-title>А<xref ref-type='fn'>*</xref><fn><p>Грант</p></fn></article-title>", [("А", "ru")]),
        ("<article-title>А</article-title><alt-title alt-title-type='running-head'>Б</alt-title>", [("А", "ru")]),
        ("<article-title>А</article-title><subtitle xml:lang='en'>B</subtitle>", [("А", "ru")]),
        ("<article-title>А</article-title><subtitle/>", [("А", "ru")]),
        (r"<article-title>Число <inline-formula><tex-math>$x^2$</tex-math></inline-formula>"
         r"</article-title>", [("Число $x^2$", "ru")]),
    ],
)  # fmt: skip
def test_titles(group, wanted):
    found = record(f"{DOI}<title-group>{group}</title-group>").titles
    assert [(t.text, t.lang) for t in found] == wanted


def test_translations_that_stand_in_the_article_give_title_abstract_and_keywords():
    inner = (
        "<title-group><article-title>Rivers</article-title></title-group><abstract><p>Told.</p></abstract>"
        "<kwd-group><kwd>river</kwd></kwd-group>"
    )
    after = "<{0} xml:lang='en' article-type='{1}'><front-stub>{2}</front-stub></{0}>"
    found = record(DOI + TITLE, after=after.format("sub-article", "translation", inner))
    assert [(t.text, t.lang) for t in found.titles] == [("Т", "ru"), ("Rivers", "en")]
    assert [(a.text, a.lang) for a in found.abstracts] == [("Told.", "en")]
    assert [(s.value, s.lang) for s in found.subjects] == [("river", "en")]
    reply = record(DOI + TITLE, after=after.format("sub-article", "reply", inner))
    assert (len(reply.titles), reply.abstracts) == (1, ())


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<abstract><p>А.</p></abstract><abstract-trans xml:lang='EN'><p>B.</p>"
         "</abstract-trans>", [("А.", "ru"), ("B.", "en")]),
        ("<abstract><p>А.</p></abstract><trans-abstract xml:lang='en'><p>B.</p>"
         "</trans-abstract>", [("А.", "ru"), ("B.", "en")]),
        ("<abstract><title>Аннотация</title><p>А.</p><p>Б.</p></abstract>", [("А. Б.", "ru")]),
        ("<abstract><title>Аннотация</title>А.</abstract>", [("А.", "ru")]),
        ("<abstract><sec><title>Цель.</title><p>А.</p></sec></abstract>", [("Цель. А.", "ru")]),
        # a list in a paragraph is told once
        ("<abstract><p>А: <list><list-item><p>Б.</p></list-item></list></p></abstract>", [("А: Б.", "ru")]),
        ("<abstract><p>&lt;p&gt;А&amp;nbsp;Б.&lt;/p&gt;</p></abstract>", [("А Б.", "ru")]),
        ("<abstract abstract-type='graphical'><p>А.</p></abstract>", []),
    ],
)  # fmt: skip
def test_abstracts(inner, wanted):
    assert [(a.text, a.lang) for a in record(DOI + TITLE + inner).abstracts] == wanted


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<kwd-group xml:lang='en'><title>Keywords</title><kwd>a</kwd><kwd>b</kwd>"
         "</kwd-group>", [("a", "en"), ("b", "en")]),
        ("<kwd-group><kwd>a; b</kwd></kwd-group>", [("a", "ru"), ("b", "ru")]),
        ("<kwd-group><nested-kwd><kwd>a</kwd><nested-kwd><kwd>b</kwd></nested-kwd></nested-kwd>"
         "</kwd-group>", [("a", "ru"), ("b", "ru")]),
        ("<kwd-group><compound-kwd><compound-kwd-part>A1</compound-kwd-part>"
         "<compound-kwd-part>a</compound-kwd-part></compound-kwd></kwd-group>", [("A1 a", "ru")]),
        ("<unstructured-kwd-group>a, b</unstructured-kwd-group>", [("a", "ru"), ("b", "ru")]),
        ("<kwd-group kwd-group-type='abbreviations'><kwd>ПДК</kwd></kwd-group>", []),
    ],
)  # fmt: skip
def test_keywords(inner, wanted):
    assert [(s.value, s.lang) for s in record(DOI + TITLE + inner).subjects] == wanted


def date(kind, text, given="pub-type"):
    year, month, day = (*text.split("-"), "", "")[:3]
    parts = "".join(f"<{n}>{v}</{n}>" for n, v in (("day", day), ("month", month), ("year", year)) if v)  # fmt: skip
    return f"<pub-date {given}='{kind}'>{parts}</pub-date>"


@pytest.mark.parametrize(
    ("dates", "year", "published"),
    [
        # the issue's year before the day of the upload
        (date("epub", "2021-05-03") + date("collection", "2019"), 2019, "2019"),
        (date("epub", "2021-05-03") + date("ppub", "2019-12"), 2019, "2019-12"),
        (date("epub", "2019-12-20") + date("collection", "2020"), 2020, "2020"),
        (date("pub", "2026-09-17", "date-type") + date("collection", "2026", "date-type"), 2026, "2026-09-17"),
        ("<pub-date date-type='pub' publication-format='electronic'><day>1</day><month>2</month><year>2021</year>"
         "</pub-date>"
         "<pub-date date-type='pub' publication-format='print'><year>2019</year></pub-date>", 2019, "2019"),
        (date("epub", "2021-05-03"), 2021, "2021-05-03"),
        # what is no publication counts only alone
        (date("preprint", "2018-01-01", "date-type") + date("pub", "2020", "date-type"), 2020, "2020"),
        (date("pmc-release", "2018-01-01"), 2018, "2018-01-01"),
        # partly wrong, or in words
        ("<pub-date iso-8601-date='2020-07-00'><day>10</day><month>July</month><year>2020</year>"
         "</pub-date>", 2020, "2020-07-10"),
        ("<pub-date iso-8601-date='2020-07-00'/>", 2020, "2020-07"),
        ("<pub-date iso-8601-date='2020-02-31'><year>2020</year></pub-date>", 2020, "2020"),
        ("<pub-date><season>Spring</season><year>2020</year></pub-date>", 2020, "2020"),
        ("<pub-date><string-date>12 марта 2015 г.</string-date></pub-date>", 2015, "2015-03-12"),
        ("<pub-date><string-date>март <year>2015</year></string-date></pub-date>", 2015, "2015-03"),
        ("<pub-date><year>2018–2019</year></pub-date>", 2018, "2018"),
        ("<pub-date><day>00</day><month>00</month><year>2021</year></pub-date>", 2021, "2021"),
        ("<pub-date><month>11</month><year>2020</year></pub-date>", 2020, "2020-11"),
        ("", None, None),
    ],
)  # fmt: skip
def test_year_of_the_issue(dates, year, published):
    found = record(DOI + TITLE + dates)
    assert (found.year, found.published) == (year, published)


def test_a_year_that_cannot_be_counts_for_nothing_and_is_told():
    found = record(DOI + TITLE + date("collection", "2125") + date("epub", "2021-05-03"))
    assert (found.year, found.published) == (2021, "2021-05-03")
    assert "2125" in found.warnings[0]


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<fpage>5</fpage><lpage>12</lpage>", {"pages": "5-12", "first_page": "5", "last_page": "12"}),
        ("<page-range>5–12</page-range>", {"pages": "5–12", "first_page": "5", "last_page": "12"}),
        ("<fpage>5</fpage><page-range>5-9, 12</page-range>", {"pages": "5-9, 12", "first_page": "5"}),
        ("<elocation-id>e12</elocation-id>", {"pages": None, "article_number": "e12"}),
        ("<counts><page-count count='8'/></counts>", {"pages": None, "first_page": None}),
        ("<volume>5</volume><issue>2</issue><supplement>прил. 1</supplement>", {"volume": "5", "issue": "2, прил. 1"}),
        ("<issue>2</issue><issue-part>1</issue-part>", {"issue": "2, part 1"}),
        ("<volume>5</volume><supplement>S1</supplement>", {"issue": "S1"}),
        ("<isbn>978-5-02-034567-1</isbn>", {"isbn": ("978-5-02-034567-1",)}),
    ],
)  # fmt: skip
def test_place_in_the_journal(inner, wanted):
    found = record(DOI + TITLE + inner).container
    assert {name: getattr(found, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("journal", "wanted"),
    [
        ("<journal-title>В</journal-title><trans-title xml:lang='EN'>B</trans-title>", [("В", None), ("B", "en")]),
        ("<journal-title-group><journal-title xml:lang='en'>B</journal-title><trans-title-group xml:lang='ru'>"
         "<trans-title>В"
         "</trans-title></trans-title-group></journal-title-group>", [("B", "en"), ("В", "ru")]),
        ("<journal-title-group><abbrev-journal-title>Вест.</abbrev-journal-title>"
         "</journal-title-group>", [("Вест.", None)]),
        ("<journal-title-group><journal-title>В</journal-title><abbrev-journal-title>Вест.</abbrev-journal-title>"
         "</journal-title-group>", [("В", None)]),
    ],
)  # fmt: skip
def test_names_of_the_journal(journal, wanted):
    found = record(DOI + TITLE, journal).container
    assert [(t.text, t.lang) for t in found.titles] == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<article-id>10.5555/b</article-id>", ["10.5555/b"]),
        ("<article-id pub-id-type='publisher-id'>10.5555/b</article-id>", ["10.5555/b"]),
        ("<article-id pub-id-type='doi'>10.5555/b</article-id><article-id "
         "pub-id-type='other'>7</article-id>", ["10.5555/b"]),
    ],
)  # fmt: skip
def test_a_doi_is_told_by_its_form(given, wanted):
    found = record(given + TITLE)
    assert [i.value for i in found.identifiers if i.scheme == "doi"] == wanted
    assert found.identifier == "10.5555/b"


def test_languages_licences_and_addresses():
    found = record(
        f"{DOI}{TITLE}<content-language>en</content-language><permissions><license><ali:license_ref>https://cc.org/by"
        "</ali:license_ref><license-p>CC BY</license-p></license></permissions>"
        "<self-uri xlink:href='https://x.org/1'/><self-uri>https://x.org/2</self-uri>"
    )
    assert found.languages == ("en",)
    assert found.rights == ("https://cc.org/by",)
    assert found.urls == ("https://x.org/1", "https://x.org/2")


def test_attributes_of_links_are_read_in_any_namespace():
    data = (
        "<article xmlns:xlink='http://www.w3.org/1999/xlink/'><front><article-meta>"
        f"{DOI}{TITLE}<self-uri xlink:href='https://x.org/1'/></article-meta></front></article>"
    )
    assert jats.parse_file(data.encode()).records[0].urls == ("https://x.org/1",)


def named(meta):
    data = (
        "<article><front><journal-meta><issn>0000-0019</issn></journal-meta><article-meta>"
        f"{TITLE}{meta}</article-meta></front></article>"
    )
    page = jats.parse_file(data.encode())
    return page.records[0].identifier, page.formerly


PLACE = "<volume>5</volume><issue>2</issue><fpage>7</fpage>"


@pytest.mark.parametrize(
    ("meta", "identifier", "formerly"),
    [
        # the year was that of the upload, and the issue without its supplement
        (
            date("epub", "2021-05-03") + date("collection", "2019") + PLACE,
            "0000-0019/2019/5-2/7",
            ("0000-0019/2021/5-2/7",),
        ),
        (
            f"{date('collection', '2019')}{PLACE}<supplement>S1</supplement>",
            "0000-0019/2019/5-2, S1/7",
            ("0000-0019/2019/5-2/7",),
        ),
        # a DOI that only its form tells was none
        (
            f"<article-id>10.5555/a</article-id><article-id pub-id-type='publisher-id'>9</article-id>{PLACE}",
            "10.5555/a",
            ("0000-0019/9",),
        ),
        # near misses: the name stays what it was
        (f"{DOI}{date('epub', '2021')}{date('collection', '2019')}{PLACE}", "10.5555/a", ()),
        (f"{date('collection', '2019')}{PLACE}", "0000-0019/2019/5-2/7", ()),
        (
            f"<article-id pub-id-type='publisher-id'>9</article-id>{date('epub', '2021')}{PLACE}",
            "0000-0019/9",
            (),
        ),
    ],
)
def test_an_article_without_a_doi_keeps_the_names_it_had(meta, identifier, formerly):
    found, names = named(meta)
    assert (found, names.get(found, ())) == (identifier, formerly)
