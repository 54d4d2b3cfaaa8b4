"""What a migration does whose keys, or rules about who is compared, are not those of before: all is derived again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_AGAIN = (
    "INSERT INTO pending (stage, item, revision) {} WHERE {} "
    "ON CONFLICT (stage, item) DO UPDATE SET revision = pending.revision + 1"
)
FROM_NOTHING: tuple[sa.Executable, ...] = (
    *(sa.delete(sa.table(name)) for name in ("record_key", "work_key", "reference_key", "pair")),
    sa.text("DELETE FROM meta WHERE key = 'matching'"),
    *(
        sa.text(_AGAIN.format(items, which))
        for items, which in (
            ("SELECT 'normalise', id, 0 FROM record", "1 = 1"),
            ("SELECT 'pair', record_id, 0 FROM profile", "1 = 1"),
            ("SELECT 'merge', number, 0 FROM work", "kind = 'held'"),
            ("SELECT 'match', id, 0 FROM reference", "1 = 1"),
        )
    ),
)
"""Empties the key tables and what was found by them, and puts all on the lists of the stages that derive it."""

LISTS = sa.delete(sa.table("key_list"))
"""Empties the lists of keys too, so that all keys are entered anew."""


def from_nothing(*key_tables: str) -> None:
    """In the migration that runs: derive all again, with all keys entered anew.

    ``key_tables`` are those that came after the first three: their lists are emptied with the others, so they must be.
    """
    more = (sa.delete(sa.table(name)) for name in key_tables)
    for statement in (LISTS, *more, *FROM_NOTHING):
        op.execute(statement)
