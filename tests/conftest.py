"""What every room's tests share: a fresh catalogue, and records put into it as a harvest would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from catalogue.engine import open_engine, upgrade, writing
from catalogue.harvest import FetchedPage, Rejected, store_page
from catalogue.runs import finish_run, request_run, start_run
from catalogue.settings import Settings
from catalogue.sources import SourceEntry, register_source
from schemas import HarvestedRecord

Harvest = Callable[..., int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings.from_environment({"EACI_HOME": str(tmp_path / "home")})
    made.make_home()
    return made


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """A fresh catalogue on the embedded database."""
    made = open_engine(settings)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def harvest(engine: Engine) -> Harvest:
    """``harvest(records, source=…, country=…)`` stores them as one page of one run; returns the run's number."""

    def store(
        records: list[HarvestedRecord],
        source: str = "base",
        country: str | None = "RU",
        rejected: tuple[Rejected, ...] = (),
    ) -> int:
        return store_harvest(engine, records, source, country, rejected)

    return store


def store_harvest(
    engine: Engine,
    records: list[HarvestedRecord],
    source: str,
    country: str | None = "RU",
    rejected: tuple[Rejected, ...] = (),
) -> int:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=source, definition={}, country=country))
        run_id = request_run(connection, source, mode="import")
        assert start_run(connection, run_id, "test")
        fetched = FetchedPage(source=source, format="test", body=b"page")
        store_page(connection, run_id, fetched, records, rejected)
        finish_run(connection, run_id, state="succeeded")
    return run_id
