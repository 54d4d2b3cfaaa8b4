"""What careless writers of MARCXML lose costs the field, not the record, and is told."""

from __future__ import annotations

from crawler.formats import SourceHints, parse_page

RECORD = """<collection xmlns="http://www.loc.gov/MARC21/slim"><record>{leader}
<controlfield tag="001">kg-1</controlfield>
{fields}
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Ысык-Көл</subfield><subfield>x</subfield></datafield>
</record></collection>"""
LEADER = "<leader>00000nam a2200000 a 4500</leader>"


def parse(leader=LEADER, fields=""):
    data = RECORD.format(leader=leader, fields=fields).encode()
    (record,) = parse_page("marcxml", data, source=SourceHints(source="trial")).records
    return record


def test_a_field_without_a_tag_is_left_out_and_told():
    odd = '<datafield><subfield code="a">?</subfield></datafield><datafield tag="²"/>'
    record = parse(fields=odd)
    assert record.titles[0].text == "Ысык-Көл"
    assert record.warnings == ("left out: 2 fields whose tag is none",)
    assert parse().warnings == ()


def test_a_short_leader_still_says_that_the_record_is_deleted():
    assert parse("<leader>00000dam</leader>").deleted
    assert not parse("<leader/>").deleted
    assert not parse("").deleted
