"""The guard: deletions that are too many wait, records that vanish are swept, a run of rubbish has failed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from catalogue.checks import check_catalogue
from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import approvals, quarantine
from catalogue.harvested.approvals import ApprovalError
from catalogue.harvested.runs import get_run, list_runs, read_log
from catalogue.harvested.sources import get_source
from catalogue.tables import record
from crawler.run import execute_run
from tests.crawler.faults.harvesting import SOURCE, catalogue_in, once, source_at
from tests.crawler.faults.provider import Provider
from tests.crawler.faults.repository import RESPONSE_DATE, Repository
from tests.crawler.faults.server import served

pytestmark = pytest.mark.slow
SIZE = 40


@pytest.fixture
def settings(tmp_path):
    return catalogue_in(tmp_path / "home")


@pytest.fixture
def engine(settings):
    opened = open_engine(settings)
    yield opened
    opened.dispose()


@pytest.fixture
def repository():
    made = Repository(1, size=SIZE, faulty=False)
    made.entries = [replace(entry, deleted=False) for entry in made.entries]
    return made


@pytest.fixture
def definition(tmp_path, repository):
    with served(Provider(repository), lambda query: None) as server:
        yield source_at(tmp_path, server.url)


def delete(repository, count):
    """The first records are deleted from now on."""
    stamp = RESPONSE_DATE if repository.seconds else RESPONSE_DATE[:10]
    gone = [replace(entry, deleted=True, datestamp=stamp) for entry in repository.entries[:count]]
    repository.entries = repository.entries[count:] + gone


def live(engine):
    with reading(engine) as connection:
        assert list(check_catalogue(connection)) == []
        return len(list(connection.scalars(select(record.c.id).where(record.c.deleted.is_(False)))))


def test_few_deletions_are_believed(settings, engine, repository, definition):
    assert once(settings, definition).ledger.new == SIZE
    delete(repository, 2)
    run = once(settings, definition)
    assert (run.state, run.ledger.deleted, live(engine)) == ("succeeded", 2, SIZE - 2)


def test_many_deletions_wait_until_they_are_approved(settings, engine, repository, definition):
    once(settings, definition)
    delete(repository, 3)
    run = once(settings, definition)
    assert (run.state, run.ledger.deleted, run.ledger.quarantined) == ("held", 0, 3)
    assert f"eaci runs approve {run.id}" in run.message
    assert live(engine) == SIZE
    # to ask again before anybody has decided changes nothing
    again = once(settings, definition)
    assert (again.state, live(engine)) == ("held", SIZE)
    with writing(engine) as connection:
        replay = approvals.approve(connection, again.id, "admin")
        with pytest.raises(ApprovalError, match="succeeded: nothing of it waits"):
            approvals.reject(connection, run.id, "admin")
    done = execute_run(settings, replay)
    assert (done.state, done.ledger.deleted, live(engine)) == ("succeeded", 3, SIZE - 3)
    with reading(engine) as connection:
        assert get_run(connection, run.id).state == "succeeded"
        assert quarantine.list_quarantine(connection) == []


def test_rejected_deletions_leave_the_records(settings, engine, repository, definition):
    once(settings, definition)
    delete(repository, 20)
    run = once(settings, definition)
    with writing(engine) as connection:
        assert approvals.reject(connection, run.id, "admin") == 20
        assert get_source(connection, SOURCE).last_response_date == RESPONSE_DATE
        assert "rejected by admin" in read_log(connection, run.id)[-1]["message"]
    assert live(engine) == SIZE


def test_a_run_that_is_not_held_cannot_be_approved(settings, engine, definition):
    run = once(settings, definition)
    with writing(engine) as connection:
        with pytest.raises(ApprovalError, match=f"run {run.id} is succeeded"):
            approvals.approve(connection, run.id, "admin")
        with pytest.raises(ApprovalError, match="no run 99"):
            approvals.approve(connection, 99, "admin")


def test_what_vanished_is_noticed_by_a_full_harvest(settings, engine, repository, definition):
    once(settings, definition)
    gone = repository.entries.pop(5)
    assert once(settings, definition).ledger.deleted == 0
    run = once(settings, definition, "full")
    assert (run.state, run.ledger.deleted, live(engine)) == ("succeeded", 1, SIZE - 1)
    repository.entries.append(gone)
    assert once(settings, definition, "full").ledger.new == 1
    assert live(engine) == SIZE


def test_a_source_that_lost_its_records_is_held(settings, engine, repository, definition):
    once(settings, definition)
    repository.entries = repository.entries[:10]
    run = once(settings, definition, "full")
    assert (run.state, run.ledger.quarantined, live(engine)) == ("held", 30, SIZE)
    with writing(engine) as connection:
        replay = approvals.approve(connection, run.id, "admin")
    assert execute_run(settings, replay).ledger.deleted == 30
    assert live(engine) == 10


def test_a_source_that_is_empty_now_deletes_nothing(settings, engine, repository, definition):
    once(settings, definition)
    repository.entries = []
    run = once(settings, definition, "full")
    assert (run.state, live(engine)) == ("failed", SIZE)
    assert "nothing was received" in run.message


def test_a_run_of_which_most_is_unusable_has_failed_and_is_done_anew(
    settings, engine, repository, definition
):
    healthy = repository.entries
    repository.entries = [
        replace(entry, bad="no-title") if place % 3 else entry
        for place, entry in enumerate(healthy)
    ]
    run = once(settings, definition)
    assert run.state == "failed"
    assert "26 of 40 received are in quarantine" in run.message
    repository.entries = healthy
    assert once(settings, definition).state == "succeeded"
    assert live(engine) == SIZE
    with reading(engine) as connection:
        assert quarantine.list_quarantine(connection) == []
        assert len(list_runs(connection)) == 2
