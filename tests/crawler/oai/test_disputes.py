"""Disputed records: which are asked for, and what an answer decides."""

from __future__ import annotations

import msgspec
import pytest

from catalogue.harvested.deletions import DISPUTED
from crawler.oai import disputes as module
from crawler.oai.disputes import Disputes
from crawler.oai.steps import Ask, GoOn, Leave, Settle
from tests.crawler.oai.pages import (
    BROKEN,
    FAILS,
    answer,
    at,
    carried_out,
    kinds,
    messages,
    page_of,
    refusal,
    silence,
)


def in_dublin_core(names):
    return [(name, "oai_dc") for name in names]


def asking(waiting=("a",), doubtful=()):
    progress, _ = at(began_in=5)
    disputes = Disputes(progress)
    assert not disputes.begun
    return disputes, list(disputes.begin(*map(in_dublin_core, (waiting, doubtful))))


def told(disputes, given, repeated=0):
    question = msgspec.structs.replace(disputes.question(), repeated=repeated)
    given = given if hasattr(given, "content") else answer(given)
    return question, *carried_out(disputes.answered(question, given))


def test_without_disputes_nothing_is_asked_or_said():
    disputes, done = asking(waiting=())
    assert (done, disputes.begun, disputes.question()) == ([], True, None)


def test_each_record_is_asked_for_once():
    disputes, done = asking(["b", "a"], {"c", "a"})
    assert messages(done)[0].startswith("3 records are listed as live and as deleted")
    names = [question.name for question in iter(disputes.question, None)]
    assert names == ["b", "a", "c"]
    assert asking()[0].question().arguments == {
        "verb": "GetRecord",
        "identifier": "a",
        "metadataPrefix": "oai_dc",
    }


def test_of_very_many_each_run_asks_for_others(monkeypatch):
    monkeypatch.setattr(module, "_MOST_ASKED", 2)
    disputes, _ = asking("abcde")  # run 7 begins at the 14th, which is the fifth
    names = [question.name for question in iter(disputes.question, None)]
    assert (names, disputes.unanswered) == (["e", "a"], 3)


def test_what_the_source_gives_is_believed():
    disputes, _ = asking()
    _, done, then = told(disputes, page_of(("a", "2024-01-01")))
    assert (kinds(done), then, done[0].confirmed) == (["Store"], GoOn(), True)
    assert disputes.unanswered == 0


@pytest.mark.parametrize("content", [BROKEN, refusal("badArgument"), page_of(("b", "2024-01-01"))])
def test_what_is_no_answer_is_asked_again_once_and_then_left(content):
    disputes, _ = asking("aa")
    assert isinstance(told(disputes, content)[2], Ask)
    disputes, _ = asking()
    _, done, then = told(disputes, content, repeated=1)
    assert (kinds(done), then, disputes.unanswered) == (["Log"], GoOn(), 1)
    assert messages(done)[0].startswith("a stays live, though it is listed as deleted too: ")


def test_what_the_source_does_not_know_is_settled_as_far_as_earlier_harvests_go():
    disputes, _ = asking()
    _, done, then = told(disputes, refusal("idDoesNotExist"), repeated=1)
    assert (kinds(done), then) == (["Settle", "Log"], GoOn())
    assert done[0] == Settle("a", DISPUTED, "oai_dc", before=5)


@pytest.mark.parametrize("given", [answer(FAILS), silence()])
def test_a_record_is_left_only_if_the_server_lives(given):
    disputes, _ = asking()
    question, done, then = told(disputes, given)
    assert (done, then.question.role) == ([], "alive")
    assert then.question.then == Leave(question, given.content.reason)
    assert disputes.unanswered == 0
