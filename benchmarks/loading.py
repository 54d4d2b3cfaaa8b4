"""Fills a catalogue with generated records, page by page from the generator: no corpus is ever held in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.generator.corpus import country, described
from catalogue.database.engine import writing
from catalogue.harvested.runs import finish_run, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, store_page
from schemas import HarvestedRecord

_PAGE = 200
_LEG = 2_000  # works; after each, nothing is held back in half-filled pages

Told = Callable[[int, int, int], None]
"""Hears after each leg: the next work to load, and the records and references of the leg."""


def load(engine: Engine, world: World, numbers: range, told: Told) -> None:
    """Store the records of these works, a transaction a page; what was stored before counts as unchanged."""
    for start in range(numbers.start, numbers.stop, _LEG):
        leg = range(start, min(start + _LEG, numbers.stop))
        with _Pages(engine).open() as pages:
            records = references = 0
            for item in described(world, leg):
                pages.add(item.source, item.record)
                records += 1
                references += len(item.cited)
        told(leg.stop, records, references)


class _Pages:
    """A page in the making for each source, stored when it is full."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._runs: dict[str, int] = {}
        self._waiting: dict[str, list[HarvestedRecord]] = defaultdict(list)

    @contextmanager
    def open(self) -> Iterator[_Pages]:
        """Inside, pages fill; at the end the last ones are stored and the runs closed."""
        yield self
        for source in list(self._waiting):
            self._store(source)
        with writing(self._engine) as connection:
            for run in self._runs.values():
                finish_run(connection, run, state="succeeded")

    def add(self, source: str, record: HarvestedRecord) -> None:
        """Take one record."""
        self._waiting[source].append(record)
        if len(self._waiting[source]) == _PAGE:
            self._store(source)

    def _store(self, source: str) -> None:
        records = self._waiting.pop(source)
        with writing(self._engine) as connection:
            if source not in self._runs:
                entry = SourceEntry(
                    name=source, definition={}, country=country(source), generated=True
                )
                register_source(connection, entry)
                self._runs[source] = request_run(connection, source, mode="import")
                start_run(connection, self._runs[source], "benchmark")
            page = FetchedPage(source=source, format="generated", body=b"")
            store_page(connection, self._runs[source], page, records)
