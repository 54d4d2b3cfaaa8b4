"""Files of reference managers: one publication says the same in EndNote's XML and tags, in RefWorks' tags and in RIS.

Named here: crawler.formats.reference_files.endnote_xml, crawler.formats.reference_files.enw,
crawler.formats.reference_files.refworks, crawler.formats.reference_files.manager_people.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.reference_files.manager_people import contributors
from crawler.formats.reference_files.managers import record, told

HINTS = SourceHints(source="trial")


def page(format, body):
    return parse_page(format, body.encode(), source=HINTS)


ARTICLE = {
    "ris": "TY  - JOUR\nAU  - Kim, V.\nAU  - Lee, S.\nTI  - On rivers\nJF  - Steppe\nPY  - 2020\nVL  - 3\nIS  - 2\n"
    "SP  - 5\nEP  - 9\nSN  - 2411-8591\nDO  - 10.5555/a\nKW  - a\nKW  - b\nAB  - Text.\nER  - ",
    "enw": "%0 Journal Article\n%A Kim, V.\n%A Lee, S.\n%T On rivers\n%J Steppe\n%D 2020\n%V 3\n%N 2\n%P 5-9\n"
    "%@ 2411-8591\n%R 10.5555/a\n%K a\nb\n%X Text.",
    "refworks": "RT Journal Article\nA1 Kim,V.\nA1 Lee,S.\nT1 On rivers\nJF Steppe\nYR 2020\nVO 3\nIS 2\nSP 5\nOP 9\n"
    "SN 2411-8591\nDO 10.5555/a\nK1 a\nK1 b\nAB Text.\nER ",
    "endnote": "<xml><records><record><ref-type name='Journal Article'>17</ref-type><contributors><authors>"
    "<author>Kim, V.</author><author><style>Lee, S.</style></author></authors></contributors>"
    "<titles><title>On rivers</title><secondary-title>Steppe</secondary-title></titles>"
    "<dates><year>2020</year></dates><volume>3</volume><number>2</number><pages>5-9</pages>"
    "<isbn>2411-8591</isbn><electronic-resource-num>10.5555/a</electronic-resource-num><keywords><keyword>a</keyword>"
    "<keyword>b</keyword></keywords><abstract>Text.</abstract></record></records></xml>",
}


@pytest.mark.parametrize("format", ARTICLE)
def test_an_article_says_the_same_in_each(format):
    (found,) = page(format, ARTICLE[format]).records
    (wanted,) = page("ris", ARTICLE["ris"]).records
    assert replace(found, type_as_given="") == replace(wanted, type_as_given="")
    assert (found.container.pages, found.identifier) == ("5-9", "10.5555/a")


WITHOUT_TYPE = "%A Kim, V.\n%T One\n%D 1999\n\n%T Two\n%A Lee, S.\n%X a\n\nb\n\n%A Ng, L.\n%T Three"


@pytest.mark.parametrize(
    ("format", "body", "titles"),
    [
        ("enw", "%0 Book\n%T One\n%A A\n%0 Book\n%T Two\n%A A", ["One", "Two"]),
        ("enw", "\ufeff%0 Book\r\n%T One\r\n%A A\r\n\r\n%X still of it\r\n", ["One"]),
        ("enw", WITHOUT_TYPE, ["One", "Two", "Three"]),
        ("enw", "%A A\n%D 2020\n%T One\n%X a\n\n%U https://a.org\n%J J\n%0 Journal Article\n%P 5-9\n", ["One"]),
        ("enw", "%T One\n%A A\n%0 Book\n\n%T Two\n%A A\n%0 Book", ["One", "Two"]),
        ("refworks", "RT Book\nT1 One\nA1 A\nRT Book\nT1 Two\nA1 A", ["One", "Two"]),
        ("refworks", "RT Book\nT1 One\nA1 A\nER \nT1 no more\n\nRT Book\nT1 Two\nA1 A\n", ["One", "Two"]),
        ("refworks", "RT Book\nT1 One\ngoes on\nA1 A", ["One goes on"]),
        ("refworks", "RT Book\nAB\nT1 One\nK1\nA1 A", ["One"]),
        ("enw", "%0 Book\n%X\n%T One\n%A A", ["One"]),
        ("refworks", "RT Book\nT1 On\nUV rays\nA1 A", ["On UV rays"]),
    ],
)  # fmt: skip
def test_where_entries_begin_and_lines_go_on(format, body, titles):
    found = page(format, body)
    assert [r.titles[0].text for r in found.records] == titles
    for item in found.items:
        assert parse_page(format, item.raw, source=HINTS).records == (item.record,)


@pytest.mark.parametrize("format", ["enw", "refworks", "endnote", "amsbib", "ris"])
def test_other_files_are_refused(format):
    with pytest.raises(PageError):
        page(
            format,
            "<html><body>100 %A of RTs</body></html>"
            if format == "endnote"
            else "just text 100 %A",
        )


def test_cnki_writes_ranges_and_the_volume_in_its_own_way():
    body = "RT Journal Article\nSR 1\nA1 Ким В.;Ли С.;\nT1 О реках\nJF Степь\nYR 2020\nIS 05\nvo 33\nOP 1-8\n"
    body += "K1 реки;степь"
    (found,) = page("refworks", body).records
    place = found.container
    assert (place.volume, place.issue, place.first_page, place.last_page) == ("33", "05", "1", "8")
    assert [c.names[0].literal for c in found.contributors] == ["Ким В.", "Ли С."]
    assert [s.value for s in found.subjects] == ["реки", "степь"]


@pytest.mark.parametrize(
    ("written", "fields", "type", "holder"),
    [
        ("Conference Proceedings", "%B Works", "conference-paper", "Works"),
        ("Conference Proceedings", "%C Astana", "book", None),
        ("Book Section", "%B Works", "chapter", "Works"),
        ("Journal Article", "%B Works", "article", "Works"),
        ("Electronic Article", "%J Works", "article", "Works"),
        ("Thesis", "%B Faculty", "thesis", None),
        ("Web Page", "%B Site", "webpage", None),
        ("Generic", "%B Works", "miscellaneous", "Works"),
        ("Generic", "%J Works\n%V 3\n%P 5-9", "article", "Works"),
    ],
)
def test_what_holds_an_entry_by_its_type(written, fields, type, holder):
    (found,) = page("enw", f"%0 {written}\n%T T\n%A A\n{fields}").records
    assert found.type == type
    assert (found.container and found.container.titles[0].text) == holder


XML = "<xml><records><record>{}<titles><title>T</title></titles></record></records></xml>"


@pytest.mark.parametrize(
    ("inner", "type"),
    [
        ("<ref-type name='Book'>6</ref-type>", "book"),
        ("<REFERENCE_TYPE>2</REFERENCE_TYPE>", "thesis"),
        ("<REFERENCE_TYPE>10</REFERENCE_TYPE>", "report"),
        ("", "unknown"),
    ],
)
def test_types_of_endnote_xml(inner, type):
    authors = "<contributors><authors><author>Kim, V.</author></authors></contributors>"
    (found,) = page("endnote", XML.format(inner + authors)).records
    assert found.type == type


def test_endnote_xml_without_its_wrapping_and_its_foreign_keys():
    body = (
        "<records><record><rec-number>7</rec-number><foreign-keys><key app='EN'>7</key></foreign-keys>"
        "<titles><title>One</title></titles></record><record><rec-number>7</rec-number><titles><title>Two</title></titles></record></records>"
    )
    first, second = page("endnote", body).records
    assert first.identifier != second.identifier


def test_people_with_addresses():
    given = [
        ("author", "Kim, V."),
        ("affiliation", "A"),
        ("editor", "Lee, S."),
        ("translator", "Ng, L. & Ho, P."),
    ]
    people, warnings = contributors(given)
    assert [(c.role, c.names[0].literal, len(c.affiliations)) for c in people] == [
        ("author", "Kim, V.", 1),
        ("editor", "Lee, S.", 0),
        ("translator", "Ng, L.", 0),
        ("translator", "Ho, P.", 0),
    ]
    assert warnings == ()
    assert contributors([("affiliation", "A")])[1]


def test_tags_without_a_name_are_not_read():
    found = record(
        told(
            [("T", "On rivers"), ("X", "nothing"), ("A", "Kim, V.")], {"T": "title", "A": "author"}
        )
    )
    assert (found.titles[0].text, found.abstracts, len(found.contributors)) == ("On rivers", (), 1)


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("ris", "TY  - THES\nTI  - T\nAU  - Kim, V.\nA3  - Lee, S.\nPB  - U\nER  - \n"),
        ("enw", "%0 Thesis\n%T T\n%A Kim, V.\n%Y Lee, S.\n%I U\n"),
        ("refworks", "RT Dissertation/Thesis\nT1 T\nA1 Kim, V.\nA3 Lee, S.\nPB U\n"),
    ],
)
def test_the_advisor_of_a_thesis_is_no_editor(format, body):
    (found,) = page(format, body).records
    assert [(c.names[0].literal, c.role) for c in found.contributors] == [
        ("Kim, V.", "author"),
        ("Lee, S.", "advisor"),
    ]
    (book,) = page("enw", "%0 Book\n%T T\n%A Kim, V.\n%E Lee, S.\n%I U\n").records
    assert book.contributors[1].role == "editor"
