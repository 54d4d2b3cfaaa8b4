"""Asking again: what may be repeated, how often, and how long to wait before.

A busy server (503, 429) is asked again after the time that it names in ``Retry-After``; after other failures the wait
doubles each time and is scattered, so that many harvesters of one server do not come back together. No wait is longer
than the source's cap, and none goes past the run's deadline.
"""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Request, Response
from scrapy.utils.misc import load_object

from crawler.asking.politeness import retry_after

BUSY = (429, 503)
PASSING = (*BUSY, 408, 425, 500, 502, 504, 520, 521, 522, 523, 524)
"""Statuses that may pass by themselves."""
_FIRST_WAIT = 5.0
WAIT = "eaci_wait"
"""The key of ``Request.meta`` under which a spider asks for a wait of so many doublings before the request."""


def backoff(attempt: int, cap: float) -> float:
    """Seconds to wait before the attempt of this number (1, 2, …): doubling, scattered by half, at most the cap."""
    longest = min(cap, _FIRST_WAIT * 2.0 ** min(attempt - 1, 20))
    return longest * (0.5 + random.random() / 2)  # noqa: S311 -- no secret


class PatientRetry:
    """Scrapy's downloader middleware for failed requests. Every retry is a line of the run's log."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._cap = crawler.settings.getfloat("EACI_MAX_RETRY_AFTER")
        self._until = time.monotonic() + crawler.settings.getfloat("EACI_DEADLINE")
        exceptions = crawler.settings.getlist("RETRY_EXCEPTIONS")
        self._passing = tuple(load_object(name) for name in exceptions)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait, where the spider asked for it."""
        attempt = request.meta.pop(WAIT, 0)
        if attempt:
            await asyncio.sleep(min(backoff(attempt, self._cap), self._left()))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the request to be asked again."""
        if response.status not in PASSING:
            return response
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        asked = retry_after(header, datetime.now(UTC)) if response.status in BUSY else None
        reason = f"answered {response.status}"
        return await self._again(request, reason, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request to be asked again, or None to let the failure pass."""
        if not isinstance(exception, self._passing):
            return None
        return await self._again(request, f"{type(exception).__name__}: {exception}", None)

    async def _again(self, request: Request, reason: str, asked: float | None) -> Request | None:
        spider: Any = self._crawler.spider
        again = get_retry_request(request, spider=spider, reason=reason) if spider else None
        if again is None:
            return None
        attempt = int(again.meta["retry_times"])
        wait = backoff(attempt, self._cap) if asked is None else min(self._cap, asked)
        if wait >= self._left():
            return None
        told = f" (it asks for {asked:.0f} s)" if asked is not None else ""
        spider.harvest.log(
            "warning", f"{request.url}: {reason}{told}; asked again after {wait:.1f} s"
        )
        await asyncio.sleep(wait)
        return again

    def _left(self) -> float:
        return max(0.0, self._until - time.monotonic())
