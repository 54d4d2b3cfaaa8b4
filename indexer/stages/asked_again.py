"""Which references are matched again because a work, its keys or a record changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from catalogue.database import dialect
from catalogue.derived import tasks
from catalogue.tables import meta, profile, reference, reference_key
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.strength import ENOUGH, STRENGTH_BITS

_CONCERNED = 1000  # works whose keys are looked up together

BEGUN = "matching"
"""The mark that references have been matched since the last rebuild began: until then all of them wait anyway."""


def put_citing(connection: Connection, records: set[int]) -> None:
    """Ask for the citations of the works that hold these records."""
    query = select(profile.c.work).where(profile.c.work.is_not(None))
    citing = {row[0] for row in dialect.rows_in(connection, query, profile.c.record_id, records)}
    tasks.put(connection, "cite", citing)


def put_same_texts(connection: Connection, rows: Iterable[Row[Any]]) -> None:
    """Ask for the references to be matched again that have the texts of these, which change or go."""
    query = select(reference.c.id)
    numbers = {row.number for row in rows}
    same = {row.id for row in dialect.rows_in(connection, query, reference.c.number, numbers)}
    tasks.put(connection, "match", same)


def rematch_candidates_of(connection: Connection, works: Collection[int]) -> None:
    """Ask for the references to be matched again that have these works, as they stand now, for candidates.

    Call it before and after works change: others decide on the same candidates as before.
    """
    if not matching_has_begun(connection):
        return
    lists = key_lists.lists_of(connection, tables.WORK_KEYS.of, works)
    own = {item: set(tables.unpacked(each.in_table)) for item, each in lists.items()}
    cut = tables.oversized(connection, tables.WORK_KEYS, set().union(*own.values()))
    changing = sorted(own)
    for start in range(0, len(changing), _CONCERNED):
        some = changing[start : start + _CONCERNED]
        wanted = dialect.listed_pairs(connection, {item: own[item] - cut for item in some})
        key = wanted.c.value
        shared = (
            select(reference_key.c.reference_id)
            .join(wanted, key == reference_key.c.key)
            .group_by(wanted.c.item, reference_key.c.reference_id)
            .having(func.sum(key.bitwise_and(STRENGTH_BITS)) >= ENOUGH)
        )
        tasks.put_selected(connection, "match", shared)


def rematch_references_with(connection: Connection, crossed: Iterable[int]) -> None:
    """Ask for the references to be matched again that have these keys, whose blocks are cut now or are no longer."""
    if not matching_has_begun(connection):
        return
    for chunk in dialect.chunks(sorted(crossed)):
        having = dialect.among(connection, reference_key.c.key, chunk)
        tasks.put_selected(connection, "match", select(reference_key.c.reference_id).where(having))


def matching_has_begun(connection: Connection) -> bool:
    """Whether references have been matched since the last rebuild began; until then all of them wait."""
    return connection.scalar(select(meta.c.key).where(meta.c.key == BEGUN)) is not None
