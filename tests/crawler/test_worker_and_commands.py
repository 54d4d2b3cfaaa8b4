"""The worker, a killed run, and the commands as a person types them."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import runs
from catalogue.harvested.sources import SourceEntry, list_sources, set_schedule
from catalogue.harvested.store import read_records
from crawler.errors import CrawlerError
from crawler.runs.claims import begin_run, close_vanished
from crawler.sources.definition import find_source, register
from crawler.worker import (
    breaker_pause,
    is_due,
    next_times,
    request_due,
    wants_sweep,
    work_once,
)
from webapp.cli import main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
IDENTIFY = (DATA / "oai" / "protocol-errors" / "Identify.xml").read_bytes()
RECORDS = (DATA / "oai" / "cyberleninka_0.xml").read_bytes()
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(settings):
    opened = open_engine(settings)
    yield opened
    opened.dispose()


@pytest.fixture
def trial(server, write_source, answer, settings, engine):
    """A source "trial" that serves the recorded page, known to the catalogue."""
    write_source("trial", endpoint=f'"{server.url}/oai"')
    server.rule = lambda path, query: answer(IDENTIFY if query["verb"] == "Identify" else RECORDS)
    with writing(engine) as connection:
        register(connection, [find_source(settings, "trial")])
    return "trial"


def eaci(*arguments):
    return CliRunner().invoke(main, arguments)


def program(*arguments):
    """The same in a process of its own, for commands that start a reactor."""
    code = "from webapp.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("enabled", "schedule", "last", "due"),
    [
        (True, "0 12 * * *", "2024-05-01T11:59:00Z", True),
        (True, "0 12 * * *", "2024-05-01T12:00:00Z", False),
        (True, "0 12 * * *", "2024-04-01T00:00:00Z", True),
        (False, "0 12 * * *", "2024-04-01T00:00:00Z", False),
        (True, None, "2024-04-01T00:00:00Z", False),
        # a date that never comes is never due, and stops nobody else
        (True, "0 0 30 2 *", "2024-04-01T00:00:00Z", False),
        (True, "nonsense", "2024-04-01T00:00:00Z", False),
        (True, "0 12 * * *", None, False),
    ],
)
def test_due(enabled, schedule, last, due):
    entry = SourceEntry(name="x", definition={}, enabled=enabled, schedule=schedule)
    assert is_due(entry, last, started=NOON, now=NOON) is due


def test_the_next_five_times_of_a_schedule():
    times = next_times("30 2 * * 1", NOON)
    assert [t.isoformat()[:16] for t in times[:2]] == ["2024-05-06T02:30", "2024-05-13T02:30"]
    assert len(times) == 5


def test_a_due_source_is_requested_once(engine, trial):
    with writing(engine) as connection:
        set_schedule(connection, trial, enabled=True, schedule="* * * * *")
        assert [e.name for e in list_sources(connection)] == [trial]
        first = request_due(connection, NOON, datetime.now(UTC))
        second = request_due(connection, NOON, datetime.now(UTC))
    assert (len(first), second) == (1, [])


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (2, 0), (3, 15), (4, 30), (6, 120), (20, 1440), (999, 1440)]
)
def test_the_breaker_leaves_a_failing_source_alone_for_longer_and_longer(failures, minutes):
    assert breaker_pause(failures) == timedelta(minutes=minutes)


def test_a_due_source_waits_for_its_breaker_and_for_approval(engine, trial):
    with writing(engine) as connection:
        set_schedule(connection, trial, enabled=True, schedule="* * * * *")
        for _ in range(3):
            failed = runs.request_run(connection, trial)
            runs.finish_run(connection, failed, state="failed")
        soon, later = (datetime.now(UTC) + timedelta(minutes=m) for m in (10, 20))
        assert runs.failures_in_a_row(connection) == {trial: 3}
        assert request_due(connection, NOON, soon) == []
        (number,) = request_due(connection, NOON, later)
        runs.finish_run(connection, number, state="held")
        assert runs.failures_in_a_row(connection) == {}
        assert request_due(connection, NOON, later + timedelta(days=9)) == []


@pytest.mark.parametrize(
    ("definition", "last", "wanted"),
    [
        ({"full_every": 30, "protocol": "oai-pmh"}, "2024-03-01T00:00:00Z", True),
        ({"full_every": 90, "protocol": "oai-pmh"}, "2024-03-01T00:00:00Z", False),
        ({"full_every": 0, "protocol": "oai-pmh"}, "2004-03-01T00:00:00Z", False),
        ({"full_every": 30, "protocol": "article-pages"}, "2024-03-01T00:00:00Z", False),
        ({"full_every": 30, "protocol": "oai-pmh"}, None, False),
    ],
)
def test_a_full_harvest_comes_at_intervals(definition, last, wanted):
    assert wants_sweep(SourceEntry(name="x", definition=definition), last, NOON) is wanted


def test_runs_are_listed_and_decided(settings, engine, trial):
    with writing(engine) as connection:
        held = runs.request_run(connection, trial)
        runs.finish_run(connection, held, state="held", message="3 deletions wait")
    assert f"{held}\ttrial\theld" in eaci("runs", "list", "--state", "held").output
    assert "0 records are kept" in eaci("runs", "reject", str(held)).output
    told = eaci("runs", "approve", str(held))
    assert told.exit_code == 1
    assert "nothing of it waits for approval" in told.output
    assert "every scheduled source" in eaci("runs", "quiet").output
    assert eaci("runs", "list", "--source", "nobody").output == "no such run\n"


def test_the_worker_executes_a_requested_run_in_its_own_process(engine, trial):
    with writing(engine) as connection:
        run_id = runs.request_run(connection, trial, requested_by="admin")
    told = []
    assert work_once(engine, datetime.now(UTC), told.append)
    assert told == [f"run {run_id}: started", f"run {run_id}: succeeded"]
    assert not work_once(engine, datetime.now(UTC), told.append)
    with reading(engine) as connection:
        run = runs.get_run(connection, run_id)
    assert (run.state, run.ledger.new) == ("succeeded", 54)


def test_a_killed_run_is_closed_and_the_next_goes_on_from_its_checkpoint(
    settings, engine, server, write_source, answer
):
    write_source("trial", endpoint=f'"{server.url}/oai"')
    release = threading.Event()
    first = RECORDS.replace(
        b"</ListRecords>", b"<resumptionToken>two</resumptionToken></ListRecords>"
    )
    second = (DATA / "oai" / "oaktrust_0.xml").read_bytes()

    def rule(path, query):
        if query["verb"] == "Identify":
            return answer(IDENTIFY)
        if "resumptionToken" not in query:
            return answer(first)
        release.wait(20)
        return answer(second)

    server.rule = rule
    run_id = begin_run(engine, find_source(settings, "trial"), "incremental", runs.RunParameters())
    process = subprocess.Popen([sys.executable, "-m", "crawler.run", str(run_id)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while (
        not any("resumptionToken" in query for _, query in server.asked)
        and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    with pytest.raises(CrawlerError, match=f"is being harvested by run {run_id}"):
        begin_run(engine, find_source(settings, "trial"), "incremental", runs.RunParameters())
    process.kill()
    process.wait(60)
    release.set()
    with writing(engine) as connection:
        assert close_vanished(connection) == [run_id]
        closed = runs.get_run(connection, run_id)
    assert (closed.state, closed.ledger.new, closed.ledger.balances) == ("failed", 54, True)
    server.asked.clear()
    done = program("crawl", "trial")
    assert "21 received, 21 new" in done.stdout
    assert [q.get("resumptionToken") for q in server.queries("ListRecords")] == ["two"]
    with reading(engine) as connection:
        assert len(read_records(connection, "trial")) == 75


def test_crawl_tells_the_ledger(trial):
    done = program("crawl", trial)
    assert done.returncode == 0, done.stderr
    assert "run 1 (trial) succeeded: 54 received, 54 new, 0 updated" in done.stdout


def test_a_failed_crawl_is_one_line_and_status_1(trial, server, answer):
    server.rule = lambda path, query: answer(status=404)
    done = program("crawl", trial)
    assert done.returncode == 1
    assert "404 Not Found" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["crawl", "nobody"], "no source is called 'nobody'"),
        (["crawl", "cyberleninka", "--from", "yesterday"], "'yesterday' is no date"),
        (["crawl", "cyberleninka", "--limit", "0"], "0 is not in the range"),
        (["sources", "show", "nobody"], "no source is called 'nobody'"),
        (["import", "dublin", "x", "--source", "rsci-drop"], "'dublin' is not one of"),
        (["import", "rsci", "x.xml", "--source", "rsci-drop"], "x.xml: no such file"),
        (["quarantine", "show", "7"], "no item 7"),
        (["quarantine", "replay", "7"], "no such item"),
    ],
)
def test_wrong_arguments_are_one_line_and_a_status(settings, arguments, told):
    result = eaci(*arguments)
    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output


def test_commands_before_init_say_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "empty"))
    result = eaci("crawl", "cyberleninka")
    assert result.exit_code == 1
    assert "eaci init" in result.output


def test_sources_import_and_quarantine(settings):
    listed = eaci("sources", "list").output
    assert all(
        name in listed for name in ("cyberleninka", "elib-bsu-by", "kaznu-history", "rsci-drop")
    )
    assert "endpoint: https://cyberleninka.ru/oai" in eaci("sources", "show", "cyberleninka").output
    assert "no fault found" in eaci("sources", "check").output
    imported = eaci(
        "import", "rsci", str(DATA / "rsci" / "issue.generated.xml"), "--source", "rsci-drop"
    )
    assert "4 received, 3 new" in imported.output
    assert "no-title" in eaci("quarantine", "list").output
    assert "<artTitles/>" in eaci("quarantine", "show", "1").output
    assert eaci("quarantine", "replay", "1").exit_code == 0
    assert (
        eaci("quarantine", "list", "--source", "nobody").output == "nothing waits in quarantine\n"
    )


def test_check_online_asks_the_endpoint(trial, server, answer):
    assert "A Test Repository" in eaci("sources", "check", trial, "--online").output
    server.rule = lambda path, query: answer(b"<html/>")
    failed = eaci("sources", "check", trial, "--online")
    assert failed.exit_code == 1
    assert "no OAI-PMH answer from trial" in failed.output
