"""Attempts to log in are counted for all processes, and sessions end before their cookies do

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "login_attempt",
        sa.Column("id", number, autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    for columns in (["at"], ["account", "at"], ["address", "at"]):
        op.create_index(f"ix_login_attempt_{'_'.join(columns)}", "login_attempt", columns)
    op.create_table(
        "ended_session",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_ended_session")),
    )
    epoch = sa.Column("epoch", sa.Integer(), nullable=False, server_default=sa.text("0"))
    op.add_column("account", epoch)


def downgrade() -> None:
    op.drop_column("account", "epoch")
    op.drop_table("ended_session")
    op.drop_table("login_attempt")
