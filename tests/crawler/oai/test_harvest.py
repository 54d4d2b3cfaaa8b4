"""A whole harvest, part by part and at once: what is next, and that no fault and no kill changes where it ends."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from catalogue.harvested.deletions import DISPUTED
from crawler.oai.steps import NOT_GIVEN, Finish, Limit, Stop
from tests.crawler.faults import faults
from tests.crawler.faults.faults import OF_LISTS, OF_TRANSPORT, Once, Poison
from tests.crawler.faults.provider import Provider
from tests.crawler.faults.repository import SETS, Repository
from tests.crawler.oai.served import FaultServer, Memory, harvest, unread

WELL = Once(faults.html)  # for no request at all
_SENT = (faults.slow, faults.hung)  # are of the socket
QUICK = [
    fault for fault in (*OF_TRANSPORT, *OF_LISTS) if fault not in (*_SENT, faults.large_record)
]
AWAY = "the next run goes on from here"


def trial(size=20, plan=WELL, seed=3, **repository):
    made = Repository(seed, size=size, faulty=False, **repository)
    made.entries.sort(key=lambda entry: entry.datestamp)
    return made, FaultServer(Provider(made), plan)


def expected(repository):
    return {entry.identifier: not entry.deleted for entry in repository.entries}


def verbs(run):
    return [question.arguments["verb"] for question in run.asked]


def until_it_ends(memory, server, most=40, **plan):
    """Run after run until one has read everything."""
    runs = []
    for number in range(7, 7 + most):
        runs.append(harvest(memory, server, number, **plan))
        if isinstance(runs[-1].end, Finish):
            return runs
    raise AssertionError([run.end for run in runs])


def test_a_healthy_server_is_asked_once_for_each_page():
    repository, server = trial()
    memory = Memory()
    run = harvest(memory, server)
    assert verbs(run) == ["Identify", *["ListRecords"] * 4]
    assert memory.records == expected(repository)
    assert (run.end.state.total, run.end.spoilt, run.end.notes, memory.log) == (20, None, (), [])
    assert run.end.response_date == "2024-05-01T10:00:00Z"


def test_sets_are_read_one_after_the_other():
    repository, server = trial()
    memory = Memory()
    run = harvest(memory, server, sets=SETS)
    asked = dict.fromkeys(question.arguments.get("set") for question in run.asked)
    assert [spec for spec in asked if spec] == [*SETS]
    assert memory.records == expected(repository)


def test_a_source_that_was_asked_for_everything_and_has_nothing():
    _, server = trial(size=0)
    run = harvest(Memory(), server)
    assert verbs(run) == ["Identify", *["ListRecords"] * 3]
    assert "nothing was received" in run.end.spoilt
    since = harvest(Memory(), server, last="2024-04-01")
    assert (since.end.spoilt, since.end.response_date) == (None, None), "no news are no failure"


def test_a_run_ends_at_its_limit_and_the_next_goes_on_there():
    repository, server = trial()
    memory = Memory(limit=7)
    assert harvest(memory, server).end == Limit()
    assert memory.received == 10
    memory.limit = 10**9
    run = harvest(memory, server, 8)
    assert isinstance(run.end, Finish)
    assert len(run.asked) == 3
    assert memory.records == expected(repository)


@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.__name__)
def test_a_fault_that_passes_changes_nothing(fault):
    repository, server = trial(plan=Once(fault, 2 if fault is faults.moved_records else 1))
    memory = Memory()
    until_it_ends(memory, server, most=2)
    assert memory.records == expected(repository)
    assert memory.waiting_for(NOT_GIVEN) == []


@pytest.mark.parametrize("fault", [faults.cut_quietly, faults.error_500, faults.html])
@pytest.mark.parametrize("order", ["ordered", "reversed", "one day"])
def test_a_record_that_spoils_every_page_costs_no_other(fault, order):
    repository, server = trial(size=60)
    if order == "reversed":
        repository.entries.reverse()
    if order == "one day":
        day = repository.entries[9].datestamp
        repository.entries = [replace(entry, datestamp=day) for entry in repository.entries]
    spoilt = repository.entries[9].identifier
    server.plan = Poison(server.provider, fault, spoilt)
    memory, others = Memory(), expected(repository)
    del others[spoilt]
    first = harvest(memory, server)
    if first.end.message.endswith(AWAY):  # the server may have been away
        first = harvest(memory, server, 8)
    assert "could not be got by themselves either" in first.end.message
    assert (memory.records, memory.waiting_for(NOT_GIVEN)) == (others, [spoilt])
    second = harvest(memory, server, 9)
    wait = "1 record(s) that the source names and cannot give wait in quarantine"
    assert second.end.notes == (wait,)
    memory.checkpoint, server.plan = None, WELL
    assert harvest(memory, server, 10).end.notes == ()
    assert (memory.records, memory.waiting_for(NOT_GIVEN)) == (expected(repository), [])


def test_a_part_that_nothing_leads_around_fails_the_run_and_is_tried_by_the_next():
    repository, server = trial(size=10)
    spoilt = repository.entries[4].identifier
    poison = Poison(server.provider, faults.html, spoilt)
    server.plan = lambda query: (
        faults.bad_argument if query["verb"] == "ListIdentifiers" else poison(query)
    )
    memory = Memory()
    run = harvest(memory, server)
    assert isinstance(run.end, Stop)
    assert "part(s) of the list could not be read, the next run tries them again" in run.end.message
    assert spoilt not in memory.records
    server.plan = WELL
    assert isinstance(harvest(memory, server, 8).end, Finish)
    assert memory.records == expected(repository)


def test_a_server_that_goes_away_on_the_way_around_ends_the_run():
    repository, server = trial(size=10)
    poison = Poison(server.provider, faults.html, repository.entries[4].identifier)
    away = []

    def plan(query):
        away.extend([query] if query["verb"] == "GetRecord" else [])
        return faults.error_500 if away else poison(query)

    server.plan = plan
    memory = Memory()
    run = harvest(memory, server)
    assert verbs(run)[-2:] == ["GetRecord", "Identify"]
    assert run.end.message.count("answered 50") == 2
    assert AWAY in run.end.message
    assert memory.waiting_for(NOT_GIVEN) == []
    server.plan = WELL
    until_it_ends(memory, server)
    assert memory.records == expected(repository)


def test_disputes_are_asked_at_the_end_of_the_lists():
    repository, server = trial()
    one, other = (entry.identifier for entry in repository.entries[:2])
    memory = Memory(waiting={one: DISPUTED}, doubtful={other})
    server.plan = lambda query: (
        faults.gone if query["verb"] == "GetRecord" and query["identifier"] == other else None
    )
    run = harvest(memory, server)
    named = [question.name for question in run.asked if question.name]
    assert named == [other, other], "the list gave the other one again, and no dispute is left"
    assert run.end.notes[0].startswith("1 record(s) listed as live and as deleted stay live")


@pytest.mark.parametrize("alive", [True, False])
def test_a_dispute_that_meets_a_failure_is_left_if_the_server_lives(alive):
    repository, server = trial()
    name = repository.entries[0].identifier
    failed = []

    def plan(query):
        failed.extend([query] if query["verb"] == "GetRecord" else [])
        away = failed and not alive
        return faults.error_500 if away or query["verb"] == "GetRecord" else None

    server.plan = plan
    run = harvest(Memory(doubtful={name}), server)
    assert verbs(run)[-2:] == ["GetRecord", "Identify"]
    if alive:
        assert run.end.notes[0].startswith("1 record(s) listed as live and as deleted stay live")
    else:
        assert AWAY in run.end.message


def test_the_limit_ends_a_run_among_single_records_too():
    repository, server = trial(size=10)
    server.plan = Poison(server.provider, faults.html, repository.entries[4].identifier)
    memory = Memory(limit=3)
    run = harvest(memory, server)
    assert (run.end, memory.received) == (Limit(), 3)
    assert verbs(run)[-1] == "GetRecord"


def test_a_server_that_refuses_to_say_who_it_is():
    run = harvest(Memory(), lambda question: unread(question, "answered 404 Not Found", 404))
    assert run.end == Stop("?verb=Identify answered 404 Not Found")
    run = harvest(Memory(), lambda question: unread(question, "the connection was refused"))
    assert run.end.message.endswith(AWAY)


def plan_of(rng, most=12):
    """Faults by chance, and then a server that is well for ever."""
    left = [rng.randrange(1, most)]
    of_lists = [fault for fault in QUICK if fault is not faults.no_records]
    transport = [fault for fault in OF_TRANSPORT if fault in QUICK]

    def plan(query):
        if not left[0] or rng.random() > 0.35:
            return None
        left[0] -= 1
        return rng.choice(of_lists if query["verb"] == "ListRecords" else transport)

    return plan


@pytest.mark.parametrize("killed", [False, True], ids=["faults", "faults and kills"])
@pytest.mark.parametrize("seed", range(30))
def test_schedules_of_faults_and_kills_end_as_the_healthy_server(seed, killed):
    """A kill may fall between any two steps: the next run has the last checkpoint alone."""
    rng = random.Random(seed)
    repository = Repository(seed, faulty=False)
    server = FaultServer(Provider(repository, rng.choice([3, 5, 9])), plan_of(rng), seed)
    plan = {"sets": SETS if rng.random() < 0.3 else ()}
    memory = Memory()
    for number in range(8 if killed else 0):
        run = harvest(memory, server, number, steps=rng.randrange(60), **plan)
        if isinstance(run.end, Finish):
            break
    else:
        until_it_ends(memory, server, **plan)
    assert memory.records == expected(repository)
    assert memory.waiting_for(NOT_GIVEN) == []


def until_both_are_read(memory, server, rng, **plan):
    """Runs, the first of them killed, until one has read both formats; it may do without the second meanwhile."""
    for number in range(7, 67):
        steps = rng.randrange(60) if number < 15 else 10**9
        end = harvest(memory, server, number, steps=steps, **plan).end
        if isinstance(end, Finish):
            if not end.state.unread:
                return end
            memory.checkpoint, plan["behind"] = None, end.state.unread
    raise AssertionError(end)


@pytest.mark.parametrize("seed", range(30))
def test_schedules_of_faults_and_kills_leave_nothing_out_of_either_format(seed):
    rng = random.Random(seed)
    repository = Repository(seed, faulty=False)
    server = FaultServer(Provider(repository, rng.choice([3, 5, 9])), plan_of(rng), seed)
    memory = Memory()
    sets = SETS if rng.random() < 0.3 else ()
    until_both_are_read(memory, server, rng, prefixes=("oai_dc", "jats"), sets=sets)
    assert memory.records == expected(repository)
    for prefix in ("oai_dc", "jats"):
        assert memory.identifiers_since(0, prefix) >= set(memory.records), prefix
        assert memory.waiting_for(NOT_GIVEN, prefix) == []


def test_a_healthy_server_is_asked_for_each_page_in_each_format():
    memory, (_, server) = Memory(), trial()
    run = harvest(memory, server, prefixes=("oai_dc", "jats"), sets=SETS)
    lists = [(q.prefix, q.arguments.get("set")) for q in run.asked if q.role == "list"]
    assert [each for each in dict.fromkeys(lists) if each[1]] == [
        (prefix, spec) for prefix in ("oai_dc", "jats") for spec in SETS
    ]
    assert run.end.reservation is None
    assert memory.identifiers_since(0, "jats") == memory.identifiers_since(0, "oai_dc")


def test_each_format_is_asked_for_the_records_that_it_could_not_give():
    """What waits in one format is no news of the other."""
    repository, server = trial()
    names = [entry.identifier for entry in repository.entries[:2]]
    memory = Memory(waiting={names[0]: NOT_GIVEN}, waiting_in={"jats": {names[1]: NOT_GIVEN}})
    run = harvest(
        memory, server, prefixes=("oai_dc", "jats"), from_="1990-01-01", until="1990-01-02"
    )
    assert [(q.name, q.prefix) for q in run.asked if q.role == "record"] == [
        (names[0], "oai_dc"),
        (names[1], "jats"),
    ]
    assert memory.waiting_for(NOT_GIVEN, "jats") == []


def test_a_server_that_has_lost_the_second_format():
    repository, healthy = trial()

    def server(question):
        if question.prefix == "jats":
            return unread(question, "answered 404 Not Found", 404)
        return healthy(question)

    memory = Memory()
    first = harvest(memory, server, prefixes=("oai_dc", "jats"))
    assert isinstance(first.end, Stop)
    second = harvest(memory, server, 8, prefixes=("oai_dc", "jats"))
    assert isinstance(second.end, Finish)
    assert "without what the format jats says" in second.end.reservation
    assert verbs(second) == ["Identify", "ListRecords"], "the first list is not read again"
    assert memory.records == expected(repository)
    memory.checkpoint = None
    behind = second.end.state.unread
    third = harvest(
        memory, healthy, 9, prefixes=("oai_dc", "jats"), last="2024-04-01", behind=behind
    )
    assert (third.end.reservation, third.end.state.unread) == (None, ())
    assert memory.identifiers_since(0, "jats") == set(memory.records)
