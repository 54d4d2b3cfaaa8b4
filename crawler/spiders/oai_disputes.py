"""Records that a harvest listed as live and as deleted: the source is asked for each, and its answer is believed.

OJS 3.2 and 3.3 list the deletion of an old submission under the identifier of its successor, and an article that left
one of its sets as deleted there. What the source does not answer stays live, and its deletion in quarantine; the next
run asks again.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.deletions import DISPUTED
from crawler.formats.oai_about import all_told
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import Outcome
from crawler.spiders.base import asked_for, asked_in, download_error, is_refused, status_message
from crawler.spiders.oai_asking import RETRIES, Requests
from crawler.spiders.oai_singly import OneByOne

_MOST_ASKED = 1000
"""Of one run: each costs the delay that the source's politeness asks for."""


class AskingDisputed(OneByOne):
    """Asks for disputed records at the end of the lists."""

    def __init__(self, harvest: Harvest, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._disputed: deque[str] | None = None
        self._unanswered = 0

    def _next_disputed(self) -> Request | None:
        """The request for the next disputed record; None once all were asked for."""
        if self._disputed is None:
            self._disputed = self._all_disputed()
        if not self._disputed:
            return None
        name = self._disputed.popleft()
        asked = {
            "verb": "GetRecord",
            "identifier": name,
            "metadataPrefix": self.definition.metadata_prefix,
        }
        meta = {"name": name, "max_retry_times": RETRIES}
        return self._request(asked, self.heard, self._silent, **meta)

    def _all_disputed(self) -> deque[str]:
        waiting = self.harvest.waiting_for(DISPUTED)
        names = list(dict.fromkeys([*waiting, *sorted(self.harvest.guard.doubtful)]))
        # in turns, if they are many
        turn = self.harvest.run.id * _MOST_ASKED % len(names) if len(names) > _MOST_ASKED else 0
        if names:
            told = "records are listed as live and as deleted; the source is asked for each"
            self.harvest.log("warning", f"{len(names)} {told}")
        self._unanswered = max(0, len(names) - _MOST_ASKED)
        return deque([*names[turn:], *names[:turn]][:_MOST_ASKED])

    def heard(self, response: Response) -> Requests:
        """What the source says of one record."""
        page, request = self.page(response), asked_for(response)
        if is_refused(response):
            told = status_message(response)
            yield from self._if_alive(told, lambda: self._leave(request, told))
            return
        parsed, problem = self._read(request, page)
        if problem is None:
            self._commit(page, parsed, self._state, confirmed=True)
            yield from self._go_on()
        elif (again := self._again(request, problem, most=1)) is not None:
            yield again
        else:
            if "idDoesNotExist" in {error.code for error in parsed.errors}:
                self._forget(request.meta["name"])
            yield from self._leave(request, problem or all_told(parsed.errors))

    def _forget(self, name: str) -> None:
        """What this harvest has not listed and the source does not know: a sweep decides about it."""
        resolution = "the source does not know it any more"
        self.harvest.settle(name, resolution, DISPUTED, before=self.harvest.guard.began_in)

    def _silent(self, failure: Failure) -> Requests:
        request = asked_in(failure)
        told = download_error(failure, request)
        yield from self._if_alive(told, lambda: self._leave(request, told))

    def _leave(self, request: Request, told: str) -> Requests:
        """No answer that says it: the record stays live."""
        self._unanswered += 1
        name = request.meta["name"]
        self.harvest.log(
            "warning", f"{name} stays live, though it is listed as deleted too: {told}"
        )
        yield from self._go_on()
