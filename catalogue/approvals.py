"""Runs that wait for approval: their deletions lie in quarantine until an administrator has decided.

A run is *held* when it was read to its end and would delete more of its source than is believed unasked. Approval
writes a replay run that a worker takes; rejection leaves the records as they are. Both close the run as succeeded.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from catalogue import quarantine, runs
from catalogue.runs import Run, RunParameters
from catalogue.tables import quarantine as items
from catalogue.tables import record, run
from schemas.errors import ExpectedError

HELD = "held-deletion"
"""The reason in quarantine of a deletion that waits."""
_WHOLE = ("incremental", "full")


class ApprovalError(ExpectedError):
    """The run cannot be approved or rejected; one line for a person."""


class DeletionBase(NamedTuple):
    """What deletions are measured by: live records before the harvest began, and how many it deleted since."""

    live: int
    deleted: int


def deletion_base(connection: Connection, source: str) -> DeletionBase | None:
    """The base of a source; None if it never was harvested to the end, so that there is nothing to guard.

    A harvest may take several runs; all deletions since the last one that succeeded count together.
    """
    done = (run.c.source == source, run.c.mode.in_(_WHOLE), run.c.state.in_(("succeeded", "held")))
    last = connection.execute(
        select(run.c.id, run.c.finished_at).where(*done).order_by(run.c.id.desc()).limit(1)
    ).first()
    if last is None:
        return None
    own = (record.c.source == source, record.c.first_run <= last.id)
    gone = (record.c.deleted.is_(True), record.c.last_run > last.id)
    changed = record.c.changed_at >= (last.finished_at or "")
    deleted = _count(connection, *own, *gone, changed)
    live = _count(connection, record.c.source == source, record.c.deleted.is_(False))
    return DeletionBase(live + deleted, deleted)


def _count(connection: Connection, *where: object) -> int:
    query = select(func.count()).select_from(record).where(*where)  # type: ignore[arg-type]
    return connection.execute(query).scalar_one()


def waiting_deletions(connection: Connection, source: str) -> list[int]:
    """The quarantine items of the source's deletions that wait."""
    query = select(items.c.id).where(
        items.c.source == source, items.c.reason == HELD, items.c.resolved_at.is_(None)
    )
    return list(connection.scalars(query.order_by(items.c.id)))


def approve(connection: Connection, run_id: int, by: str) -> int | None:
    """Let the deletions happen: give the number of the replay run, None if nothing waits any more.

    Raises ApprovalError if the run is not held.
    """
    held = _held(connection, run_id)
    numbers = waiting_deletions(connection, held.source)
    replay = None
    if numbers:
        parameters = RunParameters(quarantine=tuple(numbers))
        replay = runs.request_run(
            connection, held.source, mode="replay", parameters=parameters, requested_by=by
        )
    told = f"{len(numbers)} deletions approved by {by}"
    _decide(connection, held, f"{told}; run {replay} carries them out" if replay else told)
    return replay


def reject(connection: Connection, run_id: int, by: str) -> int:
    """Leave the records as they are; give the number of deletions that were turned down. Raises ApprovalError."""
    held = _held(connection, run_id)
    numbers = waiting_deletions(connection, held.source)
    quarantine.resolve(connection, numbers, f"deletion rejected by {by}")
    _decide(connection, held, f"{len(numbers)} deletions rejected by {by}")
    return len(numbers)


def _held(connection: Connection, run_id: int) -> Run:
    found = runs.get_run(connection, run_id)
    if found is None:
        raise ApprovalError(f"there is no run {run_id}; see `eaci runs list`")
    if found.state != "held":
        raise ApprovalError(f"run {run_id} is {found.state}: nothing of it waits for approval")
    return found


def _decide(connection: Connection, held: Run, message: str) -> None:
    runs.log(connection, held.id, "info", message)
    connection.execute(
        update(run)
        .where(run.c.source == held.source, run.c.state == "held")
        .values(state="succeeded", message=message)
    )
    runs.record_success(connection, held.source, held.checkpoint.get("response_date"))
