"""Processor time of an index from nothing, a rebuild and an increment, comparable between commits.

``python -m benchmarks.rebuilding write FILE`` writes generated records with affiliations;
``python -m benchmarks.rebuilding measure FILE`` indexes them. In a checkout of another commit, with the same FILE:
``PYTHONPATH=. python THIS/benchmarks/rebuilding.py measure FILE``. The search index takes documents and keeps nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any

import msgspec
from sqlalchemy.engine import Engine

from catalogue.database.engine import open_engine, upgrade, writing
from catalogue.harvested.runs import finish_run, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, store_page
from catalogue.settings import Settings
from indexer.pipeline import index
from schemas import Affiliation, HarvestedRecord, LocalizedText

WORKS, INCREMENT = 300, 30
_PLACES = (
    "",
    "БГУ, г. Минск",
    "Томский политехнический университет",
    "Yerevan State University, Armenia",
)
_KINDS = 900  # of departments: as many different affiliations for each place


class Row(msgspec.Struct):
    """A record of the increment or of what is there before."""

    later: bool
    source: str
    record: HarvestedRecord


class Nowhere:
    """A search index that keeps nothing."""

    def usable(self) -> bool:
        """Always."""
        return True

    def apply(self, upserts: Iterable[Any], _deletes: Iterable[int] = ()) -> None:
        """Read the documents."""
        list(upserts)

    @contextmanager
    def rebuild(self) -> Iterator[Nowhere]:
        """As if it began anew."""
        yield self


def write(file: Path, works: int = WORKS) -> None:
    """Write the records; the same every time."""
    from benchmarks.generator.citations import World  # noqa: PLC0415 -- older commits only measure
    from benchmarks.generator.corpus import described  # noqa: PLC0415 -- likewise

    world = World(7, works + INCREMENT, references=4 * works, journals=20)
    numbers = count()
    with file.open("wb") as lines:
        for item in described(world, range(works + INCREMENT)):
            record = _with_places(item.record, numbers)
            row = Row(item.work >= works, item.source, record)
            lines.write(msgspec.json.encode(row) + b"\n")


def _with_places(record: HarvestedRecord, numbers: Iterator[int]) -> HarvestedRecord:
    people = []
    for person in record.contributors:
        number = next(numbers)
        text = f"Кафедра № {number % _KINDS}, {_PLACES[number % len(_PLACES)]}"
        place = Affiliation(names=(LocalizedText(text),))
        people.append(msgspec.structs.replace(person, affiliations=(place,)))
    return msgspec.structs.replace(record, contributors=tuple(people))


def measure(file: Path) -> dict[str, float]:
    """Seconds of the processor: an index from nothing, a rebuild from nothing, an increment."""
    rows = [msgspec.json.decode(line, type=Row) for line in file.read_bytes().splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"EACI_HOME": folder})
        engine = open_engine(settings)
        upgrade(engine)
        _store(engine, [row for row in rows if not row.later])
        found = {
            "first": _timed(engine, settings.home),
            "rebuild": _timed(engine, settings.home, rebuild="from-nothing"),
        }
        _store(engine, [row for row in rows if row.later])
        found["increment"] = _timed(engine, settings.home)
        engine.dispose()
    return found


def _timed(engine: Engine, home: Path, **options: Any) -> float:
    start = process_time()
    index(engine, Nowhere(), home, **options)  # type: ignore[arg-type]
    return process_time() - start


def _store(engine: Engine, rows: list[Row]) -> None:
    for source in sorted({row.source for row in rows}):
        records = [row.record for row in rows if row.source == source]
        with writing(engine) as connection:
            register_source(connection, SourceEntry(name=source, definition={}, country="KZ"))
            run = request_run(connection, source, mode="import")
            start_run(connection, run, "benchmark")
            page = FetchedPage(source=source, format="generated", body=b"")
            store_page(connection, run, page, records)
            finish_run(connection, run, state="succeeded")


if __name__ == "__main__":
    command, name = sys.argv[1:]
    if command == "write":
        write(Path(name))
    else:
        parts = measure(Path(name)).items()
        sys.stdout.write(" ".join(f"{part} {seconds:.2f}" for part, seconds in parts) + "\n")
