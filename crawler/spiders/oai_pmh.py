"""OAI-PMH 2.0 harvesting: Identify, then ListRecords set by set, page by page.

The checkpoint is saved in the transaction of the page it follows, so a killed run goes on after its last page. When a
server has forgotten its token, the list starts again at the last committed datestamp, never at zero.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.formats import PageError, ParsedPage
from crawler.formats.oai_about import Identify, parse_identify
from crawler.harvest import Harvest
from crawler.spiders.base import HarvestSpider, Outcome, download_error, status_message
from crawler.spiders.oai_state import ListState, Window, advance, first_state, next_set, restart

_RETRIES_OF_A_CUT_PAGE = 2


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
        self._tokens: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        yield self._request({"verb": "Identify"}, self.identified)

    def _request(self, arguments: dict[str, str], callback: Any, **meta: Any) -> Request:
        endpoint = self.definition.endpoint or ""
        url = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(arguments)}"
        return Request(url, callback=callback, errback=self.failed, dont_filter=True, meta=meta)

    def failed(self, failure: Failure) -> None:
        """No answer at all."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it on
        raise self.stop(download_error(failure, request))

    def identified(self, response: Response) -> Iterator[Request]:
        """Take granularity and date from Identify and ask for the first list."""
        if response.status != 200:
            raise self.stop(status_message(response))
        try:
            identify = parse_identify(response.body)
        except PageError as error:
            self.harvest.commit_unreadable(self.page(response), error)
            raise self.stop(
                f"{response.url}: {error}; is this the base address of OAI-PMH?"
            ) from error
        self._begin(identify)
        yield from self._go_on()

    def _begin(self, identify: Identify) -> None:
        if self._resume is not None:
            self._state = self._resume
            where = f"set {self._state.set_index + 1}, " if self.definition.sets else ""
            self.harvest.log(
                "info", f"going on after {where}datestamp {self._state.last_datestamp}"
            )
            return
        parameters = self.harvest.run.parameters
        incremental = self.harvest.run.mode == "incremental"
        window = Window(
            from_=parameters.from_ or (self._last if incremental else None),
            until=parameters.until,
            overlap=parameters.from_ is None,
        )
        state = first_state(window, identify.granularity, identify.response_date)
        self._state = msgspec.structs.replace(state, sets=self.definition.sets)

    def _next(self) -> Request:
        """The next page of the list that the state describes."""
        return self._request(self._arguments(), self.listed)

    def _arguments(self) -> dict[str, str]:
        state = self._state
        if state.token is not None:
            return {"verb": "ListRecords", "resumptionToken": state.token}
        arguments = {"verb": "ListRecords", "metadataPrefix": self.definition.metadata_prefix}
        if self.definition.sets:
            arguments["set"] = self.definition.sets[state.set_index]
        given = {"from": state.from_, "until": state.until}
        return arguments | {name: value for name, value in given.items() if value}

    def listed(self, response: Response) -> Iterator[Request]:
        """One page of a list."""
        if response.status != 200:
            raise self.stop(f"{status_message(response)}; the next run goes on from here")
        page = self.page(response)
        try:
            parsed = self.harvest.parse(page)
        except PageError as error:
            self.harvest.commit_unreadable(page, error)
            raise self.stop(f"{response.url}: {error}") from error
        if not parsed.complete and (again := self._again(response)) is not None:
            yield again
            return
        if parsed.errors:
            yield from self._protocol_error(response, parsed)
            return
        yield from self._store(response, parsed)

    def _again(self, response: Response) -> Request | None:
        """A page that was cut short is asked for again before anything of it is stored."""
        times = int(response.meta.get("cut", 0))
        if times >= _RETRIES_OF_A_CUT_PAGE:
            return None
        return self._request(self._arguments(), self.listed, cut=times + 1)

    def _store(self, response: Response, parsed: ParsedPage) -> Iterator[Request]:
        state = advance(self._state, parsed)
        problem = self._problem(state, parsed)
        if problem is not None:
            # the records are kept; the next run goes on where this list can be trusted
            checkpoint = (restart(state) or state) if parsed.complete else self._state
            self.harvest.commit(self.page(response), parsed, msgspec.to_builtins(checkpoint))
            raise self.stop(f"{response.url}: {problem}")
        if state.token is not None:
            self._tokens.add(state.token)
        self._state = state if state.token is not None else next_set(state)
        self.harvest.commit(self.page(response), parsed, msgspec.to_builtins(self._state))
        if state.token is None:
            self._tokens.clear()
        yield from self._go_on()

    def _problem(self, state: ListState, parsed: ParsedPage) -> str | None:
        """Why the list cannot go on after this page, though its records are good."""
        if not parsed.complete:
            return f"the page was cut short {_RETRIES_OF_A_CUT_PAGE + 1} times; run again to go on from here"
        if state.token is not None and state.token in self._tokens:
            return (
                f"the server hands out a resumption token that it gave before ({state.token!r}); "
                "the list would never end; tell the source's administrator"
            )
        missing = state.token is None and state.size is not None and state.received < state.size
        if not missing or state.restarts:
            return None
        told = f"the list ended after {state.received} of {state.size} records"
        if self._tokens and not parsed.has_token_element:
            return f"{told} and without the empty token of a last page; run again to go on"
        self.harvest.log("warning", f"{told} (the size may be the server's estimate)")
        return None

    def _go_on(self) -> Iterator[Request]:
        if self.harvest.limit_reached:
            raise CloseSpider("limit")
        if self._state.set_index < max(1, len(self.definition.sets)):
            yield self._next()
        else:
            self.outcome.response_date = self._state.response_date

    def _protocol_error(self, response: Response, parsed: ParsedPage) -> Iterator[Request]:
        codes = {error.code for error in parsed.errors}
        told = "; ".join(f"{error.code} {error.message}".strip() for error in parsed.errors)
        if codes == {"noRecordsMatch"}:
            self._state = next_set(self._state)
            self.harvest.commit(self.page(response), parsed, msgspec.to_builtins(self._state))
            yield from self._go_on()
        elif "badResumptionToken" in codes:
            yield self._restarted(response, parsed, told)
        else:
            raise self.stop(f"{response.url}: OAI-PMH error {told}")

    def _restarted(self, response: Response, parsed: ParsedPage, told: str) -> Request:
        state = restart(self._state)
        if state is None:
            raise self.stop(
                f"{response.url}: {told}; the list was started again already and came no further"
            )
        self.harvest.log(
            "warning", f"{told}; starting again from {state.from_ or 'the beginning of the window'}"
        )
        self._state = state
        self._tokens.clear()
        self.harvest.commit(self.page(response), parsed, msgspec.to_builtins(state))
        return self._next()
