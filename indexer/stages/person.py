"""Stage "person": what a person is called, and of how many works; a person whom no author is any more goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.tables import person, person_mention, person_perhaps, work_author

Described = dict[int, tuple[str, int]]  # number → (name, works)


def run(connection: Connection, items: Sequence[int]) -> None:
    """Describe these people again."""
    before, after = written(connection, items), described(connection, items)
    gone = before.keys() - after.keys()
    start_writing(connection)
    dialect.delete_in(connection, person.c.number, gone)
    # whom a person may be the same as goes with the authors, but for one without authors
    dialect.delete_in(connection, person_perhaps.c.person, set(items) - after.keys())
    rows: list[dict[str, Any]] = [
        {"number": number, "name": name, "works": works}
        for number, (name, works) in sorted(after.items())
        if before.get(number) != (name, works)
    ]
    dialect.upsert(connection, person, rows)


def described(connection: Connection, items: Collection[int]) -> Described:
    """What their works' authors say of these people; those whom no author is are absent."""
    query = select(person_mention.c.person, person_mention.c.work, work_author.c.name).join(
        work_author,
        and_(
            work_author.c.work == person_mention.c.work,
            work_author.c.position == person_mention.c.position,
        ),
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    works: defaultdict[int, set[int]] = defaultdict(set)
    for number, work, name in dialect.rows_in(connection, query, person_mention.c.person, items):
        names[number].append(name)
        works[number].add(work)
    return {number: (main_name(found), len(works[number])) for number, found in names.items()}


def main_name(names: Iterable[str]) -> str:
    """The most frequent form; of equally frequent ones one that is not in capitals, and the longest."""
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name.isupper(), -len(name), name))


def written(connection: Connection, items: Collection[int]) -> Described:
    """The same as it is written."""
    rows = dialect.rows_in(connection, select(person), person.c.number, items)
    return {row.number: (row.name, row.works) for row in rows}
