"""Kept pages read again: what today's parsers read otherwise is stored anew, the rest is counted and not touched."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from catalogue.checks import check_catalogue
from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.quarantine import list_quarantine
from catalogue.harvested.reparse import read_page
from catalogue.harvested.runs import finish_run, get_run, list_runs, request_run, start_run
from catalogue.harvested.store import FetchedPage, Rejected, read_records, store_page
from crawler.begin import reparse_source
from crawler.errors import SourceError
from crawler.formats import SourceHints, parse_page
from crawler.sources.definition import find_source, register
from schemas import HarvestedRecord, LocalizedText

PAGE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>"""
RECORD = """<record><header{status}><identifier>{id}</identifier><datestamp>2024-01-0{day}</datestamp></header>
{metadata}</record>"""
METADATA = """<metadata><dc xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title xml:lang="kk">{title}</dc:title></dc></metadata>"""


def record(id, title, day=1):
    return RECORD.format(status="", id=id, day=day, metadata=METADATA.format(title=title))


def deletion(id, day=1):
    return RECORD.format(status=' status="deleted"', id=id, day=day, metadata="")


@pytest.fixture
def engine(settings, write_source):
    write_source("trial", endpoint='"https://example.org/oai"')
    engine = open_engine(settings)
    with writing(engine) as connection:
        register(connection, [find_source(settings, "trial")])
    yield engine
    engine.dispose()


@pytest.fixture
def harvest(engine):
    """Stores a page of these records as a run of its own, read by a parser of then: titles in capitals."""

    def store(*records, then=lambda record: record, dropped=()):
        body = PAGE.format("".join(records)).encode()
        parsed = parse_page("oai_dc", body, source=SourceHints(source="trial"))
        rejected = [
            Rejected(reason=r.reason, detail=r.detail, body=r.raw, identifier=r.identifier)
            for r in parsed.rejected
        ]
        page = FetchedPage(source="trial", format="oai_dc", body=body, url="https://example.org/1")
        with writing(engine) as connection:
            run_id = request_run(connection, "trial", mode="full")
            start_run(connection, run_id, "trial")
            found = [then(r) for r in parsed.records if r.identifier not in dropped]
            store_page(connection, run_id, page, found, rejected)
            finish_run(connection, run_id, state="succeeded")
        return run_id

    return store


def capitals(record):
    """What a parser of former days made of a record."""
    titles = tuple(LocalizedText(title.text.upper(), title.lang) for title in record.titles)
    return replace(record, titles=titles)


def held(engine):
    with reading(engine) as connection:
        found = read_records(connection, "trial")
        assert not list(check_catalogue(connection))
    return {r.identifier: r.titles[0].text if r.titles else None for _, r in found}


def counts(run):
    assert run.state == "succeeded", run.message
    assert run.ledger.balances
    ledger = run.ledger
    return ledger.received, ledger.new, ledger.updated, ledger.unchanged, ledger.deleted


def test_what_is_read_otherwise_today_is_updated_and_the_rest_unchanged(engine, settings, harvest):
    harvest(
        record("a", "Тіл"),
        record("b", "Жер"),
        then=lambda r: capitals(r) if r.identifier == "a" else r,
    )
    assert held(engine) == {"a": "ТІЛ", "b": "Жер"}
    assert counts(reparse_source(settings, "trial")) == (2, 0, 1, 1, 0)
    assert held(engine) == {"a": "Тіл", "b": "Жер"}
    assert counts(reparse_source(settings, "trial")) == (2, 0, 0, 2, 0)


def test_the_newest_page_decides_even_if_it_brought_nothing_new_then(engine, settings, harvest):
    # the parser of then did not see what differs between the two pages
    blind = lambda r: replace(r, titles=(LocalizedText("?"),))  # noqa: E731
    harvest(record("a", "Ескі"), then=blind)
    harvest(record("a", "Жаңа", day=2), then=blind)
    assert counts(reparse_source(settings, "trial")) == (1, 0, 1, 0, 0)
    assert held(engine) == {"a": "Жаңа"}
    assert counts(reparse_source(settings, "trial")) == (1, 0, 0, 1, 0)


def test_two_publications_under_one_identifier_are_read_again_each(engine, settings, harvest):
    harvest(record("a", "Бірінші кітап"), record("a", "Екінші дәптер"), then=capitals)
    (second,) = held(engine).keys() - {"a"}
    assert counts(reparse_source(settings, "trial")) == (2, 0, 2, 0, 0)
    assert held(engine) == {"a": "Бірінші кітап", second: "Екінші дәптер"}
    assert counts(reparse_source(settings, "trial")) == (2, 0, 0, 2, 0)
    # the page of a later harvest gives them the other way round
    harvest(record("a", "Екінші дәптер"), record("a", "Бірінші кітап"))
    assert counts(reparse_source(settings, "trial")) == (2, 0, 0, 2, 0)
    assert held(engine) == {"a": "Бірінші кітап", second: "Екінші дәптер"}


def test_a_deletion_stays_and_a_record_that_came_back_stays_too(engine, settings, harvest):
    harvest(record("a", "Тіл"), record("b", "Жер"))
    harvest(deletion("a", 2), deletion("b", 2))
    harvest(record("b", "Жер", day=3))
    assert counts(reparse_source(settings, "trial")) == (2, 0, 0, 2, 0)
    assert held(engine) == {"a": None, "b": "Жер"}


def test_a_record_that_was_not_found_on_its_page_then_is_new_now(engine, settings, harvest):
    harvest(record("a", "Тіл"), record("b", "Жер"), dropped=["b"])
    assert held(engine) == {"a": "Тіл"}
    assert counts(reparse_source(settings, "trial")) == (2, 1, 0, 1, 0)
    assert held(engine) == {"a": "Тіл", "b": "Жер"}


def test_what_a_sweep_found_vanished_is_left_alone(engine, settings, harvest):
    """The older page still holds the record."""
    harvest(record("a", "Тіл"))
    gone = HarvestedRecord(identifier="a", deleted=True)
    page = FetchedPage(source="trial", format="oai_dc", body=b'["a"]', url="sweep:2")
    with writing(engine) as connection:
        run_id = request_run(connection, "trial", mode="full")
        start_run(connection, run_id, "trial")
        store_page(connection, run_id, page, [gone])
        finish_run(connection, run_id, state="succeeded")
    run = reparse_source(settings, "trial")
    assert counts(run) == (0, 0, 0, 0, 0)
    assert run.message == "1 kept pages read again"
    assert held(engine) == {"a": None}


def test_a_page_that_is_no_page_today_is_told_and_its_neighbours_are_read(
    engine, settings, harvest
):
    harvest(record("a", "Тіл"), then=capitals)
    with writing(engine) as connection:
        run_id = request_run(connection, "trial", mode="full")
        start_run(connection, run_id, "trial")
        broken = FetchedPage(
            source="trial", format="oai_dc", body=b"<html/>", url="https://example.org/2"
        )
        store_page(connection, run_id, broken, [], [])
        finish_run(connection, run_id, state="succeeded")
    run = reparse_source(settings, "trial")
    assert counts(run) == (1, 0, 1, 0, 0)
    assert run.message == "2 kept pages read again; 1 of them cannot be read (see the log)"


def test_killed_after_any_page_and_begun_again_it_ends_alike(
    engine, settings, harvest, monkeypatch
):
    for day in (1, 2, 3):
        harvest(*(record(f"{day}-{n}", f"Атау {n}") for n in range(3)), then=capitals)
    read = []

    def failing(connection, page_id):
        read.append(page_id)
        if len(read) % 3 == 0:
            raise KeyboardInterrupt
        return read_page(connection, page_id)

    monkeypatch.setattr("catalogue.harvested.reparse.read_page", failing)
    with pytest.raises(KeyboardInterrupt):
        reparse_source(settings, "trial")
    with writing(engine) as connection:  # what the next run does for a process that is gone
        finish_run(connection, list_runs(connection)[0].id, state="failed")
    monkeypatch.setattr("catalogue.harvested.reparse.read_page", read_page)
    assert counts(reparse_source(settings, "trial")) == (9, 0, 3, 6, 0)
    assert set(held(engine).values()) == {"Атау 0", "Атау 1", "Атау 2"}


def test_an_updated_record_waits_for_the_indexer_and_its_page_has_the_bytes(
    engine, settings, harvest
):
    harvest(record("a", "Тіл"), then=capitals)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM pending")
    run = reparse_source(settings, "trial")
    with reading(engine) as connection:
        waiting = connection.exec_driver_sql("SELECT stage FROM pending").scalars().all()
        (page_id,) = connection.exec_driver_sql("SELECT page_id FROM record").scalars()
        page = read_page(connection, page_id)
        assert get_run(connection, run.id).pages == 1
        assert not list_quarantine(connection)
    assert waiting == ["normalise"]
    assert "Тіл".encode() in page.body


def test_an_unknown_source_is_told(settings):
    with pytest.raises(SourceError, match="no source is called 'nowhere'"):
        reparse_source(settings, "nowhere")
