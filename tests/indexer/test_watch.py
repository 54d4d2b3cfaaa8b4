"""The watching indexer: works when something waits, waits for what is away, and ends when it is told to."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import writing
from catalogue.derived import tasks
from indexer.pipeline import IndexingBusyError, IndexReport
from indexer.search.errors import SearchUnavailable
from indexer.watch import watch

AWAY = SearchUnavailable("unreachable", where="http://127.0.0.1:1", reason="refused")
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
NO_DATABASE = OperationalError("SELECT 1", {}, Exception("server closed the connection"))


def looks(count: int, pauses: list[float]) -> Callable[[float], bool]:
    """Says to end after so many waits, and notes how long each was to be."""

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) > count

    return wait


def put_something(engine: Engine) -> None:
    with writing(engine) as connection:
        tasks.put(connection, "count", [1])


def test_does_nothing_while_nothing_waits(engine: Engine) -> None:
    def never() -> IndexReport:
        raise AssertionError("nothing waits")

    watch(engine, never, every=0.5, wait=looks(3, pauses := []))
    assert pauses == [0.5] * 4


@pytest.mark.parametrize("failure", [AWAY, NO_ROOM, NO_DATABASE, IndexingBusyError("busy")])
def test_what_is_away_is_waited_for(
    engine: Engine, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    put_something(engine)
    outcomes: Iterator[Exception | None] = iter([failure, failure, failure, None])
    done = []

    def run() -> IndexReport:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        done.append(True)
        return IndexReport({"count": 1}, 0)

    watch(engine, run, every=0.5, wait=looks(4, pauses := []))
    assert pauses == [0.5, 1.0, 2.0, 4.0, 0.5]
    assert done == [True]
    assert len([each for each in caplog.messages if "pauses" in each]) == 3


def test_a_fault_of_the_program_ends_it(engine: Engine) -> None:
    put_something(engine)

    def run() -> IndexReport:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        watch(engine, run, every=0.5, wait=looks(3, []))
