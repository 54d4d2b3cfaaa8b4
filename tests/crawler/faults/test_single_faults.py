"""Each fault alone, and for ever: what is told, what is kept, and that neighbours stay.

A sample of them here; all with EACI_TEST_LONG.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from catalogue.database.engine import open_engine, reading
from catalogue.harvested import quarantine, runs
from crawler.sources.definition import load_source
from tests.crawler.faults import faults
from tests.crawler.faults.faults import OF_LISTS, OF_TRANSPORT, Once, Poison
from tests.crawler.faults.harvesting import (
    catalogue_in,
    expected_state,
    harvest,
    harvest_killed,
    judge,
    once,
    source_at,
    state_of,
)
from tests.crawler.faults.provider import Provider
from tests.crawler.faults.repository import Repository
from tests.crawler.faults.server import served

# what the log says when a request for a list's further page meets the fault; None: it is harmless and passes in silence
TOLD = {
    "busy_seconds": "answered 503",
    "busy_date": "answered 429",
    "busy_absurd": "answered 503",
    "error_500": "answered 50",
    "reset_midway": "asked again after",
    "cut_by_length": "ResponseDataLossError",
    "slow": "DownloadTimeoutError",
    "hung": "DownloadTimeoutError",
    "redirect_inside": "an internal network",
    "html": "DOCTYPE",
    "cut_quietly": "cut short",
    "windows_1251": "not well-formed",
    "koi8_r": "not well-formed",
    "illegal_characters": "not well-formed",
    "html_entities": "not well-formed",
    "doctype": "DOCTYPE",
    "gzip_bomb": "over the limit of 32 MiB",
    "large_record": "over the limit of 32 MiB",
    "same_token": "that it gave before",
    "token_back": "the list would never end",
    "endless": "same page again",
    "expired_tokens": "badResumptionToken",
    "size_too_large": "going over it once more",
    "size_too_small": None,
    "empty_with_token": None,
    "no_records": "noRecordsMatch",
    "bad_argument": "badArgument",
    "duplicates": None,
    "moved_records": "going over it once more",
    "token_lost": "without the empty token",
    "early_end": "going over it once more",
}


LONG = bool(os.environ.get("EACI_TEST_LONG"))
# enough for every day: one of each kind
_SAMPLE = (
    "busy_absurd", "reset_midway", "koi8_r", "gzip_bomb", "same_token", "expired_tokens", "moved_records", "early_end",
)  # fmt: skip
_SPOILERS = ("doctype", "gzip_bomb", "html", "cut_quietly", "error_500", "reset_midway")


@pytest.fixture
def settings(tmp_path):
    return catalogue_in(tmp_path / "home")


def held(settings):
    """The identifiers of the records in the catalogue."""
    engine = open_engine(settings)
    found = set(state_of(engine).records)
    engine.dispose()
    return found


def told(settings):
    engine = open_engine(settings)
    with reading(engine) as connection:
        lines = [
            line["message"]
            for run in runs.list_runs(connection)
            for line in runs.read_log(connection, run.id)
        ]
        items = quarantine.list_quarantine(connection)
        last = runs.list_runs(connection, limit=1)[0]
    engine.dispose()
    return "\n".join(lines), items, last


def test_every_fault_has_its_word():
    assert {fault.__name__ for fault in (*OF_TRANSPORT, *OF_LISTS)} == set(TOLD)


@pytest.mark.slow
@pytest.mark.parametrize("name", TOLD if LONG else _SAMPLE)
def test_a_fault_that_passes_leaves_nothing_but_a_line_in_the_log(tmp_path, settings, name):
    repository = Repository(3, size=20, faulty=False)
    repository.entries.sort(key=lambda entry: entry.datestamp)
    repository.ordered = True
    expected = expected_state(tmp_path / "expected", repository)
    # records that move do harm only when they were read already
    number = 2 if name == "moved_records" else 1
    with served(Provider(repository), Once(getattr(faults, name), number)) as server:
        ending = harvest(settings, source_at(tmp_path, server.url))
    judge(settings, repository, expected)
    lines, _, _ = told(settings)
    assert len(ending.runs) <= 2
    if TOLD[name] is not None:
        assert TOLD[name] in lines
    else:
        assert lines == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", _SPOILERS if LONG else ["cut_quietly", "error_500"])
@pytest.mark.parametrize("order", ["ordered", "reversed", "one day"])
def test_a_record_that_spoils_every_page_costs_no_other(tmp_path, settings, name, order):
    repository = Repository(3, size=60, faulty=False)
    repository.entries.sort(key=lambda entry: entry.datestamp, reverse=order == "reversed")
    if order == "one day":
        day = repository.entries[9].datestamp
        repository.entries = [replace(entry, datestamp=day) for entry in repository.entries]
    spoilt = repository.entries[9].identifier
    others = {entry.identifier for entry in repository.entries} - {spoilt}
    provider = Provider(repository)
    with served(provider, Poison(provider, getattr(faults, name), spoilt)) as server:
        definition = source_at(tmp_path, server.url)
        done = [once(settings, definition)]
        if "the next run goes on from here" in done[0].message:  # the server may have been away
            done.append(once(settings, definition))
        asked = len(server.asked)
        assert "could not be got by themselves either" in done[-1].message
        assert held(settings) == others
        done.append(once(settings, definition))  # it is so: the source is read, but for that one
        _, items, _ = told(settings)
        assert [(item.identifier, item.reason) for item in items] == [(spoilt, "not-given")]
        quiet = once(settings, definition)
        server.plan = lambda query: None
        healed = once(settings, definition)
    assert {run.state for run in done[:-1]} == {"failed"}
    assert {run.state for run in (done[-1], quiet, healed)} == {"succeeded"}
    assert quiet.message == "1 record(s) that the source names and cannot give wait in quarantine"
    assert asked < 150
    assert held(settings) == others | {spoilt}
    _, items, _ = told(settings)
    assert items == [], "what was kept of the spoilt record is settled by the good one"


def test_a_record_that_is_gone_when_it_is_asked_for_is_not_missed(tmp_path, settings):
    repository = Repository(3, size=10, faulty=False)
    gone = repository.entries[4].identifier
    provider = Provider(repository)
    poison = Poison(provider, faults.html, gone)

    def plan(query):
        single = query.get("verb") == "GetRecord" and query["identifier"] == gone
        return faults.gone if single else poison(query)

    with served(provider, plan) as server:
        run = once(settings, source_at(tmp_path, server.url))
    assert run.state == "succeeded"
    assert held(settings) == {entry.identifier for entry in repository.entries} - {gone}
    lines, items, _ = told(settings)
    assert "it is gone meanwhile" in lines
    assert items == []


def test_a_record_that_was_not_given_and_is_gone_waits_no_more(tmp_path, settings):
    repository = Repository(3, size=10, faulty=False)
    lost = repository.entries[4].identifier
    provider = Provider(repository)
    with served(provider, Poison(provider, faults.html, lost)) as server:
        definition = source_at(tmp_path, server.url)
        states = [once(settings, definition).state for _ in range(2)]
        assert [item.identifier for item in told(settings)[1]] == [lost]
        repository.entries = [entry for entry in repository.entries if entry.identifier != lost]
        states.append(once(settings, definition).state)
    assert states == ["failed", "succeeded", "succeeded"]
    assert told(settings)[1] == []


def test_a_server_that_goes_away_among_single_records_spoils_none_of_them(tmp_path, settings):
    repository = Repository(3, size=10, faulty=False)
    provider = Provider(repository)
    poison = Poison(provider, faults.html, repository.entries[4].identifier)
    away = False

    def plan(query):
        nonlocal away
        away = away or query.get("verb") == "GetRecord"
        return faults.error_500 if away else poison(query)

    with served(provider, plan) as server:
        definition = source_at(tmp_path, server.url)
        first = once(settings, definition)
        server.plan = lambda query: None
        second = once(settings, definition)
    assert (first.state, second.state) == ("failed", "succeeded")
    assert "the next run goes on from here" in first.message
    assert held(settings) == {entry.identifier for entry in repository.entries}
    _, items, _ = told(settings)
    assert items == []


@pytest.mark.slow
def test_a_kill_among_records_got_one_by_one_loses_none(tmp_path, settings):
    repository = Repository(5, size=60, faulty=False)
    spoilt = repository.entries[30].identifier
    provider = Provider(repository)
    with served(provider, Poison(provider, faults.html, spoilt)) as server:
        ending = harvest_killed(settings, source_at(tmp_path, server.url), server, random.Random(1))
        singly = [query for query in server.asked if query["verb"] == "GetRecord"]
    assert ending.kills
    assert len(singly) > 2
    assert held(settings) == {entry.identifier for entry in repository.entries} - {spoilt}
    _, items, _ = told(settings)
    assert [(item.identifier, item.reason) for item in items] == [(spoilt, "not-given")]
    assert all(run.ledger.balances for run in ending.runs)


@pytest.mark.slow
def test_a_server_of_nothing_but_login_pages_is_left_alone_soon(tmp_path, settings):
    with served(Provider(Repository(3)), Once(faults.html, always=True)) as server:
        run = once(settings, source_at(tmp_path, server.url))
    assert run.state == "failed"
    assert len(server.asked) < 20


@pytest.mark.slow
def test_the_deadline_ends_a_run_and_the_next_goes_on(tmp_path, settings):
    repository = Repository(3, size=20, faulty=False)
    with served(Provider(repository), Once(faults.busy_seconds, always=True)) as server:
        path = tmp_path / "generated.toml"
        source_at(tmp_path, server.url)
        waits = "retries = 100, max_retry_after = 0.5, timeout = 1.0, deadline = 3.0"
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("delay = 0.0")] + f"delay = 0.0, {waits} }}\n", "utf-8")
        run = once(settings, load_source(path))
        server.plan = lambda query: None
        assert run.state == "failed"
        assert once(settings, source_at(tmp_path, server.url)).state == "succeeded"
