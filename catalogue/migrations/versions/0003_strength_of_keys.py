"""Hashed keys say how telling they are: everything in the key tables is derived again

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Each record's keys are replaced where it is normalised, each work's where it is described, and whatever hangs on them.
EVERYTHING = sa.text(
    "INSERT INTO pending (stage, item, revision) SELECT 'normalise', id, 0 FROM record WHERE 1 = 1 "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)


def upgrade() -> None:
    op.execute(EVERYTHING)


def downgrade() -> None:
    op.execute(EVERYTHING)
