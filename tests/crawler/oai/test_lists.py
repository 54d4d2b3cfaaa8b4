"""Reading a list: what is believed, what is asked again, what is gone around."""

from __future__ import annotations

import msgspec
import pytest

from crawler.formats.oai_pmh.oai_damaged import NOT_WELL_FORMED
from crawler.oai.lists import Lists
from crawler.oai.state import ListOf
from crawler.oai.steps import Around, Ask, ByNames, GoOn, Stop
from tests.crawler.oai.pages import (
    BROKEN,
    FAILS,
    REFUSES,
    answer,
    at,
    carried_out,
    dated,
    kinds,
    messages,
    page_of,
    refusal,
    silence,
)


def reading(**state):
    progress, detours = at(**state)
    return progress, detours, Lists(progress, detours)


def told(lists, content, repeated=0):
    question = msgspec.structs.replace(lists.question(), repeated=repeated)
    given = content if hasattr(content, "content") else answer(content)
    return carried_out(lists.answered(question, given))


def test_the_question_is_the_next_page_and_hurries_on_the_way_around():
    progress, detours, lists = reading(from_="2024-01-01", sets=("math",))
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "math", "from": "2024-01-01"}
    assert (lists.question().arguments, lists.question().hurried) == (asked, False)
    detours.unreadable()
    assert lists.question().hurried
    progress.state = msgspec.structs.replace(progress.state, token="a")
    assert lists.question().arguments == {"verb": "ListRecords", "resumptionToken": "a"}


def test_a_page_is_stored_with_the_state_after_it():
    progress, detours, lists = reading()
    detours.unreadable()
    done, then = told(lists, dated("2024-01-01", "2024-01-02", token="a"))
    assert (kinds(done), then) == (["Store"], GoOn())
    assert (progress.state.token, progress.state.total, progress.state.finished) == ("a", 2, False)
    assert detours.bad == 0, "a page that can be read ends the way around"


def test_a_page_is_not_behind_the_harvest_before_it_is_stored():
    progress, _, lists = reading()
    steps = lists.answered(lists.question(), answer(dated("2024-01-01", token="a")))
    step = next(steps)
    assert progress.state.token is None
    assert step.stored(1, 0)["token"] == progress.state.token == "a"


@pytest.mark.parametrize("waiting", [False, True], ids=["the last list", "another waits"])
def test_the_last_page_ends_the_list(waiting):
    later = (ListOf(1),) if waiting else ()
    progress, _, lists = reading(sets=("a", "b"), waiting=later)
    done, then = told(lists, dated("2024-01-01"))
    assert (kinds(done), then) == (["Store"], GoOn())
    assert (progress.state.finished, progress.state.set_index) == (not waiting, int(waiting))


def test_a_list_shorter_than_it_says_is_gone_over_once_more():
    progress, _, lists = reading()
    done, then = told(lists, dated("2024-01-01", size=3))
    assert (kinds(done), then) == (["Store", "Log"], GoOn())
    assert messages(done) == ["the list ended after 1 of 3 records; going over it once more"]
    assert (progress.state.look, progress.state.looked_in) == (1, 7)
    assert "0" not in progress.watch, "what the first look brought does not count in the second"


def test_the_last_look_takes_the_size_for_an_estimate():
    progress, _, lists = reading(look=1)
    done, _ = told(lists, dated("2024-01-01", size=3))
    assert messages(done) == ["the list ended after 1 of 3 records; the size may be an estimate"]
    assert (progress.state.finished, progress.state.missing) == (True, 2)


def test_a_list_that_loses_its_token_begins_again():
    progress, _, lists = reading()
    told(lists, dated("2024-01-01", "2024-01-02", token="a", size=9))
    done, then = told(lists, page_of((7, "2024-01-03"), complete_list_size=9))
    assert (kinds(done), then) == (["Log", "Store"], GoOn())
    assert "without the empty token of a last page" in messages(done)[0]
    assert (progress.state.from_, progress.state.token) == ("2024-01-03", None)


@pytest.mark.parametrize(
    ("second", "reason", "distinct"),
    [
        (page_of((8, "2024-01-03"), resumption_token="a"), "that it gave before ('a')", 3),
        (dated("2024-01-01", "2024-01-02", token="b"), "the same page again", 2),
    ],
)
def test_a_list_that_would_never_end_begins_again_and_keeps_the_page(second, reason, distinct):
    progress, _, lists = reading()
    first = dated("2024-01-01", "2024-01-02", token="a", size=9)
    told(lists, first)
    done, then = told(lists, second)
    assert (kinds(done), then) == (["Log", "Store"], GoOn())
    assert reason in messages(done)[0]
    assert (progress.state.token, progress.state.distinct) == (None, distinct)


def test_a_list_that_cannot_be_divided_any_more_is_asked_for_its_names():
    progress, _, lists = reading(from_="2024-01-01", until="2024-01-01")
    expired = refusal("badResumptionToken")
    for _ in range(2):
        progress.state = msgspec.structs.replace(progress.state, token="old")
        assert told(lists, expired)[1] == GoOn(), "the same list from its beginning"
    progress.state = msgspec.structs.replace(progress.state, token="old")
    done, then = told(lists, expired)
    assert kinds(done) == ["Store"]
    assert isinstance(then, ByNames)
    assert "came no further" in str(then.spoilt)
    assert then.spoilt.answer is None, "it is stored already"


AGAIN = "asked again"
DAMAGED = f"{NOT_WELL_FORMED}: an open tag"


@pytest.mark.parametrize(
    ("content", "state", "tries"),
    [
        (BROKEN, {}, 2),
        (silence(too_large=True), {}, 2),
        (dated("2024-01-01", token="a", warnings=(DAMAGED,)), {}, 1),
        (refusal("badArgument"), {}, 2),
        (refusal("noRecordsMatch"), {}, 2),
        (refusal("noRecordsMatch"), {"total": 5}, 1),
        (dated(), {}, 2),
        (refusal("badArgument", "noRecordsMatch"), {}, 2),
    ],
)
def test_what_is_damaged_or_unlikely_is_asked_again_before_it_is_believed(content, state, tries):
    _, _, lists = reading(**state)
    for repeated in range(tries):
        done, then = told(lists, content, repeated)
        assert isinstance(then, Ask)
        assert (then.question.repeated, kinds(done)) == (repeated + 1, ["Log"])
        assert messages(done)[0].endswith(AGAIN)
    done, then = told(lists, content, tries)
    assert not any(AGAIN in line for line in messages(done))
    assert not isinstance(then, Ask)


def test_on_the_way_around_one_more_look_is_enough():
    _, detours, lists = reading()
    detours.unreadable()
    assert isinstance(told(lists, BROKEN, 0)[1], Ask)
    _, then = told(lists, BROKEN, 1)
    assert isinstance(then, Around)
    assert then.spoilt.read is BROKEN
    assert then.spoilt.answer.body == b"as received"


def test_a_server_whose_pages_are_always_damaged_is_believed_from_then_on():
    _, _, lists = reading()
    page = dated("2024-01-01", token="a", warnings=(DAMAGED,))
    assert isinstance(told(lists, page, 0)[1], Ask)
    assert told(lists, page, 1)[1] == GoOn()
    later = page_of((5, "2024-01-02"), resumption_token="b", warnings=(DAMAGED,))
    assert told(lists, later, 0)[1] == GoOn()


def test_a_repair_of_the_envelope_is_no_damage():
    _, _, lists = reading()
    repaired = dated("2024-01-01", token="a", warnings=("the token stands beside its list",))
    assert told(lists, repaired)[1] == GoOn()


def test_a_page_cut_short_keeps_what_was_read_of_it():
    _, _, lists = reading()
    cut = msgspec.structs.replace(dated("2024-01-01"), complete=False)
    done, then = told(lists, cut, 2)
    assert (done, then.spoilt.read, then.spoilt.reason) == ([], cut, "the page is cut short")


@pytest.mark.parametrize("given", [answer(FAILS), silence()], ids=["status", "silence"])
def test_a_list_that_is_not_given_ends_the_run_once_and_is_gone_around_by_the_next(given):
    progress, _, lists = reading()
    done, then = told(lists, given)
    assert (kinds(done), progress.state.stalled) == (["Save"], True)
    assert then == Stop(f"{given.content.reason}; the next run goes on from here")
    done, then = told(lists, given)
    assert done == []
    assert then.question.arguments == {"verb": "Identify"}
    assert then.question.role == "alive"
    assert isinstance(then.question.then, Around)
    assert then.question.then.spoilt.read.reason == "not-given"


@pytest.mark.parametrize("stalled", [False, True])
@pytest.mark.parametrize(
    "given", [answer(REFUSES), silence("robots.txt forbids it", passing=False)]
)
def test_a_server_that_refuses_is_never_gone_around(given, stalled):
    _, _, lists = reading(stalled=stalled)
    done, then = told(lists, given)
    assert (done, then) == ([], Stop(f"{given.content.reason}; the next run goes on from here"))


@pytest.mark.parametrize(
    ("codes", "midway", "expected"),
    [
        (["noRecordsMatch"], False, GoOn()),
        (["badResumptionToken"], True, GoOn()),
        (["noRecordsMatch"], True, GoOn()),
        (["badResumptionToken"], False, "stop"),
        (["cannotDisseminateFormat"], True, "stop"),
    ],
)
def test_an_error_of_the_protocol_by_where_it_comes(codes, midway, expected):
    _, _, lists = reading(token="a" if midway else None, total=3)
    _, then = told(lists, refusal(*codes), 2)
    assert (then if then == GoOn() else "stop") == expected
    if expected == "stop":
        assert f"OAI-PMH error {codes[0]} told" in then.message


def test_a_server_that_does_not_heed_the_window_is_not_asked_by_halves():
    _, detours, lists = reading(from_="2024-01-01", until="2024-01-31")
    told(lists, dated("2023-01-01", token="a"))
    assert not detours.windows


def test_an_answer_to_another_question_is_a_fault_of_the_program():
    _, _, lists = reading()
    with pytest.raises(TypeError):
        told(lists, answer(None))
