"""Runs: one harvest of one source. Requested here by anyone, claimed here by a worker, closed here with its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, case, false, func, insert, or_, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested.run_contract import (
    LEDGER,
    LISTED_STATES,
    QUIET_DAYS,
    RESERVED,
    WHOLE,
    Ledger,
    ListedState,
    Run,
    RunMode,
    RunParameters,
    RunState,
)
from catalogue.tables import run, run_log, source

__all__ = [
    "LEDGER",
    "LISTED_STATES",
    "QUIET_DAYS",
    "RESERVED",
    "WHOLE",
    "Ledger",
    "ListedState",
    "Run",
    "RunMode",
    "RunParameters",
    "RunState",
]

_LONGEST_MESSAGE = 2_000  # characters


def _run(row: Row[Any]) -> Run:
    values = dict(row._mapping)
    ledger = Ledger(**{name: values.pop(name) for name in LEDGER})
    parameters = msgspec.json.decode(values.pop("parameters"), type=RunParameters)
    checkpoint = msgspec.json.decode(values.pop("checkpoint") or b"{}")
    return Run(**values, parameters=parameters, checkpoint=checkpoint, ledger=ledger)


def request_run(
    connection: Connection,
    source_name: str,
    *,
    mode: RunMode = "incremental",
    parameters: RunParameters | None = None,
    requested_by: str | None = None,
) -> int:
    """Write a run into the catalogue for a worker to take; return its number."""
    result = connection.execute(
        insert(run).values(
            source=source_name,
            mode=mode,
            parameters=msgspec.json.encode(parameters or RunParameters()),
            state="requested",
            requested_by=requested_by,
            requested_at=now(),
        )
    )
    assert result.inserted_primary_key is not None  # noqa: S101 -- an insert of one row has one
    return int(result.inserted_primary_key[0])


def start_run(connection: Connection, run_id: int, worker: str) -> bool:
    """Take the run if nobody else has; False if it is no longer waiting."""
    at = now()
    taken = connection.execute(
        update(run)
        .where(run.c.id == run_id, run.c.state == "requested")
        .values(state="running", started_at=at, heartbeat_at=at, worker=worker)
    )
    return taken.rowcount == 1


def take_over(connection: Connection, run_id: int, worker: str) -> bool:
    """Note that another process executes the run from here on; False if the run is not at work."""
    taken = connection.execute(
        update(run)
        .where(run.c.id == run_id, run.c.state == "running")
        .values(heartbeat_at=now(), worker=worker)
    )
    return taken.rowcount == 1


def next_requested(connection: Connection) -> int | None:
    """The oldest waiting run whose source no other run is harvesting now, locked for the caller's transaction."""
    # another worker may be claiming another run of the same source just now
    dialect.one_at_a_time(connection, "claim")
    busy = select(run.c.source).where(run.c.state == "running")
    query = (
        select(run.c.id)
        .where(run.c.state == "requested", run.c.source.not_in(busy))
        .order_by(run.c.id)
        .limit(1)
    )
    found: int | None = connection.scalar(dialect.skip_locked(connection, query))
    return found


def heartbeat(connection: Connection, run_id: int) -> None:
    """Say that the run is alive; of a closed one nothing is said."""
    at_work = (run.c.id == run_id, run.c.state == "running")
    connection.execute(update(run).where(*at_work).values(heartbeat_at=now()))


def finish_run(
    connection: Connection,
    run_id: int,
    *,
    state: RunState,
    message: str | None = None,
    reservations: bool = False,
) -> None:
    """Close the run as ``succeeded`` or ``failed``; closing a closed run changes nothing.

    ``reservations``: it succeeded, and the message says what of it is not usable.
    """
    connection.execute(
        update(run)
        .where(run.c.id == run_id, run.c.state.in_(("requested", "running")))
        .values(
            state=state,
            message=message and _shortened(message),
            finished_at=now(),
            reservations=reservations,
        )
    )


def save_checkpoint(connection: Connection, run_id: int, checkpoint: dict[str, Any]) -> None:
    """Where to go on from, apart from any page; an empty one makes the next run begin anew."""
    connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(checkpoint=msgspec.json.encode(checkpoint), heartbeat_at=now())
    )


def fail_abandoned(connection: Connection, older_than: str) -> list[int]:
    """Close runs whose heartbeat is older than the given time; their pages and checkpoints stay.

    A heartbeat more than a day in the future is of a clock that was wrong, and as good as none.
    """
    never = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    silent = or_(run.c.heartbeat_at < older_than, run.c.heartbeat_at > never)
    abandoned = list(connection.scalars(select(run.c.id).where(run.c.state == "running", silent)))
    for run_id in abandoned:
        finish_run(connection, run_id, state="failed", message="the worker vanished")
        log(connection, run_id, "error", "the worker vanished; the next run goes on from here")
    return abandoned


def _shortened(message: str) -> str:
    """The message as long as it is kept: what a server said stands in it, and may be of any length."""
    if len(message) <= _LONGEST_MESSAGE:
        return message
    return f"{message[:_LONGEST_MESSAGE]}…"


def log(connection: Connection, run_id: int, level: str, message: str) -> None:
    """Add a line to the run's log. Levels: info, warning, error."""
    connection.execute(
        insert(run_log).values(run_id=run_id, at=now(), level=level, message=_shortened(message))
    )


def read_log(connection: Connection, run_id: int, *, limit: int = 1000) -> list[Mapping[str, Any]]:
    """The run's log, oldest first: at, level, message."""
    query = (
        select(run_log.c.at, run_log.c.level, run_log.c.message)
        .where(run_log.c.run_id == run_id)
        .order_by(run_log.c.id)
        .limit(limit)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def get_run(connection: Connection, run_id: int) -> Run | None:
    """The run, or None."""
    row = connection.execute(select(run).where(run.c.id == run_id)).first()
    return None if row is None else _run(row)


def list_runs(
    connection: Connection,
    *,
    source_name: str | None = None,
    states: Iterable[ListedState] = (),
    limit: int = 100,
    before: int | None = None,
) -> list[Run]:
    """Runs, newest first; ``before`` continues below a run number.

    The state "reservations" stands for those that succeeded with reservations; "succeeded" for all that succeeded.
    """
    query = select(run).order_by(run.c.id.desc()).limit(limit)
    if source_name is not None:
        query = query.where(run.c.source == source_name)
    if wanted := tuple(states):
        reserved = run.c.reservations.is_(True) if "reservations" in wanted else false()
        query = query.where(
            or_(run.c.state.in_(wanted), and_(run.c.state == "succeeded", reserved))
        )
    if before is not None:
        query = query.where(run.c.id < before)
    return [_run(row) for row in connection.execute(query)]


def newest_runs(connection: Connection) -> dict[str, Run]:
    """For each source its newest run."""
    newest = select(func.max(run.c.id)).group_by(run.c.source)
    rows = connection.execute(select(run).where(run.c.id.in_(newest)))
    return {row.source: _run(row) for row in rows}


def record_success(connection: Connection, source_name: str, response_date: str | None) -> None:
    """Remember when the source last answered in full; the next run asks from there."""
    values: dict[str, Any] = {"last_run_at": now()}
    if response_date:
        values["last_response_date"] = response_date
    connection.execute(update(source).where(source.c.name == source_name).values(**values))


def failures_in_a_row(connection: Connection) -> dict[str, int]:
    """For each source how many of its newest harvests failed, one after the other."""
    harvests = run.c.mode.in_(WHOLE)
    good = (
        select(run.c.source, func.max(run.c.id).label("id"))
        .where(harvests, run.c.state.in_(("succeeded", "held")))
        .group_by(run.c.source)
        .subquery()
    )
    query = (
        select(run.c.source, func.count())
        .outerjoin(good, good.c.source == run.c.source)
        .where(harvests, run.c.state == "failed", run.c.id > func.coalesce(good.c.id, 0))
        .group_by(run.c.source)
    )
    return dict(connection.execute(query).all())


def last_sweeps(connection: Connection, until: str | None = None) -> dict[str, str]:
    """For each source when it was last harvested in full, or for the first time at all.

    Full harvests after ``until`` (default: now) are passed over: a clock that was wrong once must not put off the next.
    """
    in_time = and_(run.c.mode == "full", run.c.finished_at <= (until or now()))
    full = func.max(case((in_time, run.c.finished_at)))
    query = (
        select(run.c.source, func.coalesce(full, func.min(run.c.finished_at)))
        .where(run.c.mode.in_(WHOLE), run.c.state == "succeeded")
        .group_by(run.c.source)
    )
    return {name: at for name, at in connection.execute(query) if at}


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """A source that has brought nothing for long. ``last_news`` is when it last did, None if it never has."""

    source: str
    last_news: str | None
    runs_since: int
    failed_since: int


def quiet_sources(connection: Connection, before: str) -> list[Quiet]:
    """Enabled, scheduled sources that have had nothing new since that time though they were asked since."""
    # what is dated in the future by a clock that was wrong says nothing
    news = and_(run.c.new + run.c.updated + run.c.deleted > 0, run.c.requested_at <= now())
    last_news = func.max(case((news, run.c.requested_at)))
    since = case((run.c.requested_at >= before, 1), else_=0)
    failed = case((and_(run.c.requested_at >= before, run.c.state == "failed"), 1), else_=0)
    query = (
        select(run.c.source, last_news, func.sum(since), func.sum(failed))
        .join(source, source.c.name == run.c.source)
        .where(
            source.c.enabled.is_(True),
            source.c.schedule.is_not(None),
            run.c.mode.in_(WHOLE),
            run.c.state.in_(("succeeded", "failed", "held")),
        )
        .group_by(run.c.source)
        .having(func.coalesce(last_news, "") < before, func.sum(since) > 0)
        .having(func.min(run.c.requested_at) < before)
        .order_by(run.c.source)
    )
    return [
        Quiet(source=name, last_news=at, runs_since=int(asked), failed_since=int(bad))
        for name, at, asked, bad in connection.execute(query)
    ]
