"""What every spider shares: page → parse → one transaction; and one outcome for whatever goes wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    CloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from catalogue.database.engine import now
from catalogue.harvested.store import FetchedPage
from crawler.asking.addresses import BadAddress, InternalAddress
from crawler.asking.headers import HeadTooLarge
from crawler.errors import CrawlerError
from crawler.formats.page import MAX_BYTES
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import DEADLINE, Outcome
from crawler.urls import shown

_TOO_LARGE = f"the answer is over the limit of {MAX_BYTES // 2**20} MiB"
_DOWNLOAD_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (HeadTooLarge, str(HeadTooLarge())),
    (CannotResolveHostError, "the host name is not known"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no whole answer in the time that one may take"),
    (DownloadCancelledError, _TOO_LARGE),
)


STOPPED = "stopped from outside; the next run goes on from here"


class HarvestSpider(scrapy.Spider):
    """Base of the spiders. Every HTTP status comes to the callback, which knows what it means for the run."""

    def __init__(self, harvest: Harvest, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(name=harvest.definition.name, **kwargs)
        self.harvest = harvest
        self.outcome = outcome
        self.definition = harvest.definition

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._on_error, signal=signals.spider_error)
        crawler.signals.connect(spider._on_closed, signal=signals.spider_closed)
        return spider

    def page(self, response: Response, url: str | None = None) -> FetchedPage:
        """The answer as the catalogue keeps it."""
        return FetchedPage(
            source=self.definition.name,
            format=self.definition.format,
            body=response.body,
            url=url or response.url,
            status=response.status,
            fetched_at=now(),
        )

    def stop(self, message: str) -> CloseSpider:
        """Note the failure and give what to raise."""
        self.outcome.fail(message)
        return CloseSpider("failed")

    def _on_error(
        self, failure: Failure, response: Response | Failure, spider: scrapy.Spider
    ) -> None:
        """A callback raised, or an errback, which was given a failure instead of a response.

        An error of ours says what it is, any other is a fault of the program.
        """
        error = failure.value
        if isinstance(error, CloseSpider):
            return
        detail = str(error) if isinstance(error, CrawlerError) else f"internal error ({error!r})"
        url = asked_in(response).url if isinstance(response, Failure) else response.url
        self.outcome.fail(f"{url}: {detail}")

    def _on_closed(self, spider: scrapy.Spider, reason: str) -> None:
        self.outcome.closed = True
        if reason not in {"finished", "failed", "limit"}:
            told = {
                "shutdown": STOPPED,
                "memusage_exceeded": "stopped: over 512 MiB of memory",
                "closespider_timeout": DEADLINE,
            }
            self.outcome.fail(told.get(reason, f"stopped: {reason}"))


def status_message(response: Response) -> str:
    """``https://… answered 404 Not Found``."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    return f"{response.url} answered {response.status} {phrase}".strip()


def is_refused(response: Response) -> bool:
    """True if there is no answer but a status; some servers say by OAI-PMH what is wrong, with a status of its own."""
    return response.status != 200 and b"<error" not in response.body[:10_000]


def is_too_large(failure: Failure) -> bool:
    """True if the answer was refused for its size, packed or unpacked."""
    error = failure.value
    if isinstance(error, (InternalAddress, BadAddress)):
        return False
    refused = isinstance(error, IgnoreRequest) and "robots.txt" not in str(error)
    return refused or isinstance(error, DownloadCancelledError)


def download_error(failure: Failure, request: Request) -> str:
    """Why nothing was received, in one line."""
    if isinstance(failure.value, (InternalAddress, BadAddress)):
        return f"{shown(request.url)}: {failure.value}"
    if isinstance(failure.value, IgnoreRequest):
        by_robots = "robots.txt" in str(failure.value)
        return f"{request.url}: {'robots.txt of the site forbids it' if by_robots else _TOO_LARGE}"
    for kind, told in _DOWNLOAD_ERRORS:
        if isinstance(failure.value, kind):
            return f"{request.url}: {told}"
    return f"{request.url}: {type(failure.value).__name__}: {failure.value}"


def asked_in(failure: Failure) -> Request:
    """The request that failed."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it on
    return request


def asked_for(response: Response) -> Request:
    """The request that the response answers."""
    request = response.request
    assert request is not None  # noqa: S101 -- Scrapy sets it for every callback
    return request
