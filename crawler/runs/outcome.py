"""How a run ends: the one outcome that its spider and its guard write into."""

from __future__ import annotations

from crawler.oai.state import ListState

DEADLINE = "stopped: the deadline of the run; the next run goes on from here"
"""Why a run ended that took longer than its source allows."""


class Outcome:
    """How the crawl ended; the first failure stays.

    ``spoilt`` says that the next run must not go on from here but begin anew; ``reservation`` is why a success is none
    without reservations; ``whole`` is the last state of an OAI-PMH harvest that was read to its end. ``closed`` says
    that the spider came to an end at all, its own or another.
    """

    def __init__(self) -> None:
        self.failure: str | None = None
        self.notes: list[str] = []
        self.response_date: str | None = None
        self.spoilt = False
        self.over: str | None = None
        self.reservation: str | None = None
        self.whole: ListState | None = None
        self.closed = False

    def fail(self, message: str) -> None:
        if self.failure is None:
            self.failure = message

    def spoil(self, message: str) -> None:
        """Fail, and let the next run begin anew."""
        self.fail(message)
        self.spoilt = True
