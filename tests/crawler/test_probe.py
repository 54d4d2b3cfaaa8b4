"""Probing strangers' addresses, and writing a source for one that answered: over real sockets.

Tests crawler.sources.probe and crawler.asking.small.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from catalogue.settings import Settings
from crawler.asking.addresses import guarded_session
from crawler.sources.definition import find_source, load_source
from crawler.sources.endpoints import Endpoint
from crawler.sources.probe import probe, report_lines, with_samples
from webapp.cli import main

NOW = datetime(2024, 5, 1, 10, tzinfo=UTC)
XML = {"Content-Type": "text/xml; charset=utf-8"}
IDENTIFY = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{date}</responseDate><Identify>
<repositoryName>{name}</repositoryName><baseURL>{base}</baseURL><protocolVersion>2.0</protocolVersion>
<adminEmail>a@example.kg</adminEmail><earliestDatestamp>2001-01-01</earliestDatestamp>
<deletedRecord>{deleted}</deletedRecord><granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>"""
FORMATS = """<OAI-PMH><ListMetadataFormats>{}</ListMetadataFormats></OAI-PMH>"""
SETS = """<OAI-PMH><ListSets><set><setSpec>com_1</setSpec><setName>Илим</setName></set>
<resumptionToken>next</resumptionToken></ListSets></OAI-PMH>"""


@pytest.fixture
def repository(server, answer):
    """A sound repository; keywords change single answers."""

    def start(*, prefixes=("oai_dc", "marcxml", "jats"), sets=SETS, headers=XML, **said):
        given = {
            "date": "2024-05-01T10:00:10Z",
            "base": f"{server.url}/oai",
            "deleted": "persistent",
        }
        identify = IDENTIFY.format(**({"name": "Ысык-Көл"} | given | said))
        listed = "".join(
            f"<metadataFormat><metadataPrefix>{p}</metadataPrefix></metadataFormat>"
            for p in prefixes
        )
        answers = {
            "Identify": identify,
            "ListMetadataFormats": FORMATS.format(listed),
            "ListSets": sets,
        }
        server.rule = lambda path, query: answer(answers[query["verb"]].encode(), headers=headers)
        return f"{server.url}/oai"

    return start


def ask(url, allowed=frozenset({"127.0.0.1"})):
    with guarded_session(allowed, "test") as session:
        return probe(url, session, lambda: NOW)


def test_a_sound_repository_tells_all_and_nothing_is_odd(repository):
    found = ask(repository())
    assert found.identify.name == "Ысык-Көл"
    assert found.prefixes == ("oai_dc", "marcxml", "jats")
    assert found.best == ("jats", "jats")
    assert (found.sets.found, found.sets.more) == ((("com_1", "Илим"),), True)
    assert found.oddities == ()
    lines = list(report_lines(found))
    assert "formats: oai_dc, marcxml, jats; best read as jats" in lines
    assert "1+ sets: com_1 (Илим) and more" in lines


@pytest.mark.parametrize(
    ("change", "oddity"),
    [
        ({"base": "http://other.example/oai"}, "it calls itself http://other.example/oai"),
        ({"deleted": "no"}, "deletedRecord is no: deletions show in full sweeps only"),
        ({"date": "2024-05-01T04:00:00Z"}, "its clock is 6.0 hours off"),
        ({"headers": {"Content-Type": "text/html"}}, "Content-Type is text/html, not XML"),
        ({"prefixes": ("rdf", "didl")}, "none of its formats is read here: rdf, didl"),
        ({"prefixes": ("mods",)}, "it does not offer oai_dc"),
        ({"sets": "<html/>"}, "ListSets: the bytes are not of the format"),
    ],
)
def test_what_is_odd_is_said(repository, change, oddity):
    found = ask(repository(**change))
    assert any(said.startswith(oddity) for said in found.oddities), found.oddities


def test_a_repository_without_sets_is_not_odd(repository):
    found = ask(repository(sets='<OAI-PMH><error code="noSetHierarchy"/></OAI-PMH>'))
    assert (found.sets.found, found.oddities) == ((), ())


@pytest.mark.parametrize(
    ("body", "status", "failure"),
    [
        (b"<html/>", 200, "root element is <html>"),
        (b"", 404, "answered 404"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><OAI-PMH/>", 200, "DOCTYPE"),
        (b"<OAI-PMH><error code='badVerb'>no</error></OAI-PMH>", 200, "badVerb no"),
        (b" " * (4 * 2**20 + 1), 200, "the answer is over 4 MiB"),
    ],
)
def test_what_is_no_repository_fails_in_one_line(server, answer, body, status, failure):
    server.rule = lambda path, query: answer(body, status=status, headers=XML)
    found = ask(f"{server.url}/oai")
    assert found.identify is None
    assert failure in found.failure
    assert "\n" not in found.failure


def test_addresses_that_cannot_be_asked():
    assert ask("http://127.0.0.1:9/oai").failure == "no connection"
    assert ask("http://nobody.invalid/oai").failure == "the host name is not known"


def test_an_internal_address_is_refused_before_it_is_asked(repository, server):
    url = repository()
    assert "internal network" in ask(url, frozenset()).failure
    assert server.asked == []


def eaci(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_probe_and_add_write_a_source_that_loads(settings, repository, server):
    url = repository(name='Илим "Ала-Тоо"\n', deleted="no")
    done = eaci("sources", "add", url, "--name", "ala-too", "--country", "kg")
    assert done.exit_code == 0, done.output
    path = settings.source_folders[0] / "ala-too.toml"
    source = load_source(path)
    assert (source.endpoint, source.format, source.metadata_prefix) == (url, "jats", "jats")
    assert (source.title.ru, source.country, source.enabled) == ('Илим "Ала-Тоо"', "KG", False)
    assert source.verified == datetime.now(UTC).date().isoformat()
    assert "# odd: deletedRecord is no" in path.read_text("utf-8")
    probed = eaci("sources", "probe", "ala-too")
    assert "1 of 1 answered" in probed.output
    assert "odd: deletedRecord is no" in probed.output
    again = eaci("sources", "add", url, "--name", "ala-too", "--country", "KG")
    assert "is called ala-too already" in again.output
    other = eaci("sources", "add", url, "--name", "other", "--country", "KG")
    assert "is the endpoint of ala-too already" in other.output


@pytest.mark.parametrize(
    ("arguments", "told_"),
    [
        (["probe"], "name one source, or a country"),
        (["probe", "x", "--country", "KZ"], "name one source, or a country"),
        (["probe", "--country", "XX"], "'XX' is not in the vocabulary"),
        (["probe", "nobody"], "no source is called 'nobody'"),
        (["probe", "kazbc"], "kazbc does not speak OAI-PMH"),
        (["add", "ftp://x/oai"], "is no http(s) address"),
        (
            ["add", "http://127.0.0.1:9/oai", "--country", "KG"],
            "no connection; no source was written",
        ),
    ],
)
def test_wrong_calls_are_one_line_and_a_status(settings, arguments, told_):
    done = eaci("sources", *arguments)
    assert done.exit_code != 0
    assert told_ in done.output
    assert "Traceback" not in done.output


def test_a_country_that_the_address_does_not_tell_is_asked_for(settings, repository):
    done = eaci("sources", "add", repository())
    assert done.exit_code == 1
    assert "name it with --country" in done.output


def test_a_country_s_addresses_are_asked_up_to_the_limit(settings, server, answer, monkeypatch):
    rows = tuple(
        Endpoint(
            name=f"x{n}",
            country="KG",
            url=f"http://nobody{n}.invalid/oai",
            platform="ojs",
            verified="never",
        )
        for n in range(5)
    )
    monkeypatch.setattr("crawler.cli_sources.load_endpoints", lambda: rows)
    monkeypatch.setattr("crawler.cli_sources.load_sources", lambda settings: {})
    done = eaci("sources", "probe", "--country", "kg", "--limit", "2")
    assert done.exit_code == 1
    assert "0 of 2 answered" in done.output
    assert "x1: no OAI-PMH answer: the host name is not known" in done.output
    assert "x2" not in done.output


def test_sources_of_the_data_folder_are_read(settings, write_source, monkeypatch, tmp_path):
    path = write_source("trial", endpoint='"http://x.example/oai"')
    folder = tmp_path / "home" / "sources"
    folder.mkdir()
    path.rename(folder / "trial.toml")
    monkeypatch.delenv("EACI_SOURCES")
    assert find_source(Settings.from_environment(), "trial").endpoint == "http://x.example/oai"


def dublin_core(*, year):
    date = "<dc:date>2015</dc:date>" if year else ""
    return f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
<identifier>oai:x:1</identifier><datestamp>2020-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>О реках</dc:title><dc:creator>Ким, И.</dc:creator>{date}</oai_dc:dc></metadata></record>
</ListRecords></OAI-PMH>"""


BARE_MODS = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
<identifier>oai:x:1</identifier><datestamp>2020-01-01</datestamp></header><metadata>
<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>О реках</title></titleInfo></mods></metadata></record>
</ListRecords></OAI-PMH>"""


@pytest.fixture
def offers(repository, server, answer):
    """A repository that gives these pages for these prefixes, and for others an error."""

    def start(pages):
        url = repository(prefixes=("oai_dc", "mods", "jats"))
        about = server.rule

        def rule(path, query):
            if query["verb"] != "ListRecords":
                return about(path, query)
            error = '<OAI-PMH><error code="noRecordsMatch"/></OAI-PMH>'
            body = pages.get(query["metadataPrefix"], error)
            return answer(body.encode(), headers=XML)

        server.rule = rule
        return url

    return start


def sampled(url):
    with guarded_session(frozenset({"127.0.0.1"}), "test") as session:
        return with_samples(probe(url, session, lambda: NOW), session, pause=0)


def test_the_best_format_is_the_one_whose_records_say_most(offers):
    """Our list prefers jats and mods; here the one has no records, and the other says less than oai_dc."""
    found = sampled(offers({"oai_dc": dublin_core(year=True), "mods": BARE_MODS}))
    assert found.best == ("oai_dc", "oai_dc")
    lines = list(report_lines(found))
    assert "formats: oai_dc, mods, jats; best read as oai_dc" in lines
    assert any(line.startswith("oai_dc: 1 records (") and "year 1" in line for line in lines)
    assert "jats: 0 records (0%): nothing; noRecordsMatch" in lines


def test_where_the_records_say_as_much_our_list_decides(offers):
    found = sampled(offers({}))
    assert found.best == ("jats", "jats")


def test_a_source_is_written_with_the_best_format_in_fact(offers, tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.sources.probe.time.sleep", lambda _seconds: None)
    monkeypatch.setenv("EACI_HOME", str(tmp_path))
    url = offers({"oai_dc": dublin_core(year=False), "mods": BARE_MODS})
    result = CliRunner().invoke(main, ["sources", "add", url, "--name", "ilim", "--country", "KG"])
    assert result.exit_code == 0, result.output
    source = find_source(Settings.from_environment(), "ilim")
    assert (source.metadata_prefix, source.format) == ("oai_dc", "oai_dc")
