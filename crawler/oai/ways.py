"""Around a list that cannot be used: to a later or a shorter one, and past it where there is no other way."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.formats import PageError, ParsedPage
from crawler.oai.detours import Detours
from crawler.oai.progress import Progress
from crawler.oai.state import give_up, next_list
from crawler.oai.steps import (
    GOES_ON,
    ByNames,
    Effect,
    GoOn,
    Log,
    Spoilt,
    Steps,
    Stop,
    StoreUnreadable,
)


class Ways:
    """Finds the way around, and remembers the first list that none led around (``first_unread``, else empty)."""

    def __init__(self, progress: Progress, detours: Detours) -> None:
        self._progress = progress
        self._detours = detours
        self.first_unread = ""

    def around(self, spoilt: Spoilt) -> Steps:
        """The rest of a list in order of date is read on; any other by the names of its records."""
        self._detours.unreadable()
        rest = self._detours.later(self._progress.state)
        if rest is None:
            return ByNames(spoilt)
        return (yield from self._progress.read_part(spoilt, rest))

    def by_dates(self, spoilt: Spoilt) -> Steps:
        """Read the list in parts by dates alone, as far as patience goes."""
        part = self._detours.around_unreadable(self._progress.state)
        if part is None:
            return (yield from self._give_up(spoilt))
        return (yield from self._progress.read_part(spoilt, part))

    def _give_up(self, spoilt: Spoilt) -> Steps:
        """Leave the part of the list that cannot be read; the others go on, and the run fails at its end."""
        yield from self._keep(spoilt)
        if self._detours.exhausted:
            return Stop(f"{spoilt}; {GOES_ON}")
        yield Log("error", str(spoilt))
        self.first_unread = self.first_unread or str(spoilt)
        before = self._progress.state
        yield self._progress.move(next_list(give_up(before)))
        yield from self._progress.leave(before)
        return GoOn()

    def _keep(self, spoilt: Spoilt) -> Iterator[Effect]:
        """Keep the answer that could not be used, and of it what could."""
        if spoilt.answer is None:
            return
        if isinstance(spoilt.read, PageError):
            yield StoreUnreadable(spoilt.answer, spoilt.read)
        elif isinstance(spoilt.read, ParsedPage):
            yield self._progress.store(spoilt.answer, spoilt.read, self._progress.state)
