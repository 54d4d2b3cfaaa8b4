"""RIS (crawler.formats.reference_files.ris): spaces before the dash, types in words, dates with slashes, lists in a
line."""

from __future__ import annotations

import re

import pytest

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.reference_files.tagged import Tagging, pairs

HINTS = SourceHints(source="trial")


def page(body, charset="utf-8"):
    return parse_page("ris", body.encode(charset), source=HINTS)


def one(*lines):
    (record,) = page(
        "\n".join(["TY  - JOUR", "TI  - T", "AU  - Kim, V.", *lines, "ER  - "])
    ).records
    return record


def texts(given):
    return [title.text for title in given]


@pytest.mark.parametrize("mark", ["  - ", " - ", "  -", " -", "   - ", "  -  ", "\u00a0\u00a0- "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_tag_is_read_however_many_spaces_are_before_its_dash(mark, end):
    lines = ["TY{}JOUR", "TI{}О реках", "AU{}Сидоров, Иван", "PY{}2020", "SP{}5", "EP{}9", "ER{}"]
    body = end.join(line.format(mark) for line in lines)
    (record,) = page(f"\ufeff{body}{end}").records
    assert (texts(record.titles), record.year) == (["О реках"], 2020)
    assert record.container.pages == "5-9"
    assert record.contributors[0].names[0].family == "Сидоров"


def test_words_with_a_dash_are_no_tags():
    record = one(
        "AB  - first", "UV - visible light", "as well as X1 - rays", "T1--weighted", "VL  - 3"
    )
    assert texts(record.abstracts) == ["first UV - visible light as well as X1 - rays T1--weighted"]
    assert record.container.volume == "3"


def test_an_entry_ends_at_its_end_or_where_the_next_begins():
    body = "Provider: X\n\n1.\nTY - JOUR\nTI - One\nAU - A\n\nTY  - JOUR\nTI  - Two\nAU  - A\nER  - \nAU  - nobody\n"
    found = page(body)
    assert [(texts(r.titles), len(r.contributors)) for r in found.records] == [
        (["One"], 1),
        (["Two"], 1),
    ]
    for item in found.items:
        assert parse_page("ris", item.raw, source=HINTS).records == (item.record,)


@pytest.mark.parametrize(
    ("written", "type", "kind"),
    [
        ("JOUR", "article", "journal"),
        ("jour", "article", "journal"),
        ("Journal Article", "article", "journal"),
        ("INPR", "article", "journal"),
        ("CHAP", "chapter", "book"),
        ("Book Section", "chapter", "book"),
        ("CONF", "conference-paper", "proceedings"),
        ("CPAPER", "conference-paper", "proceedings"),
        ("Conference Proceedings", "conference-paper", "proceedings"),
        ("BOOK", "book", None),
        ("Edited Book", "book", None),
        ("THES", "thesis", None),
        ("RPRT", "report", None),
        ("DATA", "dataset", None),
    ],
)
def test_types_by_code_or_in_words(written, type, kind):
    body = f"TY  - {written}\nTI  - T\nAU  - Kim, V.\nT2  - Holder or series\nSP  - 5\nER  - "
    (record,) = page(body).records
    assert (record.type, record.type_as_given) == (type, written)
    assert (record.container and record.container.kind) == kind


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("JF  - Full Journal", "JO  - Full J.", "T2  - Other"), "Full Journal"),
        (("JA  - Full J.", "T2  - Full Journal"), "Full Journal"),
        (("J2  - Full J.", "JO  - Full Journal"), "Full Journal"),
        (("JA  - Full J.",), "Full J."),
        (("J1  - Full J.",), "Full J."),
    ],
)
def test_the_journal_under_its_many_tags(lines, title):
    assert texts(one(*lines).container.titles) == [title]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("JF  - Вестник степи; Том 3, № 2 (2020): О реках",), ("Вестник степи", "3", "2")),
        (("JF  - Steppe; Vol 3 No 2 (2020)", "IS  - 5"), ("Steppe", "3", "5")),
        (("JF  - Steppe; Lakes",), ("Steppe; Lakes", None, None)),
        (("JF  - Steppe", "VL  - Т. 3", "IS  - № 2"), ("Steppe", "3", "2")),
        (("JF  - Steppe", "VL  - Vol. 3", "IS  - No. 2-3"), ("Steppe", "3", "2-3")),
        (("JF  - Steppe", "VL  - 3A", "IS  - Suppl. 1"), ("Steppe", "3A", "Suppl. 1")),
        (("JF  - Steppe", "IS  - Special"), ("Steppe", None, "Special")),
    ],
)
def test_the_issue_behind_the_journal_and_the_words_of_numbers(lines, place):
    found = one(*lines).container
    assert (texts(found.titles)[0], found.volume, found.issue) == place


@pytest.mark.parametrize(
    ("tags", "title"),
    [
        (("T1  - Main", "ST  - Short"), "Main"),
        (("TI  - Main", "T1  - Again"), "Main"),
        (("ST  - Only short",), "Only short"),
        (("CT  - Old tag",), "Old tag"),
    ],
)
def test_the_title_under_its_many_tags(tags, title):
    (record,) = page("\n".join(["TY  - JOUR", "AU  - Kim, V.", *tags, "ER  - "])).records
    assert texts(record.titles) == [title]


def test_the_title_of_a_book_and_of_what_holds_a_chapter():
    book, chapter = page(
        "TY  - BOOK\nBT  - Whole\nAU  - A\nT2  - Series\nER  - \n"
        "TY  - CHAP\nTI  - Part\nBT  - Whole\nT3  - Series\nAU  - A\nER  - "
    ).records
    assert (texts(book.titles), book.container) == (["Whole"], None)
    assert (texts(chapter.titles), texts(chapter.container.titles)) == (["Part"], ["Whole"])


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        (("PY  - 2015/03//",), "2015-03"),
        (("Y1  - 2015/03/04/",), "2015-03-04"),
        (("PY  - 2015///Spring",), "2015"),
        (("PY  - 2015",), "2015"),
        (("PY  - 2015//", "Y1  - 2015/03//"), "2015-03"),
        (("DA  - 2015/03/04", "PY  - 2015"), "2015-03-04"),
        (("PY  - 2015", "DA  - 2016/01/02"), "2015"),
        (("PY  - 2015", "Y2  - 2020/05/06"), "2015"),
        (("DA  - 2015-03-04",), "2015-03-04"),
        (("PY  - in press",), None),
        ((), None),
    ],
)
def test_dates_with_slashes_and_said_again(lines, published):
    record = one(*lines)
    assert record.published == published
    assert record.year == (int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("SP  - 5", "EP  - 9"), ("5-9", "5", "9")),
        (("SP  - 5-9",), ("5-9", "5", "9")),
        (("SP  - 5–9", "EP  - 9"), ("5-9", "5", "9")),
        (("SP  - 5",), ("5", "5", None)),
        (("SP  - 5", "EP  - 5"), ("5", "5", "5")),
        (("SP  - e12",), ("e12", "e12", None)),
        (("SP  - 2603", "EP  - 15"), ("2603-2615", "2603", "2615")),
        (("SP  - 305", "EP  - 9"), ("305-309", "305", "309")),
        (("SP  - S12", "EP  - 5"), ("S12-S15", "S12", "S15")),
        (("SP  - С. 118", "EP  - С. 25"), ("118-125", "118", "125")),
        # near misses: no shortened page would stand behind the first
        (("SP  - 2698", "EP  - 5"), ("2698-5", "2698", "5")),
        (("SP  - 99", "EP  - 105"), ("99-105", "99", "105")),
        (("SP  - 12", "EP  - 2"), ("12-2", "12", "2")),
        (("SP  - S12", "EP  - e5"), ("S12-e5", "S12", "e5")),
        (("SP  - С. 5-9",), ("5-9", "5", "9")),
        (("SP  - 225 p.", "VL  - 1"), (None, None, None)),
        (("C7  - 12345",), (None, None, None)),
    ],
)
def test_pages(lines, place):
    found = one(*lines).container
    assert (found.pages, found.first_page, found.last_page) == place


@pytest.mark.parametrize(
    ("lines", "issn", "isbn"),
    [
        (("SN  - 2411-8591",), ("2411-8591",), []),
        (("SN  - 2411-8591 (Print); 1234-5679 (Online)",), ("2411-8591", "1234-5679"), []),
        (("SN  - 00280836 (ISSN)",), ("00280836",), []),
        (("SN  - 2411-8591, 1234-5679",), ("2411-8591", "1234-5679"), []),
        (("SN  - 2411-8591", "SN  - 978-5-00-000000-1"), ("2411-8591",), ["978-5-00-000000-1"]),
        (("SN  - ISSN 2411-8591",), ("2411-8591",), []),
        (("SN  - 2411-8591", "1234-5679"), ("2411-8591", "1234-5679"), []),
        (("SN  - none",), (), []),
    ],
)
def test_numbers_of_journals_and_books(lines, issn, isbn):
    record = one("JO  - J", *lines)
    assert record.container.issn == issn
    assert [i.value for i in record.identifiers if i.scheme == "isbn"] == isbn


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (("AU  - Иванов И.И.; Петров П.П.",), [("p", "Иванов И.И."), ("p", "Петров П.П.")]),
        (("AU  - Иванов И.И., Петров П.П.",), [("p", "Иванов И.И."), ("p", "Петров П.П.")]),
        (("AU  - Kim, V. and Lee, S.",), [("p", "Kim, V."), ("p", "Lee, S.")]),
        (("AU  - Kim,V.",), [("p", "Kim, V.")]),
        (("AU  - Министерство степи и берегов,",), [("o", "Министерство степи и берегов")]),
        (("AU  - Research and Development",), [("p", "Research and Development")]),
        (("A1  - Kim, V.", "AU  - Lee, S.", "AU  - et al."), [("p", "Kim, V."), ("p", "Lee, S.")]),
        (("AU  - Plato,",), [("p", "Plato")]),
    ],
)
def test_people(lines, people):
    (record,) = page("\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - "])).records
    assert [(c.kind[0], c.names[0].literal) for c in record.contributors] == people


def test_an_address_belongs_to_the_author_before_it_if_the_file_says_whose_it_is():
    body = "TY  - JOUR\nTI  - T\nAU  - Kim, V.\nAD  - КазНУ\nAU  - Lee, S.\nAD  - МГУ\nAD  - ЕНУ\nED  - Ed, E.\nER  - "
    (record,) = page(body).records
    assert [[p.names[0].text for p in c.affiliations] for c in record.contributors] == [
        ["КазНУ"],
        ["МГУ", "ЕНУ"],
        [],
    ]
    alone = one("AD  - КазНУ")
    assert alone.contributors[0].affiliations[0].names[0].text == "КазНУ"
    of_nobody = one("AU  - Lee, S.", "AD  - КазНУ; МГУ")
    assert not any(c.affiliations for c in of_nobody.contributors)
    assert of_nobody.warnings == (
        "left out: 1 addresses of authors, of which the file does not say whose they are",
    )


@pytest.mark.parametrize(
    ("lines", "keywords"),
    [
        (("KW  - реки", "KW  - степь"), ["реки", "степь"]),
        (("KW  - реки", "степь"), ["реки", "степь"]),
        (("KW  - реки; степь",), ["реки", "степь"]),
        (("KW  - реки, степь, горы",), ["реки", "степь", "горы"]),
        (("KW  - реки, степь",), ["реки", "степь"]),
        (("KW  - Алматы, Казахстан; реки",), ["Алматы, Казахстан", "реки"]),
        (("KW  - реки, степь, горы", "KW  - лес"), ["реки, степь, горы", "лес"]),
    ],
)
def test_keywords(lines, keywords):
    assert [s.value for s in one(*lines).subjects] == keywords


@pytest.mark.parametrize(
    ("lines", "identifiers"),
    [
        (("DO  - https://doi.org/10.5555/a",), [("doi", "10.5555/a")]),
        (("UR  - https://doi.org/10.5555/a",), [("doi", "10.5555/a")]),
        (("M3  - doi: 10.5555/a",), [("doi", "10.5555/a")]),
        (("L3  - 10.5555/a", "DO  - 10.5555/b"), [("doi", "10.5555/b")]),
        (("AN  - 123", "DB  - PubMed"), [("pmid", "123")]),
        (("AN  - 123",), []),
        (("AN  - WOS:000123456700001",), [("wos", "000123456700001")]),
        (("M3  - Article",), []),
        (("ID  - 10", "UR  - https://example.org/10"), []),
    ],
)
def test_identifiers(lines, identifiers):
    record = one(*lines)
    assert [(i.scheme, i.value) for i in record.identifiers] == identifiers


def test_what_counts_in_a_file_only_is_no_identity():
    entries = [
        f"TY  - JOUR\nTI  - О {what}\nAU  - Сидоров, Иван\nJO  - Вестник\nPY  - 2020\nID  - 1\n"
        "UR  - https://e.org/1\nER  - \n"
        for what in ("реках", "горах")
    ]
    first, second = page("".join(entries)).records
    assert first.identifier != second.identifier
    again = page(entries[0].replace("ID  - 1", "ID  - 2").replace("e.org/1", "e.org/2")).records[0]
    assert again.identifier == first.identifier


def test_entries_that_say_nothing_are_rejected_alone():
    found = page(
        "TY  - JOUR\nER  - \nTY  - JOUR\nAU  - Kim, V.\nID  - 3\nER  - \nTY  - JOUR\nTI  - T\nER  - "
    )
    assert [r.reason for r in found.rejected] == ["not-well-formed", "no-title"]
    assert len(found.records) == 1
    with pytest.raises(PageError, match="no RIS entry"):
        page("TITLE - no tag\nMY - own")


def test_windows_1251_and_languages():
    found = page(
        "TY  - JOUR\nTI  - О реках степи\nAU  - Сидоров, Иван\nLA  - Русский; English\nER  - ",
        "windows-1251",
    )
    assert found.records[0].languages == ("ru", "en")
    assert "1251" in found.warnings[0]


def test_lines_go_on_with_what_the_tag_before_them_says():

    tagging = Tagging(line=re.compile(r"^([A-Z])=(.*)$"), a_value_a_line=frozenset({"L"}), end="E")
    assert list(pairs("x\nA=one\n two\n\nL=1\n2\nE=\nB=3", tagging)) == [
        ("A", "one two"),
        ("L", "1"),
        ("L", "2"),
    ]


@pytest.mark.parametrize(
    ("last", "pages"),
    [("5-12", ("5-12", "5", "12")), ("12", ("5-12", "5", "12")), ("5", ("5", "5", "5"))],
)
def test_a_range_where_the_last_page_belongs(last, pages):
    place = one("T2  - J", "SP  - 5", f"EP  - {last}").container
    assert (place.pages, place.first_page, place.last_page) == pages


@pytest.mark.parametrize(
    ("given", "urls"),
    [
        ("https://a.example/1;https://b.example/2", ("https://a.example/1", "https://b.example/2")),
        (
            "https://a.example/1; https://b.example/2",
            ("https://a.example/1", "https://b.example/2"),
        ),
        ("https://a.example/1;jsessionid=2", ("https://a.example/1;jsessionid=2",)),
    ],
)
def test_several_addresses_in_one_value(given, urls):
    assert one(f"UR  - {given}").urls == urls
