"""The OAI-PMH spider without a network: questions as requests, responses and failures as answers, steps carried out."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from scrapy.exceptions import (
    CloseSpider,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.runs import Ledger, RunParameters
from catalogue.harvested.store import FetchedPage
from crawler.asking.addresses import InternalAddress
from crawler.asking.retries import WAIT
from crawler.formats import PageError, ParsedPage
from crawler.oai.questions import first_question, record_question
from crawler.oai.state import ListState
from crawler.oai.steps import (
    Ask,
    BeganIn,
    Finish,
    Limit,
    Log,
    NoAnswer,
    Question,
    Save,
    Settle,
    Stop,
    Store,
    StoreUnreadable,
)
from crawler.runs.outcome import Outcome
from crawler.spiders.oai_pmh import OaiPmhSpider

ENDPOINT = "https://example.org/oai"
LIST = Question(role="list", arguments={"verb": "ListRecords", "metadataPrefix": "oai_dc"})
ALIVE = Question(role="alive", arguments={"verb": "Identify"})


class _Harvest:
    """Notes what it is asked to do."""

    def __init__(self, endpoint=ENDPOINT):
        self.definition = SimpleNamespace(
            name="trial",
            format="oai_dc",
            endpoint=endpoint,
            sets=(),
            prefixes=("oai_dc",),
            format_of=lambda prefix: "jats" if prefix == "jats" else "oai_dc",
        )
        self.run = SimpleNamespace(id=7, mode="incremental", parameters=RunParameters())
        self.guard = SimpleNamespace(began_in=7)
        self.aside = 2
        self.done = []

    def waiting_for(self, reason, prefix):
        return []

    def parse(self, page):
        return ParsedPage()

    def __getattr__(self, name):
        return lambda *given, **named: self.done.append((name, *given, *named.values()))


class _Heard:
    """Stands for the harvest that decides: keeps the answers, and gives these steps."""

    def __init__(self, *steps):
        self.steps = steps
        self.answers = []

    def first(self):
        return first_question()

    def answered(self, question, answer):
        self.answers.append((question, answer.content))
        yield from self.steps


@pytest.fixture
def spider():
    made = OaiPmhSpider(_Harvest(), Outcome())
    made._oai = _Heard()
    return made


@pytest.mark.parametrize(
    ("endpoint", "question", "query", "meta"),
    [
        (ENDPOINT, first_question(), [("verb", "Identify")], {}),
        (f"{ENDPOINT}?x=1", ALIVE, [("x", "1"), ("verb", "Identify")], {}),
        (
            ENDPOINT,
            msgspec.structs.replace(record_question("record", "oai:a b&c", "jats"), repeated=2),
            [("verb", "GetRecord"), ("identifier", "oai:a b&c"), ("metadataPrefix", "jats")],
            {"max_retry_times": 1, WAIT: 2},
        ),
    ],
)
def test_a_question_is_a_request(endpoint, question, query, meta):
    spider = OaiPmhSpider(_Harvest(endpoint), Outcome())
    request = spider._request(question)
    assert parse_qsl(urlsplit(request.url).query) == query
    assert request.meta == {"eaci_question": question} | meta
    assert request.dont_filter, "the same question may be asked again"


def received(spider, question, status=200, body=b"<html/>"):
    request = spider._request(question)
    response = Response(request.url, status=status, body=body, request=request)
    assert list(spider.answered(response)) == []
    ((asked, content),) = spider._oai.answers
    assert asked is question
    return content


@pytest.mark.parametrize(
    ("status", "passing"),
    [(500, True), (502, True), (408, True), (503, False), (429, False), (404, False), (403, False)],
)
@pytest.mark.parametrize("question", [LIST, ALIVE, first_question()], ids=lambda each: each.role)
def test_a_status_is_no_answer_and_only_some_are_gone_around(spider, question, status, passing):
    content = received(spider, question, status)
    assert isinstance(content, NoAnswer)
    assert (content.passing, content.too_large) == (passing, False)
    assert f"answered {status} " in content.reason


@pytest.mark.parametrize(("question", "read"), [(LIST, True), (ALIVE, False)])
def test_an_error_of_the_protocol_is_read_whatever_the_status_of_a_list(spider, question, read):
    content = received(spider, question, 500, b'<OAI-PMH><error code="badArgument"/></OAI-PMH>')
    assert isinstance(content, ParsedPage if read else NoAnswer)


def test_a_server_that_answers_is_alive_whatever_it_says(spider):
    assert received(spider, ALIVE) == ParsedPage()


def test_a_page_that_cannot_be_read_is_an_answer_too(spider, monkeypatch):
    error = PageError("wrong-format", "not XML")

    def parse(page):
        raise error

    monkeypatch.setattr(spider.harvest, "parse", parse, raising=False)
    assert received(spider, LIST) is error


@pytest.mark.parametrize(
    ("error", "passing", "too_large"),
    [
        (OSError("cut"), True, False),
        (DownloadTimeoutError(), True, False),
        (DownloadCancelledError(), True, True),
        (IgnoreRequest("over the limit"), False, True),
        (IgnoreRequest("Forbidden by robots.txt"), False, False),
        (InternalAddress("is internal"), False, False),
    ],
)
def test_a_failure_is_no_answer_with_its_cause(spider, error, passing, too_large):
    failure = Failure(error)
    failure.request = spider._request(LIST)
    assert list(spider.failed(failure)) == []
    ((_, content),) = spider._oai.answers
    assert content.too_large is too_large
    assert too_large or content.passing is passing
    assert ENDPOINT in content.reason


PAGE = FetchedPage(source="trial", format="oai_dc", body=b"", url=ENDPOINT)
BROKEN = PageError("wrong-format", "not XML")


@pytest.mark.parametrize(
    ("step", "done"),
    [
        (Log("info", "x"), ("log", "info", "x")),
        (Save({"token": "a"}), ("save", {"token": "a"})),
        (StoreUnreadable(PAGE, BROKEN), ("commit_unreadable", PAGE, BROKEN)),
        (
            Settle("a", "not-given", "jats", 3),
            ("settle", "a", "the source does not know it any more", "not-given", "jats", 3),
        ),
    ],
)
def test_an_effect_is_carried_out_before_the_next_request(spider, step, done):
    (request,) = spider._carry_out([step, Ask(LIST)])
    assert spider.harvest.done == [done]
    assert request.meta["eaci_question"] is LIST


def test_a_page_is_stored_with_a_checkpoint_by_what_it_brought(spider):
    counts = []
    step = Store(PAGE, ParsedPage(), lambda *counted: counts.append(counted), confirmed=True)
    assert list(spider._carry_out([step])) == []
    ((name, page, parsed, checkpoint, confirmed),) = spider.harvest.done
    assert (name, page, parsed, confirmed) == ("commit", PAGE, ParsedPage(), True)
    checkpoint(Ledger(received=15, new=1, updated=2, unchanged=3, deleted=4, quarantined=5))
    assert counts == [(7, 3)], "what waits or was dismissed before is not rejected anew"


def test_a_harvest_that_goes_on_guards_from_where_it_began(spider):
    list(spider._carry_out([BeganIn(3)]))
    assert spider.harvest.guard.began_in == 3


@pytest.mark.parametrize(
    ("end", "reason", "failure"), [(Limit(), "limit", None), (Stop("away"), "failed", "away")]
)
def test_the_ends_of_a_run(spider, end, reason, failure):
    with pytest.raises(CloseSpider) as closed:
        list(spider._carry_out([end]))
    assert (closed.value.reason, spider.outcome.failure) == (reason, failure)


@pytest.mark.parametrize(("spoilt", "reservation"), [(None, None), ("short", None), (None, "odd")])
def test_what_was_read_to_its_end_is_told_to_the_outcome(spider, spoilt, reservation):
    end = Finish(
        state=ListState(finished=True),
        response_date="2024-05-01",
        spoilt=spoilt,
        reservation=reservation,
        notes=("a", "b"),
    )
    assert list(spider._carry_out([end])) == []
    outcome = spider.outcome
    assert (outcome.whole, outcome.response_date) == (end.state, "2024-05-01")
    assert (outcome.notes, outcome.reservation) == (["a", "b"], reservation)
    assert (outcome.failure, outcome.spoilt) == (spoilt, spoilt is not None)
