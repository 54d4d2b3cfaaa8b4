"""RSCI issues: against a generated issue after the published schema, in both of its encodings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.rsci.rsci_references import split_authors
from schemas import Identifier, LocalizedText, Subject
from schemas.vocabularies import document_type

ISSUE = (Path(__file__).parents[1] / "data" / "rsci" / "issue.generated.xml").read_bytes()


def parse(data):
    return parse_page("rsci", data, source=SourceHints(source="trial"))


@pytest.fixture(scope="module")
def page():
    return parse(ISSUE)


def test_identifiers_are_places_in_the_journal_and_a_shared_page_is_told_apart(page):
    assert [r.identifier for r in page.records] == [
        "99999/2021/12-3/5-12",
        "99999/2021/12-3/13",
        "99999/2021/12-3/13#2",
    ]


def test_an_article_without_a_title_is_rejected_and_parses_alone(page):
    (rejected,) = page.rejected
    assert (rejected.reason, rejected.identifier) == ("no-title", "99999/2021/12-3/14-15")
    mended = rejected.raw.replace(
        b"<artTitles/>", b'<artTitles><artTitle lang="RUS">X</artTitle></artTitles>'
    )
    (record,) = parse(mended).records
    assert (record.identifier, record.container.issn) == (
        "99999/2021/12-3/14-15",
        ("0000-0019", "0000-0027"),
    )


def test_kept_bytes_give_the_same_record_again(page):
    assert parse(page.items[0].raw).records == (page.records[0],)


def test_titles_abstracts_and_place(page):
    record = page.records[0]
    assert record.titles == (
        LocalizedText("О разложении чисел H2O-типа", "ru"),
        LocalizedText("On the decomposition of numbers", "en"),
        LocalizedText("Сандарды жіктеу туралы", "kk"),
    )
    assert [a.lang for a in record.abstracts] == ["ru", "en"]
    container = record.container
    assert [t.text for t in container.titles] == [
        "Вестник вымышленных наук",
        "Bulletin of Invented Sciences",
    ]
    assert (container.volume, container.issue, container.pages, container.last_page) == (
        "12",
        "3",
        "5-12",
        "12",
    )
    assert (record.year, record.published, record.languages) == (2021, "2021-06-14", ("ru",))


def test_both_languages_are_forms_of_one_author(page):
    authors = page.records[0].contributors
    assert [(a.role, a.kind) for a in authors] == [
        ("author", "person"),
        ("author", "person"),
        ("translator", "person"),
        ("author", "organisation"),
    ]
    first, second = authors[:2]
    assert [(n.family, n.given, n.lang) for n in first.names] == [
        ("Щербаков", "Алексей Александрович", "ru"),
        ("Shcherbakov", "A. A.", "en"),
    ]
    (place,) = first.affiliations
    assert [n.lang for n in place.names] == ["ru", "en"]
    assert (place.country, place.city) == ("KG", "Бишкек")
    assert set(first.identifiers) == {
        Identifier("spin", "1234-5678"),
        Identifier("orcid", "0000-0002-1825-0097"),
        Identifier("elibrary-author", "123456"),
    }
    assert [n.lang for n in second.names] == ["ru", "hy"]
    assert second.affiliations[0].country == "AM"


@pytest.mark.parametrize(
    ("position", "given", "expected"),
    [(0, "RAR", "article"), (1, "SCO", "short-communication"), (2, "COR", "short-communication")],
)
def test_article_types(page, position, given, expected):
    record = page.records[position]
    assert (record.type_as_given, record.type) == (given, expected)


def test_codes_and_subjects(page):
    record = page.records[0]
    assert record.identifiers == (
        Identifier("doi", "10.5555/invented.2021.3.5"),
        Identifier("edn", "ABCDEF"),
    )
    assert {(s.scheme, s.value) for s in record.subjects} == {
        ("keyword", "числа"),
        ("keyword", "разложение"),
        ("keyword", "numbers"),
        ("grnti", "27.15.17"),
        ("udc", "511.2"),
        ("jel", "C10"),
        ("section", "МАТЕМАТИКА"),
        ("section", "MATHEMATICS"),
    }
    assert page.records[1].subjects == (Subject(scheme="section", value="КОРОТКО", lang="ru"),)


def test_bilingual_references_are_two_lists_with_marked_fields(page):
    russian, english, other = page.records[0].references
    assert [(r.position, r.list_id, r.lang) for r in (russian, english, other)] == [
        (1, "ru", "ru"),
        (2, "en", "en"),
        (3, "en", "en"),
    ]
    assert russian.raw.startswith("Иванов И.И., Петров П.П. Теория чисел // Математика")
    fields = russian.fields
    assert fields.authors == ("Иванов И.И.", "Петров П.П.")
    assert (fields.title, fields.container, fields.year) == ("Теория чисел", "Математика", 2010)
    assert (fields.volume, fields.issue, fields.first_page, fields.last_page) == (
        "5",
        "2",
        "31",
        "36",
    )
    assert english.fields is None


def test_plain_references_lose_only_their_number(page):
    assert [(r.raw, r.list_id) for r in page.records[1].references] == [
        ("Қасымов Қ. Сандар. Алматы, 2001.", ""),
        ("Асанов А. Сандар. Бишкек, 2003.", ""),
    ]


def test_utf_16_gives_the_same(page):
    text = ISSUE.decode().replace('encoding="utf-8"', 'encoding="utf-16"')
    assert parse(text.encode("utf-16")).records == page.records


def test_a_repaired_file_says_so(page):
    damaged = parse(ISSUE.replace("Полный текст.".encode(), b"\x01&nbsp;\xff"))
    assert len(damaged.warnings) == 3
    assert all(r.warnings == damaged.warnings for r in damaged.records)
    assert [replace(r, warnings=()) for r in damaged.records] == list(page.records)


def test_an_issue_without_number_or_issn_goes_by_doi_or_by_title_and_author():
    text = ISSUE.decode().replace("<titleid>99999</titleid>", "")
    text = text.replace("<issn>0000-0019</issn>", "").replace("<eissn>0000-0027</eissn>", "")
    page = parse(text.encode())
    doi, *described = [r.identifier for r in page.records]
    assert doi == "10.5555/invented.2021.3.5"
    assert len({name for name in described if name.startswith("described:")}) == 2
    assert [r.reason for r in page.rejected] == ["no-identifier"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not xml", "wrong-format"),
        (ISSUE[:3000], "wrong-format"),
        (b"<journals><opercard/></journals>", "wrong-format"),  # a legacy file without a journal
        (b"<OAI-PMH/>", "wrong-format"),
        (b'<!DOCTYPE journal [<!ENTITY x "y">]><journal><issue/></journal>', "doctype"),
    ],
    ids=["no XML", "cut short", "legacy form", "OAI-PMH", "DOCTYPE"],
)
def test_files_that_are_no_issue(data, reason):
    with pytest.raises(PageError) as caught:
        parse(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Иванов И.И., Петров П.П.", ("Иванов И.И.", "Петров П.П.")),
        ("Smith, J., Jones, A.B.", ("Smith, J.", "Jones, A.B.")),
        ("Иванов, Иван; Петров, Пётр", ("Иванов, Иван", "Петров, Пётр")),
        ("Иванов И., Ли", ("Иванов И.", "Ли")),
        ("", ()),
    ],
)
def test_marked_authors_are_one_a_person(text, names):
    assert split_authors(text) == names


@given(st.text(max_size=60))
def test_splitting_authors_loses_no_letter(text):
    kept = "".join(split_authors(text))
    assert sorted(c for c in kept if c.isalnum()) == sorted(c for c in text if c.isalnum())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("COR", "short-communication"),  # correspondence, not a correction
        ("RPR", "article"),  # a reprint, not a report
        ("REP", "report"),
        ("correction", "correction"),
        ("UNK", "unknown"),
    ],
)
def test_types_of_the_schema_mean_what_it_says(given, expected):
    assert document_type(given) == expected
