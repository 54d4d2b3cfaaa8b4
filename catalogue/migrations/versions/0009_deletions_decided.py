"""What was decided about deletions is kept: refusals, approvals, and for 30 days the records as they were

Deletions that were refused before stay refused; dismissed items stay dismissed while their bytes are the same.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 500
_DATESTAMP = re.compile(rb"<(?:[\w.-]+:)?datestamp>\s*([^<]*?)\s*<")
_STAMPED = re.compile(rb"<(?:[\w.-]+:)?datestamp>[^<]*<")
_NO_BREAK = "\N{NO-BREAK SPACE}".encode()
_COLUMNS = (
    "id", "source", "run_id", "page_id", "identifier", "body", "resolved_at", "resolution",
)  # fmt: skip
_quarantine = sa.table(
    "quarantine",
    *(sa.column(name) for name in (*_COLUMNS, "reason", "datestamp", "said")),
    sa.column("dismissed", sa.Boolean()),
)
_REFUSED = "deletion rejected by "


def upgrade() -> None:
    op.add_column(
        "run", sa.Column("reservations", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for column in (
        sa.Column("datestamp", sa.Text(), nullable=True),
        sa.Column("dismissed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("same_as", _RowId, nullable=True),
    ):
        op.add_column("quarantine", column)
    op.create_index("ix_quarantine_source_identifier", "quarantine", ["source", "identifier"])
    deletion = op.create_table(
        "deletion",
        sa.Column("id", _RowId, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("datestamp", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("run_id", _RowId, nullable=False),
        sa.Column("page_id", _RowId, nullable=False),
        sa.Column("item", _RowId, nullable=True),
        sa.Column("done_in", _RowId, nullable=True),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    op.create_index("ix_deletion_source_identifier", "deletion", ["source", "identifier"])
    op.create_index("ix_deletion_item", "deletion", ["item"])
    op.create_index("ix_deletion_source_done_at", "deletion", ["source", "done_at"])
    connection = op.get_bind()
    for rows in _batches(connection, _quarantine.c.reason == "held-deletion"):
        _keep_dates(connection, rows)
        if refused := [_refusal(row) for row in rows if _is_refused(row)]:
            connection.execute(sa.insert(deletion), refused)
    for rows in _batches(connection, _quarantine.c.resolution.like("dismissed by %")):
        _keep_dismissed(connection, rows)


def _batches(connection: sa.Connection, chosen: Any) -> Any:
    """The rows of quarantine that are chosen, some at a time."""
    after = 0
    while True:
        query = sa.select(*(_quarantine.c[name] for name in _COLUMNS)).where(chosen)
        query = query.where(_quarantine.c.id > after).order_by(_quarantine.c.id).limit(_BATCH)
        if not (rows := connection.execute(query).all()):
            return
        yield rows
        after = rows[-1].id


def _datestamp(row: Any) -> str | None:
    found = _DATESTAMP.search(zlib.decompress(row.body))
    return found.group(1).decode("utf-8", "replace") if found else None


def _keep_dates(connection: sa.Connection, rows: Any) -> None:
    dated = [{"key": row.id, "datestamp": _datestamp(row)} for row in rows]
    by_key = sa.update(_quarantine).where(_quarantine.c.id == sa.bindparam("key"))
    connection.execute(by_key.values(datestamp=sa.bindparam("datestamp")), dated)


def _is_refused(row: Any) -> bool:
    return bool(row.identifier) and (row.resolution or "").startswith(_REFUSED)


def _refusal(row: Any) -> dict[str, Any]:
    return {
        "source": row.source,
        "identifier": row.identifier,
        "datestamp": _datestamp(row) or "",
        "verdict": "refuse",
        "decided_by": row.resolution.removeprefix(_REFUSED),
        "decided_at": row.resolved_at,
        "run_id": row.run_id,
        "page_id": row.page_id,
        "item": row.id,
    }


def _keep_dismissed(connection: sa.Connection, rows: Any) -> None:
    values = [{"key": row.id, "said": _said(zlib.decompress(row.body))} for row in rows]
    by_key = sa.update(_quarantine).where(_quarantine.c.id == sa.bindparam("key"))
    connection.execute(by_key.values(said=sa.bindparam("said"), dismissed=sa.true()), values)


def _said(body: bytes) -> str:
    """As catalogue.harvested.quarantine says it today."""
    plain = _STAMPED.sub(b"", body).replace(_NO_BREAK, b"").translate(None, b" \t\r\n")
    return sha256(plain).hexdigest()


def downgrade() -> None:
    op.drop_table("deletion")
    op.drop_index("ix_quarantine_source_identifier", table_name="quarantine")
    for name in ("same_as", "said", "dismissed", "datestamp"):
        op.drop_column("quarantine", name)
    op.drop_column("run", "reservations")
