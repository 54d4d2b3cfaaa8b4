"""Article pages: from a list of addresses, or following the addresses of records that another source brought.

No OAI source here gives reference lists; the articles' pages do.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.database.engine import reading
from catalogue.harvested.store import page_addresses, read_records
from crawler.asking.retries import PASSING
from crawler.errors import SourceError
from crawler.formats import PageError
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import Outcome
from crawler.spiders.base import HarvestSpider, asked_in, download_error, status_message
from crawler.urls import LONGEST, problem, shown, usable
from schemas import HarvestedRecord

_MOST_SILENT = 10
_MOST_TOLD = 20


class ArticlePagesSpider(HarvestSpider):
    """Fetches pages one by one. One that is missing is noted and does not stop the others."""

    def __init__(self, harvest: Harvest, outcome: Outcome, home: Path, **kwargs: Any) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._home = home
        self._asked = 0
        self._missed = 0
        self._bad = 0  # addresses that nobody can be asked at
        self._silent = 0  # requests in a row that the server had no answer for

    async def start(self) -> AsyncIterator[Request]:
        known = self._known()
        try:
            for url in dict.fromkeys(self._addresses()):
                if url not in known and (request := self._request(url)) is not None:
                    self._asked += 1
                    yield request
        except SourceError as error:
            self.outcome.fail(str(error))

    def _known(self) -> set[str]:
        """The pages that are here already: an incremental run fetches only the others."""
        if self.harvest.run.mode != "incremental":
            return set()
        with reading(self.harvest.engine) as connection:
            return page_addresses(connection, self.definition.name)

    def _addresses(self) -> Iterator[str]:
        yield from self.definition.urls
        if self.definition.urls_file:
            yield from self._listed(self._home / self.definition.urls_file)
        if self.definition.follow_source:
            yield from self._followed(self.definition.follow_source)

    def _listed(self, path: Path) -> Iterator[str]:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise SourceError(
                f"{path}: cannot be read: {error.strerror}; write the pages' addresses into it, one a line"
            ) from error
        yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))

    def _followed(self, source: str) -> Iterator[str]:
        """The first address of each record that matches the source's pattern, and can be asked if any can."""
        pattern = re.compile(self.definition.url_pattern or r"^https?://")
        for record in self._records(source):
            found = [url for url in record.urls if len(url) <= LONGEST and pattern.search(url)]
            if found and not record.deleted:
                yield next(filter(usable, found), found[0])

    def _records(self, source: str) -> Iterator[HarvestedRecord]:
        """In short transactions: a polite crawl takes hours, and none may stay open as long."""
        after = 0
        while True:
            with reading(self.harvest.engine) as connection:
                batch = read_records(connection, source, after=after)
            if not batch:
                return
            yield from (record for _, record in batch)
            after = batch[-1][0]

    def _request(self, url: str) -> Request | None:
        """The request for a page; None if nobody can be asked at its address."""
        fetched = url
        for prefix, mirror in self.definition.mirror.items():
            if url.startswith(prefix):
                fetched = mirror + url[len(prefix) :]
        if (wrong := problem(url) or problem(fetched, users=True)) is not None:
            self._pass_over(f"{shown(url)} is passed over: {wrong}")
            return None
        return Request(
            fetched,
            callback=self.received,
            errback=self.failed,
            dont_filter=True,
            meta={"address": url},
        )

    def _pass_over(self, message: str) -> None:
        """Note an address that is none; the first ones by name."""
        self._bad += 1
        if self._bad <= _MOST_TOLD:
            self.harvest.log("warning", message)

    def failed(self, failure: Failure) -> None:
        """No answer at all: note it and go on."""
        request = asked_in(failure)
        refused = isinstance(failure.value, (IgnoreRequest, DownloadCancelledError))
        self._miss(download_error(failure, request), silent=not refused)

    def received(self, response: Response) -> None:
        """One page."""
        if response.status != 200:
            self._miss(status_message(response), silent=response.status in PASSING)
            return
        self._silent = 0
        page = self.page(response, url=response.meta["address"])
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            parsed = self.harvest.parse(page, content_type)
        except PageError as error:
            self.harvest.commit_unreadable(page, error)
            self.harvest.log("error", f"{page.url}: {error}")
            return
        self.harvest.commit(page, parsed)
        if self.harvest.limit_reached:
            raise CloseSpider("limit")

    def _miss(self, message: str, *, silent: bool) -> None:
        """Note a page that could not be had; a server that answers nothing any more is left alone."""
        self._missed += 1
        self._silent = self._silent + 1 if silent else 0
        self.harvest.log("warning", message)
        if self._silent >= _MOST_SILENT:
            raise self.stop(f"{self._silent} pages in a row had no answer; the last: {message}")

    def _on_closed(self, spider: object, reason: str) -> None:
        super()._on_closed(self, reason)
        if self._missed and self._missed == self._asked:
            self.outcome.fail(
                f"none of the {self._asked} pages could be fetched; see the run's log"
            )
        elif self._missed:
            self.outcome.notes.append(f"{self._missed} of {self._asked} pages could not be fetched")
        if self._bad:
            self.outcome.notes.append(f"{self._bad} addresses are not valid and were passed over")
