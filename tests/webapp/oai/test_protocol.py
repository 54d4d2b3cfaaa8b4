"""What the known validators of OAI-PMH ask, and what they expect; every answer is valid by the protocol's schema."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from lxml import etree

from tests.webapp.oai.conftest import OAI
from webapp.oai.formats import FORMATS

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
SOME = "oai:localhost:0000000000000"


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMAS / "OAI-PMH.xsd"))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "arguments",
    [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListSets"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"},
        *({"verb": "ListRecords", "metadataPrefix": prefix} for prefix in FORMATS),
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "country:KZ"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2020-01-01"},
        {"verb": "Nothing"},
        {},
    ],
    ids=str,
)
def test_answers_are_valid(ask, schema, method, arguments):
    schema.assertValid(ask(method, **arguments).root)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": ""}, "badVerb"),
        ({"verb": "identify"}, "badVerb"),
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "Identify", "junk": "1"}, "badArgument"),
        ({"verb": "ListSets", "from_": "2020-01-01"}, "badArgument"),
        ({"verb": "ListSets", "resumptionToken": "junk"}, "badResumptionToken"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:elsewhere:1"}, "idDoesNotExist"),
        ({"verb": "GetRecord"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": SOME}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": SOME, "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "identifier": "junk \x00 <x>", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc99"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "mods"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": ""}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2020"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2020-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2020-01-01T00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "٢٠٢٠-٠١-٠١"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2020-01-01", "until": "2021-01-01T00:00:00Z"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2021-01-01", "until": "2020-01-01"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1969-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2999-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "no:such"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a b"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "%"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "junk"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "W10.00000000"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "é" * 50}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "junk", "metadataPrefix": "oai_dc"}, "badArgument"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_has_its_code(ask, schema, arguments, code):
    for method in ("GET", "POST"):
        found = ask(method, **arguments)
        assert found.error == code
        schema.assertValid(found.root)


def test_a_bad_request_is_repeated_without_its_arguments_and_a_good_one_with_them(ask):
    assert not ask(verb="Nothing").root.find(f"{OAI}request").attrib
    found = ask(verb="GetRecord", identifier=SOME, metadataPrefix="oai_dc").root.find(
        f"{OAI}request"
    )
    assert found.get("identifier") == SOME


def test_identify_says_what_is_kept(ask):
    told = {each.tag.removeprefix(OAI): each.text for each in ask(verb="Identify").root[2]}
    assert told["deletedRecord"] == "persistent"
    assert told["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert told["baseURL"] == "http://localhost/oai"
    assert "@" in told["adminEmail"]
    first = ask(verb="ListIdentifiers", metadataPrefix="oai_dc").headers[0]
    assert told["earliestDatestamp"] == first.findtext(f"{OAI}datestamp")


def test_the_formats_are_those_of_the_records(ask):
    for entry in ask(verb="ListMetadataFormats").root.iter(f"{OAI}metadataFormat"):
        prefix, _, namespace = (each.text for each in entry)
        (made, *_) = ask(verb="ListRecords", metadataPrefix=prefix).metadata()
        assert etree.QName(made).namespace == namespace


def test_one_record_is_the_same_as_in_the_list(ask):
    listed = ask(verb="ListRecords", metadataPrefix="oai_dc")
    for identifier, made in list(zip(listed.identifiers, listed.metadata(), strict=True))[:5]:
        one = ask(verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc")
        assert one.identifiers == [identifier]
        assert etree.tostring(one.metadata()[0]) == etree.tostring(made)


def test_answers_are_compressed_for_who_asks_for_it(repository):
    plain = repository.test_client().get("/oai?verb=Identify")
    packed = repository.test_client().get("/oai?verb=Identify", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"<Identify>" in gzip.decompress(packed.data)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
