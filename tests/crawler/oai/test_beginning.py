"""How a harvest begins: anew, or from the checkpoint of a run that failed."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from crawler.formats.oai_pmh.oai_about import Identify
from crawler.oai.beginning import Beginning
from crawler.oai.plan import Plan
from crawler.oai.progress import Progress
from crawler.oai.questions import first_question
from crawler.oai.state import ListOf, ListState
from crawler.oai.steps import Ask, BeganIn, GoOn, Stop
from tests.crawler.oai.pages import (
    BROKEN,
    REFUSES,
    URL,
    answer,
    carried_out,
    dated,
    kinds,
    messages,
    silence,
)
from tests.crawler.oai.served import Memory

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OURS = "2026-05-01T12:00:00Z"
THEIRS = "2026-05-01T10:00:00Z"
FUTURE = "2036-01-01T00:00:00Z"
SELF = Identify(
    name="Trial",
    granularity="YYYY-MM-DD",
    earliest="2001-01-01",
    deleted_record="persistent",
    response_date=THEIRS,
)


def begin(content=SELF, memory=None, repeated=0, **plan):
    plan = Plan(run=7, prefixes=("oai_dc",), **plan)
    progress = Progress(plan.run)
    beginning = Beginning(progress, plan, memory or Memory(), lambda: NOW)
    question = msgspec.structs.replace(first_question(), repeated=repeated)
    given = content if hasattr(content, "content") else answer(content)
    done, then = carried_out(beginning.answered(question, given))
    return progress, done, then


def test_a_first_harvest_asks_for_everything():
    progress, done, then = begin(sets=("a", "b"))
    assert (done, then) == ([], GoOn())
    assert progress.state == ListState(
        earliest="2001-01-01",
        deletes="persistent",
        response_date=THEIRS,
        sets=("a", "b"),
        waiting=(ListOf(1),),
        began_in=7,
    )


@pytest.mark.parametrize(
    ("plan", "from_", "until"),
    [
        ({"last": "2024-05-01T10:00:00Z"}, "2024-04-30", None),
        ({"from_": "2024-01-02", "until": "2024-03-04"}, "2024-01-02", "2024-03-04"),
        ({"from_": "2024-01-02", "last": "2024-05-01"}, "2024-01-02", None),
        ({"until": "2024-03-04", "last": "2024-01-02"}, "2024-01-01", "2024-03-04"),
    ],
)
def test_the_window_is_what_somebody_chose_or_what_came_since_the_last_answer(plan, from_, until):
    progress, done, _ = begin(**plan)
    assert (progress.state.from_, progress.state.until, done) == (from_, until, [])


@pytest.mark.parametrize("last", [FUTURE, "nonsense"])
def test_a_last_answer_that_cannot_be_is_not_built_on(last):
    progress, done, _ = begin(last=last)
    assert progress.state.window_from is None
    assert messages(done) == [
        f"the last answer is dated {last}, which cannot be; everything is asked for again"
    ]
    assert begin(last=last, from_="2024-01-02")[1] == [], "it is not looked at"


@pytest.mark.parametrize("date", [FUTURE, "nonsense", None])
def test_our_own_clock_is_used_where_the_servers_cannot_be(date):
    progress, done, _ = begin(msgspec.structs.replace(SELF, response_date=date, earliest=date))
    assert messages(done) == [f"the server's clock says {date or 'nothing'}; our own is used"]
    assert (progress.state.response_date, progress.state.earliest) == (OURS, None)


def test_a_run_that_failed_is_gone_on_with():
    failed = ListState(token="a", last_datestamp="2024-01-05", response_date=THEIRS, began_in=3)
    memory = Memory(since={3: {"x"}})
    progress, done, then = begin(memory=memory, resume=failed)
    assert (kinds(done), then, progress.state) == (["BeganIn", "Log"], GoOn(), failed)
    assert done[0] == BeganIn(3)
    assert messages(done) == ["going on after datestamp 2024-01-05"]
    assert "x" in progress.watch


def test_a_run_that_failed_in_a_second_look_knows_what_that_look_brought():
    failed = ListState(
        response_date=THEIRS, began_in=3, looked_in=5, look=1, set_index=1, sets=("a", "b")
    )
    memory = Memory(since={3: {"x"}, 5: {"y"}})
    progress, done, _ = begin(memory=memory, resume=failed, sets=("a", "b"))
    assert ("x" in progress.watch, "y" in progress.watch) == (False, True)
    assert messages(done) == ["going on after set b, datestamp None"]


@pytest.mark.parametrize(("began", "expected"), [("2026-04-30T01:00:00Z", None), (None, OURS)])
def test_a_first_answer_of_the_future_is_dated_when_its_run_began(began, expected):
    memory = Memory(began_at={3: began})
    progress, done, _ = begin(memory=memory, resume=ListState(response_date=FUTURE, began_in=3))
    assert progress.state.response_date == (expected or began)
    assert "cannot be; our own clock's is used" in messages(done)[0]


def test_a_checkpoint_of_the_future_is_not_gone_on_from():
    progress, done, _ = begin(resume=ListState(from_=FUTURE, began_in=3))
    assert messages(done) == [
        "where the last run stopped is in the future; everything is asked for again"
    ]
    assert (progress.state.from_, progress.state.began_in) == (None, 7)


def test_what_is_not_identify_is_asked_again_and_then_kept():
    for repeated in range(2):
        _, done, then = begin(BROKEN, repeated=repeated)
        assert isinstance(then, Ask)
        assert kinds(done) == ["Log"]
    _, done, then = begin(BROKEN, repeated=2)
    assert kinds(done) == ["StoreUnreadable"]
    assert then == Stop(f"{URL}: {BROKEN}; is this the base address of OAI-PMH?")


def test_a_server_that_does_not_answer():
    assert begin(REFUSES)[1:] == ([], Stop(REFUSES.reason))
    reason = f"{URL}: the connection was refused; the next run goes on from here"
    assert begin(silence())[1:] == ([], Stop(reason))


def test_an_answer_to_another_question_is_a_fault_of_the_program():
    with pytest.raises(TypeError):
        begin(dated())
