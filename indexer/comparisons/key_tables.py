"""Key tables against the lists of keys: whoever has a key on its list is found by it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Column, Connection, exists, func, select
from sqlalchemy.sql.expression import ColumnElement

from catalogue.database import dialect
from catalogue.findings import Finding
from catalogue.tables import key_list, profile, reference, work
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import NO_KEYS
from indexer.keys.tables import KeyTable

TABLES = (tables.RECORD_KEYS, tables.WORK_KEYS, tables.REFERENCE_KEYS, tables.PERSON_KEYS)
_KEY = 8  # bytes in a list
OWNERS: dict[str, Column[int]] = {
    "record": profile.c.record_id,
    "work": work.c.number,
    "person": work.c.number,
    "reference": reference.c.id,
}


def compare_totals(connection: Connection, where: KeyTable) -> Iterator[Finding]:
    """Whether a key table has as many rows as the lists have keys, and each list its owner."""
    in_table: ColumnElement[bytes] = func.coalesce(key_list.c.entered, key_list.c.own)
    listed = select(func.sum(func.length(in_table))).where(key_list.c.of == where.of)
    expected = (connection.scalar(listed) or 0) // _KEY
    found = connection.scalar(select(func.count()).select_from(where.table)) or 0
    if found != expected:
        problem = f"{where.table.name} has {found:,} rows, and the lists of keys have {expected:,}"
        yield Finding(where.stage, problem)
    # what has gone keeps an empty list until its keys are taken out of the table
    kept = (key_list.c.of == where.of, key_list.c.own != NO_KEYS)
    lost = select(key_list.c.item).where(*kept, ~owner(where))
    for item in connection.scalars(lost.limit(20)):
        yield Finding("key-list-owner", f"{where.of} {item} has keys and does not exist")


def owner(where: KeyTable) -> ColumnElement[bool]:
    """Whether the item of a list exists."""
    return exists().where(OWNERS[where.of] == key_list.c.item)


def compare(connection: Connection, where: KeyTable, items: Sequence[int]) -> Iterator[Finding]:
    """Which of these items are not found by a key on their lists."""
    lists = key_lists.lists_of(connection, where.of, items)
    own = {item: tables.unpacked(each.in_table) for item, each in lists.items() if each.in_table}
    if not own:
        return
    wanted = dialect.listed_pairs(connection, own)
    entered = exists().where(where.key == wanted.c.value, where.item == wanted.c.item)
    missing = select(wanted.c.item).where(~entered).distinct()
    for item in sorted(connection.scalars(missing)):
        problem = f"{where.of} {item} is not found in {where.table.name} by all of its keys"
        yield Finding(where.stage, problem)
