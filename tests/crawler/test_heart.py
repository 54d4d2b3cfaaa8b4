"""A run that waits is not taken for dead."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import runs
from catalogue.harvested.sources import get_source
from catalogue.tables import run as run_table
from crawler import worker
from crawler.runs.claims import begin_run, close_vanished
from crawler.runs.heart import beating
from crawler.sources.definition import find_source

ROOT = Path(__file__).parents[2]
LONG_AGO = "2020-01-01T00:00:00Z"
PROGRAM = (
    "import crawler.runs.heart; crawler.runs.heart.EVERY = 0.1; from webapp.cli import main; main()"
)


@pytest.fixture
def engine(settings):
    opened = open_engine(settings)
    yield opened
    opened.dispose()


def _until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _silent(engine):
    """As if the run at work had said nothing for years, on another machine."""
    with writing(engine) as connection:
        values = {"heartbeat_at": LONG_AGO, "worker": "elsewhere:1"}
        connection.execute(update(run_table).where(run_table.c.state == "running").values(**values))


def _beats(engine):
    with reading(engine) as connection:
        return runs.list_runs(connection, limit=1)[0].heartbeat_at != LONG_AGO


@pytest.mark.parametrize("waits", ["Retry-After", "silence"])
def test_a_crawl_that_waits_is_not_declared_dead(engine, server, write_source, answer, waits):
    release = threading.Event()

    def rule(path, query):
        if waits == "silence":
            release.wait(60)
        return answer(status=503, headers={"Retry-After": "3000"})

    server.rule = rule
    patient = "{ delay = 0.0, retries = 3, max_retry_after = 3600.0 }"
    write_source("trial", endpoint=f'"{server.url}/oai"', politeness=patient)
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "crawl", "trial"], cwd=ROOT)
    try:
        assert _until(lambda: server.asked)
        for _ in range(2):
            _silent(engine)
            assert _until(lambda: _beats(engine)), "the run is silent"
        with writing(engine) as connection:
            assert close_vanished(connection) == []
            (run,) = runs.list_runs(connection, states=("running",))
        assert process.poll() is None
    finally:
        process.kill()
        process.wait(60)
        release.set()
    _silent(engine)
    with writing(engine) as connection:
        assert close_vanished(connection) == [run.id]  # and a dead one still is


def test_the_heart_stops_with_the_run(engine, write_source, settings, monkeypatch):
    monkeypatch.setattr("crawler.runs.heart.EVERY", 0.02)
    write_source("trial", endpoint='"http://x/oai"')
    number = begin_run(engine, find_source(settings, "trial"), "full", runs.RunParameters())
    with beating(engine, number):
        _silent(engine)
        assert _until(lambda: _beats(engine))
    _silent(engine)
    time.sleep(0.2)
    assert not _beats(engine)
    assert not [each for each in threading.enumerate() if each.name.startswith("heart")]


def test_a_busy_catalogue_does_not_stop_the_heart(engine, write_source, settings, monkeypatch):
    monkeypatch.setattr("crawler.runs.heart.EVERY", 0.02)
    monkeypatch.setattr("crawler.runs.heart._PATIENCE", 0.02)
    write_source("trial", endpoint='"http://x/oai"')
    number = begin_run(engine, find_source(settings, "trial"), "full", runs.RunParameters())
    with beating(engine, number):
        with writing(engine) as connection:
            connection.execute(update(run_table).values(heartbeat_at=LONG_AGO))
            time.sleep(0.3)
        assert _until(lambda: _beats(engine))


def test_nobody_is_dead_because_the_catalogue_was_away(settings, monkeypatch):
    judged, at = [], [0.0]
    rounds = iter((OperationalError("", None, Exception("away")), False, False, False))

    def work_once(engine, started, report, *, silent):
        judged.append((at[0], silent))
        now = next(rounds)
        if isinstance(now, Exception):
            raise now
        return now

    def wait(seconds):
        at[0] += 40.0

    monkeypatch.setattr("crawler.worker.work_once", work_once)
    monkeypatch.setattr("crawler.worker.time.sleep", wait)
    monkeypatch.setattr("crawler.worker.time.monotonic", lambda: at[0])
    told = []
    worker.work(settings, report=told.append, stop=lambda: len(judged) == 4)
    assert judged == [(0.0, True), (40.0, False), (80.0, True), (120.0, True)]
    assert told == ["waiting for the catalogue: away"]


def test_a_run_that_could_not_speak_is_not_closed(engine, write_source, settings):
    write_source("trial", endpoint='"http://x/oai"')
    number = begin_run(engine, find_source(settings, "trial"), "full", runs.RunParameters())
    _silent(engine)
    with writing(engine) as connection:
        assert close_vanished(connection, silent=False) == []
        assert close_vanished(connection) == [number]


def source_of(engine):
    with reading(engine) as connection:
        return get_source(connection, "trial")


def test_a_worker_that_is_told_to_end_leaves_no_run_behind(engine, server, write_source, answer):
    server.rule = lambda path, query: answer(status=503, headers={"Retry-After": "3000"})
    patient = "{ delay = 0.0, retries = 3, max_retry_after = 3600.0 }"
    write_source("trial", endpoint=f'"{server.url}/oai"', politeness=patient)
    code = (
        "import crawler.worker; crawler.worker._END_WITHIN = 2; from webapp.cli import main; main()"
    )
    process = subprocess.Popen([sys.executable, "-c", code, "worker", "--poll", "0.2"], cwd=ROOT)
    try:
        assert _until(lambda: source_of(engine)), "the worker does not read source files"
        with writing(engine) as connection:
            number = runs.request_run(connection, "trial")
        assert _until(lambda: server.asked)
        with reading(engine) as connection:
            at_work = int(runs.get_run(connection, number).worker.partition(":")[2])
        assert at_work != process.pid
        process.terminate()
        process.wait(60)
    finally:
        process.kill()
        process.wait(60)
    with pytest.raises(ProcessLookupError):
        os.kill(at_work, 0)
    with writing(engine) as connection:
        close_vanished(connection)
        ended = runs.get_run(connection, number)
    assert ended.state == "failed"  # and never as one that read all there is
    assert source_of(engine).last_run_at is None
