"""Processes for the pure part of a stage, so that indexing uses every core.

Only the process that holds the lock reads and writes the catalogue; what it hands out are pure functions of their
arguments, and :func:`spread` gives their results in the order of the items. So the outcome is the same with any number
of processes, and a kill loses no more than the transaction that was open.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WORTH_STARTING = 16
"""Chunks in all; less is done here sooner than processes have loaded the code, the tables and the model."""
_WORTH_SENDING = 2  # chunks, to processes that run already
_NEW_OBJECTS = 50_000
"""How many new objects let Python look for cycles. Decoded profiles and rows are many and have none: at Python's own
700, reading a profile took three times as long."""

_PRELOADED = [f"indexer.stages.{name}" for name in ("normalise", "pair", "merge", "match")]


class _Crew:
    """A number of processes, started when there has been enough work."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._met = 0

    def takes(self, chunks: int) -> bool:
        """Hear of so much more work; whether it is done sooner by the processes."""
        self._met += chunks
        return chunks >= _WORTH_SENDING and (self._pool is not None or self._met >= _WORTH_STARTING)

    def pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # not "fork": the caller may run threads; one clean server loads the code once and forks from there
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_PRELOADED)
            self._pool = ProcessPoolExecutor(self.count, context, initializer=_begin)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


_CREW: ContextVar[_Crew | None] = ContextVar("crew", default=None)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[None]:
    """Inside, :func:`spread` may use so many processes; with one it works in this process."""
    crew = _Crew(count) if count > 1 else None
    token = _CREW.set(crew)
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        _CREW.reset(token)
        if crew:
            crew.close()


def spread(
    function: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T], *, chunk: int
) -> Iterator[R]:
    """What the function makes of the items, in their order; it gets them in chunks, perhaps in another process.

    ``function`` must be pure, known by its module's name, and give one result for each item; arguments and results
    must be picklable (bytes travel best). Its exceptions are raised here.
    """
    chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
    crew = _CREW.get()
    if crew is None or not crew.takes(len(chunks)):
        return chain.from_iterable(map(function, chunks))
    return chain.from_iterable(crew.pool().map(function, chunks))


def _begin() -> None:
    """A worker collects garbage rarely; and if its parent was killed it would wait for work for ever: end it then."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
