"""Records one by one: what is stored, what is lost, what earlier runs could not get."""

from __future__ import annotations

import msgspec
import pytest

from crawler.oai import records as module
from crawler.oai.records import Records
from crawler.oai.steps import NOT_GIVEN, Ask, GoOn, Lose, NextRecord, Settle
from tests.crawler.oai.pages import (
    BROKEN,
    FAILS,
    answer,
    at,
    carried_out,
    dated,
    fetched,
    kinds,
    messages,
    page_of,
    refusal,
    silence,
)


def in_dublin_core(names):
    return [(name, "oai_dc") for name in names]


def asking(*wanted, missed=(), **state):
    progress, detours = at(**state)
    records = Records(progress, detours, in_dublin_core(missed))
    records.want(wanted)
    return progress, detours, records


def told(records, given, repeated=0):
    question = msgspec.structs.replace(records.question(), repeated=repeated)
    given = given if hasattr(given, "content") else answer(given)
    return question, *carried_out(records.answered(question, given))


def test_each_record_is_asked_for_by_name_until_none_is_left():
    _, _, records = asking("a", "b")
    first = records.question()
    assert first.arguments == {"verb": "GetRecord", "identifier": "a", "metadataPrefix": "oai_dc"}
    assert (first.name, first.hurried, first.role) == ("a", True, "record")
    assert records.question().name == "b"
    assert records.question() is None


def test_a_record_that_comes_is_stored_as_confirmed():
    progress, detours, records = asking("a", singly=True)
    detours.unreadable()
    _, done, then = told(records, page_of(("a", "2024-01-01")))
    assert (kinds(done), then, done[0].confirmed) == (["Store"], NextRecord(), True)
    assert (progress.state.total, progress.state.distinct, detours.bad) == (1, 1, 0)
    assert "a" in progress.watch


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BROKEN, "not XML"),
        (refusal("badArgument"), "OAI-PMH error badArgument told"),
        (msgspec.structs.replace(dated("2024-01-01"), complete=False), "cut short"),
        (page_of(("b", "2024-01-01")), "does not hold the record"),
    ],
)
def test_what_is_not_the_record_is_asked_again_once_and_then_lost(content, reason):
    _, _, records = asking("a")
    _, done, then = told(records, content)
    assert isinstance(then, Ask)
    assert reason in messages(done)[0]
    records.want("a")
    _, done, then = told(records, content, repeated=1)
    (item,) = done[0].page.items
    assert (kinds(done), then) == (["Store"], NextRecord())
    assert (item.reason, item.identifier, item.raw) == (NOT_GIVEN, "a", b"as received")
    assert reason in item.detail
    assert records.lost == ["a"]


def test_a_record_that_is_gone_meanwhile_is_not_missed():
    _, _, records = asking("a")
    _, done, then = told(records, refusal("idDoesNotExist"), repeated=1)
    assert (kinds(done), then) == (["Log", "Settle"], NextRecord())
    assert done[1] == Settle("a", NOT_GIVEN, "oai_dc")
    assert records.lost == []


@pytest.mark.parametrize("given", [answer(FAILS, b"oops"), silence()])
def test_a_record_that_is_not_given_is_lost_only_if_the_server_lives(given):
    _, _, records = asking("a")
    question, done, then = told(records, given)
    assert (done, then.question.role) == ([], "alive")
    assert then.question.then == Lose(question, given.page, given.content.reason)


def test_what_an_earlier_run_lost_is_not_stored_again():
    progress, _, records = asking("a", missed=["a"], size=3)
    question = records.question()
    done, then = carried_out(records.lose(question, fetched(), "it fails"))
    assert (messages(done), then) == (["a is still not given: it fails"], NextRecord())
    assert (kinds(done), records.lost, progress.state.distinct) == (["Log"], [], 1)


def test_when_all_were_asked_for_the_next_list_begins():
    progress, _, records = asking(singly=True, from_="2024-01-01")
    done, then = carried_out(records.all_got())
    assert (kinds(done), then) == (["Save"], GoOn())
    assert progress.state.finished
    done, then = carried_out(records.all_got())
    assert (done, then) == ([], GoOn()), "after the lists nothing moves"


def test_a_list_that_gave_too_little_even_singly_is_gone_over():
    progress, _, records = asking(singly=True, size=5, distinct=3)
    done, _ = carried_out(records.all_got())
    assert "3 of 5 records; going over it once more" in messages(done)[0]
    assert (progress.state.look, progress.state.singly) == (1, False)


def wanted(records):
    return [question.name for question in iter(records.question, None)]


@pytest.mark.parametrize(
    ("run", "expected"), [(0, ["b", "c"]), (1, ["d", "b"]), (2, ["c", "d"]), (3, ["b", "c"])]
)
def test_what_earlier_runs_lost_is_tried_again_in_turns(monkeypatch, run, expected):
    monkeypatch.setattr(module, "_MOST_TRIED", 2)
    progress, _, records = asking(missed="abcd")
    progress.run = run
    assert not records.tried_again
    records.try_again(in_dublin_core("bcde"))  # "a" came meanwhile, "e" was lost by this run
    assert (wanted(records), records.tried_again) == (expected, True)
