"""The OAI-PMH envelope: recorded answers, and every kind of damage."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.oai_pmh.oai import looks_like_envelope
from crawler.formats.oai_pmh.oai_about import parse_identifiers, parse_identify

DATA = Path(__file__).parents[1] / "data" / "oai"
ERRORS = DATA / "protocol-errors"
HEAD = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<responseDate>2024-05-01T00:00:00Z</responseDate><ListRecords>"
)
TAIL = "<resumptionToken>next</resumptionToken></ListRecords></OAI-PMH>"


def record(number, title="Тақырып"):
    return (
        f"<record><header><identifier>oai:x:{number}</identifier></header>"
        f"<metadata><dc><dc:title>{title}</dc:title></dc></metadata></record>"
    )


def parse(data):
    return parse_page("oai_dc", data, source=SourceHints(source="trial"))


@pytest.mark.parametrize(
    ("name", "records", "deleted", "rejected"),
    [
        ("cyberleninka_0.xml", 54, 0, 0),
        ("dash_0.xml", 20, 1, 0),
        ("oaktrust_0.xml", 21, 0, 0),
        ("protocol-errors/ListRecords.xml", 2, 1, 0),
        ("protocol-errors/ListRecords4.xml", 1, 0, 1),
        ("protocol-errors/GetRecord_utf8test.xml", 1, 0, 0),
    ],
)
def test_recorded_answers(name, records, deleted, rejected):
    page = parse((DATA / name).read_bytes())
    assert len(page.records) == records
    assert sum(r.deleted for r in page.records) == deleted
    assert len(page.rejected) == rejected
    assert page.complete


def test_token_size_and_cursor():
    page = parse((ERRORS / "ListRecords.xml").read_bytes())
    assert (page.resumption_token, page.complete_list_size, page.cursor) == (
        "ListRecords2.xml",
        8,
        0,
    )
    assert page.response_date == "2013-02-27T09:10:56Z"


@pytest.mark.parametrize(
    ("tag", "token", "has_element"),
    [
        ("<resumptionToken>a b|c</resumptionToken>", "a b|c", True),
        ("<resumptionToken> \n</resumptionToken>", None, True),
        ("<resumptionToken/>", None, True),
        ("", None, False),
    ],
    ids=["token", "blank", "self-closed", "absent"],
)
def test_the_last_token_is_empty_self_closed_or_absent(tag, token, has_element):
    page = parse((HEAD + record(1) + tag + "</ListRecords></OAI-PMH>").encode())
    assert (page.resumption_token, page.has_token_element) == (token, has_element)


@pytest.mark.parametrize("code", ["badResumptionToken", "noRecordsMatch", "noSetHierarchy"])
def test_protocol_errors(code):
    page = parse((ERRORS / f"{code}.xml").read_bytes())
    assert [error.code for error in page.errors] == [code]
    assert page.items == ()


def test_identify():
    identify = parse_identify((ERRORS / "Identify.xml").read_bytes())
    assert (identify.name, identify.granularity) == ("A Test Repository", "YYYY-MM-DD")
    with pytest.raises(PageError, match="badResumptionToken"):
        parse_identify((ERRORS / "badResumptionToken.xml").read_bytes())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<?xml version='1.0'?><OAI-PMH xmlns='x'/>", True),
        (b"<!-- note --><oai:OAI-PMH xmlns:oai='x'/>", True),
        ("<OAI-PMH/>".encode("utf-16"), True),
        (b"<record><header/></record>", True),
        (b"<record xmlns='http://www.loc.gov/MARC21/slim'><leader/></record>", False),
        (b"<article/>", False),
        (b"", False),
    ],
)
def test_an_envelope_is_known_by_its_beginning(data, expected):
    assert looks_like_envelope(data) is expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_parsed_from_bytes(encoding):
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    page = parse((declared + HEAD + record(1) + TAIL).encode(encoding))
    assert page.records[0].titles[0].text == "Тақырып"


@pytest.mark.parametrize(
    ("title", "text", "warning"),
    [
        ("А\x03Б", "АБ", "illegal in XML"),
        ("А&#x3;Б", "АБ", "illegal in XML"),
        ("А\ufffeБ", "АБ", "illegal in XML"),
        ("А&nbsp;Б&mdash;В", "А Б—В", "HTML entities"),
        ("А & Б", "А & Б", "ampersands"),
    ],
)
def test_one_damaged_record_is_repaired_and_says_so(title, text, warning):
    page = parse((HEAD + record(1) + record(2, title) + record(3) + TAIL).encode("utf-8"))
    assert [r.identifier for r in page.records] == ["oai:x:1", "oai:x:2", "oai:x:3"]
    assert page.records[1].titles[0].text == text
    assert warning in page.records[1].warnings[0]
    assert page.records[0].warnings == page.records[2].warnings == ()
    assert page.resumption_token == "next"
    assert page.warnings


def test_a_record_beyond_repair_is_rejected_with_its_bytes_and_its_neighbours_stay():
    broken = record(2).replace("</dc:title>", "")
    page = parse((HEAD + record(1) + broken + record(3) + TAIL).encode())
    assert [r.identifier for r in page.records] == ["oai:x:1", "oai:x:3"]
    (rejected,) = page.rejected
    assert (rejected.reason, rejected.identifier) == ("not-well-formed", "oai:x:2")
    assert rejected.raw.decode() == broken


def test_a_page_cut_short_keeps_whole_records_and_follows_no_token():
    whole = (HEAD + record(1) + record(2) + TAIL).encode()
    page = parse(whole[: whole.index(b"oai:x:2") + 20])
    assert [r.identifier for r in page.records] == ["oai:x:1"]
    assert (page.complete, page.resumption_token) == (False, None)
    assert [r.reason for r in page.rejected] == ["cut-short"]
    assert not parse(whole[:-30]).complete


def test_a_hostile_page_of_open_records_takes_no_longer_than_its_length():
    page = parse(HEAD.encode() + b"<record>" * 200_000)
    assert (page.complete, len(page.rejected)) == (False, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"broken xml", "wrong-format"),
        (b"", "wrong-format"),
        (b"<html/>", "wrong-format"),
        (b"%PDF-1.4", "wrong-format"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OAI-PMH>&b;</OAI-PMH>', "doctype"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><OAI-PMH/>', "doctype"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><OAI-PMH><ListRecords><record>', "doctype"),
        (b" " * (32 * 2**20 + 1), "too-large"),
    ],
)
def test_pages_of_which_nothing_can_be_read(data, reason):
    with pytest.raises(PageError) as caught:
        parse(data)
    assert caught.value.reason == reason


def test_kept_bytes_of_a_record_parse_again_to_the_same_record():
    for item in parse((DATA / "cyberleninka_0.xml").read_bytes()).items:
        assert parse(item.raw).records == (item.record,)


@given(st.integers(0, 1500), st.binary(max_size=8))
def test_no_damage_raises_anything_but_a_page_error(place, noise):
    data = (HEAD + record(1) + record(2) + TAIL).encode()
    try:
        page = parse(data[:place] + noise + data[place + len(noise) :])
    except PageError:
        return
    assert all(r.identifier for r in page.records)


@pytest.mark.parametrize(
    ("inner", "named", "token", "errors"),
    [
        (
            "<ListIdentifiers><header><identifier>oai:x:1</identifier><datestamp>2024-05-01</datestamp></header>"
            '<header status="deleted"><identifier> oai:x:2 </identifier></header><header/>'
            "<resumptionToken>next</resumptionToken></ListIdentifiers>",
            (("oai:x:1", "2024-05-01"), ("oai:x:2", None)),
            "next",
            (),
        ),
        ("<ListIdentifiers><resumptionToken/></ListIdentifiers>", (), None, ()),
        ('<error code="noRecordsMatch">none</error>', (), None, ("noRecordsMatch",)),
    ],
    ids=["page", "empty", "error"],
)
def test_identifiers(inner, named, token, errors):
    body = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inner}</OAI-PMH>'
    found = parse_identifiers(body.encode())
    assert (found.named, found.resumption_token) == (named, token)
    assert tuple(error.code for error in found.errors) == errors


@pytest.mark.parametrize("body", [b"oops", b"<html/>", f"{HEAD}{TAIL}".encode()])
def test_an_answer_that_names_no_identifiers_is_none(body):
    with pytest.raises(PageError):
        parse_identifiers(body)


@given(st.integers(0, 400), st.integers(0, 60), st.binary(max_size=8))
def test_damaged_identifiers_are_read_or_refused(place, length, piece):
    body = (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListIdentifiers><header>'
        b"<identifier>oai:x:1</identifier><datestamp>2024-05-01</datestamp></header>"
        b"<resumptionToken>next</resumptionToken></ListIdentifiers></OAI-PMH>"
    )
    damaged = body[:place] + piece + body[place + length :]
    with suppress(PageError):
        for name, _ in parse_identifiers(damaged).named:
            assert name
