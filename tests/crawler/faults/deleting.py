"""A generated repository without deletions, a source that harvests it, and what its catalogue holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.checks import check_catalogue
from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import approvals, quarantine
from catalogue.harvested.deletions import HELD
from catalogue.harvested.runs import Run, RunParameters, get_run, list_runs, request_run
from catalogue.settings import Settings
from catalogue.tables import record
from crawler.run import execute_run
from crawler.sources.definition import SourceDefinition
from tests.crawler.faults.harvesting import SOURCE, catalogue_in, once, source_at
from tests.crawler.faults.provider import Provider
from tests.crawler.faults.repository import Repository
from tests.crawler.faults.server import FaultServer, served

SIZE = 40


@dataclass
class Trial:
    """One source at a fault server, and its catalogue."""

    settings: Settings
    engine: Engine
    repository: Repository
    definition: SourceDefinition
    server: FaultServer

    def harvest(self, mode: str = "incremental") -> Run:
        return once(self.settings, self.definition, mode)

    def execute(self, number: int) -> Run:
        return execute_run(self.settings, number)

    def replay(self, numbers: list[int]) -> Run:
        """The run that a request for these items from anywhere writes."""
        with writing(self.engine) as connection:
            run_id = request_run(
                connection,
                SOURCE,
                mode="replay",
                parameters=RunParameters(quarantine=tuple(numbers)),
            )
        return self.execute(run_id)

    def approve(self, number: int) -> Run:
        with writing(self.engine) as connection:
            replay = approvals.approve(connection, number, "admin")
        assert replay is not None
        return self.execute(replay)

    def reject(self, number: int) -> int:
        with writing(self.engine) as connection:
            return approvals.reject(connection, number, "admin")

    def live(self) -> int:
        """How many records are live, in a catalogue whose ledgers balance."""
        with reading(self.engine) as connection:
            assert list(check_catalogue(connection)) == []
            assert all(run.ledger.balances for run in list_runs(connection, limit=1000))
            query = select(record.c.identifier).where(record.c.deleted.is_(False))
            return len(list(connection.scalars(query)))

    def is_live(self, identifier: str) -> bool:
        query = select(record.c.deleted).where(record.c.identifier == identifier)
        with reading(self.engine) as connection:
            return connection.scalar(query) is False

    def waiting(self, reason: str = HELD) -> list[int]:
        with reading(self.engine) as connection:
            items = quarantine.list_quarantine(connection, reason=reason, limit=1000)
        return [item.id for item in items]

    def run(self, number: int) -> Run:
        with reading(self.engine) as connection:
            found = get_run(connection, number)
        assert found is not None
        return found

    def delete(self, count: int, stamp: str = "2024-05-01T10:00:00Z") -> None:
        """The first live records are told as deleted from now on."""
        entries = self.repository.entries
        alive = [entry for entry in entries if not entry.deleted][:count]
        date = stamp if self.repository.seconds else stamp[:10]
        gone = [replace(entry, deleted=True, datestamp=date) for entry in alive]
        self.repository.entries = [entry for entry in entries if entry not in alive] + gone


@contextmanager
def trial(folder: Path, database_url: str | None = None) -> Iterator[Trial]:
    """The source at work, on the embedded database unless another is named."""
    repository = Repository(1, size=SIZE, faulty=False)
    repository.entries = [replace(entry, deleted=False) for entry in repository.entries]
    settings = catalogue_in(folder / "home")
    if database_url is not None:
        settings = structs.replace(settings, database_url=database_url)
    engine = open_engine(settings)
    sources = settings.home / "sources"
    sources.mkdir()
    with served(Provider(repository), lambda query: None) as server:
        yield Trial(settings, engine, repository, source_at(sources, server.url), server)
    engine.dispose()
