"""Fewer records are compared with each: all are compared again

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AGAIN = sa.text(
    "INSERT INTO pending (stage, item, revision) SELECT 'pair', record_id, 0 FROM profile WHERE 1 = 1 "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)
"""Puts every record on the list of the stage that compares, which drops the pairs that are none any more."""


def upgrade() -> None:
    op.execute(AGAIN)


def downgrade() -> None:
    op.execute(AGAIN)
