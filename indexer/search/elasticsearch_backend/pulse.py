"""Telling a node that takes long to answer from one that hangs.

A search may take seconds, and a node that hangs (a stopped process, a machine that swaps) takes a request as gladly as
one that works on it. So whoever has waited for a moment asks the node over another connection whether it still lives.
"""

from __future__ import annotations

from time import monotonic

from urllib3 import HTTPConnectionPool, Timeout
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.wait import wait_for_read


class NoSignOfLifeError(ConnectionError):
    """A node took a request and answers nothing any more, not even that it is there."""


def watch_pulse(pool: HTTPConnectionPool, moment: float) -> None:
    """Make every request over the pool that waits longer than ``moment`` seconds look whether its node lives.

    Without a sign of life within another such moment the request fails with :class:`NoSignOfLifeError`. Requests that
    wait no longer than that anyway are left as they are.
    """
    base = pool.ConnectionCls

    def lives() -> bool:
        try:
            pool.urlopen("HEAD", "/", retries=False, timeout=Timeout(total=moment))
        except HTTPError:
            return False
        return True  # whatever it said: it may refuse us, and lives

    class Listening(base):  # type: ignore[misc, valid-type]
        def getresponse(self) -> BaseHTTPResponse:
            if self.timeout is not None and self.timeout > moment:
                self._listen(monotonic() + self.timeout)
            answer: BaseHTTPResponse = super().getresponse()
            return answer

        def _listen(self, ends: float) -> None:
            """Come back when the answer begins."""
            while not wait_for_read(self.sock, moment):
                if monotonic() >= ends:
                    raise TimeoutError("timed out")
                if not lives():
                    raise NoSignOfLifeError(f"no sign of life for {2 * moment:.2g} s")

    pool.ConnectionCls = Listening
