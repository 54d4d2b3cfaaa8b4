"""Deletions of live records: gathered in quarantine while a run is at work, and decided once it has ended.

Each waits as an item of the reason :data:`HELD`, so that a kill loses none. A decision is a row of the table
``deletion``, with what is needed to carry it out or to refuse it for ever; carrying out goes in short transactions, and
whoever is killed in between leaves the rest to the next run. The record as it was stays in the row for
:data:`UNDO_DAYS` days (see :mod:`catalogue.harvested.undo`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested import quarantine
from catalogue.harvested.runs import WHOLE, Run, RunParameters
from catalogue.tables import deletion, record, run
from catalogue.tables import quarantine as items

HELD = "held-deletion"
"""The reason in quarantine of a deletion that waits."""
DISPUTED = "live-and-deleted"
"""The reason of a deletion whose record the source lists as live too."""
WAITING = (HELD, DISPUTED)
"""What nobody but a decision, or the source itself, may touch."""
CARRY_OUT, REFUSE = "carry-out", "refuse"
UNDO_DAYS = 30
"""So long a deletion can be undone, and so long deletions of several runs count together."""


class Base(NamedTuple):
    """What deletions are measured by: records that were live when the window began, and those believed gone since."""

    live: int
    deleted: int


def window_begin(days: int = UNDO_DAYS) -> str:
    """The time before which nothing counts any more."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def base(connection: Connection, source: str) -> Base | None:
    """What the source held 30 days ago, or at the last approval if that was later.

    None if it never was harvested to the end before, so that there is nothing to guard. Records that came since do
    not count: a server could add as many as it wants to delete.
    """
    approved = connection.scalar(
        select(func.max(deletion.c.decided_at)).where(
            deletion.c.source == source,
            deletion.c.verdict == CARRY_OUT,
            deletion.c.decided_by.is_not(None),
        )
    )
    since = max(window_begin(), approved or "")
    first = _base_run(connection, source, since)
    if first is None:
        return None
    gone = _believed_since(connection, source, since)
    live = select(func.count()).where(
        record.c.source == source, record.c.deleted.is_(False), record.c.first_run <= first
    )
    return Base(connection.execute(live).scalar_one() + gone, gone)


def _base_run(connection: Connection, source: str, since: str) -> int | None:
    """The newest harvest of everything that ended before that time, else the oldest."""
    everything = msgspec.json.encode(RunParameters())
    whole = or_(and_(run.c.mode.in_(WHOLE), run.c.parameters == everything), run.c.mode == "import")
    done = select(run.c.id).where(
        run.c.source == source, whole, run.c.state.in_(("succeeded", "held"))
    )
    newest = done.where(run.c.finished_at <= since).order_by(run.c.id.desc()).limit(1)
    found = connection.scalar(newest)
    return found if found is not None else connection.scalar(done.order_by(run.c.id).limit(1))


def _believed_since(connection: Connection, source: str, since: str) -> int:
    """How many records are gone of those that were deleted unasked."""
    gone = exists().where(
        record.c.source == deletion.c.source,
        record.c.identifier == deletion.c.identifier,
        record.c.deleted.is_(True),
    )
    query = select(func.count(deletion.c.identifier.distinct())).where(
        deletion.c.source == source,
        deletion.c.verdict == CARRY_OUT,
        deletion.c.decided_by.is_(None),
        deletion.c.done_at >= since,
        gone,
    )
    return connection.execute(query).scalar_one()


class Told(NamedTuple):
    """What is or was in quarantine under an identifier: of which run, why, and of a deletion the decision if any.

    ``format`` is that of its page.
    """

    item: int
    identifier: str
    datestamp: str
    run_id: int
    reason: str
    waits: bool
    decided: bool
    format: str


def told_before(connection: Connection, source: str, identifiers: Collection[str]) -> list[Told]:
    """What waits or waited in quarantine under these identifiers."""
    decided = exists().where(deletion.c.item == items.c.id)
    columns = [
        items.c[name] for name in ("id", "identifier", "datestamp", "run_id", "reason", "format")
    ]
    found = []
    for chunk in dialect.chunks(sorted(identifiers)):
        query = select(*columns, items.c.resolved_at, decided.label("decided")).where(
            items.c.source == source, items.c.identifier.in_(chunk)
        )
        found += [
            Told(
                item=row.id,
                identifier=row.identifier,
                datestamp=row.datestamp or "",
                run_id=row.run_id,
                reason=row.reason,
                waits=row.resolved_at is None,
                decided=bool(row.decided),
                format=row.format,
            )
            for row in connection.execute(query)
        ]
    return found


def refused(
    connection: Connection, source: str, identifiers: Collection[str]
) -> dict[tuple[str, str], int]:
    """The refusals of these identifiers by identifier and datestamp, each with the run that told it last."""
    found: dict[tuple[str, str], int] = {}
    for chunk in dialect.chunks(sorted(identifiers)):
        query = (
            select(deletion.c.identifier, deletion.c.datestamp, func.max(deletion.c.run_id))
            .where(deletion.c.source == source, deletion.c.verdict == REFUSE)
            .where(deletion.c.identifier.in_(chunk))
            .group_by(deletion.c.identifier, deletion.c.datestamp)
        )
        found |= {(name, stamp): told for name, stamp, told in connection.execute(query)}
    return found


def refused_again(
    connection: Connection, source: str, run_id: int, told: Sequence[tuple[str, str]]
) -> None:
    """Note that the run told these deletions (identifier, datestamp) again: their records are listed, as deleted."""
    again = (
        update(deletion)
        .where(deletion.c.source == source, deletion.c.verdict == REFUSE)
        .where(deletion.c.identifier == bindparam("name"))
        .where(deletion.c.datestamp == bindparam("stamp"))
        .values(run_id=run_id)
    )
    if told:
        connection.execute(again, [{"name": name, "stamp": stamp} for name, stamp in told])


def dispute(connection: Connection, numbers: Sequence[int]) -> None:
    """Let these deletions wait for the source to say again what it means: it lists the records as live too."""
    for chunk in dialect.chunks(numbers):
        detail = "the source lists the record as deleted and as live"
        connection.execute(
            update(items)
            .where(items.c.id.in_(chunk), items.c.resolved_at.is_(None))
            .values(reason=DISPUTED, detail=detail)
        )


def waiting(source: str) -> ColumnElement[bool]:
    """The items of a source's deletions that wait."""
    return and_(items.c.source == source, items.c.reason == HELD, items.c.resolved_at.is_(None))


def in_scope(found: Run) -> ColumnElement[bool]:
    """The waiting deletions that the end of a run decides: a harvest of everything decides all.

    An import leaves alone what a harvest has gathered that was broken off, any other run all but its own.
    """
    if found.is_whole:
        return waiting(found.source)
    if found.mode != "import":
        return and_(waiting(found.source), items.c.run_id == found.id)
    broken = select(run.c.id).where(
        run.c.source == found.source, run.c.mode.in_(WHOLE), run.c.state == "failed"
    )
    return and_(waiting(found.source), items.c.run_id.not_in(broken))


def count(connection: Connection, chosen: ColumnElement[bool]) -> int:
    """How many items are chosen."""
    return connection.execute(select(func.count()).select_from(items).where(chosen)).scalar_one()


def count_decided(connection: Connection, source: str) -> int:
    """How many waiting deletions are decided already, and not yet carried out."""
    query = (
        select(func.count())
        .select_from(deletion.join(items, items.c.id == deletion.c.item))
        .where(waiting(source), deletion.c.verdict == CARRY_OUT, deletion.c.done_at.is_(None))
    )
    return connection.execute(query).scalar_one()


def decide(
    connection: Connection, chosen: ColumnElement[bool], verdict: str, by: str | None
) -> int:
    """Write the verdict over the chosen items; give how many there are.

    ``by`` is None where nobody was asked. Nothing is deleted yet.
    """
    columns = ("source", "identifier", "datestamp", "verdict", "decided_by", "decided_at")
    # as a list, since a database that looks into the growing table for each row takes ever longer
    undecided = items.c.id.not_in(
        select(deletion.c.item).where(deletion.c.item.is_not(None), deletion.c.done_at.is_(None))
    )
    query = select(
        items.c.source,
        items.c.identifier,
        func.coalesce(items.c.datestamp, ""),
        literal(verdict),
        literal(by),
        literal(now()),
        items.c.run_id,
        items.c.page_id,
        items.c.id,
    ).where(chosen, undecided, items.c.identifier.is_not(None))
    into = insert(deletion).from_select([*columns, "run_id", "page_id", "item"], query)
    return connection.execute(into).rowcount


def drop(connection: Connection, run_id: int) -> int:
    """Believe none of the deletions that a spoilt run gathered; the next run begins anew and receives them again."""
    chosen = (items.c.run_id == run_id, items.c.reason == HELD, items.c.resolved_at.is_(None))
    numbers = list(connection.scalars(select(items.c.id).where(*chosen)))
    quarantine.resolve(connection, numbers, f"run {run_id} is not believed")
    return len(numbers)


def forget_old(connection: Connection, source: str) -> None:
    """Drop what is too old to be undone or to count."""
    too_old = (
        deletion.c.source == source,
        deletion.c.done_at < window_begin(),
        deletion.c.verdict == CARRY_OUT,
    )
    connection.execute(delete(deletion).where(*too_old))
