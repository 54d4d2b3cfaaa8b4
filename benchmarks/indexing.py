"""Times the whole index of a generated corpus, stage by stage: ``python -m benchmarks.indexing --works 5000``.

Prints a JSON object: records and references, seconds and processor seconds by stage, and those of an increment of one
per cent. On a machine that others use too, the processor seconds are the figure to compare.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from sqlalchemy.engine import Engine

from benchmarks import corpus
from catalogue.engine import open_engine, reading, upgrade, writing
from catalogue.harvest import FetchedPage, store_page
from catalogue.runs import finish_run, request_run, start_run
from catalogue.settings import Settings
from catalogue.sources import SourceEntry, register_source
from catalogue.stats import statistics
from indexer import pipeline
from indexer.search.backends import open_backend
from schemas import HarvestedRecord

PAGE = 500


class _Clock:
    """Progress that measures the seconds between its calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.processor: dict[str, float] = defaultdict(float)
        self._last = time.perf_counter(), time.process_time()

    def start(self, stage: str, waiting: int) -> None:
        self._last = time.perf_counter(), time.process_time()

    def advance(self, stage: str, items: int) -> None:
        now = time.perf_counter(), time.process_time()
        self.seconds[stage] += now[0] - self._last[0]
        self.processor[stage] += now[1] - self._last[1]
        self._last = now

    def figures(self) -> dict[str, object]:
        """Both kinds of seconds, by stage and in all."""
        return {
            "seconds": _rounded(self.seconds),
            "seconds_total": round(sum(self.seconds.values()), 2),
            "processor_seconds": _rounded(self.processor),
            "processor_seconds_total": round(sum(self.processor.values()), 2),
        }


def _rounded(seconds: dict[str, float]) -> dict[str, float]:
    return {stage: round(value, 2) for stage, value in seconds.items()}


def _load(engine: Engine, source: str, country: str, items: list[HarvestedRecord]) -> None:
    with writing(engine) as connection:
        entry = SourceEntry(name=source, definition={}, country=country, generated=True)
        register_source(connection, entry)
        run = request_run(connection, source, mode="import")
        start_run(connection, run, "benchmark")
        for start in range(0, len(items), PAGE):
            fetched = FetchedPage(source=source, format="generated", body=b"")
            store_page(connection, run, fetched, items[start : start + PAGE])
        finish_run(connection, run, state="succeeded")


def main() -> None:
    """Load all but one per cent, index, then load and index the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=5000)
    parser.add_argument("--references", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"EACI_HOME": folder})
        engine = open_engine(settings)
        upgrade(engine)
        everything = corpus.records(corpus.works(options.works), options.references)
        late = max(1, options.works // 100)
        first = defaultdict(list)
        rest = defaultdict(list)
        for source, country, item in everything:
            group = rest if int(item.identifier[1:]) >= options.works - late else first
            group[source, country].append(item)
        backend = open_backend(settings.search_url)
        whole, increment = _Clock(), _Clock()
        for group, clock in ((first, whole), (rest, increment)):
            for (source, country), items in group.items():
                _load(engine, source, country, items)
            pipeline.index(engine, backend, Path(folder), progress=clock, processes=2)
        with reading(engine) as connection:
            figures = statistics(connection)
        database = (Path(folder) / "catalogue.db").stat().st_size
    result = {
        "records": figures.records,
        "works": figures.works,
        "references": figures.references,
        "references_matched": figures.references_matched,
        "whole": whole.figures(),
        "increment_records": sum(len(items) for items in rest.values()),
        "increment": increment.figures(),
        "database_mib": round(database / 2**20, 1),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
