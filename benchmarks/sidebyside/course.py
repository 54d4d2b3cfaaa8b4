"""The course of a run: the steps of both sides in order, each written down when it is done and not done twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.report import circumstances
from benchmarks.sidebyside import backups, sides, steps
from benchmarks.sidebyside.account import FILE, NAMES, OURS, Account, Measured, Name, write
from benchmarks.sidebyside.servers import Servers, watched
from benchmarks.sidebyside.sides import Side


class Course:
    """A run in the folder ``home``. ``servers`` are there if the production side is wanted."""

    def __init__(self, home: Path, account: Account, servers: Servers | None) -> None:
        self._home, self._account, self._servers = home, account, servers
        if servers is not None:
            account.servers = servers.told

    def run(self, names: Sequence[Name], told: Callable[[str], None]) -> None:
        """Do what is left to do on these sides."""
        options = self._account.options
        ordered = [name for name in NAMES if name in names]
        for name in ordered:
            told(f"{name}: the pipeline at {options.pipeline:,} works")
            self._pipeline(name)
        if options.carried:
            told(f"the pipeline at {options.works:,} works, embedded")
            self._corpus()
        for name in ordered:
            told(f"{name}: publishing, sizes, searches, a backup at {options.works:,} works")
            self._at_size(name)

    def _pipeline(self, name: Name) -> None:
        measured, size = self._account.side(name), self._account.options.pipeline
        if measured.pipeline_sizes is not None:
            return
        side = self._side(name, size)
        if steps.is_empty(side):
            measured.empty = sides.catalogue_size(side)
        with self._watching(measured, "pipeline"):
            found = steps.alone(steps.pipeline, side, self._account.options, size)
        measured.pipeline, measured.state = found, steps.alone(steps.state, side)
        measured.pipeline_sizes = sides.sizes(side)
        self._write()

    def _corpus(self) -> None:
        """The catalogue at the full size, which both sides need."""
        measured, options = self._account.embedded, self._account.options
        if measured.corpus is not None:
            return
        side = self._side("embedded", options.works)
        with self._watching(measured, "corpus"):
            measured.corpus = steps.alone(steps.pipeline, side, options, options.works)
        self._write()

    def _at_size(self, name: Name) -> None:
        measured, options = self._account.side(name), self._account.options
        if measured.backup is not None:
            return
        side = self._side(name, options.works)
        if name == "production":
            self._filled(side, measured)
        if measured.published is None or not steps.has_index(side):
            with self._watching(measured, "publishing"):
                found = steps.alone(steps.published, side)
            measured.published = measured.published or found
            self._write()
        if measured.sizes is None:
            measured.sizes = sides.sizes(side)
            self._write()
        with self._watching(measured, "searches"):
            for cell in steps.latencies(side, options, list(measured.latencies)):
                measured.latencies.append(cell)
                self._write()
        measured.backup = backups.measure(side, steps.scratch(self._home))
        self._write()

    def _filled(self, side: Side, measured: Measured) -> None:
        """Carry the catalogue over, or see that the pipeline's is still there."""
        options = self._account.options
        if not options.carried:
            if steps.is_empty(side):
                steps.alone(steps.pipeline, side, options, options.works)
            return
        source = self._side("embedded", options.works)
        found = steps.alone(steps.carried, source, side)
        measured.carried = measured.carried or found
        if measured.carried_differs is None:
            mine, other = (steps.alone(steps.state, each) for each in (source, side))
            measured.carried_differs = [part for part in mine if mine[part] != other[part]]
        self._write()

    def _side(self, name: Name, works: int) -> Side:
        if name == "embedded":
            return sides.embedded(self._home, works)
        assert self._servers is not None
        return sides.production(self._home, works, self._servers)

    @contextmanager
    def _watching(self, measured: Measured, step: str) -> Iterator[None]:
        """Keep the peaks of memory of the step."""
        of_servers = self._servers.processes() if self._servers else {}
        if measured is self._account.embedded:
            of_servers = {}
        with watched({OURS: os.getpid(), **of_servers}) as peaks:
            yield
        before = measured.peaks.setdefault(step, {})
        before.update({who: max(peak, before.get(who, 0.0)) for who, peak in peaks.items()})

    def _write(self) -> None:
        self._account.circumstances = circumstances()
        write(self._account, self._home / FILE)
