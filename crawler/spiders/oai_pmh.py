"""The OAI-PMH spider: it sends what the harvest asks, hands over what comes, and carries out what follows from it.

What to ask next and what to store is decided in :mod:`crawler.oai`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.runs import Ledger
from catalogue.harvested.store import FetchedPage
from crawler.asking.retries import BUSY, PASSING, WAIT
from crawler.formats import PageError, ParsedPage
from crawler.oai.harvest import OaiHarvest
from crawler.oai.plan import Plan
from crawler.oai.state import ListOf, ListState
from crawler.oai.steps import (
    Answer,
    Ask,
    BeganIn,
    Content,
    Effect,
    Finish,
    Limit,
    Log,
    NoAnswer,
    Question,
    Save,
    Settle,
    Step,
    Stop,
    Store,
    StoreUnreadable,
)
from crawler.parsing import parent
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import Outcome
from crawler.spiders.base import (
    HarvestSpider,
    asked_for,
    asked_in,
    download_error,
    is_refused,
    is_too_large,
    status_message,
)

RETRIES = 1  # of a hurried request that the server failed
_QUESTION = "eaci_question"
"""The key of ``Request.meta`` under which a request carries the question that it asks."""


class OaiPmhSpider(HarvestSpider):
    """Harvests one repository. ``resume`` is the checkpoint to go on from, ``last`` the last full answer's date.

    ``behind`` are lists that the last run did without.
    """

    def __init__(
        self,
        harvest: Harvest,
        outcome: Outcome,
        resume: dict[str, Any] | None = None,
        last: str | None = None,
        behind: Sequence[ListOf] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(harvest, outcome, **kwargs)
        plan = _plan(harvest, resume, last, tuple(behind))
        self._oai = OaiHarvest(plan, harvest, lambda: datetime.now(UTC))

    def _on_closed(self, spider: Spider, reason: str) -> None:
        super()._on_closed(spider, reason)
        if reason == "finished" and self.outcome.whole is None:
            self.outcome.fail("the crawl ended before its lists did; please report it")

    async def start(self) -> AsyncIterator[Request]:
        yield self._request(self._oai.first())

    # asking

    def _request(self, question: Question) -> Request:
        endpoint = self.definition.endpoint or ""
        meta: dict[str, Any] = {_QUESTION: question}
        if question.hurried:
            meta["max_retry_times"] = RETRIES
        if question.repeated:
            meta[WAIT] = question.repeated
        return Request(
            f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(question.arguments)}",
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta=meta,
        )

    def answered(self, response: Response) -> Iterator[Request]:
        """Some answer came."""
        question: Question = asked_for(response).meta[_QUESTION]
        page = self._in_format(self.page(response), question)
        answer = Answer(page, self._read(question, response, page))
        yield from self._carry_out(self._oai.answered(question, answer))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """No answer at all, or one that was refused."""
        request = asked_in(failure)
        question: Question = request.meta[_QUESTION]
        nothing = FetchedPage(
            source=self.definition.name, format=self.definition.format, body=b"", url=request.url
        )
        answer = Answer(self._in_format(nothing, question), _no_answer(failure, request))
        yield from self._carry_out(self._oai.answered(question, answer))

    def _in_format(self, page: FetchedPage, question: Question) -> FetchedPage:
        """The page with the format of what was asked for."""
        format = self.definition.format_of(question.prefix)
        return page if format == page.format else msgspec.structs.replace(page, format=format)

    def _read(self, question: Question, response: Response, page: FetchedPage) -> Content:
        """What the answer says. A status of its own is read too where OAI-PMH may say what is wrong."""
        identifies = question.role in {"begin", "alive"}
        if response.status != 200 if identifies else is_refused(response):
            passing = response.status in PASSING and response.status not in BUSY
            return NoAnswer(status_message(response), passing=passing)
        try:
            if question.role == "alive":
                return ParsedPage()  # that it answers is enough
            if question.role == "begin":
                return parent.identify(response.body)
            if question.role == "names":
                return parent.identifiers(response.body)
            return self.harvest.parse(page)
        except PageError as error:
            return error

    # carrying out

    def _carry_out(self, steps: Iterable[Step]) -> Iterator[Request]:
        for step in steps:
            match step:
                case Ask(question):
                    yield self._request(question)
                case Stop(message):
                    raise self.stop(message)
                case Limit():
                    raise CloseSpider("limit")
                case Finish():
                    self._finish(step)
                case _:
                    self._effect(step)

    def _effect(self, step: Effect) -> None:
        match step:
            case Log(level, message):
                self.harvest.log(level, message)
            case Store():
                self._store(step)
            case StoreUnreadable(answer, error):
                self.harvest.commit_unreadable(answer, error)
            case Save(checkpoint):
                self.harvest.save(checkpoint)
            case Settle(name, reason, prefix, before):
                resolution = "the source does not know it any more"
                self.harvest.settle(name, resolution, reason, prefix=prefix, before=before)
            case BeganIn(run):
                self.harvest.guard.began_in = run

    def _store(self, step: Store) -> None:
        def checkpoint(ledger: Ledger) -> dict[str, Any]:
            news = ledger.new + ledger.updated + ledger.deleted
            return step.stored(news, ledger.quarantined - self.harvest.aside)

        self.harvest.commit(step.answer, step.page, checkpoint, confirmed=step.confirmed)

    def _finish(self, step: Finish) -> None:
        self.outcome.response_date = step.response_date
        self.outcome.reservation = step.reservation
        if step.spoilt is not None:
            self.outcome.spoil(step.spoilt)
        self.outcome.notes.extend(step.notes)
        self.outcome.whole = step.state


def _plan(
    harvest: Harvest,
    resume: dict[str, Any] | None,
    last: str | None,
    behind: tuple[ListOf, ...],
) -> Plan:
    run, definition = harvest.run, harvest.definition
    return Plan(
        run=run.id,
        prefixes=definition.prefixes,
        sets=definition.sets,
        from_=run.parameters.from_,
        until=run.parameters.until,
        last=last if run.mode == "incremental" else None,
        resume=msgspec.convert(resume, ListState) if resume else None,
        behind=behind,
    )


def _no_answer(failure: Failure, request: Request) -> NoAnswer:
    reason = download_error(failure, request)
    if is_too_large(failure):
        return NoAnswer(reason, too_large=True)
    return NoAnswer(reason, passing=not isinstance(failure.value, IgnoreRequest))
