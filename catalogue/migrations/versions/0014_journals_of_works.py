"""Works say which journals they are of; the next `eaci index` works it out, for it looks through all works once

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_journal",
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work", "journal", name=op.f("pk_work_journal")),
    )
    op.create_index(op.f("ix_work_journal_journal"), "work_journal", ["journal"])
    op.execute("DELETE FROM meta WHERE key = 'institutions'")


def downgrade() -> None:
    op.drop_table("work_journal")
