"""Runs that brought far more than their source held before: held, with what came, until an administrator has decided.

Approval lets a new run go on from where the held one stopped; rejection lets the next one begin anew. What came stays
either way. The mark of such a run is a word in its checkpoint, which the run that goes on with it does not read.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from catalogue.harvested import runs
from catalogue.harvested.runs import Run
from catalogue.tables import page, record, run

_MARK = "over"
_FEW_RUNS, _FEW_PAGES = 5, 500  # tell how many bytes a record of the source takes


class Size(NamedTuple):
    """So many records, and the bytes of the pages that brought them."""

    records: int
    bytes: int


def size_of(connection: Connection, source: str) -> Size:
    """What the source holds; the bytes are reckoned from its newest pages."""
    count = select(func.count()).select_from(record).where(record.c.source == source)
    records = connection.execute(count).scalar_one()
    newest = select(run.c.id).where(run.c.source == source, run.c.pages > 0)
    newest = newest.order_by(run.c.id.desc()).limit(_FEW_RUNS)
    pages = (
        select(page.c.size, page.c.received)
        .where(page.c.run_id.in_(newest))
        .order_by(page.c.id.desc())
        .limit(_FEW_PAGES)
        .subquery()
    )
    row = connection.execute(select(func.sum(pages.c.size), func.sum(pages.c.received))).one()
    size, received = int(row[0] or 0), int(row[1] or 0)
    return Size(records, records * size // received if received else 0)


def mark(connection: Connection, run_id: int, why: str) -> None:
    """Note in the run's checkpoint that it is over its limit."""
    found = runs.get_run(connection, run_id)
    checkpoint = found.checkpoint if found is not None else {}
    runs.save_checkpoint(connection, run_id, {**checkpoint, _MARK: why})


def is_over(held: Run) -> bool:
    """True if the run is held for what it brought, and not for what it would delete."""
    return held.state == "held" and _MARK in held.checkpoint


def go_on(connection: Connection, held: Run, by: str) -> int:
    """Let a new run go on from there; give its number."""
    number = runs.request_run(connection, held.source, requested_by=by)
    checkpoint = {name: value for name, value in held.checkpoint.items() if name != _MARK}
    runs.save_checkpoint(connection, held.id, checkpoint)
    _close(connection, held, f"approved by {by}; run {number} goes on from here")
    return number


def stop(connection: Connection, held: Run, by: str) -> None:
    """Keep what came, and let the next run begin anew."""
    runs.save_checkpoint(connection, held.id, {})
    _close(connection, held, f"stopped by {by}; what came is kept, the next run begins anew")


def _close(connection: Connection, held: Run, message: str) -> None:
    runs.log(connection, held.id, "info", message)
    # it did not come to its end: that is what "failed" says to the run that may go on with it
    values = {"state": "failed", "message": message}
    connection.execute(update(run).where(run.c.id == held.id).values(**values))
