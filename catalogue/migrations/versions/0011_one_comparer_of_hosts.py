"""Hosts are compared by one rule, with roman numerals as digits: all is normalised, compared and matched again

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from catalogue.migrations.again import from_nothing

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    from_nothing()


def downgrade() -> None:
    from_nothing()
