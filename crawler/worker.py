"""The worker: takes due and requested runs from the catalogue and starts each in a process of its own.

Everything it knows is in the catalogue, so it may be killed and started again at any time, and several may work side by
side. A run whose process vanished is closed as failed; the next run of its source goes on from its checkpoint.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from croniter import CroniterError, croniter
from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import open_engine, reading, require_current, writing
from catalogue.harvested import runs
from catalogue.harvested.runs import Run
from catalogue.harvested.sources import SourceEntry, list_sources
from catalogue.settings import Settings
from crawler.runs import heart
from crawler.runs.claims import TIME_FORMAT, close_vanished, worker_name
from crawler.sources.watch import SourceWatch

_LOOK_PATIENCE = 5.0
"""Seconds that the edits of source files wait for a busy catalogue, before the next look tries again."""
_FAILURES_BORNE = 3
_FIRST_PAUSE = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=10)
_END_WITHIN = 30.0  # seconds, each time it is told
_MOST_DAYS = 36_600  # a date can be no further away

Report = Callable[[str], None]


def next_times(schedule: str, after: datetime, count: int = 5) -> list[datetime]:
    """The next times of a cron expression (UTC); fewer or none if it names dates that do not come (30 February)."""
    times = croniter(schedule, after)
    found: list[datetime] = []
    with suppress(CroniterError):
        found += (times.get_next(datetime) for _ in range(count))
    return found


def is_due(
    entry: SourceEntry, last_requested: str | None, started: datetime, now: datetime
) -> bool:
    """True if a time of the schedule has passed since the source's newest run (or since the worker started).

    A newest run in the future, from a clock that was wrong once, says nothing: then the source is due at once.
    """
    if not entry.enabled or not entry.schedule or not croniter.is_valid(entry.schedule):
        return False
    since = started if last_requested is None else _moment(last_requested)
    if last_requested is not None and _is_to_come(since, now):
        return bool(next_times(entry.schedule, now, 1))
    return any(time <= now for time in next_times(entry.schedule, since, 1))


def request_due(connection: Connection, started: datetime, now: datetime) -> list[int]:
    """Request a run for every source that is due and has none waiting, at work or held; give their numbers."""
    newest = runs.newest_runs(connection)
    failures = runs.failures_in_a_row(connection)
    sweeps = runs.last_sweeps(connection, now.strftime(TIME_FORMAT))
    requested = []
    for entry in list_sources(connection):
        last = newest.get(entry.name)
        if last is not None and not _may_begin(last, failures.get(entry.name, 0), now):
            continue
        if is_due(entry, last.requested_at if last else None, started, now):
            mode: runs.RunMode = (
                "full" if wants_sweep(entry, sweeps.get(entry.name), now) else "incremental"
            )
            number = runs.request_run(connection, entry.name, mode=mode, requested_by="schedule")
            requested.append(number)
    return requested


def _may_begin(last: Run, failures: int, now: datetime) -> bool:
    """False while a run of the source is open, or its breaker is."""
    if last.state in {"requested", "running", "held"}:
        return False
    pause = breaker_pause(failures)
    ended = _moment(last.finished_at or last.requested_at)
    return _is_to_come(ended, now) or now >= ended + pause


def _moment(at: str) -> datetime:
    return datetime.strptime(at, TIME_FORMAT).replace(tzinfo=UTC)


def _is_to_come(moment: datetime, now: datetime) -> bool:
    """True if what has happened is dated in the future, by more than the clocks of two machines differ."""
    return moment > now + _CLOCKS_DIFFER


def breaker_pause(failures: int) -> timedelta:
    """How long a source is left alone after so many failed harvests in a row: none for two, then doubling to a day."""
    if failures < _FAILURES_BORNE:
        return timedelta()
    return min(_FIRST_PAUSE * (1 << min(failures - _FAILURES_BORNE, 20)), _LONGEST_PAUSE)


def wants_sweep(entry: SourceEntry, last_sweep: str | None, now: datetime) -> bool:
    """True if the source's next run should ask for everything, to notice what vanished."""
    days = min(int(entry.definition.get("full_every", 0)), _MOST_DAYS)
    if not days or last_sweep is None or entry.definition.get("protocol") != "oai-pmh":
        return False
    last = _moment(last_sweep)
    return _is_to_come(last, now) or now - last > timedelta(days=days)


def claim(engine: Engine, worker: str) -> int | None:
    """Take the oldest waiting run, or None."""
    with writing(engine) as connection:
        run_id = runs.next_requested(connection)
        if run_id is None or not runs.start_run(connection, run_id, worker):
            return None
        return run_id


def work(
    settings: Settings,
    *,
    report: Report,
    poll: float = 5.0,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Work until ``stop`` says so. Raises CatalogueError if there is no usable catalogue.

    A database that goes away later is waited for; a run that it took with it is closed when it is back, and those that
    could not say that they live get the time to say so.
    """
    engine = open_engine(settings)
    try:
        require_current(engine)
        started = datetime.now(UTC)
        files = SourceWatch(settings)
        away = -math.inf
        while not stop():
            look(files, engine, report)
            try:
                heard = time.monotonic() - away > 2 * heart.EVERY
                worked = work_once(engine, started, report, silent=heard)
            except OperationalError as error:
                report(f"waiting for the catalogue: {' '.join(str(error.orig).split())}")
                away, worked = time.monotonic(), False
            if not worked:
                time.sleep(poll)
    finally:
        engine.dispose()


def look(files: SourceWatch, engine: Engine, report: Report) -> None:
    """Bring edits of source files into the catalogue, and report each fault once."""
    known = files.faults
    try:
        faults = files.look(engine, _LOOK_PATIENCE).faults
    except OperationalError as error:
        report(f"source files are read later: {' '.join(str(error.orig).split())}")
        return
    for name, fault in faults.items():
        if known.get(name) != fault:
            report(f"source {name} stays as it was: {fault}")


def work_once(engine: Engine, started: datetime, report: Report, *, silent: bool = True) -> bool:
    """One round: close abandoned runs, request due ones, execute one. True if there was a run.

    ``silent``: see :func:`crawler.runs.claims.close_vanished`.
    """
    now = datetime.now(UTC)
    with writing(engine) as connection:
        for closed in close_vanished(connection, silent=silent):
            report(f"run {closed}: its process vanished")
        for due in request_due(connection, started, now):
            report(f"run {due}: due by schedule")
    run_id = claim(engine, worker_name())
    if run_id is None:
        return False
    report(f"run {run_id}: started")
    report(f"run {run_id}: {supervise(engine, run_id)}")
    return True


def supervise(engine: Engine, run_id: int) -> str:
    """Execute a claimed run in its own process; say how it ended. The run is closed afterwards, whatever happened."""
    process = subprocess.Popen([sys.executable, "-m", "crawler.run", str(run_id)])  # noqa: S603 -- our own module
    try:
        process.wait()  # the run's own process says that it is alive
    finally:
        _end(process)
    return _closed(engine, run_id, process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a run: told once it stores what it has asked for, told twice it no longer waits."""
    for tell in (process.terminate, process.terminate, process.kill):
        if process.poll() is None:
            tell()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_END_WITHIN)


def _closed(engine: Engine, run_id: int, status: int) -> str:
    with writing(engine) as connection:
        # closing a closed run changes nothing
        message = f"its process ended with status {status} before the run was closed"
        runs.finish_run(connection, run_id, state="failed", message=message)
    with reading(engine) as connection:
        run = runs.get_run(connection, run_id)
    if run is None:
        return "vanished from the catalogue"
    return f"{run.shown_state}{f': {run.message}' if run.message else ''}"
