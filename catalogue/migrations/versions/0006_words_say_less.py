"""Two words of a title say less: hashed keys of another strength, and fewer are compared with each

Everything is normalised, compared and matched again, from empty key tables.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from catalogue.migrations.again import from_nothing

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    from_nothing()


def downgrade() -> None:
    from_nothing()
