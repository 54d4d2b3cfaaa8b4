"""Each item's keys as one value, entered into the key tables in large parts; keys of hosts and pages of other strengths

Everything is normalised, compared and matched again, from empty key tables. What a page brought is found by an index:
to show it, or to delete a page, every record was read.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalogue.migrations.again import FROM_NOTHING

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ITEMS = (("record_key", "record_id"), ("work_key", "work"), ("reference_key", "reference_id"))
_OF_PAGES = ("record", "quarantine")


def upgrade() -> None:
    op.create_table(
        "key_list",
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=False),
        sa.Column("entered", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("of", "item", name=op.f("pk_key_list")),
        sqlite_with_rowid=False,
    )
    for table, item in _ITEMS:
        op.drop_index(f"ix_{table}_{item}", table_name=table)
    for table in _OF_PAGES:
        op.create_index(f"ix_{table}_page_id", table, ["page_id"], unique=False)
    for statement in FROM_NOTHING:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("key_list")
    for table in _OF_PAGES:
        op.drop_index(f"ix_{table}_page_id", table_name=table)
    for table, item in _ITEMS:
        op.create_index(f"ix_{table}_{item}", table, [item], unique=False)
    for statement in FROM_NOTHING:
        op.execute(statement)
