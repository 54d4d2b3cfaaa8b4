"""Harvesting from the fault server as the worker does, a process a run, and judging where it ended."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.checks import check_catalogue
from catalogue.database.engine import open_engine, reading, writing
from catalogue.derived.state import state_hashes
from catalogue.harvested import quarantine, runs
from catalogue.harvested.runs import Run, RunParameters
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, store_page
from catalogue.settings import Settings
from catalogue.tables import quarantine as quarantine_table
from catalogue.tables import record
from crawler.formats import ParsedRecord, parse_page
from crawler.formats.page import SourceHints
from crawler.run import execute_run
from crawler.runs.claims import begin_run, close_vanished
from crawler.sources.definition import SourceDefinition, load_source
from tests.crawler import forked
from tests.crawler.faults.provider import page
from tests.crawler.faults.repository import Entry, Repository
from tests.crawler.faults.server import FaultServer
from tests.support.fresh import make_tables

SOURCE = "generated"
MOST_RUNS = 40
KILLS = 8  # of one harvest
_MOMENT = 0.05  # seconds; a page is stored in less


def catalogue_in(folder: Path) -> Settings:
    """Settings of a fresh catalogue."""
    settings = Settings.from_environment({"EACI_HOME": str(folder)})
    settings.make_home()
    engine = open_engine(settings)
    make_tables(engine)
    engine.dispose()
    return settings


def source_at(folder: Path, url: str, sets: tuple[str, ...] = ()) -> SourceDefinition:
    """A source that is asked without delay, with waits and time limits of a test."""
    path = folder / f"{SOURCE}.toml"
    path.write_text(
        f"""name = "{SOURCE}"
title = {{ ru = "Проба", en = "Trial" }}
country = "KG"
protocol = "oai-pmh"
format = "oai_dc"
endpoint = "{url}"
sets = {list(sets)}
politeness = {{ delay = 0.0, retries = 2, max_retry_after = 0.02, timeout = 2.0, deadline = 40.0 }}
""",
        encoding="utf-8",
    )
    return load_source(path)


def harvest_once(settings: Settings, definition: SourceDefinition, mode: str) -> None:
    """One run, in this process."""
    engine = open_engine(settings)
    run_id = begin_run(engine, definition, mode, RunParameters())
    engine.dispose()
    execute_run(settings, run_id, started=True)


def start(
    settings: Settings, definition: SourceDefinition, mode: str = "incremental"
) -> BaseProcess:
    """A run in a process of its own."""
    return forked.start(harvest_once, settings, definition, mode)


def once(settings: Settings, definition: SourceDefinition, mode: str = "incremental") -> Run:
    """One run, closed."""
    forked.ended(start(settings, definition, mode))
    engine = open_engine(settings)
    with reading(engine) as connection:
        found = runs.list_runs(connection, limit=1)[0]
    engine.dispose()
    return found


@dataclass
class Ending:
    """What a harvest came to."""

    runs: list[Run]
    kills: int = 0


def harvest(settings: Settings, definition: SourceDefinition, mode: str = "incremental") -> Ending:
    """Run after run until one succeeds."""
    engine = open_engine(settings)
    for _ in range(MOST_RUNS):
        forked.ended(start(settings, definition, mode))
        with reading(engine) as connection:
            done = runs.list_runs(connection)
        if done[0].state == "succeeded":
            engine.dispose()
            return Ending(done)
        mode = "incremental"
    engine.dispose()
    raise AssertionError(f"{MOST_RUNS} runs and no end: {[run.message for run in done[:5]]}")


def harvest_killed(
    settings: Settings, definition: SourceDefinition, server: FaultServer, rng: random.Random
) -> Ending:
    """The same, but the first runs are killed (-9): each a few requests and a random moment after its beginning."""
    engine = open_engine(settings)
    done = 0
    for _ in range(KILLS):
        asked = len(server.asked) + rng.randrange(12)
        process = start(settings, definition)
        while len(server.asked) <= asked and process.is_alive():
            time.sleep(0.002)
        time.sleep(rng.random() * _MOMENT)
        if process.is_alive():
            process.kill()
            done += 1
        forked.ended(process)
        with writing(engine) as connection:
            close_vanished(connection)
    engine.dispose()
    ending = harvest(settings, definition)
    return Ending(ending.runs, done)


def _usable(entry: Entry) -> bool:
    return entry.bad is None


def expected_state(folder: Path, repository: Repository) -> State:
    """The hash of the records as a healthy server's one page would leave them, without any spider."""
    settings = catalogue_in(folder)
    engine = open_engine(settings)
    entries = [entry for entry in repository.entries if _usable(entry)]
    body = page(entries, "", len(entries), 0).encode()
    parsed = parse_page("oai_dc", body, source=SourceHints(source=SOURCE))
    records = [item.record for item in parsed.items if isinstance(item, ParsedRecord)]
    assert len(records) == len(entries)
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=SOURCE, definition={}))
        run_id = runs.request_run(connection, SOURCE)
        store_page(
            connection, run_id, FetchedPage(source=SOURCE, format="oai_dc", body=body), records
        )
    found = state_of(engine)
    engine.dispose()
    return found


@dataclass
class State:
    """The hash by which catalogues are compared, and the records for saying where they differ."""

    hashed: str
    records: dict[str, str]


def state_of(engine: Engine) -> State:
    with reading(engine) as connection:
        rows = connection.execute(
            select(record.c.identifier, record.c.deleted, record.c.content_hash)
        )
        records = {row.identifier: f"{row.deleted} {row.content_hash}" for row in rows}
        return State(state_hashes(connection)["records"], records)


def judge(settings: Settings, repository: Repository, expected: State) -> None:
    """Nothing lost, nothing twice, every ledger balances, what is bad is kept once, with bytes and named in a log."""
    engine = open_engine(settings)
    with reading(engine) as connection:
        assert list(check_catalogue(connection)) == []
        done = runs.list_runs(connection, limit=1000)
        waiting = quarantine.list_quarantine(connection, limit=1000)
        kept = {row.id for row in connection.execute(select(quarantine_table.c.id))}
        logged = "\n".join(
            line["message"] for run in done for line in runs.read_log(connection, run.id)
        )
    assert all(run.ledger.balances for run in done)
    assert {run.state for run in done} <= {"succeeded", "failed"}
    bad = [entry for entry in repository.entries if entry.bad]
    told = sorted(
        (e.bad, e.identifier if e.bad != "no-identifier" else "") for e in bad if e.bad is not None
    )
    assert sorted((item.reason, item.identifier or "") for item in waiting) == told
    for item in waiting:
        assert b"<record" in item.body
        assert f"{item.identifier or 'a record without identifier'} is kept in quarantine" in logged
    assert len(kept) >= len(waiting)
    found = state_of(engine)
    assert found.records == expected.records, "\n".join(_requests(settings))
    assert found.hashed == expected.hashed
    engine.dispose()


def _requests(settings: Settings) -> list[str]:
    """The pages and log lines of all runs, for a failing test's message."""
    engine = open_engine(settings)
    with reading(engine) as connection:
        lines = [
            (line["at"], line["message"])
            for run in runs.list_runs(connection)
            for line in runs.read_log(connection, run.id)
        ]
    engine.dispose()
    return [f"{at} {message}" for at, message in sorted(lines)]
