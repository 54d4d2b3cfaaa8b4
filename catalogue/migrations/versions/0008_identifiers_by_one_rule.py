"""Identifiers are read by one rule: all is normalised, compared and matched again

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

from catalogue.migrations.again import FROM_NOTHING, LISTS

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _from_nothing()


def downgrade() -> None:
    _from_nothing()


def _from_nothing() -> None:
    for statement in (LISTS, *FROM_NOTHING):
        op.execute(statement)
