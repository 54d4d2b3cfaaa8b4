"""Deletions are decided once a run has ended: all together, for ever where refused, and undone where wanted."""

from __future__ import annotations

import gc
import random
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from catalogue.database.engine import reading, writing
from catalogue.derived.state import state_hashes
from catalogue.harvested import deletions, quarantine, undo
from catalogue.harvested.carrying_out import carry_out
from catalogue.harvested.quarantine import list_quarantine
from catalogue.harvested.runs import finish_run, list_runs, request_run
from catalogue.tables import deletion, pending, record
from crawler.begin import reparse_source
from crawler.errors import CrawlerError
from crawler.runs.claims import close_vanished
from crawler.runs.replay import request_replay
from tests.crawler.faults.deleting import SIZE, trial
from tests.crawler.faults.harvesting import SOURCE, start
from tests.crawler.forked import ended
from webapp.cli import main

pytestmark = [
    pytest.mark.slow,
    # commands are processes of their own, and end with their connections
    pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning"),
]


BOTH = pytest.mark.parametrize("at", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def at(request, tmp_path, monkeypatch):
    named = getattr(request, "param", "sqlite") == "postgresql"
    url = request.getfixturevalue("postgresql")() if named else None
    with trial(tmp_path, url) as made:
        monkeypatch.setenv("EACI_HOME", str(made.settings.home))
        if url is not None:
            monkeypatch.setenv("EACI_DATABASE_URL", url)
        yield made
    gc.collect()


def revisions(at):
    """How often each record was put before the indexer."""
    with reading(at.engine) as connection:
        return dict(connection.execute(select(pending.c.item, pending.c.revision)).all())


def eaci(*words, status=0):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == status, result.output
    return result.output


@BOTH
def test_nothing_but_a_decision_carries_out_what_is_held(at):
    at.harvest()
    at.delete(10)
    held = at.harvest()
    waiting = at.waiting()
    assert (held.state, len(waiting)) == ("held", 10)
    for replayed in (at.replay(waiting), at.replay(waiting[:1])):
        assert (replayed.state, replayed.ledger.deleted, at.live()) == ("succeeded", 0, SIZE)
    with pytest.raises(CrawlerError, match="eaci runs approve N"):
        request_replay(at.settings, waiting)
    assert "eaci runs approve N" in eaci("quarantine", "replay", str(waiting[0]), status=1)
    reparsed = reparse_source(at.settings, SOURCE)
    assert (reparsed.ledger.deleted, at.live(), at.waiting()) == (0, SIZE, waiting)
    assert f"run {held.id} rejected: 10 records are kept" in eaci("runs", "reject", str(held.id))
    assert reparse_source(at.settings, SOURCE).ledger.deleted == 0
    assert (at.live(), at.waiting()) == (SIZE, [])


@BOTH
def test_a_slice_a_run_is_held_as_the_whole_would_be(at):
    """Two of 40 are 5 %: what the next runs tell is over it, however few they tell."""
    at.harvest()
    at.delete(2)
    assert (at.harvest().state, at.live()) == ("succeeded", SIZE - 2)
    for number in range(3):
        at.delete(1, f"2024-05-0{number + 2}T10:00:00Z")
        assert at.harvest().state == "held"
    assert at.live() == SIZE - 2
    assert at.approve(at.harvest().id).ledger.deleted == 3
    # somebody has looked: 5 % of what is left may go again
    at.delete(1, "2024-05-08T10:00:00Z")
    assert (at.harvest().state, at.live()) == ("succeeded", SIZE - 6)


def test_records_that_were_added_do_not_widen_what_may_go(at):
    at.harvest()
    entries = at.repository.entries
    extra = [replace(entry, number=entry.number + 1000) for entry in entries]
    at.repository.entries = entries + [replace(e, datestamp=entries[-1].datestamp) for e in extra]
    assert at.harvest("full").state == "succeeded"
    at.delete(4)
    assert (at.harvest().state, at.live()) == ("held", 2 * SIZE)


def test_pages_and_a_sweep_are_decided_together(at):
    at.harvest()
    at.delete(1)
    at.repository.entries = [e for e in at.repository.entries if e.deleted] + [
        e for e in at.repository.entries if not e.deleted
    ][2:]
    run = at.harvest("full")
    assert (run.state, run.ledger.deleted, len(at.waiting()), at.live()) == ("held", 0, 3, SIZE)


@BOTH
def test_a_refused_deletion_is_told_again_in_vain_and_a_newer_one_is_a_new_question(at):
    at.harvest()
    at.delete(10)
    assert at.reject(at.harvest().id) == 10
    for mode in ("incremental", "full", "full"):
        again = at.harvest(mode)
        assert (again.state, again.ledger.deleted, at.live()) == ("succeeded", 0, SIZE)
        assert at.waiting() == []
    date = "2024-05-20T10:00:00Z" if at.repository.seconds else "2024-05-20"
    at.repository.entries = [
        replace(e, datestamp=date) if e.deleted else e for e in at.repository.entries
    ]
    assert (at.harvest().state, len(at.waiting())) == ("held", 10)


@BOTH
def test_what_vanished_stays_refused_until_it_was_seen_and_vanished_again(at):
    at.harvest()
    everything = at.repository.entries
    at.repository.entries = everything[10:]
    assert at.reject(at.harvest("full").id) == 10
    for _ in range(2):
        again = at.harvest("full")
        assert (again.state, at.waiting(), at.live()) == ("succeeded", [], SIZE)
    at.repository.entries = everything
    assert at.harvest("full").state == "succeeded"
    at.repository.entries = everything[10:]
    assert (at.harvest("full").state, len(at.waiting())) == ("held", 10)


@BOTH
@pytest.mark.parametrize("count", [2, 12])
def test_a_deletion_is_undone_as_it_was_and_is_not_told_anew(at, count):
    at.harvest()
    with reading(at.engine) as connection:
        before = state_hashes(connection)["records"]
        rows = connection.execute(select(record).order_by(record.c.id)).all()
    at.delete(count)
    run = at.harvest()
    if run.state == "held":
        assert at.approve(run.id).ledger.deleted == count
    assert at.live() == SIZE - count
    waited = revisions(at)
    assert f"{count} records of run {run.id} are restored" in eaci("runs", "undo", str(run.id))
    assert at.live() == SIZE
    with reading(at.engine) as connection:
        assert state_hashes(connection)["records"] == before
        after = connection.execute(select(record).order_by(record.c.id)).all()
    same = [
        column.name for column in record.columns if column.name not in {"changed_at", "last_run"}
    ]
    assert [[row._mapping[n] for n in same] for row in after] == [
        [row._mapping[n] for n in same] for row in rows
    ]
    assert sum(revisions(at)[item] == waited[item] + 1 for item in waited) == count
    assert "nothing to undo" in eaci("runs", "undo", str(run.id), status=1)
    assert (at.harvest("full").state, at.live(), at.waiting()) == ("succeeded", SIZE, [])
    assert reparse_source(at.settings, SOURCE).ledger.deleted == 0


def test_an_undo_leaves_alone_what_came_since_and_ends_after_30_days(at):
    at.harvest()
    before = at.repository.entries
    at.delete(2)
    run = at.harvest()
    # one of the two comes back with another title
    back = next(e for e in before if e not in at.repository.entries)
    at.repository.entries = [
        replace(back, title="Другое", datestamp=e.datestamp) if e.number == back.number else e
        for e in at.repository.entries
    ]
    at.harvest()
    assert "1 have changed since" in eaci("runs", "undo", str(run.id))
    assert at.live() == SIZE
    at.delete(1, "2024-05-20T10:00:00Z")
    later = at.harvest()
    with writing(at.engine) as connection:
        old = update(deletion).where(deletion.c.verdict == "carry-out")
        connection.execute(old.values(done_at="2020-01-01T00:00:00Z"))
        assert undo.count_undoable(connection, SOURCE, later.id) == 0
    assert "nothing to undo" in eaci("runs", "undo", str(later.id), status=1)


@BOTH
def test_deletions_of_a_harvest_that_was_broken_off_wait_for_its_end(at):
    at.harvest()
    at.delete(10)
    at.server.plan = lambda query: _cut_off(at, query)
    failed = at.harvest()
    assert (failed.state, at.live()) == ("failed", SIZE)
    gathered = len(at.waiting())
    assert 0 < gathered < 10
    # another run of the source in between decides nothing about them
    assert at.replay([]).state == "succeeded"
    assert len(at.waiting()) == gathered
    at.server.plan = lambda query: None
    assert (at.harvest().state, len(at.waiting()), at.live()) == ("held", 10, SIZE)


def _cut_off(at, query):
    """The second page of the list is refused for good."""
    if "resumptionToken" not in query:
        return None
    return lambda exchange: exchange.send("no", 403)


@BOTH
def test_killed_between_decision_and_deed_the_next_run_goes_on(at, monkeypatch):
    at.harvest()
    at.delete(12)
    held = at.harvest()
    monkeypatch.setattr("catalogue.harvested.carrying_out.BATCH", 5)
    monkeypatch.setattr("crawler.runs.deciding.carry_out", _once_then_killed(carry_out))
    with pytest.raises(KeyboardInterrupt):
        at.approve(held.id)
    monkeypatch.undo()
    assert at.live() == SIZE - 5
    with writing(at.engine) as connection:
        replay = list_runs(connection)[0]
        finish_run(connection, replay.id, state="failed")
    run = at.harvest()
    assert (run.state, run.ledger.deleted, at.live(), at.waiting()) == (
        "succeeded", 7, SIZE - 12, [],
    )  # fmt: skip


def _once_then_killed(real):
    done = []

    def carry(*given):
        if done:
            raise KeyboardInterrupt
        done.append(True)
        return real(*given)

    return carry


def test_a_run_that_is_not_believed_gathers_nothing(at):
    at.harvest()
    at.delete(1)
    at.repository.entries = [
        e if e.deleted or place % 3 == 0 else replace(e, bad="no-title")
        for place, e in enumerate(at.repository.entries)
    ]
    assert at.harvest("full").state == "failed"
    assert (at.waiting(), at.live()) == ([], SIZE)


def test_an_import_is_guarded_too(at, tmp_path):
    at.harvest()
    with reading(at.engine) as connection:
        names = list(connection.scalars(select(record.c.identifier).limit(5)))
    header = '<header status="deleted"><identifier>{}</identifier><datestamp>2025-01-01</datestamp></header>'
    told = "".join(f"<record>{header.format(name)}</record>" for name in names)
    file = tmp_path / "told.xml"
    file.write_text(
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{told}</ListRecords></OAI-PMH>',
        encoding="utf-8",
    )
    told = eaci("import", "oai_dc", str(file), "--source", SOURCE)
    assert "held: 5 received" in told
    assert at.live() == SIZE
    with reading(at.engine) as connection:
        held = list_runs(connection, limit=1)[0]
    assert at.reject(held.id) == 5
    assert "succeeded: 5 received, 0 new, 0 updated, 5 unchanged" in eaci(
        "import", "oai_dc", str(file), "--source", SOURCE
    )


def test_what_is_told_of_a_held_run_on_the_command_line(at):
    at.harvest()
    at.delete(10)
    held = at.harvest()
    told = eaci("runs", "show", str(held.id))
    assert "10 of 40 records (25.0%) would go" in told
    assert told.count("oai:generated:") == 10


def test_a_held_run_ends_when_its_records_come_again(at):
    at.harvest()
    healthy = at.repository.entries
    at.delete(10)
    held = at.harvest()
    stamp = "2024-05-02T10:00:00Z" if at.repository.seconds else "2024-05-02"
    at.repository.entries = [replace(e, datestamp=stamp) for e in healthy]
    assert at.harvest().state == "succeeded"
    assert at.run(held.id).state == "succeeded"
    assert "came again" in at.run(held.id).message


def test_rejecting_says_what_is_gone_already(at):
    """Records that something else has deleted are not told to be kept."""
    at.harvest()
    at.delete(10)
    held = at.harvest()
    with writing(at.engine) as connection:
        items = list_quarantine(connection, reason=deletions.HELD)
        names = [item.identifier for item in items[:3]]
        connection.execute(
            update(record).where(record.c.identifier.in_(names)).values(deleted=True)
        )
    told = eaci("runs", "reject", str(held.id))
    assert f"run {held.id} rejected: 7 records are kept" in told
    assert "3 of its records are gone already" in told


def test_a_dismissed_deletion_is_no_way_around(at):
    """The site refuses it; whoever dismisses it otherwise has decided nothing."""
    at.harvest()
    at.delete(10)
    at.harvest()
    with writing(at.engine) as connection:
        quarantine.resolve(connection, at.waiting()[:1], "dismissed by anna: no")
        request_run(connection, SOURCE)
    assert (at.live(), len(at.waiting())) == (SIZE, 9)


@pytest.mark.parametrize(("count", "state"), [(2, "succeeded"), (9, "held")])
def test_killed_at_random_the_deletions_end_as_in_peace(at, count, state):
    at.harvest()
    at.delete(count)
    rng = random.Random(count)
    for _ in range(5):
        asked = len(at.server.asked) + rng.randrange(8)
        process = start(at.settings, at.definition, "full")
        while len(at.server.asked) <= asked and process.is_alive():
            time.sleep(0.002)
        time.sleep(rng.random() * 0.05)
        process.kill()
        ended(process)
        with writing(at.engine) as connection:
            close_vanished(connection)
        at.live()
    run = at.harvest()
    gone = count if state == "succeeded" else 0
    assert (run.state, len(at.waiting()), at.live()) == (state, count - gone, SIZE - gone)
    with reading(at.engine) as connection:
        told = [found.ledger.deleted for found in list_runs(connection)]
    assert sum(told) == gone


def test_a_page_that_was_read_again_decides_no_more_than_before(at):
    """A second reading does not take a copy of an old page for a new one."""
    at.harvest()
    old = at.repository.entries[0]
    at.repository.entries = [
        replace(e, title="Новое", datestamp="2024-05-01T10:00:00Z"[: len(e.datestamp)])
        if e.number == old.number
        else e
        for e in at.repository.entries
    ]
    at.harvest()
    other = at.repository.entries[0 if at.repository.entries[0].number != old.number else 1]
    with writing(at.engine) as connection:
        read_otherwise = update(record).where(record.c.identifier == other.identifier)
        connection.execute(read_otherwise.values(content_hash="of another parser"))
    assert reparse_source(at.settings, SOURCE).ledger.updated == 1
    assert reparse_source(at.settings, SOURCE).ledger.updated == 0
