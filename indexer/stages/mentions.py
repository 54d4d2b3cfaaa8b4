"""What the stage "merge" writes of a held work's authors, so that the stages after it can say who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select

from catalogue.database import dialect
from catalogue.derived import tasks
from catalogue.tables import mentions, person_mention
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import NO_KEYS
from indexer.people.packed import NOBODY, WorkMentions, unpacked
from indexer.stages.written import Written


def put(connection: Connection, items: Sequence[int], written: Sequence[Written]) -> None:
    """Write the mentions of these works, and have their blocks entered; works that are not written have nobody."""
    before = bodies_of(connection, items)
    after = dict.fromkeys(items, NOBODY) | {each.number: each.mentions for each in written}
    changed = {item: body for item, body in after.items() if before.get(item, NOBODY) != body}
    _write(connection, changed)
    authors = {each.number: len(each.authors) for each in written}
    _forget(connection, changed.keys() | (set(items) - authors.keys()), authors)
    own = dict.fromkeys(items, NO_KEYS) | {each.number: each.person_keys for each in written}
    listed = key_lists.put(connection, tables.PERSON_KEYS.of, own)
    tasks.put(connection, tables.PERSON_KEYS.stage, changed.keys() | listed)


def _write(connection: Connection, changed: Mapping[int, bytes]) -> None:
    dialect.delete_in(
        connection, mentions.c.work, [key for key, body in changed.items() if not body]
    )
    rows = [{"work": key, "body": body} for key, body in sorted(changed.items()) if body]
    dialect.upsert(connection, mentions, rows)


def _forget(connection: Connection, works: Collection[int], authors: Mapping[int, int]) -> None:
    """Authors whom a work has no more are nobody; those who they were are described again."""
    query = select(person_mention)
    found = dialect.rows_in(connection, query, person_mention.c.work, works)
    gone = [row for row in found if row.position > authors.get(row.work, 0)]
    statement = delete(person_mention).where(
        person_mention.c.work == bindparam("gone_work"),
        person_mention.c.position == bindparam("gone_position"),
    )
    rows = [{"gone_work": row.work, "gone_position": row.position} for row in gone]
    dialect.execute_many(connection, statement, rows)
    tasks.put(connection, "person", {row.person for row in gone})


def described_anew(connection: Connection, works: Collection[int]) -> None:
    """The authors of these works are called otherwise now, and so may the people be."""
    query = select(person_mention.c.person)
    found = dialect.rows_in(connection, query, person_mention.c.work, works)
    tasks.put(connection, "person", {row[0] for row in found})


def bodies_of(connection: Connection, works: Collection[int]) -> dict[int, bytes]:
    """The packed mentions of those of the works that have any."""
    query = select(mentions.c.work, mentions.c.body)
    return {row[0]: row[1] for row in dialect.rows_in(connection, query, mentions.c.work, works)}


def mentions_of(connection: Connection, works: Collection[int]) -> dict[int, WorkMentions]:
    """The same unpacked, without unpacking each mention."""
    return {work: unpacked(body) for work, body in bodies_of(connection, works).items()}
