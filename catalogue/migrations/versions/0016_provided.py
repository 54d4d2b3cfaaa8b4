"""What the OAI-PMH provider says of works: when each last changed, and which are gone

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provided",
        sa.Column("work", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("datestamp", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("sets", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_provided")),
    )
    op.create_index("ix_provided_datestamp_work", "provided", ["datestamp", "work"])


def downgrade() -> None:
    op.drop_index("ix_provided_datestamp_work", table_name="provided")
    op.drop_table("provided")
