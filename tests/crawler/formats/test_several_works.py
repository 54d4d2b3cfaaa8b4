"""Entries that name several works, beside entries of one work with semicolons in them. Invented works."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import ParsedRecord, parse_page
from crawler.formats.page import SourceHints
from crawler.formats.values.several_works import parted, works_of
from schemas import Reference, ReferenceFields

SEVERAL = [
    ["Громов П.А. Почвы. М., 1975", "Лесков А.А. Мхи. М., 1980."],
    [
        "Громов П.А. Почвы. М.: Наука, 1975. 210 с.",
        "Лесков А.А. Мхи // Природа. 1980. № 3. С. 5–9",
        "Орлов А. С. Указ. соч. С. 12.",
    ],
    ["Там же. С. 45", "Петров А. А. История. М.: Наука, 2010. 300 с."],
    [
        "Громов П.А. Почвы. М., 1975. 210 с.",
        "Его же. Мхи. М., 1980. 99 с.",
        "Idem. Ледники. Л., 1985.",
    ],
    ["Громов П.А. Почвы. URL: https://example.org/1", "А.А. Лесков. Мхи. 1980."],
    ["Каваль А. Рэкі. Мінск, 1999", "Сідараў Б. Азёры. Мінск, 2000."],
    ["Әуезов М. Абай жолы. Алматы, 1990", "Нұрпейісов Ә. Қан мен тер. Алматы, 1980. 300 б."],
    ["Асанов А. Суу. Бишкек, 1999. 120 б.", "Токтогулов Т. Жер. Бишкек, 2001."],
    ["Սիմոնյան Հ. Միտք. Երևան, 1990", "Նազարյան Ա. Բառեր. Երևան, 1991:"],
    ["Smith J. Soil. Nature. 2001;12:4-9", "Brown A. Rocks. Science. 2002;13:5-6."],
    ["Smith, J.; Brown, A. Chem. Rev. 2001, 12, 45", "Lee, K. Nature 2002, 3, 4."],
]

ONE = """
Громов П.А. Почвы. М.; Л.: Наука, 1975. 210 с.
Громов П.А.; Лесков А.А. Почвы. М., 1975.
Smith, J.; Brown, A. Chem. Rev. 2001, 12, 45.
Smith J. Soil. Nature. 2001;12:4-9.
Smith J. Book. London, 1975; New York, 1976.
История 1917 года / А.А. Иванов; Б.Б. Петров. – М., 2001. 200 с.
История 1917 года / А.А. Иванов ; под ред. Б.Б. Петрова. – М., 2001. 200 с.
Рец. на кн.: Громов П.А. Почвы. М., 1975; Лесков А.А. Мхи. М., 1980.
Пат. 2285000 РФ / Громов П.А., Лесков А.А.; заявитель НИИ. 2005; опубл. 2006; Бюл. № 5.
Закон о почвах от 01.02.1975; Постановление № 5 от 1976.
Smith J. Beams. New York: Plenum 1976; J. Opt. Soc. Am. 66, 837 (1976)
"""


@pytest.mark.parametrize("works", SEVERAL)
def test_one_text_a_work(works: list[str]) -> None:
    assert works_of("; ".join(works)) == works


@pytest.mark.parametrize("raw", ONE.strip().splitlines())
def test_an_entry_of_one_work_stays_as_it_is(raw: str) -> None:
    assert works_of(raw) == [raw]


def test_letters_of_works_are_marks() -> None:
    raw = "(a) Smith, J. Chem. Rev. 2001, 12, 45; (b) Brown, A. Angew. Chem. 2002, 5, 67."
    assert works_of(raw) == [
        "Smith, J. Chem. Rev. 2001, 12, 45",
        "Brown, A. Angew. Chem. 2002, 5, 67.",
    ]


def test_positions_are_counted_anew_and_lists_stay() -> None:
    raw = "; ".join(SEVERAL[0])
    marked = Reference(raw=raw, position=2, list_id="en", fields=ReferenceFields(title="Почвы"))
    listed = (Reference(raw=raw, position=1, lang="ru", list_id="ru"), marked)
    assert [(each.position, each.raw, each.list_id, each.lang) for each in parted(listed)] == [
        (1, SEVERAL[0][0], "ru", "ru"),
        (2, SEVERAL[0][1], "ru", "ru"),
        (3, raw, "en", None),
    ]
    whole = (marked,)
    assert parted(whole) is whole


def test_every_page_has_one_reference_a_work() -> None:
    reference = {"key": "r1", "unstructured": "; ".join(SEVERAL[0])}
    item = {
        "DOI": "10.5555/1",
        "type": "journal-article",
        "title": ["Обзор"],
        "reference": [reference],
    }
    body = {"status": "ok", "message-type": "work-list", "message": {"items": [item]}}
    page = parse_page("crossref", json.dumps(body).encode(), source=SourceHints(source="test"))
    (record,) = page.items
    assert isinstance(record, ParsedRecord)
    assert [(each.position, each.raw) for each in record.record.references] == [
        *enumerate(SEVERAL[0], 1)
    ]


@given(
    st.lists(st.sampled_from([text for works in SEVERAL for text in works]), min_size=1, max_size=5)
)
def test_no_letter_is_lost_and_parts_are_whole(texts: list[str]) -> None:
    raw = "; ".join(texts)
    found = works_of(raw)
    assert re.sub(r"[;\s]", "", "".join(found)) == re.sub(r"[;\s]", "", raw)
    assert [part for text in found for part in works_of(text)] == found


@given(st.text(alphabet="Аб. ;12019()a", max_size=60))
def test_any_text_is_read(raw: str) -> None:
    assert works_of(raw)
