"""ISO 2709 as it is written: in old charsets, with wrong counts, with fields in another order.

Tests ``crawler.formats.marc.marc``, ``crawler.formats.marc.marc_iso`` and ``crawler.formats.marc.marc_record``.
"""

from __future__ import annotations

import pymarc
import pytest

from crawler.formats import parse_page
from crawler.formats.marc.marc_record import LEADER, MarcRecord
from tests.crawler.marc_notation import HINTS, iso_record

UNIMARC = (
    "001 RU\\X\\1\n100   $a20120313d2012    k  y0rusy0189    ca\n200 1 $aО реках и озёрах степи$fИ. П. Сидоров\n"
    "210   $d2012\n700  1$aСидоров$bИ. П."
)
MARC21 = "001 1\n245 10$aRivers of the steppe\n260   $c2012\n100 1 $aSmith, John"


def read(data):
    (record,) = parse_page("marc", data, source=HINTS).records
    return record


@pytest.mark.parametrize(
    ("charset", "warnings"),
    [
        ("utf-8", ()),
        ("windows-1251", ("repaired: read as windows-1251",)),
        ("koi8-r", ("repaired: read as koi8-r",)),
        ("cp866", ("repaired: read as cp866 (DOS)",)),
    ],
)
@pytest.mark.parametrize("letters", [False, True], ids=["bytes", "letters"])
def test_charsets_and_what_the_directory_counts(charset, warnings, letters):
    record = read(iso_record(UNIMARC, charset, letters=letters))
    assert (record.titles[0].text, record.year) == ("О реках и озёрах степи", 2012)
    assert record.contributors[0].names[0].literal == "Сидоров, И. П."
    assert record.warnings == warnings


def test_a_leader_that_claims_unicode_does_not_make_it_so():
    record = read(iso_record(UNIMARC, "windows-1251", "00000naa a2200000   450 "))
    assert record.titles[0].text == "О реках и озёрах степи"


def test_too_few_letters_to_guess_by_are_in_the_declared_charset():
    fields = "001 1\n100   $a20120313d2012    k  y0rusy0179    ca\n200 1 $aЯр"
    record = read(iso_record(fields, "cp866"))
    assert (record.titles[0].text, record.warnings) == ("Яр", ("repaired: read as cp866 (DOS)",))


def test_marc_8_is_told_by_its_escapes():
    data = iso_record(MARC21, leader="00000nam  2200000 a 4500").replace(
        b"Rivers", b"\x1b(N^I\x1b(B"
    )
    record = read(data)
    assert (record.titles[0].text, record.warnings) == ("чи of the steppe", ())


def test_single_bad_bytes_cost_a_letter():
    data = iso_record(UNIMARC).replace("степи".encode(), b"\xffstep")
    record = read(data)
    assert record.titles[0].text == "О реках и озёрах \ufffdstep"
    assert record.warnings == ("repaired: bytes that are not UTF-8 became U+FFFD",)


def test_fields_in_another_order_than_their_directory():
    data = iso_record(MARC21)
    head, directory = data[:24], data[24 : data.index(b"\x1e")]
    entries = [directory[at : at + 12] for at in range(0, len(directory), 12)]
    record = read(head + b"".join(reversed(entries)) + data[data.index(b"\x1e") :])
    assert (record.titles[0].text, record.identifier) == ("Rivers of the steppe", "1")


def test_a_terminator_inside_a_field_is_read_by_the_directory():
    data = iso_record(MARC21.replace("Rivers of", "Rivers\x1eof"))
    assert read(data).identifier == "1"


@pytest.mark.parametrize(
    "broken", [b"00050nam  22000xx   45  garbage\x1d", b"00026nam a2200025   4500\x1e\x1d"]
)
def test_a_broken_record_is_rejected_alone(broken):
    found = parse_page("marc", iso_record(MARC21) + broken + iso_record(UNIMARC), source=HINTS)
    assert [r.identifier for r in found.records] == ["1", "RU\\X\\1"]
    assert [r.reason for r in found.rejected] == ["not-well-formed"]


def test_a_byte_order_mark_before_the_first_record_is_no_part_of_it():
    found = parse_page("marc", b"\xef\xbb\xbf" + iso_record(MARC21), source=HINTS)
    assert [r.identifier for r in found.records] == ["1"]
    assert not found.rejected


def test_fields_are_found_in_the_order_of_the_record():
    marc = MarcRecord("short")
    for tag in ("701", "700", "245", "701"):
        marc.append(pymarc.Field(tag))
    assert [field.tag for field in marc.get_fields("700", "701")] == ["701", "700", "701"]
    assert [field.tag for field in marc.get_fields("701")] == ["701", "701"]
    assert [field.tag for field in marc.get_fields()] == [field.tag for field in marc.fields]
    assert marc.get_fields("100") == []
    assert len(str(marc.leader)) == LEADER
