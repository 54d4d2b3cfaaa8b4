"""Stage "count": the citation counts of works, taken from the very rows that their lists show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select, update

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.tables import citation, outbox, work


def run(connection: Connection, items: Sequence[int]) -> None:
    """Count these works again; those whose counts changed go to the outbox."""
    counted = _counted(connection, items)
    query = select(work.c.number, work.c.cited_by, work.c.cited_by_others, work.c.cites)
    changes = [
        {"counted": row.number} | counted[row.number]
        for row in dialect.rows_in(connection, query, work.c.number, items)
        if dict(row._mapping) != {"number": row.number} | counted[row.number]
    ]
    start_writing(connection)
    statement = update(work).where(work.c.number == bindparam("counted"))
    dialect.execute_many(connection, statement, changes)
    dialect.bump(connection, outbox, [{"work": change["counted"]} for change in changes])


def _counted(connection: Connection, items: Collection[int]) -> dict[int, dict[str, Any]]:
    counted = {item: {"cited_by": 0, "cited_by_others": 0, "cites": 0} for item in items}
    others = func.sum(case((citation.c.self_citation.is_(True), 0), else_=1))
    cited = select(citation.c.cited, func.count(), others).group_by(citation.c.cited)
    for number, every, without_self in dialect.rows_in(connection, cited, citation.c.cited, items):
        counted[number] |= {"cited_by": every, "cited_by_others": int(without_self)}
    citing = select(citation.c.citing, func.count()).group_by(citation.c.citing)
    for number, every in dialect.rows_in(connection, citing, citation.c.citing, items):
        counted[number]["cites"] = every
    return counted
