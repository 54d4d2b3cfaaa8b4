"""Article pages: meta tags, and the lists that a reader sees, in the languages of the Union."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.article_pages.reference_lists import Line, heading_of, references
from schemas import Identifier, LocalizedText

DATA = Path(__file__).parents[1] / "data" / "highwire"
HINTS = SourceHints(source="trial", url="https://journal.example.kz/article/1")


def parse(data, hints=HINTS):
    return parse_page("highwire", data, source=hints)


def page(body, head=""):
    head = f'<meta charset="utf-8"><meta name="citation_title" content="Т">{head}'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def raws(body):
    return [(r.list_id, r.raw) for r in parse(page(body)).records[0].references]


def test_tagged_page():
    (record,) = parse((DATA / "tagged.generated.html").read_bytes()).records
    assert record.identifier == "https://journal.example.kg/index.php/j/article/view/7"
    assert record.titles == (
        LocalizedText("Тоо көлдөрү", "ky"),
        LocalizedText("Горные озёра", "ru"),
    )
    first, second = record.contributors
    assert (first.names[0].family, first.names[0].given) == ("Асанов", "Бакыт")
    assert first.affiliations[0].names[0].text == "Кыргызский вымышленный университет"
    assert first.identifiers == (Identifier("orcid", "https://orcid.org/0000-0002-1825-0097"),)
    assert (second.names[0].literal, second.affiliations) == ("Хачатрян С. В.", ())
    assert (record.year, record.published, record.languages) == (2019, "2019-05-31", ("ru",))
    assert (record.container.volume, record.container.pages) == ("4", "15-20")
    assert record.identifiers == (Identifier("doi", "10.5555/lakes.7"),)
    assert [s.value for s in record.subjects] == ["көл", "тоо, суу"]


@pytest.mark.parametrize("broken", ["http://[::1", "https://[journal]/1", "//[", "javascript:x"])
def test_a_canonical_address_that_is_none_is_passed_over(broken):
    (record,) = parse(page("", f'<link rel="canonical" href="{broken}">')).records
    assert record.identifier == HINTS.url


def test_both_forms_of_citation_reference_and_the_visible_list_is_not_counted_again():
    (record,) = parse((DATA / "tagged.generated.html").read_bytes()).records
    free, marked = record.references
    assert (free.raw, free.fields) == ("Иванов И. И. Озёра. М., 2001.", None)
    assert marked.fields.authors == ("J. Smith", "A. Jones")
    assert (marked.fields.title, marked.fields.year, marked.fields.doi) == (
        "Lakes of the Tien Shan",
        1999,
        "10.5555/jl.3",
    )
    assert marked.raw.startswith("J. Smith, A. Jones. Lakes of the Tien Shan")


def test_numbered_lines_in_two_blocks_of_a_full_text():
    (record,) = parse((DATA / "bilingual.generated.html").read_bytes()).records
    assert record.identifier == HINTS.url
    assert [(r.position, r.list_id, r.raw) for r in record.references] == [
        (1, "kk", "Қасымов Қ. Өзендер мен көлдер. – Алматы: Ғылым, 2001. – 12 б."),
        (2, "kk", "Иванов И. И. Реки. 3-е изд. М., 2003."),
        (3, "kk", "2D models of rivers. 2010."),
        (4, "en", "Qasymov Q. Ozender men kolder. Almaty, 2001."),
        (5, "en", "Ivanov I. I. Reki [Rivers]. Moscow, 2003."),
        (6, "en", "Models of rivers. 2010."),
    ]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Литература", "ru"),
        ("Список литературы:", "ru"),
        ("5. Список использованных источников", "ru"),
        ("БИБЛИОГРАФИЧЕСКИЙ СПИСОК", "ru"),
        ("Библиографическийсписок", "ru"),
        ("Список литературы / References", "ru"),
        ("References", "en"),
        ("Әдебиеттер", "kk"),
        ("Пайдаланылған әдебиеттер", "kk"),
        ("Адабияттар", "ky"),
        ("Колдонулган адабияттар", "ky"),
        ("Գրականություն", "hy"),
        ("Օգտագործված գրականություն", "hy"),
        ("Літаратура", "be"),
        ("Спіс літаратуры", "be"),
        ("Спіс выкарыстаных крыніц", "be"),
        ("Литература и искусство", None),
        ("В списке литературы приведены", None),
        ("Литературный обзор", None),
        ("References to colour", None),
        ("Литература / Кино", None),
        ("", None),
    ],
)
def test_headings(text, lang):
    assert heading_of(text) == lang


def test_an_html_list_ends_with_its_last_item():
    body = "<h2>Գրականություն</h2><ol><li>Ա. <p>1999</p></li><li>2. Բ. 2000</li></ol>"
    body += "<ul><li>menu</li></ul><p>Footer 2024</p>"
    assert raws(body) == [("", "Ա. 1999"), ("", "Բ. 2000")]


def test_plain_text_with_line_breaks():
    body = "<div>Літаратура<br>1. Каваль А. Рэкі. Мінск, 1999.<br>2. Сідараў Б. Азёры.\nМінск, 2000.</div>"
    assert raws(body) == [
        ("", "Каваль А. Рэкі. Мінск, 1999."),
        ("", "Сідараў Б. Азёры. Мінск, 2000."),
    ]


def test_unnumbered_paragraphs_as_long_as_they_look_like_references():
    body = "<h3>Адабияттар</h3><p>Асанов А. Суу. Бишкек, 1999.</p><p>Токтогулов Т. https://x.kg</p><p>Байланыш</p><p>2024</p>"
    assert raws(body) == [("", "Асанов А. Суу. Бишкек, 1999."), ("", "Токтогулов Т. https://x.kg")]


def test_a_heading_without_entries_gives_none_and_a_repeated_list_is_one():
    once = "<p>References</p><p>1. A. B. 1999.</p>"
    assert raws("<ul><li>Литература</li><li>Контакты</li></ul><p>Текст 1999.</p>") == []
    assert raws(once + "<h2>Tab</h2>" + once) == [("", "A. B. 1999.")]


def test_the_last_entry_does_not_swallow_the_page():
    body = "<p>Литература</p><p>1. Иванов И. А. М., 1999. 12 с.</p><p>Выпускные сведения журнала</p><p>Тираж 500</p>"
    assert raws(body) == [("", "Иванов И. А. М., 1999. 12 с.")]


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8"])
def test_the_charset_of_the_header_is_heeded(charset):
    body = '<html><head><meta name="citation_title" content="Озёра"></head></html>'.encode(charset)
    hints = SourceHints(
        source="trial", url="https://x.kg/1", content_type=f"text/html; charset={charset}"
    )
    assert parse(body, hints).records[0].titles[0].text == "Озёра"


@pytest.mark.parametrize(
    ("data", "hints", "reason"),
    [
        (b"<html><head><title>Shop</title></head><body/></html>", HINTS, "wrong-format"),
        (page("").replace(b"citation_title", b"citation_volume"), HINTS, "no-title"),
        (page(""), SourceHints(source="trial"), "no-identifier"),
        (
            page("", '<link rel="canonical" href="javascript:x">'),
            SourceHints(source="trial"),
            "no-identifier",
        ),
    ],
)
def test_pages_that_are_no_record(data, hints, reason):
    (rejected,) = parse(data, hints).rejected
    assert (rejected.reason, rejected.raw) == (reason, data)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 x", b"\x89PNG\r\n", b"PK\x03\x04", b"plain words"]
)
def test_bytes_that_are_no_page(data):
    with pytest.raises(PageError):
        parse(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_a_page_error(data):
    try:
        parse(page("") + data)
    except PageError:
        return


@given(st.lists(st.text(alphabet="аЯ1.2 ;–", min_size=1, max_size=20), max_size=12))
def test_positions_count_from_one_without_gaps(texts):
    found = references(
        [Line("Литература"), *(Line(f"{n}. {t}") for n, t in enumerate(texts, start=1))]
    )
    assert [r.position for r in found] == list(range(1, len(found) + 1))
    assert all(r.raw.strip() for r in found)
