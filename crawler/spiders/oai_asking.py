"""Asking an OAI-PMH server, once more if need be, and whether it lives; and where the harvest stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.runs import Ledger
from catalogue.harvested.store import FetchedPage
from crawler.asking.retries import WAIT
from crawler.formats import ParsedPage
from crawler.runs.harvest import Harvest
from crawler.runs.oai_state import ListState, as_checkpoint
from crawler.runs.outcome import Outcome
from crawler.spiders.base import HarvestSpider, asked_in, download_error, status_message
from crawler.spiders.oai_detours import Detours
from crawler.spiders.oai_watch import Watch

REPEATS = 2  # of an answer that cannot be used
RETRIES = 1  # of a request that the server failed, on the way around

Requests = Iterator[Request]


class OaiAsking(HarvestSpider):
    """What every way to read a repository needs. ``begun`` says that pages of this harvest were read before."""

    def __init__(self, harvest: Harvest, outcome: Outcome, *, begun: bool, **kwargs: Any) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._state = ListState()
        self._watch = Watch()
        self._detours = Detours(good=begun)

    def failed(self, failure: Failure) -> Requests:
        """No answer at all, or one that was refused."""
        told = download_error(failure, asked_in(failure))
        raise self.stop(f"{told}; the next run goes on from here")

    def _request(
        self, asked: dict[str, str], callback: Any, errback: Any = None, **meta: Any
    ) -> Request:
        endpoint = self.definition.endpoint or ""
        url = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
        errback = errback or self.failed
        return Request(url, callback=callback, errback=errback, dont_filter=True, meta=meta)

    def _again(self, request: Request, reason: str, most: int = REPEATS) -> Request | None:
        """The same request once more, a while later; None if it was repeated often enough."""
        times = int(request.meta.get("repeated", 0))
        if times >= most:
            return None
        self.harvest.log("warning", f"{request.url}: {reason}; asked again")
        return Request(
            request.url,
            callback=request.callback,
            errback=request.errback,
            dont_filter=True,
            meta=_own(request.meta) | {"repeated": times + 1, WAIT: times + 1},
        )

    def _if_alive(self, told: str, then: Callable[[], Requests]) -> Requests:
        """Go on after a failure if the server still says who it is; else all of it is away, and the run ends."""
        away = f"{told}; the next run goes on from here"

        def answered(response: Response) -> Requests:
            if response.status != 200:
                raise self.stop(f"{away} ({status_message(response)})")
            yield from then()

        yield self._request({"verb": "Identify"}, answered)

    def _nothing_of(self, request: Request) -> FetchedPage:
        """The page that never came."""
        definition = self.definition
        return FetchedPage(
            source=definition.name, format=definition.format, body=b"", url=request.url
        )

    def _commit(
        self,
        page: FetchedPage,
        parsed: ParsedPage,
        state: ListState,
        after: Callable[[ListState], ListState] = lambda state: state,
        *,
        confirmed: bool = False,
    ) -> None:
        """Store the page, and in the same transaction the state to go on from."""

        def checkpoint(ledger: Ledger) -> dict[str, Any]:
            news = state.news + ledger.new + ledger.updated + ledger.deleted
            rejected = state.rejected + ledger.quarantined - self.harvest.aside
            self._become(after(msgspec.structs.replace(state, news=news, rejected=rejected)))
            return as_checkpoint(self._state)

        self.harvest.commit(page, parsed, checkpoint, confirmed=confirmed)

    def _move(self, state: ListState) -> None:
        """Go on from another state, without a page."""
        self._become(state)
        self.harvest.save(as_checkpoint(self._state))

    def _become(self, state: ListState) -> None:
        """Stand there from now on; where another look at the set begins, it is of this run."""
        if state.look != self._state.look:
            state = msgspec.structs.replace(state, looked_in=self.harvest.run.id)
        self._state = state

    def _start_again(self, url: str | None, told: str, state: ListState) -> None:
        window = f"from {state.from_ or 'the beginning'} until {state.until or 'now'}"
        self.harvest.log("warning", f"{url}: {told}; starting again {window}")
        self._state = state
        self._watch.new_list()

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
        """What to ask for next."""
        raise NotImplementedError


def _own(meta: dict[str, Any]) -> dict[str, Any]:
    """What we wrote into a request ourselves; the rest Scrapy's own parts did, for that one request."""
    return {name: meta[name] for name in ("name", "max_retry_times") if name in meta}
