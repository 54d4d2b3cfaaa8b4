"""Charsets that are not the declared one: told by the bytes, named, and mended page by page or record by record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import SourceHints, parse_page
from crawler.formats.text import xml as xml_tools
from crawler.formats.text.charset import guess, heal

TITLES = (
    "О вычислении постоянных, входящих в оценки линейных форм",
    "ИЗВЕСТИЯ ВЫСШИХ УЧЕБНЫХ ЗАВЕДЕНИЙ. МАТЕМАТИКА",
    "Гісторыя Беларусі ў дакументах",
    "Щербаков А. А.",
    "Ысык-Көл",
)


@pytest.mark.parametrize("title", TITLES[:4])
@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "cp866"])
def test_the_charset_of_cyrillic_text(title, charset):
    if charset != "windows-1251" and "ў" in title:
        pytest.skip("only windows-1251 has all the Belarusian letters")
    assert guess(title.encode(charset)) == charset


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"caf\xe9",
        "Études, économie, Québec".encode("latin-1"),
        b"\x98\x98",
        "Հայերեն".encode("utf-16-le"),
    ],
)
def test_bytes_that_are_no_cyrillic_are_not_guessed(data):
    assert guess(data) is None


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        ("Тақырып".encode(), "Тақырып", None),
        ("Проба пера".encode("windows-1251"), "Проба пера", "read as windows-1251"),
        ("Проба пера".encode("koi8-r"), "Проба пера", "read as koi8-r"),
        ("Тақырып ".encode() + b"\xff", "Тақырып \ufffd", "became U+FFFD"),
    ],
)
def test_healing_says_what_it_did(data, text, told):
    healed, warning = heal(data.decode("utf-8", "surrogateescape"))
    assert healed == text
    assert (told is None and warning is None) or told in warning


def oai_page(*titles, declared="utf-8", charset="utf-8"):
    records = b"".join(
        b"<record><header><identifier>oai:x:%d</identifier></header><metadata><dc xmlns:dc='u'><dc:title>%s</dc:title>"
        b"</dc></metadata></record>"
        % (number, title.encode(charset) if isinstance(title, str) else title)
        for number, title in enumerate(titles)
    )
    head = f'<?xml version="1.0" encoding="{declared}"?><OAI-PMH><ListRecords>'.encode()
    return head + records + b"</ListRecords></OAI-PMH>"


def parse(data):
    return parse_page("oai_dc", data, source=SourceHints(source="trial"))


@pytest.mark.parametrize(
    ("declared", "charset", "told"),
    [
        ("utf-8", "windows-1251", "declared as UTF-8, read as windows-1251"),
        ("utf-8", "koi8-r", "declared as UTF-8, read as koi8-r"),
        ("windows-1251", "utf-8", "declared as cp1251, read as UTF-8"),
    ],
)
def test_a_page_in_another_charset_is_read_and_every_record_says_so(declared, charset, told):
    page = parse(oai_page(*TITLES[:2], declared=declared, charset=charset))
    assert [r.titles[0].text for r in page.records] == list(TITLES[:2])
    assert all(told in r.warnings[0] for r in page.records)
    assert told in page.warnings[1]


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_a_page_that_declares_its_charset_truly_needs_no_repair(charset):
    page = parse(oai_page(*TITLES[:2], declared=charset, charset=charset))
    assert [r.titles[0].text for r in page.records] == list(TITLES[:2])
    assert page.warnings == ()


def test_one_record_in_another_charset_does_not_touch_its_neighbours():
    titles = ["Тақырып — бірінші мақала " * 20, TITLES[0].encode("windows-1251"), "Խաչատրյան " * 20]
    page = parse(oai_page(*titles))
    assert [r.titles[0].text for r in page.records] == [
        titles[0].strip(),
        TITLES[0],
        titles[2].strip(),
    ]
    assert [bool(r.warnings) for r in page.records] == [False, True, False]
    assert "windows-1251" in page.records[1].warnings[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_good_text_is_never_changed(text):
    assert heal(text) == (text, None)


@given(
    st.binary(max_size=60),
    st.sampled_from(["utf-8", "windows-1251", "koi8-r", "utf-16", "nonsense"]),
)
def test_no_bytes_make_decoding_fail(data, declared):
    text, _ = xml_tools.decode(f'<?xml version="1.0" encoding="{declared}"?>'.encode() + data)
    xml_tools.repair(text)[0].encode()
