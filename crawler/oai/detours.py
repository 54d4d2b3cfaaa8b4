"""Ways around what an OAI-PMH server cannot give, and when there have been enough of them."""

from __future__ import annotations

from collections import Counter

from crawler.oai.state import ListState
from crawler.oai.windows import restart, same_again

_SAME_AGAIN = 2  # of a list that cannot be parted
_MOST_RESTARTS = 100  # in one run
# lists in a row that begin with an answer which cannot be used: enough to halve twenty years down to a second
_MOST_BAD = 32
_MOST_BAD_AT_FIRST = 4


class Detours:
    """What one run has tried. ``good``: a page of a list could be read; ``windows``: the server heeds from and until;
    ``bad``: answers in a row that could not be used."""

    def __init__(self, *, good: bool) -> None:
        self.good = good
        self.bad = 0
        self.windows = True
        self._restarts = 0
        self._tries: Counter[tuple[int, str | None, str | None]] = Counter()

    def readable(self) -> None:
        """A page could be read."""
        self.good, self.bad = True, 0

    def unreadable(self) -> None:
        """An answer could not be used."""
        self.bad += 1

    @property
    def exhausted(self) -> bool:
        """True if nothing speaks for trying further parts of the list in this run."""
        return not self.good or self.bad > _MOST_BAD or self._restarts > _MOST_RESTARTS

    def around_unreadable(self, state: ListState) -> ListState | None:
        """The same as :meth:`parted` after an answer that cannot be used, as far as patience goes."""
        patience = _MOST_BAD if self.good else _MOST_BAD_AT_FIRST
        return self.parted(state) if self.bad <= patience else None

    def later(self, state: ListState) -> ListState | None:
        """The rest of a list that is in order of date, from where it came to; None if it came to nowhere new."""
        if self.bad > _MOST_BAD or self._restarts >= _MOST_RESTARTS:
            return None
        rest = restart(state, windows=False)
        self._restarts += rest is not None
        return rest

    def shorter(self, state: ListState) -> ListState | None:
        """The state of a shorter list; None if it cannot be parted."""
        self._restarts += 1
        return restart(state, windows=self.windows) if self._restarts <= _MOST_RESTARTS else None

    def parted(self, state: ListState) -> ListState | None:
        """The state of a list that leaves out what is done; None if all of that was tried."""
        shorter = self.shorter(state)
        if shorter is not None or self._restarts > _MOST_RESTARTS:
            return shorter
        window = (state.set_index, state.from_, state.until)
        self._tries[window] += 1
        return same_again(state) if self._tries[window] <= _SAME_AGAIN else None
