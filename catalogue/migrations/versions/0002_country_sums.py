"""Sums for the integration matrix (counted by 0013); key tables without row ids on SQLite

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEYS = (("record_key", "record_id"), ("work_key", "work"), ("reference_key", "reference_id"))


def upgrade() -> None:
    op.create_table(
        "country_set",
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("countries", name=op.f("pk_country_set")),
    )
    op.create_table(
        "country_flow",
        sa.Column("citing", sa.Text(), nullable=False),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("citations", sa.Integer(), nullable=False),
        sa.Column("self_citations", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("citing", "cited", name=op.f("pk_country_flow")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table, item in _KEYS:
            _without_row_ids(table, item)


def _without_row_ids(table: str, item: str) -> None:
    op.rename_table(table, "old_key")
    op.drop_index(f"ix_{table}_{item}", "old_key")
    kind = sa.BigInteger() if item == "work" else sa.Integer()
    op.create_table(
        table,
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column(item, kind, nullable=False),
        sa.PrimaryKeyConstraint("key", item, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO {table} SELECT * FROM old_key ORDER BY 1, 2")  # noqa: S608 -- our own names
    op.drop_table("old_key")
    op.create_index(f"ix_{table}_{item}", table, [item])


def downgrade() -> None:
    for table in ("country_flow", "country_set"):
        op.drop_table(table)
