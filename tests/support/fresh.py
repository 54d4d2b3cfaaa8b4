"""Fresh catalogues: a process makes the tables once, by migrations, and each test gets a copy; and records in them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.engine import Engine

from catalogue.database.engine import open_engine, upgrade, writing
from catalogue.harvested.runs import finish_run, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.settings import Settings
from schemas import HarvestedRecord


def make_tables(engine: Engine) -> None:
    """Leave the database as ``upgrade`` leaves an empty one; a file that is not there yet is made as a copy."""
    file = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and not file.exists():
        file.write_bytes(_template())
    else:
        upgrade(engine)


@cache
def _template() -> bytes:
    """The file of a catalogue that holds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Settings.from_environment({"EACI_HOME": folder}))
        upgrade(engine)
        engine.dispose()  # the last connection writes the log into the file
        return Path(engine.url.database or "").read_bytes()


def store_harvest(
    engine: Engine,
    records: list[HarvestedRecord],
    source: str = "base",
    country: str | None = "RU",
    rejected: tuple[Rejected, ...] = (),
) -> int:
    """Store records as a harvest would."""
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=source, definition={}, country=country))
        run_id = request_run(connection, source, mode="import")
        assert start_run(connection, run_id, "test")
        fetched = FetchedPage(source=source, format="test", body=b"page")
        store_page(connection, run_id, fetched, records, rejected)
        finish_run(connection, run_id, state="succeeded")
    return run_id
