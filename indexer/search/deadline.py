"""How long one search may take, however many questions to the index it is made of."""

from __future__ import annotations

from time import monotonic
from typing import Any

from indexer.search.errors import SearchTooSlow

SEARCH_SECONDS = 5.0
SUGGEST_SECONDS = 1.0  # what it may take to find out what else was meant


class Deadline:
    """The moment at which a search that has begun now is given up."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = SEARCH_SECONDS if seconds is None else seconds
        self._ends = monotonic() + self._seconds

    def sooner(self, seconds: float) -> Deadline:
        """This one, or the one so many seconds from now."""
        return Deadline(min(seconds, max(0.0, self._ends - monotonic())))

    def left(self) -> float:
        """The seconds that are left. Raises SearchTooSlow if there are none."""
        left = self._ends - monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> SearchTooSlow:
        """What to say when it has passed."""
        return SearchTooSlow("took_too_long", seconds=f"{self._seconds:g}")


class Timed:
    """Something whose methods are not called any more once a deadline has passed.

    For an index that cannot be stopped within a call: each of its calls is bounded by the limits of a query.
    """

    def __init__(self, inner: Any, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        self._deadline.left()
        return getattr(self._inner, name)
