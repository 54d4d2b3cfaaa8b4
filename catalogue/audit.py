"""The audit: who changed what, written in the same transaction as the change."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, insert, select

from catalogue.database.engine import now
from catalogue.tables import audit


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, when, which action on which subject."""

    id: int
    at: str
    account: str
    action: str
    subject: str
    detail: str | None


def record_change(
    connection: Connection, who: str, action: str, subject: str, detail: str | None = None
) -> None:
    """Write one row of the audit. Call it in the transaction of the change itself."""
    values = {"at": now(), "account": who, "action": action, "subject": subject, "detail": detail}
    connection.execute(insert(audit).values(**values))


def list_changes(
    connection: Connection, *, limit: int = 100, before: int | None = None
) -> list[AuditEntry]:
    """The audit, newest first; ``before`` continues below an entry number."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [AuditEntry(**row._mapping) for row in connection.execute(query)]
