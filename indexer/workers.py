"""Processes for the pure part of a stage, so that indexing uses every core.

Only the process that holds the lock reads and writes the catalogue; what it hands out are pure functions of their
arguments, and :func:`spread` gives their results in the order of the items. So the outcome is the same with any number
of processes, and a kill loses no more than the transaction that was open.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import resource
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool, _RemoteTraceback
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MEMORY = 1 << 30
"""Bytes that a process may take more than it has at its start."""
_WORTH_STARTING = 16
"""Chunks in all; less is done here sooner than processes have loaded the code, the tables and the model."""
_WORTH_SENDING = 2  # chunks, to processes that run already
_PAUSE = 1.0
"""Seconds after which a pool is asked whether its processes are alive; twice as long before each further time."""
_NEW_OBJECTS = 50_000
"""How many new objects let Python look for cycles. Decoded profiles and rows are many and have none: at Python's own
700, reading a profile took three times as long."""

_PRELOADED = [f"indexer.stages.{name}" for name in ("normalise", "pair", "merge", "match")]


class _Pool(ProcessPoolExecutor):
    """A pool whose processes all begin before its thread watches them, and none of which outlives it.

    Python's own begins them one by one. Its thread waits for the end of those that it knew when it began to wait: if a
    later one is killed, nobody notices. And for one that begins while another's end is being noticed it waits for ever.
    """

    def __init__(self, count: int, context: BaseContext) -> None:
        super().__init__(count, context, initializer=_begin)
        self._safe_to_dynamically_spawn_children = False

    def end(self) -> None:
        """Finish what has begun, and nothing else. Of a broken pool nothing can be finished: they are killed."""
        if self._broken:
            for process in list((self._processes or {}).values()):
                process.kill()
        self.shutdown(cancel_futures=True)

    def finish(self, future: Future[R]) -> R:
        """Its result, when it is there. Raises what the function has raised, and BrokenProcessPool."""
        pause = _PAUSE
        while not wait((future,), pause).done:
            self._look_up(future)
            pause *= 2
        return future.result()

    def _look_up(self, future: Future[R]) -> None:
        """Let the pool's thread look which processes are alive; raise BrokenProcessPool if it cannot any more."""
        try:
            self.submit(_same, ())
        except BrokenProcessPool:
            if not wait((future,), _PAUSE).done:
                raise


class _Crew:
    """A number of processes, started when there has been enough work; with care, for any work at all."""

    def __init__(self, count: int, *, careful: bool) -> None:
        self.count = count
        self.careful = careful
        self._pool: _Pool | None = None
        self._met = 0

    def takes(self, chunks: int) -> bool:
        """Hear of so much more work; whether it is done by the processes, because that is sooner or safer."""
        self._met += chunks
        if self.careful:
            return chunks > 0
        started = self._pool is not None or self._met >= _WORTH_STARTING
        return self.count > 1 and chunks >= _WORTH_SENDING and started

    def pool(self) -> _Pool:
        if self._pool is None:
            # not "fork": the caller may run threads; one clean server loads the code once and forks from there
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_PRELOADED)
            self._pool = _Pool(self.count, context)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.end()
            self._pool = None


_CREW: ContextVar[_Crew | None] = ContextVar("crew", default=None)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def processes(count: int, *, careful: bool = False) -> Iterator[None]:
    """Inside, :func:`spread` may use so many processes; with one it works in this process.

    ``careful``: all work is done by other processes, which may die of it (see :func:`carefully`).
    """
    crew = _Crew(count, careful=careful)
    token = _CREW.set(crew)
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        _CREW.reset(token)
        crew.close()


@contextmanager
def carefully() -> Iterator[None]:
    """Inside, even the least work is done by other processes: what kills one of them does not kill this one."""
    crew = _CREW.get()
    if crew is None:
        with processes(1, careful=True):
            yield
        return
    before, crew.careful = crew.careful, True
    try:
        yield
    finally:
        crew.careful = before


def can_work() -> bool:
    """True if another process does anything at all: else it is not the work that kills it."""
    with carefully():
        try:
            return list(spread(_same, (True,), chunk=1)) == [True]
        except BrokenProcessPool:
            return False


def _same(items: Sequence[bool]) -> Sequence[bool]:
    return items


def came_from_process(error: Exception) -> bool:
    """True if work that was handed to another process has raised this there, or has killed the process."""
    return isinstance(error, BrokenProcessPool) or isinstance(error.__cause__, _RemoteTraceback)


def failing(function: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T]) -> list[T]:
    """Those of the items on which the pure function fails, or kills the process that carries it out."""
    if not items:
        return []
    try:
        for _ in spread(function, items, chunk=len(items)):
            pass
    except Exception:  # noqa: BLE001 -- whatever it is, it is looked for which item it comes from
        middle = len(items) // 2
        halves = (items[:middle], items[middle:])
        return [one for half in halves for one in failing(function, half)] if middle else [*items]
    return []


def spread(
    function: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T], *, chunk: int
) -> Iterator[R]:
    """What the function makes of the items, in their order; it gets them in chunks, perhaps in another process.

    ``function`` must be pure, known by its module's name, and give one result for each item; arguments and results
    must be picklable (bytes travel best). Its exceptions are raised here, and BrokenProcessPool if it has killed a
    process or taken all memory; the next call begins with new processes.
    """
    chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
    crew = _CREW.get()
    if crew is None or not crew.takes(len(chunks)):
        return chain.from_iterable(map(function, chunks))
    return _results(crew, function, chunks)


def _results(
    crew: _Crew, function: Callable[[Sequence[T]], Sequence[R]], chunks: Sequence[Sequence[T]]
) -> Iterator[R]:
    pool = crew.pool()
    try:
        begun = deque([pool.submit(function, chunk) for chunk in chunks])
    except BrokenProcessPool:
        crew.close()
        raise
    return _in_order(crew, pool, begun)


def _in_order(crew: _Crew, pool: _Pool, begun: deque[Future[Sequence[R]]]) -> Iterator[R]:
    try:
        while begun:
            yield from pool.finish(begun.popleft())  # what was given is not kept
    except BrokenProcessPool:
        crew.close()
        raise
    finally:
        for future in begun:
            future.cancel()


def _begin() -> None:
    """A worker collects garbage rarely, and may take only so much memory.

    If its parent was killed it would wait for work for ever: end it then.
    """
    _limit_memory()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _limit_memory() -> None:
    """Work that wants far more memory than any real item gets a MemoryError, before the system kills somebody."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:  # no Linux
        return
    if found := re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE):
        most = int(found[1]) * 1024 + MEMORY
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _wait_for(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
