"""One article in two languages is one work, and types are told: all is normalised, compared, matched and grouped again

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalogue.migrations.again import from_nothing

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# groups ask for their works to be described again
_GROUPS = sa.text(
    "INSERT INTO pending (stage, item, revision) SELECT 'group', id, 0 FROM reference WHERE status = 'cited-only' "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)


def upgrade() -> None:
    from_nothing("person_key")
    op.execute(_GROUPS)


def downgrade() -> None:
    from_nothing("person_key")
    op.execute(_GROUPS)
