"""IRBIS's own fields, as text and in ISO 2709.

Tests ``crawler.formats.marc.irbis`` and ``crawler.formats.marc.irbis_fields``.
"""

from __future__ import annotations

import pytest

from crawler.formats import PageError, parse_page
from tests.crawler.marc_notation import HINTS, iso_record

ARTICLE = (
    "#920: ASP\n#101: rus\n#102: RU\n#700: ^AСидоров^BИ. П.^GИван Петрович^PСтепной институт\n"
    "#200: ^AО реках степи^FИ. П. Сидоров\n#903: В/2017/3-1\n"
)


def records(text, charset="utf-8"):
    return parse_page("irbis", text.encode(charset), source=HINTS).records


def read(text):
    (record,) = records(text)
    return record


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("#463: ^CСтепная газета^J2017^S1, 4^0a-фот.^H№ 42 (19 окт.)^WУ761/2017/42",
         ("Степная газета", 2017, None, "42", "1, 4", "journal")),
        ("#463: ^CВестник степи^J2015^VТ. 7^H№ 3^S15-20^XSteppe Bulletin^WВ/2015/3\n#963: ^FИнститут^I2411-8591",
         ("Вестник степи", 2015, "7", "3", "15-20", "journal")),
        ("#463: ^CВестник степи^J2015^H3^SС. 15–20", ("Вестник степи", 2015, None, "3", "15–20", "journal")),
        ("#463: ^CВестник степи^J2015^VВып. 12^H№ 3", ("Вестник степи", 2015, "12", "3", None, "journal")),
        ("#463: ^CЗлатая степь^DМосква^GБерег^J1971^S76-132^1с.\n#963: ^I978-5-00000-000-0",
         ("Златая степь", 1971, None, None, "76-132", "book")),
        ("#463: ^CСтепь 2010^J2010^S3-5\n#963: ^EМатериалы конференции, Минск, 2010",
         ("Степь 2010", 2010, None, None, "3-5", "proceedings")),
    ],
)  # fmt: skip
def test_the_place_of_an_article(fields, told):
    record = read(ARTICLE + fields)
    host = record.container
    assert (
        host.titles[0].text,
        record.year,
        host.volume,
        host.issue,
        host.pages,
        host.kind,
    ) == told


def test_an_article_whole():
    record = read(
        ARTICLE
        + "#463: ^CВестник степи^J2015^H№ 3^S15-20^XSteppe Bulletin\n#701: ^AКим^BА.\n#702: ^AРедько^BР.^4ред.\n"
        + "#702: ^AНекто^BН.\n#331: Описаны реки.\n#610: реки\n#610: степь\n#675: 556.5\n#621: 26.22\n#964: 37.27.17\n"
        + "#19: ^X0^A6 DOI^B10.5555/a.1\n#951: ^Ihttps://j.example.kz/1^H05\n#999: 0000000\n*****\n"
    )
    assert (record.identifier, record.type, record.type_as_given) == (
        "В/2017/3-1",
        "article",
        "ASP",
    )
    assert [(t.text, t.lang) for t in record.titles] == [("О реках степи", "ru")]
    assert [(c.names[0].literal, c.role) for c in record.contributors] == [
        ("Сидоров, Иван Петрович", "author"),
        ("Ким, А.", "author"),
        ("Редько, Р.", "editor"),
        ("Некто, Н.", "other"),
    ]
    assert record.contributors[0].affiliations[0].names[0].text == "Степной институт"
    assert [t.text for t in record.container.titles] == ["Вестник степи", "Steppe Bulletin"]
    assert record.abstracts[0].text == "Описаны реки."
    assert [(s.scheme, s.value) for s in record.subjects] == [
        ("keyword", "реки"),
        ("keyword", "степь"),
        ("udc", "556.5"),
        ("bbk", "26.22"),
        ("grnti", "37.27.17"),
    ]
    assert [(i.scheme, i.value) for i in record.identifiers] == [("doi", "10.5555/a.1")]
    assert record.urls == ("https://j.example.kz/1",)


@pytest.mark.parametrize(
    ("fields", "title", "kind"),
    [
        ("#920: PAZK\n#200: ^AИстория степи^Eочерк", "История степи: очерк", "book"),
        ("#920: SPEC\n#200: ^VКн. 3^AСтранные реки\n#461: ^CСобрание сочинений : в 6 кн.", "Странные реки", "book"),
        ("#920: SPEC\n#200: ^VКн. 3\n#461: ^CСобрание : в 6 кн.", "Собрание : в 6 кн. Кн. 3", "book"),
        ("#920: SPEC\n#200: ^VКн. 3^A1929-1939\n#461: ^CИстория степи", "История степи. Кн. 3, 1929-1939", "book"),
        ("#920: PAZK\n#200: ^AРеки^Eавтореф. дис. ... канд. наук", "Реки: автореф. дис. ... канд. наук", "thesis"),
        ("#920: AUNTD\n#200: ^AВода. Методы", "Вода. Методы", "standard"),
    ],
)  # fmt: skip
def test_books_and_their_volumes(fields, title, kind):
    record = read(f"{fields}\n#210: ^AМинск^CБерег^D1998\n#903: 1\n")
    assert (record.titles[0].text, record.type) == (title, kind)
    assert (record.year, record.publishers[0].text, record.place) == (1998, "Берег", "Минск")
    assert record.container is None or record.container.pages is None


def test_a_volume_has_the_year_and_the_authors_of_its_set():
    record = read(
        "#920: SPEC\n#961: ^ZДА^AСидоров^BИ. П.\n#200: ^VТ. 2\n#461: ^CИстория степи^H1998^DМинск\n"
        "#1119: 7ef4c9af\n#903: 5\n"
    )
    assert (record.year, record.identifier, record.container.volume) == (1998, "7ef4c9af", "2")
    assert record.contributors[0].names[0].literal == "Сидоров, И. П."


def test_records_end_at_the_stars_and_one_without_a_title_is_rejected_alone():
    issue_of_a_journal = "#920: NJ\n#933: В\n#934: 2015\n#936: 3\n#903: В/2015/3\n*****\n"
    text = f"\ufeff{ARTICLE}*****\r\n\r\n{issue_of_a_journal}{ARTICLE.replace('3-1', '3-2')}*****\n"
    found = parse_page("irbis", text.encode(), source=HINTS)
    assert [r.identifier for r in found.records] == ["В/2017/3-1", "В/2017/3-2"]
    assert [(r.reason, r.identifier) for r in found.rejected] == [("no-title", "В/2015/3")]


def test_a_value_goes_on_in_the_next_line():
    record = read(ARTICLE + "#331: Описаны реки\nи озёра.\n*****\n")
    assert record.abstracts[0].text == "Описаны реки и озёра."


@pytest.mark.parametrize("charset", ["windows-1251", "cp866", "utf-16"])
def test_the_charsets_of_exports(charset):
    (record,) = records(ARTICLE + "*****\n", charset)
    assert record.titles[0].text == "О реках степи"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Язык <Object Pascal>", "Язык Object Pascal"),
        ("<The =>Rivers", "The Rivers"),
        ("<Реки степи=степи реки> и горы", "Реки степи и горы"),
        ("О <i>реках</i>", "О реках"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_what_is_shown_and_what_is_sorted(given, shown):
    assert read(f"#920: PAZK\n#903: 1\n#200: ^A{given}\n").titles[0].text == shown


def test_without_cipher_a_record_is_known_by_what_it_says():
    text = ARTICLE.replace("#903: В/2017/3-1\n", "")
    assert read(text).identifier == read(text + "#999: 0000001\n").identifier != ""


@pytest.mark.parametrize("data", [b"just text", b"*****\n*****\n", b"#: x\n", b"TY  - JOUR\n"])
def test_other_files_are_refused(data):
    with pytest.raises(PageError, match="no field of IRBIS"):
        parse_page("irbis", data, source=HINTS)


def test_the_same_fields_in_iso_2709():
    fields = (
        "920 ASP\n101 rus\n200   $AО реках степи\n700   $AСидоров$BИ. П.\n463   $CВестник степи$J2015$H№ 3$S15-20\n"
        "331 Описаны реки.\n903 В/2015/3-1"
    )
    data = iso_record(fields, "windows-1251").replace(b"\x1e  \x1f", b"\x1e\x1f")
    (record,) = parse_page("marc", data, source=HINTS).records
    assert (record.identifier, record.type, record.year) == ("В/2015/3-1", "article", 2015)
    assert (record.container.issue, record.container.pages) == ("3", "15-20")
    assert (record.abstracts[0].text, record.languages) == ("Описаны реки.", ("ru",))


@pytest.mark.parametrize(
    ("host", "title", "place"),
    [
        ("#463: ^CВестник степи^J2020^V3^H2^S5-12", "Вестник степи", None),
        ("#463: ^CВестник степи^H№ 2^SС. 5-12^1с.", "Вестник степи", None),
        ("#463: ^TВестник степи^CМосква^V3", "Вестник степи", "Москва"),  # UNIMARC's subfields
    ],
)
def test_the_journal_of_an_article_without_its_work_sheet(host, title, place):
    found = read(f"#200: ^AО реках^FИ. Ким\n#700: ^AКим^BИ.\n{host}\n")
    assert (found.container.titles[0].text, found.place, found.type) == (title, place, "article")
