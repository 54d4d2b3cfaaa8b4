"""Asking for the identifiers of a list that cannot be read: by their number, in parts or record by record."""

from __future__ import annotations

import msgspec
import pytest

from crawler.formats.oai_pmh.oai_about import Identifiers
from crawler.formats.page import ProtocolError
from crawler.oai import names as module
from crawler.oai.names import Names
from crawler.oai.state import ListOf
from crawler.oai.steps import Ask, ByDates, GoOn, ReadSingly, Spoilt
from tests.crawler.oai.pages import (
    BROKEN,
    FAILS,
    URL,
    answer,
    at,
    carried_out,
    dated,
    kinds,
    messages,
    named,
    silence,
)

SPOILT = Spoilt(URL, "not XML")
MANY = range(30)


def asking(spoilt=SPOILT, **state):
    progress, detours = at(**state)
    names = Names(progress, detours)
    if spoilt is not None:
        assert isinstance(names.begin(spoilt), Ask)
    return progress, detours, names


def told(names, content, repeated=0):
    question = msgspec.structs.replace(names.question(), repeated=repeated)
    return carried_out(names.answered(question, answer(content)))


def test_the_question_is_the_list_at_work_without_its_token():
    _, _, names = asking(token="a", from_="2024-01-01", sets=("math",))
    assert names.question().arguments == {
        "verb": "ListIdentifiers",
        "metadataPrefix": "oai_dc",
        "set": "math",
        "from": "2024-01-01",
    }


def test_few_records_are_asked_for_one_by_one():
    progress, _, names = asking()
    progress.watch.fresh(dated("2024-01-01"))  # the record "0" came before
    done, then = told(names, named("0", "1", "2"))
    assert (kinds(done), then) == (["Log", "Save"], ReadSingly(["1", "2"]))
    assert messages(done) == [f"{URL}: not XML; 2 records are asked for one by one"]
    assert progress.state.singly


def test_a_list_without_records_is_read_at_once():
    _, _, names = asking()
    empty = Identifiers(errors=(ProtocolError("noRecordsMatch", ""),))
    assert told(names, empty)[1] == ReadSingly([])


def test_many_records_of_several_dates_are_read_in_parts():
    progress, _, names = asking(from_="2024-01-01", until="2024-01-04")
    both = Identifiers(named=tuple((str(n), f"2024-01-0{1 + n % 2}") for n in MANY))
    done, then = told(names, both)
    assert (kinds(done), then) == (["Log", "Save"], GoOn())
    assert (progress.state.until, progress.state.waiting) == (
        "2024-01-02",
        (ListOf(0, "2024-01-03", "2024-01-04"),),
    )


def test_many_records_of_one_date_are_cut_out_of_their_list():
    progress, _, names = asking(from_="2024-01-01", until="2024-01-04")
    done, then = told(names, named(*MANY, date="2024-01-02", token="more"))
    assert (kinds(done), then) == (["Log", "Save"], GoOn())
    assert (progress.state.from_, progress.state.until) == ("2024-01-02", "2024-01-02")


def test_many_records_of_one_date_alone_are_asked_for_one_by_one():
    _, _, names = asking(from_="2024-01-02", until="2024-01-02")
    assert told(names, named(*MANY, date="2024-01-02"))[1] == ReadSingly([*MANY])


@pytest.mark.parametrize(("again", "ends"), [(("c",), False), (("a", "b"), True)])
def test_identifiers_go_on_while_they_bring_something_new(again, ends):
    day = {"from_": "2024-01-01", "until": "2024-01-01"}
    _, _, names = asking(**day)
    first = names.question()
    _, then = carried_out(names.answered(first, answer(named("a", "b", token="t"))))
    assert then.question.arguments == {"verb": "ListIdentifiers", "resumptionToken": "t"}
    _, then = carried_out(names.answered(then.question, answer(named(*again, token="u"))))
    assert isinstance(then, ReadSingly if ends else Ask)


def test_a_list_that_an_earlier_run_read_singly_is_not_divided():
    progress, _, names = asking(None, singly=True)
    done, then = told(names, named(*MANY))
    assert then == ReadSingly([*MANY])
    assert messages(done) == ["going on; 30 records are asked for one by one"]
    assert progress.state.singly


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (FAILS, "500"),
        (silence().content, "refused"),
        (BROKEN, "not XML"),
        (Identifiers(errors=(ProtocolError("badArgument", "told"),)), "OAI-PMH error badArgument"),
    ],
)
def test_a_server_without_identifiers_is_read_by_dates_and_not_asked_for_them_again(
    content, reason
):
    _, _, names = asking()
    done, then = told(names, content, repeated=1)
    assert (kinds(done), then) == (["Log"], ByDates(SPOILT))
    assert reason in messages(done)[0]
    assert names.begin(SPOILT) == ByDates(SPOILT)


def test_only_what_cannot_be_read_is_asked_again_and_once():
    _, _, names = asking()
    assert isinstance(told(names, BROKEN, repeated=0)[1], Ask)
    _, _, names = asking()
    assert isinstance(told(names, FAILS, repeated=0)[1], ByDates)


def test_without_a_known_fault_the_missing_identifiers_are_the_fault():
    _, _, names = asking(None, singly=True)
    _, then = told(names, FAILS)
    assert (then.spoilt.url, then.spoilt.answer) == (None, None)
    names.done()
    assert names.begin(SPOILT) == ByDates(SPOILT)


def test_more_records_than_can_be_remembered(monkeypatch):
    monkeypatch.setattr(module, "_MOST_NAMES", 3)
    _, _, names = asking(from_="2024-01-01", until="2024-01-01")
    done, then = told(names, named(*"abcd", token="more"))
    assert then == ByDates(SPOILT)
    assert "more than 3 records" in messages(done)[0]


def test_identifiers_speak_for_trying_further_parts():
    _, detours, names = asking()
    detours.good = False
    told(names, named("a"))
    assert detours.good


def test_an_answer_to_another_question_is_a_fault_of_the_program():
    _, _, names = asking()
    with pytest.raises(TypeError):
        told(names, dated())
