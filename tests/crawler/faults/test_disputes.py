"""A record that is listed live and deleted in one harvest: the source is asked for it, and believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.database.engine import reading
from catalogue.harvested.deletions import DISPUTED
from catalogue.harvested.runs import read_log
from crawler.begin import reparse_source
from tests.crawler.faults.deleting import SIZE, trial
from tests.crawler.faults.harvesting import SOURCE, source_at
from tests.crawler.faults.provider import _HEAD, error

pytestmark = pytest.mark.slow
X = "oai:generated:17"


@pytest.fixture
def at(tmp_path):
    with trial(tmp_path) as made:
        # the order of the list is that of the entries
        made.repository.entries.sort(key=lambda entry: entry.number)
        yield made


def arrange(at, live, dead, date=None):
    """The list has the record at one place, and its deletion at another."""
    entries = at.repository.entries
    x = next(entry for entry in entries if entry.identifier == X)
    tombstone = replace(x, deleted=True, datestamp=date or x.datestamp)
    rest = [entry for entry in entries if entry.identifier != X]
    for place, entry in sorted(((live, x), (dead, tombstone)), key=lambda pair: pair[0]):
        rest.insert(place, entry)
    at.repository.entries = rest
    return x, tombstone


def answers(at, body):
    """What GetRecord gives from now on; how often it was asked is told by :func:`asked`."""

    def plan(query):
        if query.get("verb") != "GetRecord" or query.get("identifier") != X:
            return None
        return lambda exchange: exchange.send("oops", 500) if body is None else exchange.send(body)

    at.server.plan = plan


def given(entry):
    return f"{_HEAD}<GetRecord>{entry.xml()}</GetRecord></OAI-PMH>"


def asked(at):
    return [query["identifier"] for query in at.server.asked if query.get("verb") == "GetRecord"]


PLACES = {
    "one page, live first": (10, 11),
    "one page, deleted first": (11, 10),
    "two pages, live first": (3, 32),
    "two pages, deleted first": (32, 3),
}


@pytest.mark.parametrize("again", [False, True], ids=["first harvest", "full harvest"])
@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_the_answer_decides_whatever_the_order(at, places, again):
    if again:
        at.harvest()
    live, tombstone = arrange(at, *places)
    answers(at, given(live))
    run = at.harvest("full" if again else "incremental")
    assert (run.state, asked(at), at.live()) == ("succeeded", [X], SIZE)
    assert at.waiting(DISPUTED) == []
    answers(at, given(tombstone))
    run = at.harvest("full")
    assert (run.state, run.ledger.deleted, at.live()) == ("succeeded", 1, SIZE - 1)
    assert at.waiting(DISPUTED) == []


UNANSWERED = (None, error("idDoesNotExist"), error("cannotDisseminateFormat"), "<html/>")


@pytest.mark.parametrize(
    ("places", "body"), tuple(zip(PLACES.values(), UNANSWERED, strict=True)), ids=PLACES
)
def test_without_an_answer_the_record_stays_and_the_next_run_asks_again(at, places, body):
    live, _ = arrange(at, *places)
    answers(at, body)
    run = at.harvest()
    assert (run.state, at.live()) == ("succeeded", SIZE)
    assert "listed as live and as deleted stay live" in run.message
    with reading(at.engine) as connection:
        told = [line["message"] for line in read_log(connection, run.id)]
    assert any(f"{X} stays live" in line for line in told)
    # reading the pages again, or parsing what waits, is no answer
    reparse_source(at.settings, SOURCE)
    at.replay(at.waiting(DISPUTED))
    assert at.live() == SIZE
    answers(at, given(live))
    run = at.harvest("full")
    assert (run.state, at.live(), at.waiting(DISPUTED)) == ("succeeded", SIZE, [])


def test_a_dispute_between_two_sets(at):
    """An article that left one of its sets is deleted there."""
    folder = at.settings.home / "sources"
    x = next(entry for entry in at.repository.entries if entry.identifier == X)
    other = "phys" if x.set_spec == "math" else "math"
    answers(at, given(x))
    for sets in (("math", "phys"), ("phys", "math")):
        at.definition = source_at(folder, at.server.url, sets)
        at.repository.entries = [entry for entry in at.repository.entries if not entry.deleted] + [
            replace(x, deleted=True, set_spec=other)
        ]
        assert at.harvest("full").state == "succeeded"
        assert (at.live(), at.waiting(DISPUTED)) == (SIZE, [])
    assert asked(at) == [X, X]


def test_a_deletion_that_comes_alone_later_is_asked_about_when_it_was_disputed(at):
    """OJS lists the old submission's deletion with its own date, so that an increment brings it alone."""
    date = "2024-05-01T10:00:00Z" if at.repository.seconds else "2024-05-01"
    live, _ = arrange(at, 3, 32, date)
    answers(at, given(live))
    at.harvest()
    run = at.harvest()
    assert (run.state, run.ledger.deleted, at.live()) == ("succeeded", 0, SIZE)
    assert asked(at) == [X, X]


def test_what_is_listed_but_cannot_be_used_is_listed_all_the_same(at):
    at.harvest()
    live, _ = arrange(at, 3, 32)
    at.repository.entries[3] = replace(live, bad="no-title")
    answers(at, None)
    run = at.harvest("full")
    assert (run.state, run.ledger.deleted, at.live()) == ("succeeded", 0, SIZE)
    assert asked(at)[0] == X


def test_many_disputes_that_are_true_wait_for_approval(at):
    at.harvest()
    gone = at.repository.entries[:10]
    at.repository.entries += [replace(entry, deleted=True) for entry in gone]
    at.repository.entries.reverse()  # GetRecord gives the deletion
    run = at.harvest("full")
    assert (run.state, len(asked(at)), len(at.waiting()), at.live()) == ("held", 10, 10, SIZE)
    assert at.approve(run.id).ledger.deleted == 10
    assert at.live() == SIZE - 10


def test_a_record_that_was_deleted_before_and_is_disputed_now(at):
    arrange(at, 3, 32)
    at.repository.entries = [e for e in at.repository.entries if e.identifier != X or e.deleted]
    at.harvest()
    assert at.live() == SIZE - 1
    tombstone = next(e for e in at.repository.entries if e.deleted)
    live = replace(tombstone, deleted=False)
    at.repository.entries.append(live)
    answers(at, given(tombstone))
    run = at.harvest("full")
    assert (run.state, at.live(), asked(at)) == ("succeeded", SIZE - 1, [X])
    answers(at, given(live))
    assert at.harvest("full").state == "succeeded"
    assert at.live() == SIZE


@pytest.mark.parametrize("places", [(3, 32), (32, 3)], ids=["live first", "deleted first"])
def test_a_dispute_within_a_harvest_of_two_runs(at, places):
    """The first run ends between the two."""
    live, _ = arrange(at, *places)
    answers(at, given(live))
    listed = at.server.plan
    pages = []

    def plan(query):
        if "resumptionToken" in query and len(pages) < 3:
            pages.append(query)
            return (lambda exchange: exchange.send("no", 403)) if len(pages) == 3 else None
        return listed(query)

    at.server.plan = plan
    assert at.harvest().state == "failed"
    run = at.harvest()
    assert (run.state, at.live(), at.is_live(X)) == ("succeeded", SIZE, True)
