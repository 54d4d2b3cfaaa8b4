"""Where a harvest stands, and what of its lists it has seen: what all the parts of a harvest share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from catalogue.harvested.store import FetchedPage
from crawler.formats import ParsedPage
from crawler.oai.state import ListState, as_checkpoint
from crawler.oai.steps import GoOn, Log, Save, Spoilt, Steps, Store
from crawler.oai.watch import Watch


def _same(state: ListState) -> ListState:
    return state


class Progress:
    """The state of the harvest, and the ways to another: with a page, without one, to a part of the list, to the next.

    ``run`` is the run at work. A state that goes with a page holds once the page is stored.
    """

    def __init__(self, run: int, state: ListState | None = None) -> None:
        self.run = run
        self.state = state or ListState()
        self.watch = Watch()

    def store(
        self,
        answer: FetchedPage,
        page: ParsedPage,
        state: ListState,
        after: Callable[[ListState], ListState] = _same,
        *,
        confirmed: bool = False,
    ) -> Store:
        """Store the page. ``after`` gives the state to go on from, by ``state`` with what the page really brought."""

        def stored(news: int, rejected: int) -> dict[str, Any]:
            counted = msgspec.structs.replace(
                state, news=state.news + news, rejected=state.rejected + rejected
            )
            self._become(after(counted))
            return as_checkpoint(self.state)

        return Store(answer, page, stored, confirmed)

    def move(self, state: ListState) -> Save:
        """Go on from another state, without a page."""
        self._become(state)
        return Save(as_checkpoint(self.state))

    def _become(self, state: ListState) -> None:
        """Stand there from now on; where another look at the set begins, it is of this run."""
        if state.look != self.state.look:
            state = msgspec.structs.replace(state, looked_in=self.run)
        self.state = state

    def start_again(self, url: str | None, reason: str, state: ListState) -> Log:
        """Stand before the first page of a part of the list."""
        window = f"from {state.from_ or 'the beginning'} until {state.until or 'now'}"
        self.state = state
        self.watch.new_list()
        return Log("warning", f"{url}: {reason}; starting again {window}")

    def read_part(self, spoilt: Spoilt, part: ListState) -> Steps:
        """Go on with a part of a list that could not be read."""
        yield self.start_again(spoilt.url, spoilt.reason, part)
        yield self.move(part)
        return GoOn()

    def leave(self, before: ListState, problem: str | None = None) -> Iterator[Log]:
        """The state is that of the next list now. Say so, if the list ``before`` had a problem."""
        over_again = self.state.look > before.look
        if problem:
            way = "going over it once more" if over_again else "the size may be an estimate"
            yield Log("warning", f"{problem}; {way}")
        if over_again or self.state.set_index != before.set_index:
            self.watch.new_set()
        self.watch.new_list()
