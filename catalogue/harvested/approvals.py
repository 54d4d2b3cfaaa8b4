"""Runs that wait for approval: their deletions lie in quarantine until an administrator has decided.

A run is *held* when it was read to its end and would delete more of its source than is believed unasked. Approval
writes a replay run that a worker takes; rejection leaves the records as they are, for ever for deletions of the same
datestamp. Both close the run as succeeded.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, select, update

from catalogue.harvested import deletions, overflow, quarantine, runs
from catalogue.harvested.runs import Run, RunParameters
from catalogue.harvested.sightings import live_among
from catalogue.tables import quarantine as items
from catalogue.tables import run
from schemas.errors import ExpectedError

HELD = deletions.HELD
"""The reason in quarantine of a deletion that waits."""


class ApprovalError(ExpectedError):
    """The run cannot be approved or rejected; one line for a person."""


class Rejection(NamedTuple):
    """How many deletions were turned down, and how many of their records were gone already."""

    kept: int
    gone: int


def decidable(source: str) -> ColumnElement[bool]:
    """The waiting deletions of a source but for those that a run gathers just now."""
    at_work = select(run.c.id).where(run.c.source == source, run.c.state == "running")
    return and_(deletions.waiting(source), items.c.run_id.not_in(at_work))


def approve(connection: Connection, run_id: int, by: str) -> int | None:
    """Let the deletions happen: give the number of the replay run, None if nothing waits any more.

    A run that is held for what it brought goes on instead (:mod:`catalogue.harvested.overflow`).
    Raises ApprovalError if the run is not held.
    """
    held = _held(connection, run_id)
    if overflow.is_over(held):
        return overflow.go_on(connection, held, by)
    chosen = decidable(held.source)
    numbers = list(connection.scalars(select(items.c.id).where(chosen).order_by(items.c.id)))
    replay = None
    if numbers:
        deletions.decide(connection, chosen, deletions.CARRY_OUT, by)
        parameters = RunParameters(quarantine=tuple(numbers))
        replay = runs.request_run(
            connection, held.source, mode="replay", parameters=parameters, requested_by=by
        )
    told = f"{len(numbers)} deletions approved by {by}"
    _decide(connection, held, f"{told}; run {replay} carries them out" if replay else told)
    return replay


def reject(connection: Connection, run_id: int, by: str) -> int:
    """Leave the records as they are; give how many are kept. Raises ApprovalError if the run is not held."""
    return turn_down(connection, run_id, by).kept


def turn_down(connection: Connection, run_id: int, by: str) -> Rejection:
    """Leave the records as they are; say how many there are still. Raises ApprovalError if the run is not held."""
    held = _held(connection, run_id)
    if overflow.is_over(held):
        overflow.stop(connection, held, by)
        return Rejection(0, 0)
    chosen = decidable(held.source)
    rows = connection.execute(select(items.c.id, items.c.identifier).where(chosen)).all()
    names = {row.identifier for row in rows if row.identifier is not None}
    kept = len(live_among(connection, held.source, sorted(names)))
    deletions.decide(connection, chosen, deletions.REFUSE, by)
    quarantine.resolve(connection, [row.id for row in rows], f"deletion rejected by {by}")
    gone = len(names) - kept
    told = f"{len(rows)} deletions rejected by {by}"
    _decide(connection, held, f"{told}; {gone} of the records are gone already" if gone else told)
    return Rejection(kept, gone)


def _held(connection: Connection, run_id: int) -> Run:
    found = runs.get_run(connection, run_id)
    if found is None:
        raise ApprovalError(f"there is no run {run_id}; see `eaci runs list`")
    if found.state != "held":
        raise ApprovalError(f"run {run_id} is {found.state}: nothing of it waits for approval")
    return found


def _decide(connection: Connection, held: Run, message: str) -> None:
    runs.log(connection, held.id, "info", message)
    # a run that is held for what it brought waits for a decision of its own
    others = runs.list_runs(connection, source_name=held.source, states=("held",))
    numbers = [each.id for each in others if not overflow.is_over(each)]
    decided = update(run).where(run.c.id.in_(numbers))
    connection.execute(decided.values(state="succeeded", message=message))
    if held.is_whole:
        runs.record_success(connection, held.source, held.checkpoint.get("response_date"))


def close_settled(connection: Connection, source: str) -> None:
    """Close the held runs of a source of which nothing waits any more: their records have come again since."""
    if not deletions.count(connection, deletions.waiting(source)):
        told = exists().where(items.c.run_id == run.c.id, items.c.reason == HELD)
        connection.execute(
            update(run)
            .where(run.c.source == source, run.c.state == "held", told)
            .values(state="succeeded", message="the records came again: no deletion waits any more")
        )
