"""Authors are people, not names: who is who is derived, judged and stored; self-citations are certain or possible

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AGAIN = (
    "INSERT INTO pending (stage, item, revision) SELECT '{}', number, 0 FROM work WHERE {} "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)


def upgrade() -> None:
    _tables()
    _judgements()
    op.add_column(
        "citation",
        sa.Column("possible_self", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "country_flow",
        sa.Column("possible_self", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    for stage, which in (("merge", "kind = 'held'"), ("cite", "1 = 1")):
        op.execute(sa.text(_AGAIN.format(stage, which)))


def _tables() -> None:
    op.create_table(
        "mentions",
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_mentions")),
    )
    op.create_table(
        "person_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "work", name=op.f("pk_person_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_mention",
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work", "position", name=op.f("pk_person_mention")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_mention_person"), "person_mention", ["person"])
    op.create_table(
        "person",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_person")),
    )
    op.create_table(
        "person_perhaps",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "other", name=op.f("pk_person_perhaps")),
        sqlite_with_rowid=False,
    )


def _judgements() -> None:
    sides = [
        column
        for side in ("left", "right")
        for column in (
            sa.Column(f"{side}_source", sa.Text(), nullable=False),
            sa.Column(f"{side}_identifier", sa.Text(), nullable=False),
            sa.Column(f"{side}_slot", sa.Integer(), nullable=False),
            sa.Column(f"{side}_name", sa.Text(), nullable=False),
        )
    ]
    op.create_table(
        "person_judgement",
        sa.Column("id", _RowId, autoincrement=True, nullable=False),
        *sides,
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("withdrawn_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_judgement")),
    )
    for side in ("left", "right"):
        op.create_index(
            f"ix_person_judgement_{side}",
            "person_judgement",
            [f"{side}_source", f"{side}_identifier"],
        )


def downgrade() -> None:
    op.drop_column("citation", "possible_self")
    op.drop_column("country_flow", "possible_self")
    for table in (
        "person_judgement", "person_perhaps", "person", "person_mention", "person_key", "mentions",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM pending WHERE stage IN ('person-keys', 'people', 'person')"))
    op.execute(sa.text("DELETE FROM key_list WHERE of = 'person'"))
    op.execute(sa.text("DELETE FROM set_aside WHERE stage IN ('person-keys', 'people', 'person')"))
