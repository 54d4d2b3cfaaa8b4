"""A backup while another process writes, and the catalogue that is restored from it: is it the same, and which moment?

The writer stores pages of records, a transaction each, numbered. The restored catalogue must hold all pages up to some
number whole and nothing of later ones, and apart from these its state must be the source's.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.engine import Engine

from benchmarks.sidebyside.account import Backup
from benchmarks.sidebyside.sides import Side
from catalogue.database.backup import back_up, restore
from catalogue.database.engine import open_engine, reading, require_current, writing
from catalogue.derived.state import state_hashes
from catalogue.harvested.runs import request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, store_page
from catalogue.settings import Settings
from catalogue.tables import page, pending, record, run, run_log, source
from schemas import HarvestedRecord, LocalizedText

SOURCE = "generated-later"
PAGE = 50
_PAUSE = 0.02  # seconds between two pages: it shall write all the time, and not fill the disk


def measure(side: Side, folder: Path) -> Backup:
    """Back the side's catalogue up into the folder and restore it elsewhere; compare, and leave it as it was."""
    file = folder / "backup"
    file.unlink(missing_ok=True)
    with side.engine() as engine:
        forget(engine)
        with _written_to(side.settings, engine):
            before, started = pages(engine), time.perf_counter()
            back_up(engine, file)
            backing_up = time.perf_counter() - started
            committed = pages(engine) - before
        with side.elsewhere() as other:
            restored = open_engine(other.settings)
            started = time.perf_counter()
            restore(restored, file)
            restoring = time.perf_counter() - started
            require_current(restored)
            held = pages(restored)
            forget(engine, after=held)
            differs = _differences(engine, restored, held)
            restored.dispose()
        forget(engine)
    mib = file.stat().st_size / 2**20
    file.unlink()
    return Backup(
        mib=mib,
        backing_up=backing_up,
        restoring=restoring,
        committed=committed,
        held=held,
        differs=differs,
    )


def _differences(engine: Engine, restored: Engine, held: int) -> list[str]:
    """The parts of the two states that are not alike; and whether a page is there in part."""
    with reading(engine) as mine, reading(restored) as other:
        own, found = state_hashes(mine), state_hashes(other)
        whole = _records(other) == held * PAGE
    return [*(part for part in own if own[part] != found[part]), *([] if whole else ["pages"])]


def pages(engine: Engine) -> int:
    """How many pages of the writer's the catalogue holds."""
    with reading(engine) as connection:
        query = select(func.count()).select_from(page).where(page.c.source == SOURCE)
        return connection.scalar(query) or 0


def _records(connection: Connection) -> int:
    query = select(func.count()).select_from(record).where(record.c.source == SOURCE)
    return connection.scalar(query) or 0


def forget(engine: Engine, after: int = 0) -> None:
    """Take the writer's pages beyond that number out of the catalogue; without any left, its run and source too."""
    with writing(engine) as connection:
        kept = select(page.c.id).where(page.c.source == SOURCE).order_by(page.c.id).limit(after)
        gone = (record.c.source == SOURCE) & record.c.page_id.not_in(kept)
        items = select(record.c.id).where(gone)
        connection.execute(delete(pending).where(pending.c.item.in_(items)))
        connection.execute(delete(record).where(gone))
        connection.execute(delete(page).where(page.c.source == SOURCE, page.c.id.not_in(kept)))
        if not after:
            runs = select(run.c.id).where(run.c.source == SOURCE)
            connection.execute(delete(run_log).where(run_log.c.run_id.in_(runs)))
            connection.execute(delete(run).where(run.c.source == SOURCE))
            connection.execute(delete(source).where(source.c.name == SOURCE))


@contextmanager
def _written_to(settings: Settings, engine: Engine) -> Iterator[None]:
    """Another process writes into the catalogue all the while."""
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    process = context.Process(target=_write, args=(settings, ended))
    process.start()
    try:
        while not pages(engine):
            if not process.is_alive():
                raise RuntimeError("the process that should write meanwhile has ended")
            time.sleep(0.05)
        yield
    finally:
        ended.set()
        process.join()


def _write(settings: Settings, ended: multiprocessing.synchronize.Event) -> None:
    engine = open_engine(settings)
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=SOURCE, definition={}, generated=True))
        number = request_run(connection, SOURCE, mode="import")
        start_run(connection, number, "benchmark")
    for each in count():
        if ended.wait(_PAUSE):
            break
        with writing(engine) as connection:
            fetched = FetchedPage(source=SOURCE, format="generated", body=b"")
            store_page(connection, number, fetched, _page(each))
    engine.dispose()


def _page(number: int) -> list[HarvestedRecord]:
    return [
        HarvestedRecord(
            identifier=f"{number}-{each}",
            titles=(LocalizedText(f"Более поздняя запись {number}-{each}"),),
        )
        for each in range(PAGE)
    ]
