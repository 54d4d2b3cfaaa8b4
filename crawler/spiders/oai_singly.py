"""Record by record: the way around a record that spoils every list which holds it.

The server of such a list fails (its program ends at the record, or writes what is no XML), and no window of dates
leaves the record out without its neighbours of the same day. So the part of the list is asked for its identifiers
alone, and each record by itself (GetRecord and ListIdentifiers; OAI-PMH 2.0, 4.1 and 4.3). What the server cannot give
is kept in quarantine under its identifier as ``not-given``. A run that meets such records for the first time fails, so
that the next one asks for them again; later runs ask too, and tell how many are still missing.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.store import FetchedPage
from crawler.formats import PageError, ParsedPage, Rejected
from crawler.formats.oai_about import all_told
from crawler.parsing import parent
from crawler.runs.harvest import Harvest
from crawler.runs.oai_state import (
    ListState,
    advance,
    after_list,
    arguments,
    doubt,
    of_date,
    one_by_one,
)
from crawler.runs.outcome import Outcome
from crawler.spiders.base import asked_for, asked_in, download_error, is_refused, status_message
from crawler.spiders.oai_asking import RETRIES, OaiAsking, Requests
from crawler.spiders.oai_watch import names

NOT_GIVEN = "not-given"
_MOST_NAMES = 1_000_000
_FEW = 20  # records to get one by one sooner than to part their list once more, which takes five requests or so
# of those that earlier runs could not get, in one run: each costs a server that fails some seconds
_MOST_TRIED = 100


class Spoilt(msgspec.Struct, frozen=True):
    """A list that could not be read: where, why, and the answer with what could be read of it, unless that is kept."""

    url: str | None
    told: str
    page: FetchedPage | None = None
    read: ParsedPage | PageError | None = None

    def __str__(self) -> str:
        return self.told if self.url is None else f"{self.url}: {self.told}"


class OneByOne(OaiAsking):
    """Reads the list at work record by record, and asks again for what earlier runs could not get."""

    def __init__(self, harvest: Harvest, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._names: dict[str, str | None] = {}  # of the list, with the datestamps
        self._wanted: deque[str] = deque()
        self._missed = frozenset(harvest.waiting_for(NOT_GIVEN))  # by earlier runs
        self._lost: list[str] = []  # that no earlier run has missed
        self._tried_again = False
        self._nameable = True
        self._spoilt: Spoilt | None = None

    def _given_up(self, spoilt: Spoilt) -> Requests:
        """Leave the part of the list that cannot be read."""
        raise NotImplementedError

    # the identifiers

    def _around(self, spoilt: Spoilt) -> Requests:
        """Go around a list that cannot be used: by its parts, and by the records of those that hold few."""
        self._detours.unreadable()
        later = self._detours.later(self._state)
        yield from self._by_names(spoilt) if later is None else self._list_again(spoilt, later)

    def _list_again(self, spoilt: Spoilt, state: ListState) -> Requests:
        self._start_again(spoilt.url, spoilt.told, state)
        self._move(state)
        yield from self._go_on()

    def _by_names(self, spoilt: Spoilt) -> Requests:
        """Ask which records there are, to decide by their number how to get them."""
        self._spoilt = spoilt
        if self._nameable:
            yield self._ask_names()
        else:
            yield from self._by_dates(spoilt)

    def _by_dates(self, spoilt: Spoilt) -> Requests:
        """Read the list in parts by dates alone."""
        state = self._detours.around_unreadable(self._state)
        yield from self._given_up(spoilt) if state is None else self._list_again(spoilt, state)

    def _ask_names(self) -> Request:
        self._names.clear()
        asked = arguments(one_by_one(self._state), self.definition)
        return self._request(asked, self.named, self._unnamed)

    def named(self, response: Response) -> Requests:
        """A page of identifiers."""
        request = asked_for(response)
        if is_refused(response):
            yield from self._no_names(status_message(response))
            return
        try:
            page = parent.identifiers(response.body)
        except PageError as error:
            again = self._again(request, str(error), most=1)
            yield from self._no_names(f"{request.url}: {error}") if again is None else (again,)
            return
        if page.errors and {error.code for error in page.errors} != {"noRecordsMatch"}:
            yield from self._no_names(f"{request.url}: OAI-PMH error {all_told(page.errors)}")
            return
        self._detours.good = True
        known = len(self._names)
        self._names |= dict(page.named)
        more = page.resumption_token if len(self._names) > known else None
        shorter = self._shorter(more is not None) if known == 0 else None
        if self._spoilt is not None and shorter is not None:
            yield from self._list_again(self._spoilt, shorter)
        elif len(self._names) > _MOST_NAMES:
            yield from self._no_names(f"more than {_MOST_NAMES} records")
        elif more:
            asked = {"verb": "ListIdentifiers", "resumptionToken": more}
            yield self._request(asked, self.named, self._unnamed)
        else:
            yield from self._singly()

    def _unseen(self) -> list[str]:
        return [name for name in self._names if name not in self._watch]

    def _shorter(self, more: bool) -> ListState | None:
        """A part of the list, if it holds more than is to be got one by one and can be parted."""
        unseen = self._unseen()
        dates = {self._names[name] for name in unseen}
        if self._state.singly or (not more and (len(dates) <= 1 or len(unseen) <= _FEW)):
            return None
        if len(dates) == 1:
            return of_date(self._state, dates.pop())
        return self._detours.shorter(self._state)

    def _singly(self) -> Requests:
        """Read the list at work record by record."""
        wanted = self._unseen()
        self.harvest.log(
            "warning",
            f"{self._spoilt or 'going on'}; {len(wanted)} records are asked for one by one",
        )
        self._move(one_by_one(self._state))
        self._wanted.extend(wanted)
        yield from self._get_next()

    def _unnamed(self, failure: Failure) -> Requests:
        yield from self._no_names(download_error(failure, asked_in(failure)))

    def _no_names(self, told: str) -> Requests:
        """The server names no identifiers either: go by dates alone."""
        self.harvest.log("warning", f"no way around record by record: {told}")
        self._nameable = False
        yield from self._by_dates(self._spoilt or Spoilt(None, told))

    # the records

    def _get_next(self) -> Requests:
        if self.harvest.limit_reached:
            raise CloseSpider("limit")
        if self._wanted:
            name = self._wanted.popleft()
            prefix = self.definition.metadata_prefix
            asked = {"verb": "GetRecord", "identifier": name, "metadataPrefix": prefix}
            meta = {"name": name, "max_retry_times": RETRIES}
            yield self._request(asked, self.got, self._not_got, **meta)
        elif self._state.finished:
            yield from self._go_on()
        else:
            yield from self._all_got()

    def _all_got(self) -> Requests:
        """Every record of the list was asked for."""
        self._spoilt = None
        before = self._state
        self._move(after_list(before))
        yield from self._after(before, doubt(before))

    def got(self, response: Response) -> Requests:
        """One record, or why there is none."""
        page, request = self.page(response), asked_for(response)
        if is_refused(response):
            told = status_message(response)
            yield from self._if_alive(told, lambda: self._lose(request, page, told))
            return
        parsed, problem = self._read(request, page)
        if problem is None:
            self._detours.readable()
            fresh = self._watch.fresh(parsed)
            self._commit(page, parsed, advance(self._state, parsed, fresh), confirmed=True)
            yield from self._get_next()
        elif (again := self._again(request, problem, most=1)) is not None:
            yield again
        elif "idDoesNotExist" in {error.code for error in parsed.errors}:
            self.harvest.log("warning", f"{request.url}: {problem}; it is gone meanwhile")
            self.harvest.settle(
                request.meta["name"], "the source does not know it any more", NOT_GIVEN
            )
            yield from self._get_next()
        else:
            yield from self._lose(request, page, problem)

    def _read(self, request: Request, page: FetchedPage) -> tuple[ParsedPage, str | None]:
        """What can be read of the page, and why that is not the record that was asked for."""
        try:
            parsed = self.harvest.parse(page)
        except PageError as error:
            return ParsedPage(), str(error)
        if parsed.errors:
            return parsed, f"OAI-PMH error {all_told(parsed.errors)}"
        if not parsed.complete:
            return parsed, "the answer is cut short"
        if request.meta["name"] not in names(parsed):
            return parsed, "the answer does not hold the record"
        return parsed, None

    def _not_got(self, failure: Failure) -> Requests:
        request = asked_in(failure)
        told = download_error(failure, request)
        nothing = self._nothing_of(request)
        yield from self._if_alive(told, lambda: self._lose(request, nothing, told))

    def _lose(self, request: Request, page: FetchedPage, told: str) -> Requests:
        """Keep what came instead of the record, unless an earlier run did."""
        name = request.meta["name"]
        item = Rejected(reason=NOT_GIVEN, detail=told, raw=page.body, identifier=name)
        parsed = ParsedPage(items=(item,))
        fresh = self._watch.fresh(parsed)
        if name in self._missed:
            self.harvest.log("warning", f"{name} is still not given: {told}")
            self._state = msgspec.structs.replace(
                self._state, distinct=self._state.distinct + fresh
            )
        else:
            self._lost.append(name)
            self._commit(page, parsed, advance(self._state, parsed, fresh))
        yield from self._get_next()

    # what earlier runs could not get

    def _try_again(self) -> Requests:
        """Ask for what earlier runs could not get; in turns, if it is much."""
        self._tried_again = True
        missed = [name for name in self.harvest.waiting_for(NOT_GIVEN) if name in self._missed]
        turn = self.harvest.run.id * _MOST_TRIED % len(missed) if len(missed) > _MOST_TRIED else 0
        self._wanted.extend([*missed[turn:], *missed[:turn]][:_MOST_TRIED])
        yield from self._get_next()
