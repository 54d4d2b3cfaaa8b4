"""Who executes a run: exactly one living process, and one run a source at a time."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.harvested import runs
from catalogue.harvested.runs import Run, RunMode, RunParameters
from crawler.errors import CrawlerError
from crawler.sources.definition import SourceDefinition, register

ABANDONED_AFTER = timedelta(minutes=10)
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def worker_name() -> str:
    """This machine and process, as a run names who took it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def close_vanished(connection: Connection, *, silent: bool = True) -> list[int]:
    """Close the runs whose process is gone: on this machine at once, elsewhere after ten silent minutes.

    ``silent``: False where silence says nothing, because nobody could write for a while.
    """
    closed = []
    if silent:
        silent_since = (datetime.now(UTC) - ABANDONED_AFTER).strftime(TIME_FORMAT)
        closed += runs.fail_abandoned(connection, silent_since)
    for run in runs.list_runs(connection, states=("running",)):
        if _is_gone(run):
            message = "its process was killed; the next run goes on from here"
            runs.finish_run(connection, run.id, state="failed", message=message)
            runs.log(connection, run.id, "error", message)
            closed.append(run.id)
    return closed


def _is_gone(run: Run) -> bool:
    host, _, number = (run.worker or "").rpartition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def begin_run(
    engine: Engine, definition: SourceDefinition, mode: RunMode, parameters: RunParameters
) -> int:
    """Write a run that this process executes itself, and give its number.

    Raises CrawlerError if another run of the source is at work.
    """
    with writing(engine) as connection:
        register(connection, [definition])
        close_vanished(connection)
        busy = runs.list_runs(connection, source_name=definition.name, states=("running",), limit=1)
        if not busy:
            run_id = runs.request_run(
                connection,
                definition.name,
                mode=mode,
                parameters=parameters,
                requested_by="command line",
            )
            runs.start_run(connection, run_id, worker_name())
            return run_id
    raise CrawlerError(
        f"{definition.name} is being harvested by run {busy[0].id}; wait until it is closed"
    )
