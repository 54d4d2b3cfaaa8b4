"""The questions as arguments of OAI-PMH, and what counts as the record that was asked for."""

from __future__ import annotations

import msgspec
import pytest

from crawler.formats import ParsedPage
from crawler.oai.questions import (
    arguments,
    ask_again,
    first_question,
    if_alive,
    in_turns,
    is_unknown,
    record_in,
    record_question,
)
from crawler.oai.state import ListState
from crawler.oai.steps import Ask, GoOn, Log
from tests.crawler.oai.pages import BROKEN, URL, carried_out, page_of, refusal

PREFIX = "jats"
ASKED = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ListState(), ASKED),
        (ListState(from_="2024-01-01"), ASKED | {"from": "2024-01-01"}),
        (ListState(until="2024-01-02"), ASKED | {"until": "2024-01-02"}),
        (ListState(sets=("a", "b"), set_index=1), ASKED | {"set": "b"}),
        # the sets once more in the second format
        (
            ListState(prefixes=("oai_dc", "jats"), set_index=1),
            {"verb": "ListRecords", "metadataPrefix": "jats"},
        ),
        (
            ListState(sets=("a", "b"), prefixes=("oai_dc", "jats"), set_index=2),
            {"verb": "ListRecords", "metadataPrefix": "jats", "set": "a"},
        ),
        (ListState(singly=True), ASKED | {"verb": "ListIdentifiers"}),
        # a token stands alone (OAI-PMH 2.0, section 3.5)
        (
            ListState(token="t", from_="2024-01-01", sets=("a",)),
            {"verb": "ListRecords", "resumptionToken": "t"},
        ),
        (ListState(token="", singly=True), {"verb": "ListIdentifiers", "resumptionToken": ""}),
    ],
)
def test_the_arguments_of_a_list(state, expected):
    assert arguments(state) == expected


def test_the_first_question_is_who_the_repository_is():
    assert first_question().arguments == {"verb": "Identify"}


def test_a_question_that_is_repeated_stays_what_it_was():
    question = record_question("dispute", "oai:a:1", PREFIX)
    done, then = carried_out(ask_again(question, URL, "cut short"))
    assert done == [Log("warning", f"{URL}: cut short; asked again")]
    assert then == Ask(msgspec.structs.replace(question, repeated=1))
    _, then = carried_out(ask_again(then.question, URL, "cut short"))
    assert then.question.repeated == 2


def test_after_a_failure_the_server_is_asked_who_it_is():
    asked = if_alive("it fails", GoOn()).question
    assert (asked.role, asked.arguments) == ("alive", {"verb": "Identify"})
    assert (asked.reason, asked.then) == ("it fails", GoOn())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (page_of(("a", None)), None),
        (page_of(("b", None), ("a", None)), None),
        (page_of(("b", None)), "the answer does not hold the record"),
        (ParsedPage(), "the answer does not hold the record"),
        (page_of(("a", None), complete=False), "the answer is cut short"),
        (refusal("idDoesNotExist"), "OAI-PMH error idDoesNotExist told"),
        (BROKEN, str(BROKEN)),
    ],
)
def test_what_is_the_record_that_was_asked_for(content, problem):
    page, found = record_in(record_question("record", "a", PREFIX), content)
    assert found == problem
    assert page == (ParsedPage() if content is BROKEN else content)


@pytest.mark.parametrize(
    ("codes", "unknown"),
    [([], False), (["badArgument"], False), (["badArgument", "idDoesNotExist"], True)],
)
def test_only_one_error_says_that_a_record_is_gone(codes, unknown):
    assert is_unknown(refusal(*codes)) is unknown


@pytest.mark.parametrize(
    ("most", "run", "expected"),
    [(5, 1, "abcde"), (9, 4, "abcde"), (2, 0, "ab"), (2, 1, "cd"), (2, 2, "ea"), (2, 5, "ab")],
)
def test_what_is_too_much_for_one_run_is_asked_for_in_turns(most, run, expected):
    assert "".join(in_turns("abcde", most, run)) == expected
    assert in_turns("", most, run) == []
