"""Clocks that are wrong: a server's, a record's, and our own of another day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import runs
from catalogue.harvested.sources import SourceEntry, get_source, set_schedule
from crawler.oai.clock import believed, is_believed, moment_of
from crawler.oai.plan import Window, first_state, is_credible
from crawler.oai.state import ListOf, ListState, advance
from crawler.oai.windows import of_date, outside, restart
from crawler.sources.definition import find_source, register
from crawler.worker import is_due, request_due, wants_sweep
from tests.crawler.oai.pages import dated
from tests.crawler.test_spider_oai_pmh import item, page, records, serve, source, waiting

__all__ = ["serve", "source"]

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FUTURE = "9999-12-30T00:00:00Z"
STRANGE = [
    None,
    "",
    "yesterday",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "2026",
    "0001-01-01T00:00:00+14:00",
    "20260501T",
    "x" * 9999,
]


@pytest.mark.parametrize("date", STRANGE)
def test_what_is_no_usable_date_is_none(date):
    assert moment_of(date) is None
    assert not is_believed(date, NOW)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-05-01T12:00:00Z", True),
        ("2026-05-02T12:00:00Z", True),
        ("2026-05-02T12:00:01Z", False),
        ("2026-05-02", True),
        ("2026-05-03", False),
        ("2026-05-02T23:00:00+11:00", True),
        ("1999-12-31", True),
        ("2036-01-01T00:00:00Z", False),
    ],
)
def test_a_clock_is_wrong_by_a_day_at_most(date, expected):
    assert is_believed(date, NOW) is expected


def test_datestamps_of_the_future_do_not_say_how_far_a_list_came():
    began = first_state(Window(), "YYYY-MM-DD", "2026-05-01T12:00:00Z")
    dates = [f"2020-01-{day:02d}" for day in range(1, 20)]
    state = advance(began, dated(*dates, "9999-12-30", "nonsense", "2036-01-01", token="a"))
    assert state.last_datestamp == "2020-01-19"
    again = restart(state)
    assert again is not None
    assert again.from_ == "2020-01-19"
    assert believed(["2026-05-02T00:00:00Z", FUTURE, "x"], "2026-05-01T12:00:00Z") == [
        "2026-05-02T00:00:00Z"
    ]


@pytest.mark.parametrize("date", [FUTURE, "9999-12-31", "0001-01-01", "nonsense"])
def test_no_date_of_a_server_ends_the_arithmetic(date):
    state = ListState(response_date="2026-05-01T12:00:00Z", earliest=date, until=date)
    assert restart(state) is not None, "the list is halved though its ends are told wrong"
    assert of_date(state, date) is None
    assert not outside(state, dated(date))
    assert first_state(Window(from_=date, overlap=True), "YYYY-MM-DD", date).from_


@pytest.mark.parametrize(
    "told", [FUTURE, "2099-01-01T00:00:00Z", "nonsense", "0001-01-01T00:00:00Z"]
)
def test_an_answer_of_the_future_does_not_silence_its_source(
    settings, server, source, serve, crawl, told
):
    serve(lambda query: page(item(1)), date=told)
    assert crawl(source).state == "succeeded"
    engine = open_engine(settings)
    with reading(engine) as connection:
        kept = get_source(connection, "trial").last_response_date
    engine.dispose()
    assert is_believed(kept, datetime.now(UTC))
    assert abs(moment_of(kept) - datetime.now(UTC)) < timedelta(hours=1)
    assert any("the server's clock says" in message for message in waiting(settings)[1])
    second = crawl(source)
    assert (second.state, second.ledger.unchanged) == ("succeeded", 1)


@pytest.mark.parametrize("kept", [FUTURE, "nonsense"])
def test_a_catalogue_that_holds_such_a_date_recovers(settings, server, source, serve, crawl, kept):
    serve(lambda query: page(item(1)) if "from" not in query else page(error="noRecordsMatch"))
    crawl(source)
    engine = open_engine(settings)
    with writing(engine) as connection:
        runs.record_success(connection, "trial", kept)
    serve(lambda query: page(item(1), item(2)))
    run = crawl(source)
    engine.dispose()
    assert (run.state, run.ledger.new, run.ledger.unchanged) == ("succeeded", 1, 1)
    assert "from" not in server.queries("ListRecords")[-1]
    assert any("everything is asked for again" in message for message in waiting(settings)[1])
    assert sorted(records(settings)) == ["1", "2"]


def test_a_checkpoint_in_the_future_is_not_gone_on_from(
    settings, server, source, serve, crawl, answer
):
    serve(lambda query: answer(b"no", status=404))
    failed = crawl(source)
    stuck = ListState(from_=FUTURE, window_from=FUTURE, response_date=FUTURE, began_in=failed.id)
    engine = open_engine(settings)
    with writing(engine) as connection:
        runs.save_checkpoint(
            connection, failed.id, {"from_": FUTURE, "began_in": failed.id, "response_date": FUTURE}
        )
    engine.dispose()
    serve(lambda query: page(item(1)))
    run = crawl(source)
    assert (run.state, run.ledger.new) == ("succeeded", 1)
    assert not is_credible(stuck, NOW)
    assert not is_credible(ListState(waiting=(ListOf(1, FUTURE),)), NOW)
    assert is_credible(ListState(waiting=(ListOf(1, "2020-01-01"),)), NOW)


def test_a_checkpoint_whose_first_answer_was_in_the_future_goes_on(
    settings, source, serve, crawl, answer
):
    serve(
        lambda query: (
            page(item(1), token="a")
            if "resumptionToken" not in query
            else answer(b"no", status=404)
        )
    )
    failed = crawl(source)
    assert failed.state == "failed"
    engine = open_engine(settings)
    with writing(engine) as connection:
        runs.save_checkpoint(connection, failed.id, failed.checkpoint | {"response_date": FUTURE})
    serve(lambda query: page(item(2)))
    assert crawl(source).ledger.new == 1
    with reading(engine) as connection:
        kept = get_source(connection, "trial").last_response_date
    engine.dispose()
    assert kept == failed.started_at


def at(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("hours", [1, 30, 24 * 365 * 10])
def test_a_newest_run_in_the_future_does_not_silence_its_schedule(hours):
    entry = SourceEntry(name="x", definition={}, enabled=True, schedule="0 3 * * 1")
    later = at(NOW + timedelta(hours=hours))
    assert is_due(entry, later, started=NOW, now=NOW)
    never = SourceEntry(name="x", definition={}, enabled=True, schedule="0 0 30 2 *")
    assert not is_due(never, later, started=NOW, now=NOW)
    yearly = SourceEntry(name="x", definition={"full_every": 90, "protocol": "oai-pmh"})
    assert wants_sweep(yearly, later, NOW)


def test_a_clock_that_was_wrong_once_is_got_over(settings, write_source, monkeypatch):
    write_source("trial", endpoint='"http://127.0.0.1:9/oai"')
    engine = open_engine(settings)
    wrong = datetime.now(UTC) + timedelta(days=3650)
    with writing(engine) as connection:
        register(connection, [find_source(settings, "trial")])
        set_schedule(connection, "trial", enabled=True, schedule="0 3 1 1 *")
        monkeypatch.setattr(runs, "now", lambda: at(wrong))
        number = runs.request_run(connection, "trial", mode="full")
        runs.start_run(connection, number, "elsewhere:1")
        monkeypatch.undo()
        assert runs.fail_abandoned(connection, at(datetime.now(UTC))) == [number]
        monkeypatch.setattr(runs, "now", lambda: at(wrong))
        for _ in range(3):
            number = runs.request_run(connection, "trial", mode="full")
            runs.finish_run(connection, number, state="succeeded")
        monkeypatch.undo()
        began = datetime.now(UTC) - timedelta(hours=1)
        assert len(request_due(connection, began, datetime.now(UTC))) == 1
        assert request_due(connection, began, datetime.now(UTC)) == [], "and once only"
        assert runs.last_sweeps(connection)["trial"] >= at(wrong), "only one of the future is known"
    engine.dispose()
