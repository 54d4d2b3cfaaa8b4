"""OAI-PMH 2.0 harvesting: Identify, then ListRecords list by list, page by page.

The checkpoint is saved in the transaction of the page it follows, so a killed run goes on after its last page. What is
damaged is asked for again before it is believed; a list that cannot go on is parted by dates (see ``oai_state``), what
cannot be parted further is read record by record (``oai_singly``), and a part of which not even the identifiers can be
had stops neither its neighbours nor the next run's second try.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.store import FetchedPage
from crawler.asking.retries import BUSY, PASSING
from crawler.formats import PageError, ParsedPage
from crawler.formats.oai import NOT_WELL_FORMED
from crawler.formats.oai_about import Identify, all_told
from crawler.parsing import parent
from crawler.runs.harvest import Harvest
from crawler.runs.oai_state import (
    ListState,
    Window,
    advance,
    after_list,
    arguments,
    doubt,
    first_state,
    give_up,
    is_credible,
    next_list,
    outside,
    resumed,
)
from crawler.runs.outcome import Outcome
from crawler.spiders.base import (
    asked_for,
    asked_in,
    download_error,
    is_refused,
    is_too_large,
    status_message,
)
from crawler.spiders.oai_asking import REPEATS, RETRIES, Requests
from crawler.spiders.oai_clock import is_believed, written
from crawler.spiders.oai_disputes import AskingDisputed
from crawler.spiders.oai_ending import conclude
from crawler.spiders.oai_singly import NOT_GIVEN, Spoilt
from crawler.urls import shown


class OaiPmhSpider(AskingDisputed):
    """Harvests one repository. ``resume`` is the checkpoint to go on from, ``last`` the last full answer's date."""

    def __init__(
        self,
        harvest: Harvest,
        outcome: Outcome,
        resume: dict[str, Any] | None = None,
        last: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(harvest, outcome, begun=resume is not None, **kwargs)
        self._resume = msgspec.convert(resume, ListState) if resume else None
        self._last = last
        self._damaged = False  # the server's pages are, steadily
        self._first_unread = ""

    def _on_closed(self, spider: Spider, reason: str) -> None:
        super()._on_closed(spider, reason)
        if reason == "finished" and self.outcome.whole is None:
            self.outcome.fail("the crawl ended before its lists did; please report it")

    async def start(self) -> AsyncIterator[Request]:
        yield self._request({"verb": "Identify"}, self.identified)

    def unlisted(self, failure: Failure) -> Requests:
        """No list at all, or one that was refused."""
        request = asked_in(failure)
        told, page = download_error(failure, request), self._nothing_of(request)
        if is_too_large(failure):
            error = PageError("too-large", "nothing of it was kept")
            yield from self._unreadable(request, told, page, error)
        elif isinstance(failure.value, IgnoreRequest):
            raise self.stop(f"{told}; the next run goes on from here")
        else:
            yield from self._no_list(request, told, page)

    def identified(self, response: Response) -> Requests:
        """Take granularity and date from Identify and ask for the first list."""
        if response.status != 200:
            raise self.stop(status_message(response))
        try:
            identify = parent.identify(response.body)
        except PageError as error:
            if (again := self._again(asked_for(response), str(error))) is not None:
                yield again
                return
            self.harvest.commit_unreadable(self.page(response), error)
            raise self.stop(
                f"{response.url}: {error}; is this the base address of OAI-PMH?"
            ) from error
        self._begin(identify)
        yield from self._go_on()

    def _begin(self, identify: Identify) -> None:
        at = datetime.now(UTC)
        if self._resume is not None and is_credible(self._resume, at):
            self._go_on_from(self._resume)
            return
        if self._resume is not None:
            self._warn("where the last run stopped is in the future; everything is asked for again")
        parameters = self.harvest.run.parameters
        window = Window(
            from_=parameters.from_ or self._last_answer(at),
            until=parameters.until,
            overlap=parameters.from_ is None,
        )
        state = first_state(
            window,
            identify.granularity,
            self._answered(identify.response_date, at),
            sets=self.definition.sets,
            earliest=identify.earliest if is_believed(identify.earliest, at) else None,
        )
        self._state = msgspec.structs.replace(
            state, began_in=self.harvest.run.id, deletes=identify.deleted_record
        )

    def _answered(self, told: str | None, at: datetime) -> str:
        """When the server answered, by its own clock if that may be right."""
        if told is not None and is_believed(told, at):
            return told
        self._warn(f"the server's clock says {shown(told or 'nothing')}; our own is used")
        return written(at)

    def _last_answer(self, at: datetime) -> str | None:
        """From when on an incremental harvest asks; None for everything."""
        if self.harvest.run.mode != "incremental" or self._last is None:
            return None
        if is_believed(self._last, at):
            return self._last
        told = f"the last answer is dated {shown(self._last)}, which cannot be"
        self._warn(f"{told}; everything is asked for again")
        return None

    def _warn(self, message: str) -> None:
        self.harvest.log("warning", message)

    def _go_on_from(self, checkpoint: ListState) -> None:
        if not is_believed(checkpoint.response_date, at := datetime.now(UTC)):
            # what came later than the first run began is for the next harvest
            began = self.harvest.began(checkpoint.began_in) or written(at)
            checkpoint = msgspec.structs.replace(checkpoint, response_date=began)
            self._warn("the date of the server's first answer cannot be; our own clock's is used")
        self._state = resumed(checkpoint)
        self.harvest.guard.began_in = checkpoint.began_in
        where = f"set {self._state.set_index + 1}, " if self.definition.sets else ""
        self.harvest.log("info", f"going on after {where}datestamp {self._state.last_datestamp}")
        # what an earlier look brought in that same run counts as known too: at worst one look more
        self._watch.know(
            self.harvest.identifiers_since(checkpoint.looked_in or checkpoint.began_in)
        )

    def _next(self) -> Request:
        """The next request for the list that the state describes."""
        if self._state.singly:
            return self._ask_names()
        asked = arguments(self._state, self.definition)
        hurried = {"max_retry_times": RETRIES} if self._detours.bad else {}
        return self._request(asked, self.listed, self.unlisted, **hurried)

    def listed(self, response: Response) -> Requests:
        """One page of a list."""
        page, request = self.page(response), asked_for(response)
        if is_refused(response):
            told = status_message(response)
            if response.status in BUSY or response.status not in PASSING:
                raise self.stop(f"{told}; the next run goes on from here")
            yield from self._no_list(request, told, page)
            return
        try:
            parsed = self.harvest.parse(page)
        except PageError as error:
            yield from self._unreadable(request, str(error), page, error)
            return
        if parsed.errors:
            yield from self._protocol_error(request, page, parsed)
        elif not parsed.complete:
            yield from self._unreadable(request, "the page is cut short", page, parsed)
        elif (again := self._if_damaged(request, parsed)) is not None:
            yield again
        elif not parsed.items and self._state.token is None and not parsed.resumption_token:
            yield from self._nothing(request, page, parsed)
        else:
            yield from self._store(page, parsed)

    def _if_damaged(self, request: Request, parsed: ParsedPage) -> Request | None:
        """A page that is not well-formed is asked for once more; servers that give no others are believed."""
        damage = next((line for line in parsed.warnings if line.startswith(NOT_WELL_FORMED)), None)
        if damage is None or self._damaged:
            return None
        again = self._again(request, damage, most=1)
        self._damaged = again is None
        return again

    def _store(self, page: FetchedPage, parsed: ParsedPage) -> Requests:
        self._detours.readable()
        repeated = self._watch.repeats(parsed)
        state = advance(self._state, parsed, self._watch.fresh(parsed))
        self._detours.windows = self._detours.windows and not outside(state, parsed)
        endless = self._watch.endless(parsed, state) if state.token is not None else None
        if endless is not None:
            # its records are kept, but a page that came before says nothing of how far the list is
            self._state = self._state if repeated else state
            yield from self._begin_again(page, parsed, f"{endless}; the list would never end")
        elif state.token is None:
            yield from self._end(page, parsed, state)
        else:
            self._commit(page, parsed, state)
            yield from self._go_on()

    def _end(self, page: FetchedPage, parsed: ParsedPage, state: ListState) -> Requests:
        """The list has ended: is that believable?"""
        problem = doubt(state)
        lost = self._watch.followed and not parsed.has_token_element
        if problem and lost and state.received < (state.size or 0):
            self._state = state
            told = f"{problem} and without the empty token of a last page"
            yield from self._begin_again(page, parsed, told)
            return
        self._commit(page, parsed, state, after_list)
        yield from self._after(state, problem)

    def _go_on(self) -> Requests:
        if self.harvest.limit_reached:
            raise CloseSpider("limit")
        if not self._state.finished:
            yield self._next()
        elif self._state.unread:
            raise self.stop(
                f"{self._first_unread}; {len(self._state.unread)} part(s) of the list could not be read, "
                "the next run tries them again"
            )
        elif not self._tried_again:
            yield from self._try_again()
        elif (disputed := self._next_disputed()) is not None:
            yield disputed
        elif self._lost:
            raise self.stop(
                f"{len(self._lost)} record(s), {self._lost[0]} the first, could not be got by themselves either; "
                "the next run asks for them again"
            )
        else:
            self._finish()

    def _finish(self) -> None:
        """Everything that was asked for has been read."""
        not_given = len(self.harvest.waiting_for(NOT_GIVEN))
        conclude(self.outcome, self._state, self._unanswered, not_given)

    def _protocol_error(self, request: Request, page: FetchedPage, parsed: ParsedPage) -> Requests:
        codes = {error.code for error in parsed.errors}
        told = all_told(parsed.errors)
        midway = self._state.token is not None
        if codes == {"noRecordsMatch"} and not midway:
            yield from self._nothing(request, page, parsed)
        elif midway and codes & {"badResumptionToken", "noRecordsMatch"}:
            yield from self._begin_again(page, parsed, told)
        elif (again := self._again(request, f"OAI-PMH error {told}")) is not None:
            yield again
        else:
            raise self.stop(f"{page.url}: OAI-PMH error {told}")

    def _nothing(self, request: Request, page: FetchedPage, parsed: ParsedPage) -> Requests:
        """A list without records is believed when it is told again."""
        most = REPEATS if self._state.total == 0 else 1
        if (again := self._again(request, "no record matches", most)) is not None:
            yield again
            return
        before = self._state
        self._commit(page, parsed, before, after_list)
        yield from self._after(before, doubt(before))

    def _no_list(self, request: Request, told: str, page: FetchedPage) -> Requests:
        """The server gave no list, often as it was asked. That may pass; if a run before met it here too, go around."""
        if not self._state.stalled:
            self._move(msgspec.structs.replace(self._state, stalled=True))
            raise self.stop(f"{told}; the next run goes on from here")
        error = PageError("not-given", told)
        yield from self._if_alive(
            told, lambda: self._around(Spoilt(request.url, told, page, error))
        )

    def _unreadable(
        self, request: Request, told: str, page: FetchedPage, read: ParsedPage | PageError
    ) -> Requests:
        """An answer that cannot be used, or not as a whole: ask again, then go around it."""
        most = 1 if self._detours.bad else REPEATS  # on the way around, one more look is enough
        if (again := self._again(request, told, most)) is not None:
            yield again
        else:
            yield from self._around(Spoilt(request.url, told, page, read))

    def _begin_again(self, page: FetchedPage, parsed: ParsedPage, told: str) -> Requests:
        """The server cannot go on with its list: keep the page and begin a shorter one."""
        state = self._detours.parted(self._state)
        if state is None:
            self._commit(page, parsed, self._state)
            told = f"{told}; the list was started again and came no further"
            yield from self._by_names(Spoilt(page.url, told))
            return
        self._start_again(page.url, told, state)
        self._commit(page, parsed, state)
        yield from self._go_on()

    def _given_up(self, spoilt: Spoilt) -> Requests:
        """Leave the part of the list that cannot be read; the others go on, and the run fails at its end."""
        self._keep(spoilt)
        message = str(spoilt)
        if self._detours.exhausted:
            raise self.stop(f"{message}; the next run goes on from here")
        self.harvest.log("error", message)
        self._first_unread = self._first_unread or message
        before = self._state
        self._move(next_list(give_up(before)))
        yield from self._after(before, None)

    def _keep(self, spoilt: Spoilt) -> None:
        """Keep the answer that could not be used, and of it what could."""
        if isinstance(spoilt.read, PageError) and spoilt.page is not None:
            self.harvest.commit_unreadable(spoilt.page, spoilt.read)
        elif isinstance(spoilt.read, ParsedPage) and spoilt.page is not None:
            self._commit(spoilt.page, spoilt.read, self._state)
