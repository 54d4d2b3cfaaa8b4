"""Tables with the faults of tables that are made by hand, and the exports of Scopus and Web of Science. Invented."""

from __future__ import annotations

import io

import openpyxl
import pytest

from crawler.formats import PageError, Rejected, SourceHints, parse_page
from crawler.formats.tables.delimited import delimiter_of, parted, too_wide
from crawler.formats.tables.export_rows import parse_rows
from crawler.formats.tables.reference_cells import dated_parts, entries_of
from crawler.formats.tables.scopus import HEADINGS
from crawler.formats.tables.scopus_people import authors
from crawler.formats.tables.sheets import read_lines
from crawler.formats.tables.table_mapping import TableMapping
from crawler.formats.tables.wos import parse as parse_wos
from crawler.formats.tables.wos_fields import of_row
from crawler.formats.tables.wos_people import contributors
from crawler.formats.tables.wos_references import entry
from schemas import HarvestedRecord, Identifier, LocalizedText

HEAD = "ID;Название;Год\n"


def table(text: str | bytes, **mapping):
    data = text.encode() if isinstance(text, str) else text
    fields = {"identifier": "ID", "title": "Название", "year": "Год"} | mapping
    return parse_page("table", data, source=SourceHints(source="t", table=TableMapping(**fields)))


def scopus(text: str):
    return parse_page("scopus", text.encode(), source=SourceHints(source="t"))


def wos(text: str | bytes):
    data = text.encode() if isinstance(text, str) else text
    return parse_wos(data, SourceHints(source="t"))


def told(page) -> list[tuple[str, str, int | None]]:
    return [(r.identifier, r.titles[0].text, r.year) for r in page.records]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ('1;"О "новом" подходе";2020', 'О "новом" подходе'),
        ('1;"О ""новом"" подходе";2020', 'О "новом" подходе'),
        ('1;О "новом" подходе;2020', 'О "новом" подходе'),
        ('1;"О новом;2020', "О новом"),
        ('1;"Новый" подход;2020', '"Новый" подход'),
        ('1;"Две\nстроки";2020', "Две строки"),
        ('1; "О новом";2020', '"О новом"'),
        ("1;«О новом»;2020", "«О новом»"),
    ],
)
def test_one_bad_quotation_mark_costs_no_row(row, title):
    page = table(f'{HEAD}0;До;2019\n{row}\n2;"О реках; степи";2021\n')
    assert told(page) == [("0", "До", 2019), ("1", title, 2020), ("2", "О реках; степи", 2021)]


def test_a_row_with_mended_quotation_marks_says_so():
    first, second = table(f'{HEAD}1;"О "новом" подходе";2020\n2;О реках;2021\n').records
    assert "quotation marks" in first.warnings[0]
    assert second.warnings == ()


def test_a_quotation_mark_that_never_closes_takes_no_rows_with_it():
    rows = "".join(f'{n};"Работа {n};2020\n' for n in range(50))
    assert len(table(HEAD + rows).records) == 50


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("1;О реках; степях;2020", False),
        ("1;О реках;2020;примечание", False),
        ("1;О реках;2020;;", True),
        ("1;О реках;2020", True),
        ("1;О реках", True),
    ],
)
def test_a_row_of_too_many_cells_is_kept_apart_from_its_neighbours(row, kept):
    page = table(f"{HEAD}{row}\n2;О холмах;2021\n")
    assert told(page)[-1] == ("2", "О холмах", 2021)
    assert isinstance(page.items[0], Rejected) is not kept


def test_a_row_is_told_why_it_is_no_record():
    page = table(f"{HEAD}1;О реках; степях;2020\n")
    (rejected,) = page.rejected
    assert rejected.reason == "wrong-format"
    assert "4 cells under 3 headings" in rejected.detail
    assert [r.reason for r in table(rejected.raw).rejected] == ["wrong-format"]
    assert too_wide(["a", "b", ""], 2) is None


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Иванов И.И.; Ким В.", ["Иванов И.И.", "Ким В."]),
        ("Иванов И.И., Ким В.А.", ["Иванов И.И.", "Ким В.А."]),
        ("Иванов И.И.1,2, Ким В.А.2*", ["Иванов И.И.", "Ким В.А."]),
        ("Иванов, Иван", ["Иванов, Иван"]),
        ("Иванов И.И.*; Ким В.А.", ["Иванов И.И.", "Ким В.А."]),
        ("None", []),
        ("-", []),
    ],
)
def test_people_of_a_cell(cell, people):
    text = f'ID;Название;Год;Авторы\n1;О реках;2020;"{cell}"\n'
    (record,) = table(text, authors="Авторы").records
    assert [c.names[0].literal for c in record.contributors] == people


def test_headings_in_the_middle_are_those_of_another_file():
    assert told(table(f"{HEAD}1;О реках;2020\n{HEAD}2;О холмах;2021\n")) == [
        ("1", "О реках", 2020),
        ("2", "О холмах", 2021),
    ]
    row = '"Kim V.",On hills,2020,H,1,2,,,{}\n'
    page = scopus(SCOPUS + row.format("e1") + SCOPUS + row.format("e2"))
    assert [r.identifier for r in page.records] == ["e1", "e2"]


def test_notes_beside_a_table_are_no_fault_of_it():
    assert told(table("ID;Название;Год;\n1;О реках;2020;заметка\n")) == [("1", "О реках", 2020)]


@pytest.mark.parametrize(
    "text",
    [
        f"sep=;\n{HEAD}1;О реках, степях, холмах;2020\n",
        f'"sep=;"\r\n{HEAD}1;О реках, степях, холмах;2020\n',
        f"SEP=;\n{HEAD}1;О реках, степях, холмах;2020\n",
        f"{HEAD}1;О реках, степях, холмах;2020\n",
        HEAD.replace(";", ",") + '1,"О реках, степях, холмах",2020\n',
        HEAD.replace(";", "\t") + "1\tО реках, степях, холмах\t2020\n",
        HEAD.replace(";", "|") + "1|О реках, степях, холмах|2020\n",
        "sep=^\n" + HEAD.replace(";", "^") + "1^О реках, степях, холмах^2020\n",
        HEAD.replace(";", ",") + '1,"О реках, степях, холмах",2020\n' + ",,\n" + ";;;;;;;;;;;;;;\n",
    ],
)
def test_delimiters(text):
    assert told(table(text))[0] == ("1", "О реках, степях, холмах", 2020)


def test_the_sign_between_headings_counts_and_not_that_in_texts():
    text = "ID,Title\n" + "1,a; b; c; d; e\n" * 20
    assert delimiter_of(text, ["ID", "Title"]) == ","
    assert delimiter_of("Отчёт; 2020; том 1\nID,Title\n", ["ID", "Title"], 1) == ","


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        ("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", True), ("utf-16-be", True),
        ("windows-1251", True), ("koi8-r", True), ("cp866", True),
    ],
)  # fmt: skip
def test_charsets(encoding, warned):
    text = f"{HEAD}1;О реках степи и их берегах;2020\n2;Вторая запись;2021\n"
    page = table(text.encode(encoding))
    assert told(page)[0] == ("1", "О реках степи и их берегах", 2020)
    assert bool(page.warnings) is warned


def test_letters_of_western_windows():
    page = parse_page(
        "wos",
        "PT\tTI\tUT\nJ\tÜber Flüsse\tWOS:1\n".encode("windows-1252"),
        source=SourceHints(source="t"),
    )
    assert page.records[0].titles == (LocalizedText("Über Flüsse"),)
    assert "windows-1252" in page.warnings[0]


def test_the_end_of_a_file_of_dos_is_no_row():
    page = table(f"{HEAD}1;О реках;2020\n\x1a\x00\x00".encode("cp866"))
    assert (told(page), page.rejected) == ([("1", "О реках", 2020)], ())


def test_one_byte_that_is_not_utf_8_costs_no_file():
    page = table(
        f"{HEAD}1;О реках;2020\n2;О холмах;2021\n".encode().replace("холмах".encode(), b"x\xff")
    )
    assert told(page)[0] == ("1", "О реках", 2020)
    assert "U+FFFD" in page.warnings[0]


@pytest.mark.parametrize(
    ("cell", "separator", "entries"),
    [
        ("Первая. 2001.\nВторая. 2002.", "", ["Первая. 2001.", "Вторая. 2002."]),
        ("1. Первая. 2001.\n2) Вторая. 2002.", "", ["Первая. 2001.", "Вторая. 2002."]),
        ("Первая. 2001; Вторая. 2002", ";", ["Первая. 2001", "Вторая. 2002"]),
        ("Первая. 2001||Вторая. 2002", "||", ["Первая. 2001", "Вторая. 2002"]),
        (
            "Kim V., Lakes, (2001); Lee S., Hills, (2002)",
            "",
            ["Kim V., Lakes, (2001)", "Lee S., Hills, (2002)"],
        ),
        # a semicolon in one reference
        ("Ким В. Озёра; холмы. 2001.", "", ["Ким В. Озёра; холмы. 2001."]),
        ("Kim V.; Lee S., Hills, (2002)", "", ["Kim V.; Lee S., Hills, (2002)"]),
        ("", "", []),
    ],
)
def test_entries_of_a_cell(cell, separator, entries):
    assert entries_of(cell, separator) == entries


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Kim V., On lakes (2001) Lakes, 3, pp. 1-5; Lee S., (2002) Hills", 2),
        ("Kim, V.; Lee, S.; Ro, D., On hills, (2002); Petrov A., Maps, (1999)", 2),
        (
            "Kim V., Personal communication about the lakes of the steppe; Petrov A., Maps, (1999)",
            2,
        ),
        ("Maps, (1999a);", 1),
    ],
)
def test_references_of_scopus_end_with_their_years(cell, parts):
    assert len(dated_parts(cell)) == parts


SCOPUS = "Authors,Title,Year,Source title,Page start,Page end,DOI,References,EID\n"


@pytest.mark.parametrize(
    ("row", "people"),
    [
        ({"Authors": "Sidorov I.P., Kim V."}, ["Sidorov I.P.", "Kim V."]),  # before 2022
        ({"Authors": "Sidorov I.P.; Kim V."}, ["Sidorov I.P.", "Kim V."]),
        ({"Authors": "Sidorov, I.P.; Kim, V."}, ["Sidorov, I.P.", "Kim, V."]),
        ({"Authors": "Sidorov, I.P., Kim, V."}, ["Sidorov, I.P.", "Kim, V."]),
        ({"Authors": "Sidorov I.P."}, ["Sidorov I.P."]),
        ({"Author full names": "Kim, Vladimir (57100000003)"}, ["Kim, Vladimir"]),
        ({}, []),
    ],
)
def test_authors_of_scopus(row, people):
    assert authors(row) == people


def test_the_headings_of_scopus_are_those_of_its_export():
    assert HEADINGS.issuperset(SCOPUS.strip().split(","))


def test_scopus_without_quotation_marks_or_eid():
    page = scopus(
        'Authors,Title,Year,DOI\n"Kim V.",On hills,2020,10.5555/GENERATED.2\n"Lee S.",On lakes,2021,\n'
    )
    first, second = page.records
    assert first.identifier.lower() == "10.5555/generated.2"
    assert second.identifier.startswith("described:")


def test_the_row_of_headings_is_the_first_that_has_two_of_them():
    data = b"A,x\nA,B\n1,2\n"
    page = parse_rows(data, {"A", "B"}, lambda row: HarvestedRecord(identifier=row["B"]), "it")
    assert [r.identifier for r in page.rejected] == ["2"]


def test_scopus_with_lines_above_and_one_bad_row():
    page = scopus(
        f'Scopus\nEXPORT DATE: 1 December 2026\n{SCOPUS}"Kim V.",On hills,2020,H,1,2,,,e1\na,b,c,d,e,f,g,h,i,j,k\n'
    )
    assert [r.identifier for r in page.records] == ["e1"]
    assert [r.reason for r in page.rejected] == ["wrong-format"]


def test_columns_of_another_length_are_nobodys():
    page = scopus(
        "Authors,Author(s) ID,Authors with affiliations,Title,EID\n"
        'Kim V.; Lee S.,57100000003,"Kim V., A, Kazakhstan",On hills,e1\n'
    )
    (record,) = page.records
    assert [(c.identifiers, c.affiliations) for c in record.contributors] == [((), ())] * 2
    assert len(record.warnings) == 2


@pytest.mark.parametrize("data", ["ID;Название\n1;О реках\n", "", "TY  - JOUR\nER  - \n"])
@pytest.mark.parametrize("format", ["scopus", "wos"])
def test_files_that_are_no_export(format, data):
    with pytest.raises(PageError) as caught:
        parse_page(format, data.encode(), source=SourceHints(source="t"))
    assert caught.value.reason == "wrong-format"


WOS = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Kim, V\nTI On hills\nPY 2020\nUT WOS:1\n{}ER\n\nEF\n"


@pytest.mark.parametrize(
    "text",
    [
        WOS.format(""),
        WOS.format("").replace("\n", "\r\n"),
        WOS.format("").replace("FN Clarivate Analytics Web of Science", "FN ISI Export Format"),
        WOS.format("").removeprefix("FN Clarivate Analytics Web of Science\nVR 1.0\n"),
        WOS.format("").replace("ER\n\nEF\n", ""),
        WOS.format("").replace("\nEF\n", ""),
        "\ufeff" + WOS.format(""),
        "PT\tAU\tTI\tPY\tUT\t\nJ\tKim, V\tOn hills\t2020\tWOS:1\t\n",
        'Publication Type,Authors,Article Title,Publication Year,UT (Unique WOS ID)\nJ,"Kim, V",On hills,2020,WOS:1\n',
    ],
)
def test_forms_of_web_of_science(text):
    (record,) = wos(text).records
    assert (record.identifier, record.titles, record.year) == (
        "WOS:1",
        (LocalizedText("On hills"),),
        2020,
    )
    assert record.contributors[0].names[0].family == "Kim"


@pytest.mark.parametrize(
    ("head", "kind", "host"),
    [
        (
            "PT J\nSO HILLS\nDT Article; Proceedings Paper\nCT On hills",
            "conference-paper",
            "journal",
        ),
        ("PT C\nSO PROC HILLS\nDT Proceedings Paper", "conference-paper", "proceedings"),
        ("PT S\nSO LECT NOTES\nDT Proceedings Paper", "conference-paper", "proceedings"),
        ("PT B\nSO HILLS AND LAKES\nDT Article; Book Chapter", "chapter", "book"),
        ("PT B\nSO HILLS AND LAKES\nBP 5", "chapter", "book"),
        ("PT B\nSO HILLS", "book", None),
        ("PT P", "patent", None),
        ("PT J\nSO HILLS", "unknown", "journal"),
    ],
)
def test_types_and_hosts_by_the_kind_of_publication(head, kind, host):
    (record,) = wos(f"{head}\nTI On hills\nAU Kim, V\nPY 2020\nUT WOS:1\nER\nEF\n").records
    assert record.type == kind
    assert (record.container.kind if record.container else None) == host


def test_nobody_is_the_author_of_scopus_without_one():
    names = ("[No author name available]", "No author name available", "No D.")
    rows = "".join(f"{name},On hills,2-s2.0-{at}\n" for at, name in enumerate(names))
    page = parse_page(
        "scopus", f"Authors,Title,EID\n{rows}".encode(), source=SourceHints(source="trial")
    )
    assert [len(record.contributors) for record in page.records] == [0, 0, 1]


def test_a_workbook_of_web_of_science():
    book = openpyxl.Workbook()
    book.active.append(["Publication Type", "Authors", "Article Title", "UT (Unique WOS ID)"])
    book.active.append(["J", "Kim, V; Lee, S", "On hills", "WOS:1"])
    data = io.BytesIO()
    book.save(data)
    (record,) = wos(data.getvalue()).records
    assert [c.names[0].literal for c in record.contributors] == ["Kim, V", "Lee, S"]


def test_a_record_that_does_not_end_ends_at_the_next():
    page = wos("PT J\nTI On hills\nUT WOS:1\nPT J\nTI On lakes\nUT WOS:2\nER\n")
    assert [r.identifier for r in page.records] == ["WOS:1", "WOS:2"]


def test_a_strange_line_is_told_and_costs_nothing():
    (record,) = wos(WOS.format("<b>Notice</b>\n")).records
    assert record.identifier == "WOS:1"
    assert "<b>Notice</b>" in record.warnings[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kim V, 2001, LAKES, V3, P1, DOI 10.5555/a",
            ("Kim V", 2001, "LAKES", "3", "1", "10.5555/a"),
        ),
        ("Kim V, 2001, LAKES, V3, pE12", ("Kim V", 2001, "LAKES", "3", "E12", None)),
        ("Kim V, LAKES", None),
        ("*WHO, 2001, REP", ("*WHO", 2001, "REP", None, None, None)),
        ("2001, LAKES, V3", (None, 2001, "LAKES", "3", None, None)),
        (
            "Kim V, 2001, LAKES, V3, DOI DOI 10.5555/a",
            ("Kim V", 2001, "LAKES", "3", None, "10.5555/a"),
        ),
    ],
)
def test_cited_references(text, expected):
    found = entry(text)
    assert found.raw == text
    fields = found.fields
    if expected is None:
        assert fields is None
    else:
        told = (fields.container, fields.volume, fields.first_page, fields.doi)
        author = fields.authors[0] if fields.authors else None
        assert (author, fields.year, *told) == expected


@pytest.mark.parametrize(
    ("addresses", "places"),
    [
        (
            ["[Kim, V] A, Kazakhstan.", "[Lee, S; Kim, V] B, Armenia."],
            [["A, Kazakhstan", "B, Armenia"], ["B, Armenia"]],
        ),
        (["A, Kazakhstan."], [["A, Kazakhstan"]] * 2),
        (["A, Kazakhstan.", "B, Armenia."], [[], []]),
    ],
)
def test_addresses_of_web_of_science(addresses, places):
    people = contributors({"AU": ["Kim, V", "Lee, S"], "C1": addresses})
    assert [[a.names[0].text for a in p.affiliations] for p in people] == places


def test_numbers_stand_behind_a_form_of_the_name():
    people = contributors(
        {
            "AU": ["Kim, V", "Lee, S", "Lee, SA"],
            "OI": ["Kim, Viktor/0000-0002-1825-0097", "Lee, Sofia/0000-0001-5109-3700"],
        }
    )
    assert [p.identifiers for p in people] == [
        (Identifier("orcid", "0000-0002-1825-0097"),),
        (),
        (),
    ]


def test_semicolons_in_brackets_part_people():
    fields = of_row({"C1": "[Kim, V; Lee, S] A; [Ro, D] B; C", "AU": "Kim, V; Lee, S"})
    assert fields["C1"] == ["[Kim, V; Lee, S] A", "[Ro, D] B", "C"]
    assert len(of_row({"C1": "[" + ";a" * 300_000})["C1"]) == 1


@pytest.mark.parametrize(
    "piece", ['"', 'a;"b\n', '"a"b";', '"a""', 'a;"b"x\n', '"\n', "[;", "sep=;\n"]
)
def test_damaged_texts_are_read_in_time(piece):
    text = piece * (60_000 // len(piece))
    parted(text, ";")
    read_lines(text.encode(), ["ID"])


SECOND = "PT J\nAU Kim, V\n   Lee, S\n{}"
SECOND += "TI On hills\nZ1 О холмах\nSO HILLS\nZ3 ХОЛМЫ\nAB Few.\nZ4 Мало.\nUT RSCI:1\nER\n"


@pytest.mark.parametrize(
    ("names", "forms"),
    [
        ("Z2 Ким, В\n   Ли, С\n", [["Kim, V", "Ким, В"], ["Lee, S", "Ли, С"]]),
        ("Z2 Ким, В\n", [["Kim, V"], ["Lee, S"]]),  # of whom, it does not say
        ("", [["Kim, V"], ["Lee, S"]]),
    ],
)
def test_the_second_language_of_regional_collections(names, forms):
    (record,) = wos(SECOND.format(names)).records
    assert [t.text for t in record.titles] == ["On hills", "О холмах"]
    assert [t.text for t in record.abstracts] == ["Few.", "Мало."]
    assert [t.text for t in record.container.titles] == ["HILLS", "ХОЛМЫ"]
    assert [[n.literal for n in c.names] for c in record.contributors] == forms


@pytest.mark.parametrize(
    ("text", "container"),
    [
        ("Kim V, 2014, [No title captured]", None),
        ("Kim V, 2014, [NO TITLE CAPTURED], V3", None),
        ("Kim V, 2014, NO TITLE CAPTURED BOOKS", "NO TITLE CAPTURED BOOKS"),
    ],
)
def test_a_source_that_was_not_captured_is_none(text, container):
    assert entry(text).fields.container == container
