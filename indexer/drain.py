"""Works off the list of a stage. What fails is looked for by halves and set aside, so that all others go on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from typing import NamedTuple

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from catalogue.database.engine import reading
from catalogue.database.transactions import SLICE, longest_hold, start_writing, working
from catalogue.derived import set_aside, tasks
from catalogue.stage_names import StageName
from indexer import workers
from indexer.progress import Progress
from schemas.errors import ExpectedError

_log = logging.getLogger(__name__)

_FIRST = 200  # items taken together at first: how long writing them takes is seen then
_LEAST = 50  # items taken together, however long writing them takes
_BORNE = 500
"""So many failures in one run are set aside; if they are most of what was tried, it is not the items that fail."""


def _nothing(_connection: Connection, _items: Sequence[int]) -> None:
    pass


def _the_item(_connection: Connection, item: int) -> Collection[int]:
    return (item,)


class Stage(NamedTuple):
    """A stage: the name of its list, how many items it takes at most, and what is done with them.

    ``run`` reads and computes first, and says :func:`catalogue.database.transactions.start_writing` before it writes.
    ``without`` writes what an item that is set aside leaves behind, the same whatever was there before. ``culprits``
    says which items make the work on one item fail, where that may be others than itself. ``in_slices``: it writes in
    slices, however many items it takes. ``everything`` selects all that the stage has ever derived, which is what a
    rebuild puts on its list.
    """

    name: StageName
    batch: int
    run: Callable[[Connection, Sequence[int]], None]
    without: Callable[[Connection, Sequence[int]], None] = _nothing
    culprits: Callable[[Connection, int], Collection[int]] = _the_item
    in_slices: bool = False
    everything: tuple[Select[int], ...] = ()


def is_of_items(error: Exception) -> bool:
    """True if the items may be to blame. The database, the disk, the search and our own locks fail by themselves."""
    if isinstance(error, DBAPIError):
        return isinstance(error, DataError | IntegrityError)
    if isinstance(error, StatementError):  # a value that the driver does not take
        return True
    if isinstance(error, BrokenProcessPool):
        return workers.can_work()
    return not isinstance(error, SQLAlchemyError | ExpectedError | OSError)


def drain(engine: Engine, stage: Stage, progress: Progress, still_ours: Callable[[], None]) -> int:
    """Work until the stage's list is empty; return how many items were worked on or set aside."""
    return _Drain(engine, stage, progress, still_ours).run()


class _Drain:
    def __init__(
        self, engine: Engine, stage: Stage, progress: Progress, still_ours: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._stage = stage
        self._progress = progress
        self._still_ours = still_ours
        self._done = 0
        self._failed = 0

    def run(self) -> int:
        batch = self._stage.batch
        if not self._stage.in_slices:
            batch = min(batch, _FIRST)
        while True:
            held = self._next(batch)
            if held is None:
                return self._done
            batch = _next_batch(self._stage.batch, batch, held)

    def _next(self, batch: int) -> float | None:
        """Work on the next items; return how long others waited meanwhile, or None if there are none."""
        taken: dict[int, int] = {}
        try:
            with working(self._engine, self._still_ours) as connection:
                taken = tasks.take(connection, self._stage.name, batch)
                if not taken:
                    return None
                held = self._work(connection, taken)
        except Exception as error:  # noqa: BLE001 -- what is not about the items is raised again
            # what another process could not bear is not tried in this one
            with workers.carefully() if workers.came_from_process(error) else nullcontext():
                self._halve(list(taken), error)
            return SLICE
        self._tell(len(taken))
        return held

    def _work(self, connection: Connection, taken: dict[int, int]) -> float:
        self._stage.run(connection, list(taken))
        start_writing(connection)
        set_aside.forget(connection, self._stage.name, taken)
        tasks.done(connection, self._stage.name, taken)
        return longest_hold(connection)

    def _halve(self, items: Sequence[int], error: Exception) -> None:
        """Work on the halves of what failed together; what fails alone is set aside."""
        if not items or not is_of_items(error):
            raise error
        if len(items) == 1:
            self._blame(items[0], error)
            return
        middle = len(items) // 2
        for half in (items[:middle], items[middle:]):
            self._try(half)

    def _try(self, items: Sequence[int]) -> None:
        taken: dict[int, int] = {}
        try:
            with working(self._engine, self._still_ours) as connection:
                # some may have been done with others, or wait no more
                taken = tasks.revisions(connection, self._stage.name, items)
                if taken:
                    self._work(connection, taken)
        except Exception as error:  # noqa: BLE001 -- what is not about the items is raised again
            self._halve(list(taken), error)
        else:
            self._tell(len(taken))

    def _blame(self, item: int, error: Exception) -> None:
        with reading(self._engine) as connection:
            culprits = set(self._stage.culprits(connection, item)) or {item}
        self._failed += len(culprits)
        if self._failed > _BORNE and 2 * self._failed > self._done:
            raise error
        self._set_aside(culprits, error)
        if item not in culprits:
            self._try([item])

    def _set_aside(self, items: Collection[int], error: Exception) -> None:
        name, reason = self._stage.name, reason_of(error)
        with working(self._engine, self._still_ours) as connection:
            taken = tasks.revisions(connection, name, items)
            set_aside_now = sorted(items)
            start_writing(connection)
            set_aside.put(connection, name, set_aside_now, reason)
            tasks.done(connection, name, taken)
            self._stage.without(connection, set_aside_now)
        for item in set_aside_now:
            _log.warning("%s: item %d is set aside: %s", name, item, reason)
        self._tell(len(taken))

    def _tell(self, worked: int) -> None:
        self._done += worked
        self._progress.advance(self._stage.name, worked)


def reason_of(error: Exception) -> str:
    """Why an item is set aside, in one line."""
    if isinstance(error, BrokenProcessPool):
        return "the process that worked on it was killed"
    if isinstance(error, MemoryError):
        return f"it takes more than {workers.MEMORY / 2**30:g} GiB of memory"
    return f"{type(error).__name__}: {error}"


def _next_batch(most: int, batch: int, held: float) -> int:
    """How many items to take next, now that others waited so many seconds for what was written."""
    if held > 2 * SLICE:
        batch = max(_LEAST, int(batch * SLICE / held))
    elif held < SLICE / 2:
        batch *= 2
    return min(most, batch)
