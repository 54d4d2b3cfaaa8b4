"""A measured run over generated works: load, index, load increments and index them, rebuild and compare.

The run is cut into parts. What each has cost so far is written to ``benchmark.json`` in the run's folder, so that
nothing measured is lost when it is stopped, and ``--resume`` goes on from there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.loading import load
from benchmarks.meter import Clock, Cost, Memory, size_of
from catalogue.database.engine import open_engine, reading, upgrade
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.stats import Statistics, statistics
from indexer import pipeline
from indexer.search.backends import open_search
from indexer.search.interface import SearchBackend

FILE = "benchmark.json"
_EVERY = 2.0  # seconds between two writings of the file, and the most that a kill can lose
_LOOK = 0.2  # seconds between two looks at all processes: looking costs some milliseconds


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. ``references`` is the mean length of a list.

    ``citing``: so many further works carry the lists and all others have none; with 0 every work has its own.
    ``held_back``: the increments are works that others may cite already; else works that nobody cites.
    """

    works: int
    references: int
    citing: int = 0
    processes: int = 1
    increments: tuple[float, ...] = (0.001, 0.01)
    held_back: bool = True
    rebuild: bool = True
    seed: int = 7


class Part(msgspec.Struct, kw_only=True):
    """A step: works ``first … last-1`` are loaded, and all is indexed; or everything is derived again."""

    name: str
    first: int = 0
    last: int = 0
    listing: bool = False
    rebuild: bool = False
    begun: bool = False
    done: bool = False
    loaded: int = 0
    records: int = 0
    references: int = 0
    loading: Cost = msgspec.field(default_factory=Cost)
    stages: dict[str, Cost] = msgspec.field(default_factory=dict)
    memory: Memory = msgspec.field(default_factory=Memory)
    database_mib: float = 0.0
    search_mib: float = 0.0

    def indexing(self) -> Cost:
        """All stages together; the items are the records."""
        spent = self.stages.values()
        return Cost(
            self.records, sum(cost.seconds for cost in spent), sum(cost.processor for cost in spent)
        )


class Experiment(msgspec.Struct, kw_only=True):
    """The options, the parts with what they cost, and what came out; ``differs`` names what a rebuild changed."""

    options: Options
    parts: list[Part]
    state: dict[str, str] = {}
    differs: list[str] | None = None
    figures: Statistics | None = None


def planned(options: Options) -> Experiment:
    """The experiment before anything is done."""
    sizes = [max(1, round(options.works * share)) for share in options.increments]
    first = options.works - sum(sizes) if options.held_back else options.works
    lists = not options.citing
    parts = [Part(name="works", last=first, listing=lists)]
    if options.citing:
        # the generator's works from `works` on may be cited, though no source holds them: take numbers beyond these
        start = 2 * max(options.works, 10)
        parts.append(Part(name="citing", first=start, last=start + options.citing, listing=True))
    start = first if options.held_back else 4 * max(options.works, 10)
    for share, size in zip(options.increments, sizes, strict=True):
        parts.append(Part(name=f"+{share:.3g}", first=start, last=start + size, listing=lists))
        start += size
    if options.rebuild:
        parts.append(Part(name="rebuild", rebuild=True))
    return Experiment(options=options, parts=parts)


def begun(home: Path) -> Experiment | None:
    """The experiment that was begun in the folder, as far as it has come."""
    path = home / FILE
    return msgspec.json.decode(path.read_bytes(), type=Experiment) if path.is_file() else None


def resumed(home: Path, options: Options) -> Experiment:
    """The experiment that was begun in the folder; a new one if none was. :class:`ValueError` if it was another."""
    found = begun(home) or planned(options)
    if found.options != options:
        raise ValueError(f"{home / FILE} was begun with other options: {found.options}")
    return found


def carry_out(
    home: Path,
    experiment: Experiment,
    settings: Settings | None = None,
    servers: Collection[int] = (),
) -> None:
    """Do what is left to do, in a catalogue and a search index in the folder, or where the settings say.

    ``servers``: processes of others that work for it; their processor seconds are charged too.
    """
    settings = settings or Settings.from_environment({"EACI_HOME": str(home)})
    engine = open_engine(settings)
    upgrade(engine)
    backend = open_search(settings)
    try:
        for part in experiment.parts:
            if not part.done:
                _Step(home, experiment, part, servers).run(engine, backend)
    finally:
        backend.close()
        engine.dispose()


class _Step:
    """One part at work: it hears the progress of loading and of the indexer, and keeps the account."""

    def __init__(
        self, home: Path, experiment: Experiment, part: Part, servers: Collection[int]
    ) -> None:
        self._home, self._experiment, self._part = home, experiment, part
        self._clock = Clock(part.memory, servers)
        self._written = time.monotonic()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
        self._bars = Progress(*columns, console=Console(stderr=True))
        self._tasks: dict[str, TaskID] = {}
        self._stage, self._looked = "opening", time.monotonic()

    def run(self, engine: Engine, backend: SearchBackend) -> None:
        """Load and index, or rebuild and compare."""
        part, options = self._part, self._experiment.options
        start = max(part.loaded, part.first)
        with self._bars:
            self._tasks["load"] = self._bars.add_task(f"{part.name}: load", total=part.last - start)
            load(engine, self._world(), range(start, part.last), self._told)
            if part.rebuild and not part.begun:
                self._experiment.state = _state(engine)
            again = part.rebuild and not part.begun  # a rebuild that was killed goes on by itself
            part.begun = True
            self._write()
            self._clock.charge(Cost())  # what was spent on the hashes is no cost of indexing
            pipeline.index(
                engine,
                backend,
                self._home,
                rebuild="from-nothing" if again else None,
                progress=self,
                processes=options.processes,
            )
            self._look()
        self._close(engine)

    def _close(self, engine: Engine) -> None:
        part, experiment = self._part, self._experiment
        if part.rebuild:
            after = _state(engine)
            experiment.differs = sorted(k for k in after if after[k] != experiment.state.get(k))
        with reading(engine) as connection:
            experiment.figures = statistics(connection)
        part.database_mib = size_of(self._home / "catalogue.db")
        part.search_mib = size_of(self._home / "search")
        part.done = True
        self._write()

    def _world(self) -> World:
        options = self._experiment.options
        references = options.works * options.references if self._part.listing else 0
        return World(options.seed, options.works, references, max(20, options.works // 250))

    def _told(self, reached: int, records: int, references: int) -> None:
        part = self._part
        self._bars.advance(self._tasks["load"], reached - max(part.loaded, part.first))
        part.loaded = reached
        part.records += records
        part.references += references
        self._clock.charge(part.loading, records)
        self._write()

    def start(self, stage: str, waiting: int) -> None:
        """A stage begins; what was spent between it and the last one belongs to the last."""
        if stage not in self._tasks:
            name = f"{self._part.name}: {stage}"
            self._tasks[stage] = self._bars.add_task(name, total=0)
        task = self._tasks[stage]
        self._bars.update(task, total=self._bars.tasks[task].completed + waiting)
        self._look()
        self._stage = stage

    def advance(self, stage: str, items: int) -> None:
        """So many items of the stage are done."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(f"{self._part.name}: {stage}", total=None)
        self._bars.advance(self._tasks[stage], items)
        self._stage = stage  # publishing begins without a start
        self._cost().items += items
        if time.monotonic() - self._looked > _LOOK:
            self._look()
        if time.monotonic() - self._written > _EVERY:
            self._write()

    def _look(self) -> None:
        self._clock.charge(self._cost())
        self._looked = time.monotonic()

    def _cost(self) -> Cost:
        return self._part.stages.setdefault(self._stage, Cost())

    def _write(self) -> None:
        path = self._home / FILE
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(self._experiment)))
        os.replace(fresh, path)  # noqa: PTH105 -- atomic: a kill leaves the old file or the new one
        self._written = time.monotonic()


def _state(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return state_hashes(connection)


def increments(experiment: Experiment) -> Iterator[Part]:
    """The parts that add to an index that is there."""
    return (part for part in experiment.parts if part.name.startswith("+"))
