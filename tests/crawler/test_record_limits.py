"""Records beyond the limits, by every way into the catalogue: cut and flagged, or in quarantine with their bytes."""

from __future__ import annotations

import pytest

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import quarantine
from catalogue.harvested.runs import request_run
from catalogue.harvested.store import FetchedPage, read_records, store_page
from crawler.begin import import_files, reparse_source
from crawler.formats import SourceHints, parse_page
from crawler.formats.limits import shortened
from crawler.run import execute_run
from crawler.runs.replay import request_replay
from schemas import HarvestedRecord, LocalizedText
from schemas.limits import MOST_TEXT, RECORD

ENTRY = "TY  - JOUR\nID  - {id}\nPY  - 201{id}\nTI  - {title}\nAU  - {author}\n{more}ER  - \n\n"


def entry(*, id="1", title="A title", author="Ivanov, Ivan", more=""):
    return ENTRY.format(id=id, title=title, author=author, more=more)


@pytest.fixture
def bring(settings, tmp_path, write_source):
    """Imports entries (generated) as a file of RIS and gives the run, the records and what waits."""
    write_source("trial", protocol='"import"', format='"ris"')

    def run_it(*entries):
        file = tmp_path / "trial.ris"
        file.write_text("".join(entries), encoding="utf-8")
        return import_files(settings, "ris", [file], "trial")

    return run_it


def held(settings):
    engine = open_engine(settings)
    with reading(engine) as connection:
        records = [record for _, record in read_records(connection, "trial")]
        waiting = quarantine.list_quarantine(connection)
    engine.dispose()
    return records, waiting


HOSTILE = {
    "name": entry(author="Ivanov, " + "A." * 120_000),
    "names": entry(more="AU  - Petrov, P.\n" * 30_000),
    "title": entry(title="word " * 200_000),
    "keywords": entry(more="".join(f"KW  - word{n}\n" for n in range(30_000))),
    "abstract": entry(more=f"AB  - {'word ' * 200_000}\n"),
    "address": entry(more=f"UR  - http://a/{'b' * 100_000}\n"),
    "journal": entry(more=f"JO  - {'word ' * 100_000}\nVL  - {'1' * 100_000}\n"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_record_is_cut_and_flagged_and_its_neighbours_are_whole(settings, bring, kind):
    run = bring(entry(id="0"), HOSTILE[kind], entry(id="2"))
    assert (run.state, run.ledger.new, run.ledger.quarantined) == ("succeeded", 3, 0)
    (first, hostile, last), _ = held(settings)
    assert (first.warnings, last.warnings) == ((), ())
    assert any(" over " in line for line in hostile.warnings)
    assert bring(entry(id="0"), HOSTILE[kind], entry(id="2")).ledger.unchanged == 3
    assert reparse_source(settings, "trial").ledger.unchanged == 3


@pytest.mark.parametrize(
    ("hostile", "told"),
    [
        (
            entry(more=f"DO  - 10.1234/{'x' * 5_000}\n"),
            "its doi has 5,008 characters, more than 2,000",
        ),
        (entry(more=f"DO  - 10.1234/{'x' * 1_000_000}\n"), "its doi has 1,000,008 characters"),
    ],
)
def test_what_would_be_another_record_waits_in_quarantine(settings, bring, hostile, told):
    run = bring(entry(id="0"), hostile)
    assert (run.ledger.new, run.ledger.quarantined) == (1, 1)
    _, (item,) = held(settings)
    assert (item.reason, item.detail.startswith(told)) == ("too-long", True)
    assert item.body.strip() in hostile.encode()
    (number,) = request_replay(settings, [item.id])
    replayed = execute_run(settings, number)
    assert (replayed.ledger.received, len(held(settings)[1])) == (0, 1), "it is too long still"
    bring(entry(id="0"), hostile)
    assert len(held(settings)[1]) == 1, "come again, it takes the place of what waits"


OAI = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><ListRecords>'
    "<record><header{}><identifier>{}</identifier></header>{}</record></ListRecords></OAI-PMH>"
)
DC = "<metadata><dc><dc:title>A</dc:title></dc></metadata>"


@pytest.mark.parametrize(
    ("status", "described"), [("", DC), (' status="deleted"', ""), ("", "<metadata/>")]
)
@pytest.mark.parametrize("length", [512, 513, 1_000_000])
def test_an_identifier_is_never_cut(status, described, length):
    body = OAI.format(status, "x" * length, described).encode()
    (item,) = parse_page("oai_dc", body, source=SourceHints(source="trial")).items
    if length == 512 and described != "<metadata/>":
        assert item.record.identifier == "x" * 512
    else:
        assert item.reason == ("no-metadata" if described == "<metadata/>" else "too-long")
        assert len(item.identifier) <= 512
        assert b"x" * length in item.raw
        assert len(item.detail) <= 1_000


def test_two_long_identifiers_stay_two():
    one, other = "x" * 600 + "1", "x" * 600 + "2"
    assert shortened(one) == shortened(one) != shortened(other)
    assert shortened("short") == "short"
    assert len(shortened("\ud800" * 9_000)) <= RECORD["identifier"].most


def test_what_is_stored_without_a_parser_is_held_to_the_limits_too(settings, bring):
    bring(entry())
    engine = open_engine(settings)
    record = HarvestedRecord(identifier="9", titles=(LocalizedText("word " * 90_000),), year=10**30)
    with writing(engine) as connection:
        number = request_run(connection, "trial", mode="import")
        store_page(
            connection, number, FetchedPage(source="trial", format="ris", body=b""), [record]
        )
    engine.dispose()
    stored = held(settings)[0][-1]
    assert len(stored.titles[0].text) <= RECORD["titles[].text"].most
    assert (stored.year, len(stored.warnings)) == (None, 2)


def test_a_small_page_may_hold_a_record_beyond_the_limits():
    """One affiliation of 1,800 letters, which 3,000 people of a page of 300 KiB refer to."""
    person = (
        '<contrib contrib-type="author"><name><surname>A{0}</surname></name>'
        '<xref ref-type="aff" rid="a"/></contrib>'
    )
    people = "".join(person.format(number) for number in range(3_000))
    page = (
        "<article><front><article-meta><article-id pub-id-type='doi'>10.9999/a</article-id>"
        f"<title-group><article-title>T</article-title></title-group><contrib-group>{people}"
        f"</contrib-group><aff id='a'>{'x' * 1_800}</aff></article-meta></front></article>"
    ).encode()
    assert len(page) < 2**20 // 2
    (record,) = parse_page("jats", page, source=SourceHints(source="generated")).records
    told = sum(
        len(name.text)
        for who in record.contributors
        for place in who.affiliations
        for name in place.names
    )
    assert told <= MOST_TEXT["contributors"]
    assert any("characters in all" in warning for warning in record.warnings)
