"""A source may describe its records in two formats: what each of them says is kept beside the record

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "description",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("page_id", _RowId, nullable=False),
        sa.Column("last_run", _RowId, nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_description_page_id")),
        sa.PrimaryKeyConstraint("number", "leads", name=op.f("pk_description")),
    )


def downgrade() -> None:
    op.drop_table("description")
