"""OAI-PMH answers whose parts stand in the wrong places. Invented records."""

from __future__ import annotations

from contextlib import suppress

import pytest
from lxml import etree
from msgspec.structs import replace

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.oai_pmh.oai import looks_like_envelope
from crawler.formats.oai_pmh.oai_damaged import parse_damaged
from crawler.formats.oai_pmh.oai_places import described, errors, find
from crawler.formats.oai_pmh.oai_records import record_of
from schemas import LocalizedText
from tests.support.timing import quickest

DC = '<dc xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Запись {0}</dc:title></dc>'
RECORD = (
    "<record><header><identifier>{0}</identifier></header><metadata>" + DC + "</metadata></record>"
)
ONE, TWO = RECORD.format(1), RECORD.format(2)
TOKEN = '<resumptionToken completeListSize="4" cursor="0">a&amp;b c</resumptionToken>'
PHP = "\n<br />\n<b>Notice</b>: Undefined index in <b>/x.php</b> on line <b>6</b><br />\n"
ROOT = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'


def parse(inner: str, root: str = ROOT):
    return parse_page("oai_dc", root.format(inner).encode(), source=SourceHints(source="trial"))


def titles(page):
    return [record.titles[0].text for record in page.records]


@pytest.mark.parametrize(
    ("inner", "moved"),
    [
        (f"<ListRecords>{ONE}{TWO}{TOKEN}</ListRecords>", False),
        (f"<ListRecords>{TOKEN}{ONE}{TWO}</ListRecords>", False),
        (f"<ListRecords>{ONE}{TWO}</ListRecords>{TOKEN}", True),
        (f"{TOKEN}<ListRecords>{ONE}{TWO}</ListRecords>", True),
        (f"<ListRecords>{ONE}{TWO.replace('</record>', TOKEN + '</record>')}</ListRecords>", True),
        (f"<ListRecords>{ONE}{TWO.replace('</header>', TOKEN + '</header>')}</ListRecords>", True),
        (
            f"<ListRecords>{ONE}{TWO.replace('</metadata>', TOKEN + '</metadata>')}</ListRecords>",
            True,
        ),
        (
            f"<ListRecords>{ONE}{TWO}{TOKEN.replace('resumptionToken', 'resumptiontoken')}</ListRecords>",
            False,
        ),
        (f"<ListRecords>{ONE}{TWO}<resumptionToken/>{TOKEN}</ListRecords>", False),
        (f"{ONE}{TWO}{TOKEN}", True),
        (f"<records>{ONE}{TWO}</records>{TOKEN}", True),
        (f"<ListRecords><records>{ONE}{TWO}</records>{TOKEN}</ListRecords>", True),
        (f"<ListRecords>{ONE}</ListRecords><ListRecords>{TWO}</ListRecords>{TOKEN}", True),
    ],
)
def test_tokens_and_records_in_the_wrong_place(inner, moved):
    page = parse(inner)
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert (page.resumption_token, page.complete_list_size) == ("a&b c", 4)
    assert bool(page.warnings) is moved


@pytest.mark.parametrize(
    "inner",
    [
        f"<ListRecords>{ONE}{TWO}\x03{TOKEN}</ListRecords>",
        f"<ListRecords>{ONE}\x03{TWO}</ListRecords>{TOKEN}",
        f"<ListRecords>\x03{ONE}{TWO.replace('</record>', TOKEN + '</record>')}</ListRecords>",
        f"\x03<ListRecords>{ONE}{TWO.replace('</header>', TOKEN + '</header>')}</ListRecords>",
    ],
)
def test_tokens_of_damaged_pages(inner):
    page = parse(inner)
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert page.resumption_token == "a&b c"
    assert page.warnings[0].startswith("the page is not well-formed")


@pytest.mark.parametrize(
    "inner",
    [
        f"<ListRecords>{ONE}{TWO}<resumptionToken/></ListRecords>",
        f"<ListRecords>{ONE}{TWO}</ListRecords><resumptionToken completeListSize='2'/>",
        f"<ListRecords>{ONE}{TWO}<resumptionToken>\n </resumptionToken></ListRecords>",
    ],
)
def test_an_empty_token_ends_the_list_wherever_it_stands(inner):
    page = parse(inner)
    assert (page.resumption_token, page.has_token_element) == (None, True)


def test_a_token_in_the_text_of_a_record_is_none():
    page = parse(
        f"<ListRecords>{ONE.replace('Запись 1', '&lt;resumptionToken>x&lt;/resumptionToken>')}</ListRecords>"
    )
    assert (page.resumption_token, page.has_token_element) == (None, False)


@pytest.mark.parametrize(
    ("inner", "codes"),
    [
        ('<error code="badResumptionToken">x</error>', ["badResumptionToken"]),
        (
            '<ListRecords><error code="badResumptionToken">x</error></ListRecords>',
            ["badResumptionToken"],
        ),
        (f'<error code="noRecordsMatch"/><ListRecords>{ONE}</ListRecords>', []),
        (f'<error code="badArgument"/><ListRecords>{ONE}</ListRecords>', ["badArgument"]),
        ('<request><error code="x"/></request><ListRecords/>', []),
    ],
)
def test_errors(inner, codes):
    assert [error.code for error in parse(inner).errors] == codes


@pytest.mark.parametrize(
    ("one", "warning"),
    [
        (ONE.replace("</metadata>", ""), "not closed"),
        (ONE.replace("</record>", ""), "not closed"),
        (ONE.replace("</dc>", ""), "not closed"),
        (ONE.replace("</header>", ""), "not closed"),
        (ONE.replace("Запись 1", "Запись <b>1"), "mark-up of texts"),
        (ONE.replace("Запись 1", "Запись <x>1"), None),  # a field is not guessed at
        (ONE.replace("</dc:title>", ""), None),
        (ONE.replace("</metadata></record>", ""), "not closed"),
        (
            ONE.replace("<dc ", "&lt;dc ").replace("</dc>", "&lt;/dc>"),
            None,
        ),  # nothing of it is an element
        (
            ONE.replace("<metadata>", "<metadata><![CDATA[").replace(
                "</metadata>", "]]></metadata>"
            ),
            "as text",
        ),
        (
            ONE.replace("metadata>", "metadata><metadata>", 1).replace(
                "</metadata>", "</metadata></metadata>"
            ),
            "",
        ),
    ],
)
def test_elements_that_are_not_closed_or_not_there(one, warning):
    page = parse(f"<ListRecords>{one}{TWO}{TOKEN}</ListRecords>")
    assert page.records[-1].titles[0].text == "Запись 2"
    assert page.records[-1].warnings == ()
    assert page.resumption_token == "a&b c"
    if warning is None:
        assert len(page.records) == 1
    else:
        assert titles(page) == ["Запись 1", "Запись 2"]
        assert any(warning in line for line in page.records[0].warnings) or not warning


def test_an_empty_record_of_a_damaged_page_takes_nothing_with_it():
    page = parse(f"<ListRecords>{ONE}<record></record>\x03{TWO}{TOKEN}</ListRecords>")
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert [r.reason for r in page.rejected] == ["no-identifier"]
    assert page.resumption_token == "a&b c"


def test_escaped_metadata_are_read():
    escaped = ONE.replace(
        "<metadata>" + DC.format(1), "<metadata>" + DC.format(1).replace("<", "&lt;")
    )
    page = parse(f"<ListRecords>{escaped}{TWO}</ListRecords>")
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert "escaped" in page.records[0].warnings[0]


MARC = (
    "<record><header><identifier>{0}</identifier></header><metadata>"
    '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nab a2200000 a 4500</leader>'
    "<controlfield tag='001'>{0}</controlfield><datafield tag='245' ind1=' ' ind2=' '><subfield code='a'>Запись {0}"
    "</subfield></datafield></record></metadata></record>"
)


@pytest.mark.parametrize("damage", ["", "\x03", "<br>"])
def test_records_inside_records_end_none_of_a_damaged_page(damage):
    text = ROOT.format(
        f"<ListRecords>{MARC.format(1)}{damage}{MARC.format(2)}{TOKEN}</ListRecords>"
    )
    page = parse_page("marcxml", text.encode(), source=SourceHints(source="t"))
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert page.resumption_token == "a&b c"


@pytest.mark.parametrize(
    ("left", "complete"),
    [
        ("</ListRecords></OAI-PMH>", True),
        ("</ListRecords>", True),
        ("</List", True),  # the token is closed, so nothing but ends follows
        (None, False),
    ],
)
def test_a_page_without_its_end(left, complete):
    body = ROOT.format(f"<ListRecords>{ONE}{TWO}{TOKEN}")
    text = body.replace("</OAI-PMH>", "" if left is None else left)
    text = text.removesuffix("ken>") if left is None else text
    page = parse_page("oai_dc", text.encode(), source=SourceHints(source="t"))
    assert (page.complete, page.resumption_token) == (complete, "a&b c" if complete else None)
    assert titles(page) == ["Запись 1", "Запись 2"]


@pytest.mark.parametrize(
    "piece",
    [
        "<record>",
        "<record><header>",
        "</record>",
        "<resumptionToken>",
        "<metadata>",
        "&lt;",
        "<record ",
    ],
)
def test_damaged_pages_are_read_in_time(piece):
    def read() -> None:
        with suppress(PageError):
            parse("<ListRecords>\x03" + piece * (200_000 // len(piece)))

    assert quickest(read, 3) < 3


def test_a_page_is_read_by_the_modules_of_its_kind():
    text = ROOT.format(f"<ListRecords>{ONE}\x03</ListRecords>").encode()
    page = parse_damaged(
        text, "x", lambda element, header: replace(header, titles=(LocalizedText("T"),))
    )
    assert [r.titles[0].text for r in page.records] == ["T"]
    gone = record_of(
        etree.fromstring(
            "<record><header status='deleted'><identifier>1</identifier></header></record>"
        ),
        lambda element, header: header,
    )
    assert gone.record.deleted


def test_an_answer_of_nothing_is_none():
    with pytest.raises(PageError) as caught:
        parse("<Identify/>")
    assert caught.value.reason == "wrong-format"


@pytest.mark.parametrize(
    "inner",
    [
        f"<ListRecords>{PHP}{ONE}{PHP}{TWO}{PHP}{TOKEN}</ListRecords>",
        f"<ListRecords>{ONE.replace('<metadata>', '<metadata>' + PHP)}{TWO}{TOKEN}</ListRecords>",
        f"<ListRecords>{ONE.replace('</dc>', '</dc>' + PHP)}{TWO}{TOKEN}</ListRecords>",
        f"<ListRecords>{ONE.replace('<header>', '<header>' + PHP)}{TWO}{TOKEN}</ListRecords>",
        f"{PHP}<ListRecords>{ONE}{TWO}{TOKEN}</ListRecords>{PHP}",
        f"<ListRecords>{ONE}{TWO}{TOKEN}</ListRecords>" + PHP.replace("<br />", "<br>"),
    ],
)
@pytest.mark.parametrize("before", ["", PHP, '<?xml version="1.0"?>' + PHP])
@pytest.mark.parametrize("after", ["", PHP])
def test_notices_of_php_cost_nothing(inner, before, after):
    page = parse(inner, f"{before}{ROOT}{after}")
    assert titles(page) == ["Запись 1", "Запись 2"]
    assert page.resumption_token == "a&b c"
    assert page.complete


@pytest.mark.parametrize("before", ["", "\ufeff", PHP, "\n\n", '<?xml version="1.0"?>' + PHP])
@pytest.mark.parametrize("format", ["jats", "marcxml", "mods"])
def test_notices_before_an_envelope_hide_it_from_no_format(before, format):
    text = before + ROOT.format(f"<ListRecords>{ONE}</ListRecords>")
    assert looks_like_envelope(text.encode())
    page = parse_page(format, text.encode(), source=SourceHints(source="t"))
    assert [r.identifier for r in page.rejected] == ["1"]


def test_pages_that_are_no_envelope():
    assert not looks_like_envelope(b"<collection><record><leader>0</leader></record></collection>")
    assert not looks_like_envelope(b"<html><body><p>Not found</p></body></html>")
    assert not looks_like_envelope(PHP.encode())


@pytest.mark.parametrize(
    "record",
    [
        "<record><header status='deleted'><identifier>9</identifier></header></record>",
        "<record><header status=' Deleted '><identifier>9</identifier></header></record>",
        "<record status='deleted'><header><identifier>9</identifier></header></record>",
        "<record><header status='deleted'><identifier>9</identifier><setSpec>s</setSpec></header>"
        "<metadata>" + DC.format(9) + "</metadata></record>",
    ],
)
def test_deletions(record):
    page = parse(f"<ListRecords>{record}{TWO}</ListRecords>")
    gone, kept = page.records
    assert (gone.identifier, gone.deleted, gone.sets, gone.titles) == ("9", True, (), ())
    assert not kept.deleted


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0" encoding="windows-1251"?>',
        '<?xml version="1.0" encoding="cp1251"?>',
        "<?xml version='1.0' encoding='WINDOWS-1251' ?>\n",
        '<?xml version="1.0"?>',  # undeclared
        '<?xml version="1.0" encoding="utf-8"?>',  # and falsely
    ],
)
def test_windows_1251(declaration):
    body = declaration + ROOT.format(f"<ListRecords>{ONE}{TWO}{TOKEN}</ListRecords>")
    page = parse_page("oai_dc", body.encode("windows-1251"), source=SourceHints(source="t"))
    assert titles(page) == ["Запись 1", "Запись 2"]


def test_the_parts_by_themselves():
    root = etree.fromstring(ROOT.format(f"<ListRecords>{ONE}</ListRecords><error code='x'/>"))
    found = find(root)
    assert (len(found.records), found.token, found.warnings) == (1, None, ())
    assert [error.code for error in errors(root)] == ["x"]
    assert described([etree.fromstring(f"<metadata>{PHP}</metadata>")]) is None
