"""Each fault alone, and for ever: what is told, what is kept, and that neighbours stay.

A sample of them here; all with EACI_TEST_LONG.
"""

from __future__ import annotations

import os

import pytest
from sqlalchemy import bindparam, select

from catalogue import quarantine, runs
from catalogue.engine import open_engine, reading
from catalogue.tables import record
from crawler.sources import load_source
from tests.crawler.faults import faults
from tests.crawler.faults.faults import OF_LISTS, OF_TRANSPORT, Once, Poison
from tests.crawler.faults.harvesting import (
    catalogue_in,
    expected_state,
    harvest,
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
_SPOILERS = ("doctype", "gzip_bomb", "html", "cut_quietly")
BROUGHT = select(record.c.identifier).where(record.c.first_run == bindparam("run"))


@pytest.fixture
def settings(tmp_path):
    return catalogue_in(tmp_path / "home")


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
@pytest.mark.parametrize("name", _SPOILERS if LONG else ["cut_quietly"])
@pytest.mark.parametrize("ordered", [True, False], ids=["ordered", "shuffled"])
def test_a_record_that_spoils_every_page_costs_its_own_dates_only(
    tmp_path, settings, name, ordered
):
    repository = Repository(3, size=20, faulty=False)
    repository.entries.sort(key=lambda entry: entry.datestamp)
    if not ordered:
        repository.entries.reverse()
    spoilt = repository.entries[9]
    provider = Provider(repository)
    with served(provider, Poison(provider, getattr(faults, name), spoilt.identifier)) as server:
        definition = source_at(tmp_path, server.url)
        first = once(settings, definition)
        asked = len(server.asked)
        server.plan = lambda query: None
        healed = once(settings, definition)
    assert (first.state, healed.state) == ("failed", "succeeded")
    assert "could not be read, the next run tries them again" in first.message
    others = {entry.identifier for entry in repository.entries} - {spoilt.identifier}
    engine = open_engine(settings)
    with reading(engine) as connection:
        brought = {row.identifier for row in connection.execute(BROUGHT, {"run": first.id})}
    found = state_of(engine).records
    engine.dispose()
    assert others <= brought
    assert set(found) == others | {spoilt.identifier}
    assert asked < 150
    _, items, _ = told(settings)
    assert items == [], "what was kept of the spoilt pages is settled by the good one"


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
        waits = "retries = 1000, max_retry_after = 0.5, timeout = 1.0, deadline = 3.0"
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("delay = 0.0")] + f"delay = 0.0, {waits} }}\n", "utf-8")
        run = once(settings, load_source(path))
        server.plan = lambda query: None
        assert run.state == "failed"
        assert once(settings, source_at(tmp_path, server.url)).state == "succeeded"
