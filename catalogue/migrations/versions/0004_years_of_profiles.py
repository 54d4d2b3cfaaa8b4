"""The year of a profile by itself; hashed keys of other strengths: all records are normalised and compared again

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AGAIN = (
    "INSERT INTO pending (stage, item, revision) {} WHERE 1 = 1 "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)
EVERYTHING = tuple(
    sa.text(_AGAIN.format(items))
    for items in (
        "SELECT 'normalise', id, 0 FROM record",
        "SELECT 'pair', record_id, 0 FROM profile",
    )
)


def upgrade() -> None:
    op.add_column("profile", sa.Column("year", sa.Integer(), nullable=True))
    for statement in EVERYTHING:
        op.execute(statement)


def downgrade() -> None:
    op.drop_column("profile", "year")
    for statement in EVERYTHING:
        op.execute(statement)
