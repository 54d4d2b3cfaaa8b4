"""Each country of a work says its ground, sums keep works of other grounds apart, and works have regions

The next `eaci index` works out the regions: without a note of the registry, all works are looked through once.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from schemas.vocabularies import member_countries

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BASIS = {
    "sqlite": "SELECT json_extract(CAST(body AS TEXT), '$.country_basis')",
    "postgresql": "SELECT convert_from(body, 'UTF8')::json ->> 'country_basis'",
}
"""What the stored work says, which is where the countries came from too."""


def upgrade() -> None:
    op.create_table(
        "work_region",
        sa.Column("work", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work", "region", name=op.f("pk_work_region")),
    )
    op.create_index(op.f("ix_work_region_region"), "work_region", ["region"])
    op.add_column("work_country", sa.Column("basis", sa.Text(), nullable=True))
    basis = f"({_BASIS[op.get_bind().dialect.name]} FROM work WHERE number = work_country.work)"
    op.execute(f"UPDATE work_country SET basis = coalesce({basis}, 'source')")  # noqa: S608 -- our own names
    with op.batch_alter_table("work_country") as table:
        table.alter_column("basis", existing_type=sa.Text(), nullable=False)
    op.execute("DELETE FROM meta WHERE key = 'institutions'")
    _count(op.get_bind(), "work, country, basis", _set)


def downgrade() -> None:
    op.drop_column("work_country", "basis")
    op.drop_table("work_region")
    _count(op.get_bind(), "work, country", _set_before)


def _set(members: Iterable[str], rows: list[Any]) -> str:
    return f"{' '.join(members)}/{len(rows)}/{rows[0].basis}"


def _set_before(members: Iterable[str], rows: list[Any]) -> str:
    return f"{' '.join(members)}/{len(rows)}"


def _count(connection: sa.Connection, columns: str, named: Any) -> None:
    """Count the sums of the matrix from nothing, as they were written at this revision."""
    sets = _sets(connection, columns, named)
    works = Counter(sets.values())
    every: Counter[tuple[str, str]] = Counter()
    own: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(sa.text("SELECT citing, cited, self_citation FROM citation")):
        if row.citing in sets and row.cited in sets:
            every[sets[row.citing], sets[row.cited]] += 1
            own[sets[row.citing], sets[row.cited]] += bool(row.self_citation)
    flows = [
        {"citing": key[0], "cited": key[1], "citations": count, "self_citations": own[key]}
        for key, count in sorted(every.items())
    ]
    _put("country_set", [{"countries": key, "works": works[key]} for key in sorted(works)])
    _put("country_flow", flows)


def _sets(connection: sa.Connection, columns: str, named: Any) -> dict[int, str]:
    by_work: dict[int, list[Any]] = {}
    for row in connection.execute(sa.text(f"SELECT {columns} FROM work_country")):  # noqa: S608 -- our own names
        by_work.setdefault(row.work, []).append(row)
    codes = frozenset(member_countries())
    found = {
        work: (sorted(codes.intersection(row.country for row in rows)), rows)
        for work, rows in by_work.items()
    }
    return {work: named(members, rows) for work, (members, rows) in found.items() if members}


def _put(name: str, rows: list[dict[str, Any]]) -> None:
    op.execute(f"DELETE FROM {name}")  # noqa: S608 -- our own names
    if rows:
        op.bulk_insert(sa.table(name, *map(sa.column, rows[0])), rows)
