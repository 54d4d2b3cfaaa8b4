from __future__ import annotations

import csv
import io
import json
import zipfile
from itertools import islice

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.support.timing import quickest
from webapp.exports.cells import guarded
from webapp.universities.tables import Table, as_csv, as_json, as_xlsx

_SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def _csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="eaci-')
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def _sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The cells of every sheet as texts, read with nothing but the file format."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        book = etree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.get("name", "") for sheet in book.findall("m:sheets/m:sheet", _SHEET)]
        strings = etree.fromstring(file.read("xl/sharedStrings.xml"))
        texts = ["".join(map(str, each.itertext())) for each in strings.findall("m:si", _SHEET)]
        return {
            name: _cells(etree.fromstring(file.read(f"xl/worksheets/sheet{place}.xml")), texts)
            for place, name in enumerate(names, start=1)
        }


def _cells(sheet: etree._Element, texts: list[str]) -> list[list[str]]:
    assert sheet.find(".//m:f", _SHEET) is None  # no formula anywhere
    return [
        [
            texts[int(value)] if cell.get("t") == "s" else value
            for cell in row.findall("m:c", _SHEET)
            for value in [cell.findtext("m:v", "", _SHEET)]
        ]
        for row in sheet.findall(".//m:row", _SHEET)
    ]


def test_the_numbers_carry_formula_date_and_coverage(client: FlaskClient) -> None:
    rows = _csv(client, "/en/institutions/kz-enu/export.csv")
    values = {(row["indicator"], row["part"]): row["value"] for row in rows}
    assert values["works", ""] == "29"
    assert values["citations", ""] == "8"
    assert values["h_index", ""] == "2"
    assert values["works_of_year", "2018"] == "25"
    assert values["works_of_year", "none"] == "1"
    assert values["works_with_country", "RU"] == "2"
    assert values["works_with_institution", "kg-knu"] == "1"
    assert all(row["formula"] and row["as_of"].endswith("Z") for row in rows)
    assert all(row["records_covered"] == "0" for row in rows)


def test_the_list_behind_has_as_many_rows_as_the_number_says(client: FlaskClient) -> None:
    works = _csv(client, "/en/institutions/kz-enu/export.csv?part=works")
    assert len(works) == len({row["id"] for row in works}) == 29
    assert sum(int(row["citations"]) for row in works) == 8
    assert [int(row["citations"]) for row in works[:3]] == [5, 2, 1]


def test_every_form_holds_the_same(client: FlaskClient) -> None:
    data = json.loads(client.get("/en/institutions/ru-msu/export.json").data)
    sheets = _sheets(client.get("/en/institutions/ru-msu/export.xlsx").data)
    assert list(data) == list(sheets) == ["indicators", "works", "coverage"]
    for name in ("indicators", "works"):
        header, *rows = sheets[name]
        assert header == list(data[name][0])
        assert len(rows) == len(data[name])
    assert [row[1] for row in sheets["works"][1:]] == [each["title"] for each in data["works"]]
    assert [each["title"] for each in data["works"]] == ["Геометрия", "=HYPERLINK(1)"]


def test_two_exports_differ_in_nothing_but_the_time(client: FlaskClient) -> None:
    first, second = (client.get("/en/institutions/kz-enu/export.csv?part=works").data for _ in "ab")
    assert first == second


def test_the_matrix_is_exported_with_its_formulas(client: FlaskClient) -> None:
    pairs = _csv(client, "/en/integration/export.csv")
    assert len(pairs) == 10
    found = {(row["left"], row["right"]): row for row in pairs}["RU", "KZ"]
    assert (found["expert_score"], found["works"], found["works_by_pairs"]) == (
        "7.54",
        "2",
        "1.3333",
    )
    cells = _csv(client, "/en/integration/export.csv?part=citations")
    assert len(cells) == 25
    assert all(
        int(row["citations"]) == int(row["self_citations"]) + int(row["citations_by_others"])
        for row in cells
    )
    bases = _csv(client, "/en/integration/export.csv?part=bases")
    assert [(row["basis"], row["works"]) for row in bases if row["country"] == "RU"] == [
        ("affiliation", "2"),
        ("publication", "1"),
    ]
    some = _csv(client, "/en/integration/export.csv?part=citations&basis=affiliation&counting=all")
    assert {row["basis"] for row in some} == {"affiliation"}
    assert sum(int(row["citations"]) for row in some) < sum(
        int(row["citations"])
        for row in _csv(client, "/en/integration/export.csv?part=citations&counting=all")
    )
    sheets = _sheets(client.get("/en/integration/export.xlsx").data)
    assert list(sheets) == ["pairs", "citations", "bases", "own_citations", "formulas", "coverage"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+7 700", "'+7 700"),
        ("-2", "'-2"),
        ("@import", "'@import"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\tx", "'\tx"),
        (" =1", "' =1"),
        ("\xa0\u200b+1", "'\xa0\u200b+1"),
        ("a;=1", "a;'=1"),
        ("a; -1; +b;c", "a;' -1;' +b;c"),
        ("a\t@b", "a\t'@b"),
        ("a\r\n=1\n-2", "a\r\n'=1\n'-2"),
        ('a;"=1"', 'a;\'"=1"'),
        ("a\u2028=1", "a\u2028'=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x;＝y", "'＠x;'＝y"),
        ("−5 °C", "'−5 °C"),
        ("﹦1", "'﹦1"),
        ("a - b; c+d, =e", "a - b; c+d, =e"),
        ("Иванов; Петров", "Иванов; Петров"),
        ("Иванов", "Иванов"),
        ("a=b", "a=b"),
        ("", ""),
        (-2, -2),
        (None, None),
    ],
)
def test_text_never_becomes_a_formula(value: str | int | None, written: str | int | None) -> None:
    assert guarded(value) == written


def test_a_table_in_three_forms() -> None:
    table = Table(name="t", columns=("a", "b"), rows=[("=1", 2), (None, 0.5), ("x,\n", True)])
    assert as_csv(table).decode("utf-8-sig") == (
        '"a","b"\r\n"\'=1","2"\r\n"","0.5"\r\n"x,\n","True"\r\n'
    )
    assert json.loads(as_json([table])) == {
        "t": [{"a": "=1", "b": 2}, {"a": None, "b": 0.5}, {"a": "x,\n", "b": True}]
    }
    assert _sheets(as_xlsx([table]))["t"] == [["a", "b"], ["=1", "2"], ["0.5"], ["x,\n", "1"]]


_SIGNS = tuple("=+-@＝＋－＠")
_HOSTILE = st.lists(
    st.sampled_from(["=", "+", "-", "@", "＝", "＠", ";", "\t", "\n", "\r", " ", "\xa0", '"', "'", ",", "a", "\ufeff"]),
    max_size=12,
).map("".join)  # fmt: skip


@given(cells=st.lists(_HOSTILE, min_size=1, max_size=4))
def test_no_spreadsheet_finds_a_formula_wherever_it_parts_cells(cells: list[str]) -> None:
    table = Table(name="t", columns=tuple(map(str, range(len(cells)))), rows=[tuple(cells)])
    text = as_csv(table).decode("utf-8-sig")
    assert next(islice(csv.reader(io.StringIO(text, newline="")), 1, None)) == [
        guarded(each) for each in cells
    ]
    for separator in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for cell in row:
                assert not cell.strip(" \xa0\ufeff\r\n\t").startswith(_SIGNS), (separator, row)


@given(text=st.text(max_size=50) | _HOSTILE)
def test_a_workbook_can_be_read_whatever_a_text_holds(text: str) -> None:
    table = Table(name="t", columns=("a",), rows=[(text,), ("end",)])
    sheet = _sheets(as_xlsx([table]))["t"]
    assert sheet[0] == ["a"]
    assert sheet[-1] == ["end"]


def test_a_long_text_is_cut_where_excel_ends() -> None:
    table = Table(name="t", columns=("a",), rows=[("x" * 40_000,)])
    assert len(_sheets(as_xlsx([table]))["t"][1][0]) == 32_767


@pytest.mark.parametrize(
    "text", ["\n " * 16_000, ";" * 32_000, " " * 32_000, "; =" * 10_000, ";\"'" * 10_000]
)
def test_guarding_a_long_text_is_quick(text: str) -> None:
    assert quickest(lambda: guarded(text), 0.5) < 0.5
