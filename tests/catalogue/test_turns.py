"""Writers come to their turn in order, nobody is starved, and who is killed does not keep the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database import checkpoints
from catalogue.database.engine import open_engine
from catalogue.database.transactions import (
    SLICE,
    breathe,
    longest_hold,
    patient,
    reading,
    start_writing,
    working,
    writing,
)
from catalogue.database.turns import TurnError, queue_of, turn
from catalogue.settings import Settings
from catalogue.tables import meta
from tests.support.beside import Beside
from tests.support.fresh import make_tables
from tests.support.program import until

FORK = multiprocessing.get_context("spawn")


def value(engine: Engine, key: str) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(select(meta.c.value).where(meta.c.key == key))


def put(engine: Engine, key: str) -> None:
    with writing(engine) as connection:
        connection.execute(insert(meta).values(key=key, value=key))


def test_turns_come_in_the_order_of_asking(tmp_path: Path) -> None:
    queue, order = tmp_path / "turns", []

    def write(number: int) -> None:
        with turn(queue, 10):
            order.append(number)
            time.sleep(0.01)

    with turn(queue, 1):
        writers = []
        for number in range(8):
            writers.append(Beside(write, number))
            time.sleep(0.03)
    for each in writers:
        each.finish()
    assert order == list(range(8))


def test_a_turn_that_does_not_come_is_one_error(tmp_path: Path) -> None:
    late = turn(tmp_path / "turns", 0.05)
    with turn(tmp_path / "turns", 1), pytest.raises(TurnError, match=r"within 0\.05 s"):
        late.__enter__()
    with turn(tmp_path / "turns", 0.05):
        pass


def _hold(queue: Path, told: str) -> None:
    with turn(queue, 30):
        Path(told).touch()
        time.sleep(60)


@pytest.mark.parametrize("waiting", [False, True])
def test_who_is_killed_lets_the_next_in(tmp_path: Path, waiting: bool) -> None:
    """Both the writer, and one who waits for its turn."""
    queue = tmp_path / "turns"
    holder = FORK.Process(target=_hold, args=(queue, str(tmp_path / "held")), daemon=True)
    holder.start()
    until((tmp_path / "held").exists)
    if waiting:
        second = FORK.Process(target=_hold, args=(queue, str(tmp_path / "second")), daemon=True)
        second.start()
        time.sleep(1.0)
        os.kill(second.pid or 0, signal.SIGKILL)
        second.join(60)
    os.kill(holder.pid or 0, signal.SIGKILL)
    holder.join(60)
    with turn(queue, 5):
        pass


def test_a_writer_that_comes_back_at_once_does_not_starve_others(engine: Engine) -> None:
    """As the indexer does, whose next transaction begins right after the last."""
    if engine.dialect.name != "sqlite":
        pytest.skip("nobody waits for a writer there")
    stopped, waits = threading.Event(), []

    def busy() -> None:
        while not stopped.is_set():
            with writing(engine) as connection:
                connection.execute(select(meta))
                time.sleep(0.05)

    other = Beside(busy)
    try:
        for number in range(5):
            began = time.monotonic()
            put(engine, f"key {number}")
            waits.append(time.monotonic() - began)
    finally:
        stopped.set()
    other.finish()
    assert max(waits) < 5  # who is starved waits until the other stops, which it never does


def test_work_lets_others_write_until_it_writes_itself(engine: Engine) -> None:
    with working(engine) as connection:
        assert connection.scalar(select(meta.c.value).where(meta.c.key == "other")) is None
        put(engine, "other")
        start_writing(connection)
        start_writing(connection)  # once more does nothing
        assert connection.scalar(select(meta.c.value).where(meta.c.key == "other")) == "other"
        connection.execute(insert(meta).values(key="own", value="own"))
        time.sleep(0.01)
        assert longest_hold(connection) >= 0.01
    assert value(engine, "own") == "own"


def test_work_that_fails_leaves_nothing_and_lets_the_next_in(engine: Engine) -> None:
    class Killed(BaseException):
        pass

    with suppress(Killed), working(engine) as connection:
        start_writing(connection)
        connection.execute(insert(meta).values(key="own", value="own"))
        raise Killed
    assert value(engine, "own") is None
    put(engine, "next")


def test_long_writing_breathes_where_it_may(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("nobody waits for a writer there")
    with suppress(ZeroDivisionError), working(engine) as connection:
        start_writing(connection)
        connection.execute(insert(meta).values(key="first", value=""))
        breathe(connection)  # too soon
        assert value(engine, "first") is None
        time.sleep(SLICE)
        breathe(connection)
        assert value(engine, "first") == ""
        connection.execute(insert(meta).values(key="second", value=""))
        raise ZeroDivisionError
    assert value(engine, "second") is None


def test_one_piece_stays_one_piece(engine: Engine) -> None:
    """What is said in a plain writing transaction changes nothing about it."""
    with suppress(ZeroDivisionError), writing(engine) as connection:
        start_writing(connection)
        connection.execute(insert(meta).values(key="first", value=""))
        time.sleep(SLICE)
        breathe(connection)
        raise ZeroDivisionError
    assert value(engine, "first") is None


def test_work_looks_whether_it_may_write(engine: Engine) -> None:
    """The indexer's lock may be gone by the time it writes."""

    def lost() -> None:
        raise PermissionError

    with pytest.raises(PermissionError), working(engine, lost) as connection:
        start_writing(connection)
    put(engine, "next")


def test_a_busy_catalogue_is_waited_for_as_long_as_one_has_patience(tmp_path: Path) -> None:
    """Somebody who knows no turns holds the lock: an administrator's own program, say."""
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    hasty, calm = open_engine(settings, patient(0.2)), open_engine(settings, patient(30))
    make_tables(calm)
    with hasty.connect() as connection:  # each try of SQLite's own is short here
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(
        tmp_path / "catalogue.db", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"):
        put(hasty, "key")
    threading.Timer(0.5, lambda: other.execute("COMMIT")).start()
    put(calm, "key")
    assert value(calm, "key") == "key"
    for engine in (hasty, calm):
        engine.dispose()
    other.close()


@pytest.mark.parametrize("left_to_others", [False, True])
def test_checkpoints_are_made_after_the_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_to_others: bool
) -> None:
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    engine = open_engine(settings, checkpoints.LEFT_TO_OTHERS if left_to_others else {})
    make_tables(engine)
    file = tmp_path / "catalogue.db"
    monkeypatch.setattr(checkpoints, "_DUE", 2 * checkpoints.BYTES_KEPT)
    before = file.stat().st_size
    for number in range(20):
        with writing(engine) as connection:
            connection.execute(insert(meta).values(key=f"{number}", value="x" * 2**20))
    grown = file.stat().st_size - before
    assert grown == 0 if left_to_others else grown > 10 * 2**20
    engine.dispose()


@pytest.mark.parametrize("hinders", ["a folder in its place", "no such folder"])
def test_who_cannot_use_the_queue_writes_without_a_turn(tmp_path: Path, hinders: str) -> None:
    database = tmp_path / "c.db"
    if hinders == "no such folder":
        database = tmp_path / "away" / "c.db"
    else:
        queue_of(database).mkdir()
    with turn(database, 0.1), turn(database, 0.1):
        pass


def test_the_queue_is_for_those_who_may_use_the_database(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    database.touch()
    database.chmod(0o660)
    with turn(database, 0.1):
        assert queue_of(database).stat().st_mode & 0o777 == 0o660
