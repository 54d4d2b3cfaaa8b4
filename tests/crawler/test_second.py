"""A second format is suggested, written and shown where it fills what the best leaves out (crawler.sources.second)."""

from __future__ import annotations

import json
import tomllib

import msgspec
import pytest
from click.testing import CliRunner

from crawler.asking.addresses import guarded_session
from crawler.formats import ParsedPage, ParsedRecord, Rejected
from crawler.sources.definition import SourceDefinition, check, find_source
from crawler.sources.probe import probe, report_lines, with_samples
from crawler.sources.sample import Sample
from crawler.sources.second import Second, best_second, joined_pages
from schemas import HarvestedRecord
from schemas.record import Container, LocalizedText
from schemas.reference import Reference
from tests.crawler.two_formats import Repository
from webapp.cli import main

TITLE = (LocalizedText("О реках", "ru"),)


def sampled(prefix, records, format=None):
    items = tuple(ParsedRecord(record, b"") for record in records)
    return Sample(prefix=prefix, format=format or prefix, pages=(ParsedPage(items=items),))


def described(count, **fields):
    return [HarvestedRecord(identifier=str(n), titles=TITLE, **fields) for n in range(count)]


CITED = {"references": (Reference(raw="Ким И.", position=1),)}
PLACED = {"year": 2018, "container": Container(titles=TITLE, volume="7", pages="5")}


@pytest.mark.parametrize(
    ("first", "others", "prefix"),
    [
        (
            sampled("oai_dc", described(5, **PLACED)),
            [sampled("jats", described(5, **CITED))],
            "jats",
        ),
        # it leads by what it says itself, and the other fills it
        (
            sampled("jats", described(5, **CITED)),
            [sampled("oai_dc", described(5, **PLACED))],
            "oai_dc",
        ),
        # the one that adds most
        (
            sampled("oai_dc", described(5, **PLACED)),
            [
                sampled("mods", described(5, languages=("ru",), country="RU", **PLACED)),
                sampled("jats", described(5, **CITED)),
            ],
            "jats",
        ),
        # what adds nothing, or too little for twice the requests
        (sampled("oai_dc", described(5, **PLACED)), [sampled("mods", described(5))], None),
        (
            sampled("oai_dc", described(5, **PLACED)),
            [sampled("mods", described(5, abstracts=TITLE))],
            None,
        ),
        # another prefix of the same format
        (
            sampled("jats", described(5)),
            [sampled("nlm", described(5, **CITED), format="jats")],
            None,
        ),
        # samples of other records show nothing, nor do two
        (
            sampled("oai_dc", described(5, **PLACED)),
            [sampled("jats", [HarvestedRecord(identifier=f"x{n}", **CITED) for n in range(5)])],
            None,
        ),
        (sampled("oai_dc", described(2, **PLACED)), [sampled("jats", described(2, **CITED))], None),
        (sampled("oai_dc", []), [sampled("jats", described(5, **CITED))], None),
    ],
)
def test_the_second_is_what_fills_the_first(first, others, prefix):
    found = best_second([*others, first], first.prefix)
    assert (found and found.prefix) == prefix


def test_what_is_added_is_said():
    samples = [sampled("oai_dc", described(5, **PLACED)), sampled("jats", described(4, **CITED))]
    found = best_second(samples, "oai_dc")
    assert found == Second("jats", "jats", {"references": 4}, 4)
    assert found.summary == "references 4 of 4"
    assert best_second(samples, "mods") is None


def test_the_records_of_a_sample_are_joined():
    bad = Rejected(reason="no-title", detail="", raw=b"")
    page = ParsedPage(items=(bad, *(ParsedRecord(r, b"") for r in described(2, **PLACED))))
    (joined,) = joined_pages([page], sampled("jats", described(1, **CITED)))
    assert joined.items[0] is bad
    assert [len(record.references) for record in joined.records] == [1, 0]


SOUND = {
    "name": "trial",
    "title": {"ru": "Проба", "en": "Trial"},
    "country": "KG",
    "protocol": "oai-pmh",
    "format": "oai_dc",
    "endpoint": "https://example.org/oai",
}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"also": "jats"}, None),
        ({"also": "nlm"}, None),
        ({"also": "oai_dc", "metadata_prefix": "marcxml", "format": "marcxml"}, None),
        ({"also": "rdf"}, "also: 'rdf' is no metadata prefix that is read here"),
        ({"also": ""}, "also: '' is no metadata prefix"),
        ({"also": "oai_dc"}, "also: 'oai_dc' is read by format 'oai_dc', as the first is"),
        (
            {"also": "nlm", "metadata_prefix": "jats", "format": "jats"},
            "also: 'nlm' is read by format 'jats', as the first is",
        ),
        (
            {"also": "jats", "protocol": "rsci-files", "endpoint": "drop"},
            "also: only an OAI-PMH source can be asked for a second format",
        ),
    ],
)
def test_a_second_prefix_is_checked(given, fault):
    found = check(msgspec.convert(SOUND | given, SourceDefinition), "trial")
    assert [line.startswith(fault) for line in found] == [True] if fault else found == []


def test_the_formats_of_a_source():
    one, two = (msgspec.convert(SOUND | given, SourceDefinition) for given in ({}, {"also": "nlm"}))
    assert (one.prefixes, one.formats) == (("oai_dc",), None)
    assert (two.prefixes, two.formats.first, two.formats.second) == (
        ("oai_dc", "nlm"),
        "oai_dc",
        "jats",
    )
    assert [two.format_of(prefix) for prefix in ("oai_dc", "nlm", "")] == [
        "oai_dc",
        "jats",
        "oai_dc",
    ]


@pytest.fixture
def url(server, answer):
    made = Repository()
    made.put(*range(1, 6))
    rule = made.rule(answer)
    listed = "".join(
        f"<metadataFormat><metadataPrefix>{p}</metadataPrefix></metadataFormat>"
        for p in made.listed
    )

    def with_formats(path, query):
        if query["verb"] == "ListMetadataFormats":
            told = f"<OAI-PMH><ListMetadataFormats>{listed}</ListMetadataFormats></OAI-PMH>"
            return answer(told.encode())
        if query["verb"] == "ListSets":
            return answer(b'<OAI-PMH><error code="noSetHierarchy"/></OAI-PMH>')
        return rule(path, query)

    server.rule = with_formats
    return f"{server.url}/oai"


def test_the_probe_suggests_it(url):
    with guarded_session(frozenset({"127.0.0.1"}), "test") as session:
        found = with_samples(probe(url, session), session, pause=0)
    best, other = found.best[0], found.also.prefix
    assert {best, other} == {"oai_dc", "jats"}
    told = f'{other} adds to {best}: {found.also.summary}; also = "{other}" harvests both'
    assert told in list(report_lines(found))


def test_a_source_is_added_with_both_and_parsed_as_it_would_be_harvested(
    url, settings, monkeypatch
):
    monkeypatch.setattr("crawler.sources.probe.time.sleep", lambda _seconds: None)
    arguments = ["sources", "add", url, "--name", "ilim", "--country", "KG"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    source = find_source(settings, "ilim")
    assert set(source.prefixes) == {"oai_dc", "jats"}
    text = (settings.source_folders[0] / "ilim.toml").read_text(encoding="utf-8")
    assert "# it adds " in text
    assert tomllib.loads(text)["also"] == source.also
    shown = CliRunner().invoke(main, ["sources", "show", "ilim"]).output
    assert f"also: {source.also}" in shown
    listed = CliRunner().invoke(main, ["sources", "list"]).output
    assert f"{source.format} + {source.formats.second}" in listed
    checked = CliRunner().invoke(main, ["sources", "check", "ilim"])
    assert checked.exit_code == 0, checked.output
    read = CliRunner().invoke(main, ["parse", "--source", "ilim", url, "--json"])
    assert read.exit_code == 0, read.output
    records = [json.loads(line).get("record") for line in read.output.splitlines()]
    found = [record for record in records if record]
    assert len(found) == 5
    assert all(r["references"] and r["container"]["volume"] == "7" for r in found)
