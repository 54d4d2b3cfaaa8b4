"""OAI-PMH 2.0 harvesting: Identify, then ListRecords list by list, page by page.

The checkpoint is saved in the transaction of the page it follows, so a killed run goes on after its last page. What is
damaged is asked for again before it is believed; a list that cannot go on is parted by dates (see ``oai_state``), and
a part that cannot be read stops neither its neighbours nor the next run's second try.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvest import FetchedPage
from catalogue.runs import Ledger
from crawler.formats import PageError, ParsedPage
from crawler.formats.oai_about import Identify, parse_identify
from crawler.harvest import Harvest
from crawler.retries import WAIT
from crawler.spiders.base import (
    HarvestSpider,
    Outcome,
    asked_for,
    download_error,
    is_too_large,
    status_message,
)
from crawler.spiders.oai_detours import Detours
from crawler.spiders.oai_state import (
    ListState,
    Window,
    advance,
    after_list,
    arguments,
    as_checkpoint,
    doubt,
    first_state,
    give_up,
    next_list,
    outside,
    resumed,
)
from crawler.spiders.oai_watch import Watch

_REPEATS = 2  # of an answer that cannot be used

Requests = Iterator[Request]


class OaiPmhSpider(HarvestSpider):
    """Harvests one repository. ``resume`` is the checkpoint to go on from, ``last`` the last full answer's date."""

    def __init__(
        self,
        harvest: Harvest,
        outcome: Outcome,
        resume: dict[str, Any] | None = None,
        last: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._resume = msgspec.convert(resume, ListState) if resume else None
        self._last = last
        self._state = ListState()
        self._watch = Watch()
        self._detours = Detours(good=resume is not None)
        self._damaged = False  # the server's pages are, steadily
        self._first_unread = ""

    async def start(self) -> AsyncIterator[Request]:
        yield self._request({"verb": "Identify"}, self.identified)

    def _request(self, asked: dict[str, str], callback: Any, **meta: Any) -> Request:
        endpoint = self.definition.endpoint or ""
        url = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
        return Request(url, callback=callback, errback=self.failed, dont_filter=True, meta=meta)

    def _again(self, request: Request, reason: str, most: int = _REPEATS) -> Request | None:
        """The same request once more, a while later; None if it was repeated often enough."""
        times = int(request.meta.get("repeated", 0))
        if times >= most:
            return None
        self.harvest.log("warning", f"{request.url}: {reason}; asked again")
        meta = {"repeated": times + 1, WAIT: times + 1}
        return Request(
            request.url,
            callback=request.callback,
            errback=self.failed,
            dont_filter=True,
            meta=meta,
        )

    def failed(self, failure: Failure) -> Requests:
        """No answer at all, or one that was refused."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it on
        told = download_error(failure, request)
        if request.callback != self.listed or not is_too_large(failure):
            raise self.stop(f"{told}; the next run goes on from here")
        page = self._refused(request)
        error = PageError("too-large", "nothing of it was kept")
        yield from self._unreadable(
            request, told, lambda: self.harvest.commit_unreadable(page, error)
        )

    def _refused(self, request: Request) -> FetchedPage:
        definition = self.definition
        return FetchedPage(
            source=definition.name, format=definition.format, body=b"", url=request.url
        )

    def identified(self, response: Response) -> Requests:
        """Take granularity and date from Identify and ask for the first list."""
        if response.status != 200:
            raise self.stop(status_message(response))
        try:
            identify = parse_identify(response.body)
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
        if self._resume is not None:
            self._go_on_from(self._resume)
            return
        parameters = self.harvest.run.parameters
        incremental = self.harvest.run.mode == "incremental"
        window = Window(
            from_=parameters.from_ or (self._last if incremental else None),
            until=parameters.until,
            overlap=parameters.from_ is None,
        )
        state = first_state(
            window,
            identify.granularity,
            identify.response_date,
            sets=self.definition.sets,
            earliest=identify.earliest,
        )
        self._state = msgspec.structs.replace(
            state, began_in=self.harvest.run.id, deletes=identify.deleted_record
        )

    def _go_on_from(self, checkpoint: ListState) -> None:
        self._state = resumed(checkpoint)
        where = f"set {self._state.set_index + 1}, " if self.definition.sets else ""
        self.harvest.log("info", f"going on after {where}datestamp {self._state.last_datestamp}")
        if self._state.look == 0:
            self._watch.know(self.harvest.identifiers_since(checkpoint.began_in))

    def _next(self) -> Request:
        """The next page of the list that the state describes."""
        return self._request(arguments(self._state, self.definition), self.listed)

    def listed(self, response: Response) -> Requests:
        """One page of a list."""
        # some servers answer a protocol error with a status of its own
        if response.status != 200 and b"<error" not in response.body[:10_000]:
            raise self.stop(f"{status_message(response)}; the next run goes on from here")
        page, request = self.page(response), asked_for(response)
        try:
            parsed = self.harvest.parse(page)
        except PageError as error:
            kept = error  # the name of an except clause ends with it
            yield from self._unreadable(
                request, str(error), lambda: self.harvest.commit_unreadable(page, kept)
            )
            return
        if parsed.errors:
            yield from self._protocol_error(request, page, parsed)
        elif not parsed.complete:
            yield from self._unreadable(
                request,
                "the page is cut short",
                lambda: self._commit(page, parsed, self._state),
            )
        elif (again := self._if_damaged(request, parsed)) is not None:
            yield again
        elif not parsed.items and self._state.token is None and not parsed.resumption_token:
            yield from self._nothing(request, page, parsed)
        else:
            yield from self._store(page, parsed)

    def _if_damaged(self, request: Request, parsed: ParsedPage) -> Request | None:
        """A page that is not well-formed is asked for once more; servers that give no others are believed."""
        if not parsed.warnings or self._damaged:
            return None
        again = self._again(request, parsed.warnings[0], most=1)
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

    def _commit(
        self,
        page: FetchedPage,
        parsed: ParsedPage,
        state: ListState,
        after: Callable[[ListState], ListState] = lambda state: state,
    ) -> None:
        """Store the page, and in the same transaction the state to go on from."""

        def checkpoint(ledger: Ledger) -> dict[str, Any]:
            news = state.news + ledger.new + ledger.updated + ledger.deleted
            rejected = state.rejected + ledger.quarantined - self.harvest.guard.held
            self._state = after(msgspec.structs.replace(state, news=news, rejected=rejected))
            return as_checkpoint(self._state)

        self.harvest.commit(page, parsed, checkpoint)

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

    def _after(self, before: ListState, problem: str | None) -> Requests:
        """The state is that of the next list: say so and go on."""
        over_again = self._state.look > before.look
        if problem:
            way = "going over it once more" if over_again else "the size may be an estimate"
            self.harvest.log("warning", f"{problem}; {way}")
        if over_again or self._state.set_index != before.set_index:
            self._watch.new_set()
        self._watch.new_list()
        yield from self._go_on()

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
        else:
            self._finish()

    def _finish(self) -> None:
        """Everything that was asked for has been read."""
        state = self._state
        if state.total:
            self.outcome.response_date = state.response_date
        elif state.window_from is None:
            self.outcome.spoil("nothing was received from a source that was asked for everything")
        self.outcome.whole = state

    def _protocol_error(self, request: Request, page: FetchedPage, parsed: ParsedPage) -> Requests:
        codes = {error.code for error in parsed.errors}
        told = "; ".join(f"{error.code} {error.message}".strip() for error in parsed.errors)
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
        most = _REPEATS if self._state.total == 0 else 1
        if (again := self._again(request, "no record matches", most)) is not None:
            yield again
            return
        before = self._state
        self._commit(page, parsed, before, after_list)
        yield from self._after(before, doubt(before))

    def _unreadable(self, request: Request, told: str, keep: Callable[[], Any]) -> Requests:
        """An answer that cannot be used: ask again, go around it, or keep it and give up its part of the list."""
        most = 1 if self._detours.bad else _REPEATS  # on the way around, one more look is enough
        if (again := self._again(request, told, most)) is not None:
            yield again
            return
        state = self._detours.around_unreadable(self._state)
        if state is None:
            keep()
            yield from self._given_up(request.url, told)
            return
        self._start_again(request.url, told, state)
        self.harvest.save(as_checkpoint(state))
        yield from self._go_on()

    def _begin_again(self, page: FetchedPage, parsed: ParsedPage, told: str) -> Requests:
        """The server cannot go on with its list: keep the page and begin a shorter one."""
        state = self._detours.parted(self._state)
        if state is None:
            self._commit(page, parsed, self._state)
            told = f"{told}; the list was started again and came no further"
            yield from self._given_up(page.url, told)
            return
        self._start_again(page.url, told, state)
        self._commit(page, parsed, state)
        yield from self._go_on()

    def _start_again(self, url: str | None, told: str, state: ListState) -> None:
        window = f"from {state.from_ or 'the beginning'} until {state.until or 'now'}"
        self.harvest.log("warning", f"{url}: {told}; starting again {window}")
        self._state = state
        self._watch.new_list()

    def _given_up(self, url: str | None, told: str) -> Requests:
        """Leave the part of the list that cannot be read; the others go on, and the run fails at its end."""
        message = f"{url}: {told}"
        if self._detours.exhausted:
            raise self.stop(f"{message}; the next run goes on from here")
        self.harvest.log("error", message)
        self._first_unread = self._first_unread or message
        before = self._state
        self._state = next_list(give_up(before))
        self.harvest.save(as_checkpoint(self._state))
        yield from self._after(before, None)
