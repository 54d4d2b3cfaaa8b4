"""Undoing deletions for 30 days: by run, whether somebody had approved them or so few were believed unasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, or_, select, update

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.harvested import record_store, runs, store
from catalogue.harvested.carrying_out import BATCH, Before, Carried, read_before
from catalogue.harvested.deleted_descriptions import give_back
from catalogue.harvested.deletions import CARRY_OUT, REFUSE, window_begin
from catalogue.harvested.runs import Ledger, Run, RunParameters
from catalogue.harvested.told import content_hash
from catalogue.tables import deletion, record
from schemas import HarvestedRecord
from schemas.errors import ExpectedError
from schemas.ids import record_number


class UndoError(ExpectedError):
    """There is nothing to undo; one line for a person."""


def _of(run_id: int) -> list[ColumnElement[bool]]:
    """The deletions that the run told or carried out, and whose records are kept."""
    return [
        or_(deletion.c.run_id == run_id, deletion.c.done_in == run_id),
        deletion.c.verdict == CARRY_OUT,
        deletion.c.done_at >= window_begin(),
        deletion.c.before.is_not(None),
    ]


def count_undoable(connection: Connection, source: str, run_id: int) -> int:
    """How many deletions of the run can be undone still."""
    query = select(func.count()).select_from(deletion)
    return connection.execute(query.where(deletion.c.source == source, *_of(run_id))).scalar_one()


def request_undo(connection: Connection, run_id: int, by: str) -> int:
    """Write a run that undoes the deletions of that run; give its number.

    Raises UndoError if there is nothing to undo.
    """
    found = runs.get_run(connection, run_id)
    if found is None:
        raise UndoError(f"there is no run {run_id}; see `eaci runs list`")
    if not count_undoable(connection, found.source, run_id):
        raise UndoError(
            f"run {run_id} carried out no deletion in the last 30 days: nothing to undo"
        )
    return runs.request_run(
        connection,
        found.source,
        mode="undo",
        parameters=RunParameters(undo=run_id),
        requested_by=by,
    )


def undo_some(connection: Connection, run: Run, wanted: int) -> Carried:
    """Restore the next records, in the caller's transaction; ``rows`` is 0 if none is left.

    A record that has changed since stays as it is. An undone deletion counts as refused.
    """
    query = select(deletion).where(deletion.c.source == run.source, *_of(wanted))
    rows = connection.execute(query.order_by(deletion.c.id).limit(BATCH)).all()
    if not rows:
        return Carried(0, Ledger())
    restored = _restore(connection, rows)
    others = [row.id for row in rows if row.id not in restored]
    connection.execute(update(deletion).where(deletion.c.id.in_(others)).values(before=None))
    connection.execute(
        update(deletion)
        .where(deletion.c.id.in_(list(restored)))
        .values(verdict=REFUSE, decided_by=run.requested_by, decided_at=now(), before=None)
    )
    ledger = Ledger(received=len(restored), new=len(restored))
    page_id = store.empty_page(connection, run.id, run.source, f"undo:{wanted}")
    store.enter(connection, run.id, page_id, ledger)
    return Carried(len(rows), ledger)


def _restore(connection: Connection, rows: Sequence[Row[Any]]) -> set[int]:
    """Make the records what they were, unless something else has come since; give the deletions undone."""
    numbers = {record_number(row.source, row.identifier): row for row in rows}
    columns = [record.c[name] for name in ("id", "number", "page_id", "deleted")]
    query = select(*columns).where(dialect.among(connection, record.c.number, list(numbers)))
    found = [
        (each, numbers[each.number], read_before(numbers[each.number].before))
        for each in connection.execute(query)
        if each.page_id == numbers[each.number].page_id
    ]
    # a record that lives on was deleted in the second of its two formats
    found = [each for each in found if each[0].deleted or each[2].described]
    were = {row.identifier: before.described for _, row, before in found if before.described}
    made = give_back(connection, rows[0].source, were)
    values = [_as_it_was(each.id, before, made.get(row.identifier)) for each, row, before in found]
    if values:
        by_key = update(record).where(record.c.id == bindparam("key"))
        connection.execute(
            by_key.values(_COLUMNS | {"deleted": False, "changed_at": now()}), values
        )
    record_store.await_indexer(connection, [each.number for each, _, _ in found])
    return {row.id for _, row, _ in found}


_COLUMNS: dict[str, Any] = {
    "body": bindparam("said"),
    "content_hash": bindparam("hashed"),
    "datestamp": bindparam("stamp"),
    "page_id": bindparam("page"),
    "last_run": bindparam("seen_in"),
}


def _as_it_was(key: int, before: Before, made: HarvestedRecord | None) -> dict[str, Any]:
    """The record's row as it was; ``made`` is what its two descriptions make now, if it has two."""
    told = {"said": before.body, "hashed": before.content_hash, "stamp": before.datestamp}
    if made is not None:
        said, hashed = msgspec.json.encode(made), content_hash(made)
        told = {"said": said, "hashed": hashed, "stamp": made.datestamp}
    return {"key": key, "page": before.page_id, "seen_in": before.last_run, **told}
