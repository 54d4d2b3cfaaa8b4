"""Identifiers are read by one rule: all is normalised, compared and matched again

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from catalogue.migrations.again import from_nothing

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    from_nothing()


def downgrade() -> None:
    from_nothing()
