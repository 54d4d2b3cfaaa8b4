"""The steps of a run on one side. What has to be measured by itself runs in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from sqlalchemy import func, select

from benchmarks import experiment
from benchmarks.experiment import Experiment
from benchmarks.generator.citations import World
from benchmarks.meter import Clock, Cost, Memory
from benchmarks.sidebyside import carry
from benchmarks.sidebyside.account import Cell, Options, Work
from benchmarks.sidebyside.latency import CLIENTS, asked, cell, clients
from benchmarks.sidebyside.questions import KINDS, SCRIPTS, questions
from benchmarks.sidebyside.sides import Side
from catalogue.database.engine import reading
from catalogue.derived.state import state_hashes
from catalogue.tables import record, work
from indexer.publish import publish_all
from indexer.search.backends import open_search
from indexer.search.interface import SearchUnavailable

R = TypeVar("R")
_WARMING = 50  # questions of each kind and script that are asked before anything is measured


def alone(step: Callable[..., R], *given: object) -> R:
    """The step's result, from a process of its own: its memory is nobody else's."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, step, given))
    process.start()
    theirs.close()
    try:
        result: R = ours.recv()
    except EOFError as error:
        raise RuntimeError(f"{step.__name__} ended without a result") from error
    except BaseException:  # told to end: so shall it
        process.terminate()
        raise
    finally:
        process.join()
        ours.close()
    return result


def _send(pipe: Connection[Any, Any], step: Callable[..., Any], given: tuple[object, ...]) -> None:
    pipe.send(step(*given))


def pipeline(side: Side, options: Options, works: int) -> Experiment:
    """Load and index that many generated works, or go on with it."""
    asked_for = experiment.Options(
        works=works,
        references=options.references,
        processes=options.processes,
        increments=(),
        rebuild=False,
        seed=options.seed,
    )
    if is_empty(side):  # the servers' data may be gone since the account was written
        (side.home / experiment.FILE).unlink(missing_ok=True)
    found = experiment.resumed(side.home, asked_for)
    experiment.carry_out(side.home, found, side.settings, side.servers)
    return found


def is_empty(side: Side) -> bool:
    """Whether nothing has been harvested into the catalogue."""
    with side.engine() as engine, reading(engine) as connection:
        return connection.scalar(select(func.min(record.c.id))) is None


def state(side: Side) -> dict[str, str]:
    """The hashes of the catalogue's state."""
    with side.engine() as engine, reading(engine) as connection:
        return state_hashes(connection)


def carried(source: Side, target: Side) -> Work | None:
    """Carry the catalogue over; None if that was done before."""
    with source.engine() as mine, target.engine() as other:
        if carry.is_carried(other):
            return None
        with _clocked(target) as cost, _bar("rows carried over", carry.rows(mine)) as told:
            cost.items = carry.carry(mine, other, lambda _table, more: told(more))
    return _work(cost)


def published(side: Side) -> Work:
    """Build the search index from the catalogue."""
    with side.engine() as engine, closing(open_search(side.settings)) as backend:
        with reading(engine) as connection:
            works = connection.scalar(select(func.count()).select_from(work)) or 0
        with _clocked(side) as cost, _bar(f"{side.name}: publish", works) as told:
            cost.items = publish_all(engine, backend, _Told(told))
    return _work(cost)


def has_index(side: Side) -> bool:
    """Whether the index holds all works of the catalogue."""
    with side.engine() as engine, reading(engine) as connection:
        works = connection.scalar(select(func.count()).select_from(work)) or 0
    with closing(open_search(side.settings)) as backend:
        try:
            return backend.count() == works
        except SearchUnavailable as error:
            if error.code != "no_index":
                raise
            return False


def latencies(side: Side, options: Options, done: list[Cell]) -> Iterator[Cell]:
    """The searches that have not been measured yet, kind by kind and script by script."""
    world = World(options.seed, options.works, 0, max(20, options.works // 250))
    measured = {(each.kind, each.script, each.clients) for each in done}
    combinations = [
        (kind, script, count) for kind in KINDS for script in SCRIPTS for count in CLIENTS
    ]
    with (
        clients(side.search_url) as pipes,
        _bar(f"{side.name}: searches", len(combinations)) as told,
    ):
        for script in SCRIPTS:
            warming = [each for kind in KINDS for each in questions(world, kind, script, _WARMING)]
            asked(pipes, warming, len(pipes))
        for each in combinations:
            if each not in measured:
                kind, script, count = each
                wanted = questions(world, kind, script, options.requests)
                yield cell(kind, script, count, asked(pipes, wanted, count))
            told(1)


class _Told:
    """The indexer's progress, passed on as numbers."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self._told = told

    def start(self, stage: str, waiting: int) -> None:
        """Nothing to say: the number of works is known."""

    def advance(self, _stage: str, items: int) -> None:
        """So many more."""
        self._told(items)


@contextmanager
def _clocked(side: Side) -> Iterator[Cost]:
    """What the block costs us and the servers of the side."""
    cost = Cost()
    clock = Clock(Memory(), side.servers)
    yield cost
    clock.charge(cost)


def _work(cost: Cost) -> Work:
    return Work(items=cost.items, seconds=cost.seconds, processor=cost.processor)


@contextmanager
def _bar(text: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task: TaskID = bars.add_task(text, total=total)
        yield lambda more: bars.advance(task, more)


def scratch(home: Path) -> Path:
    """A folder for what is thrown away."""
    folder = home / "scratch"
    folder.mkdir(exist_ok=True)
    return folder
