"""Scrapy's handler of http and https, with an end to the head of an answer.

Twisted reads status lines and header lines for as long as they come: a server that sent them without end filled
3.8 GB. Here the head (every "100 Continue" before the answer too) has a limit of bytes and of lines, and beyond it the
request fails at once. How long a server may take for its answer is the source's ``timeout``, head and body together.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.client import ResponseFailed

from crawler.limits import HEAD_BYTES, HEAD_LINES


class HeadTooLarge(Exception):  # noqa: N818 -- as its neighbours in spiders.base, which tells it
    """The head of an answer is over its limits. The request is not made again for it."""

    def __init__(self) -> None:
        limits = f"{HEAD_BYTES // 1024} KiB or {HEAD_LINES} lines"
        super().__init__(f"the header of the answer is over the limit of {limits}")


class _BoundedProtocol(http11._LenientHTTP11ClientProtocol):
    """Counts what comes until the head of the answer is read."""

    _bytes = 0
    _lines = 0

    def request(self, request: Any) -> Any:
        self._bytes = self._lines = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 -- Twisted's name
        parser = self._parser
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if parser is None or self._parser is not parser or parser.state not in (STATUS, HEADER):
            return  # the head is whole
        self._bytes += len(data)
        self._lines += data.count(b"\n")
        if self._bytes > HEAD_BYTES or self._lines > HEAD_LINES:
            self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]
            assert self.transport is not None  # noqa: S101 -- data came through it
            self.transport.abortConnection()


class _BoundedFactory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 -- Twisted's name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(http11.HTTP11DownloadHandler):
    """Scrapy's own handler, over connections that count."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises HeadTooLarge, and what Scrapy's handler raises."""
        try:
            return await super().download_request(request)
        except Exception as error:
            if (told := _too_large(error)) is not None:
                raise told from None
            raise


def _too_large(error: BaseException | None) -> HeadTooLarge | None:
    """The reason that Twisted and Scrapy have wrapped, if it is ours."""
    while error is not None:
        if isinstance(error, HeadTooLarge):
            return error
        if isinstance(error, ResponseFailed):
            found = (_too_large(reason.value) for reason in error.reasons)
            return next((each for each in found if each is not None), None)
        error = error.__cause__ or error.__context__
    return None
