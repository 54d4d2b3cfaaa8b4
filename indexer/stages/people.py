"""Stage "people": who of the authors in a block are one person, by clustering all that its blocks connect.

Two authors can be one person only if they share a block (:mod:`indexer.people.blocks`), so a component of blocks alone
decides, and clustering it alone gives what clustering everything would. All blocks of a component that wait are done
together. A person is named after the oldest mention: the author of the work whose oldest record came first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.decided.people import in_force
from catalogue.derived import set_aside, tasks
from catalogue.stage_names import StageName
from catalogue.tables import citation, outbox, person_mention, person_perhaps, record
from indexer import workers
from indexer.people import Judged, Person, persons
from indexer.people.packed import mention_in
from indexer.stages.gather import Component, Gathered, Place, gather
from schemas.ids import person_number

_STAGE: StageName = "people"
_CHUNK = 50  # components of more than one mention


class Rows(NamedTuple):
    """Who each author is, as (slot, person) by place, and who may be the same person, in both directions."""

    people: dict[Place, tuple[int, int]]
    perhaps: set[tuple[int, int]]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Cluster the components of these blocks anew."""
    judged = in_force(connection)
    gathered = gather(connection, items, judged)
    waiting = tasks.revisions(connection, _STAGE, gathered.keys)
    after = _named(connection, gathered, _clustered(gathered))
    before = _written(connection, gathered, after)
    start_writing(connection)
    _write(connection, before, after)
    set_aside.forget(connection, _STAGE, gathered.keys)
    # A judgement that came in between is not in the clusters yet: its blocks stay on the list.
    if in_force(connection) == judged:
        tasks.done(connection, _STAGE, waiting)


def without(connection: Connection, items: Sequence[int]) -> None:
    """Where blocks are set aside, each author whom they connect is a person alone."""
    gathered = gather(connection, items, in_force(connection))
    after = _named(connection, gathered, [Person((place,), ()) for place in gathered.authors])
    _write(connection, _written(connection, gathered, after), after)


def derived(connection: Connection, items: Collection[int]) -> tuple[Gathered, Rows, Rows]:
    """What the blocks connect, who is who as it is written, and as the stage would write it; reads only."""
    gathered = gather(connection, items, in_force(connection))
    after = _named(connection, gathered, _clustered(gathered))
    return gathered, _written(connection, gathered, after), after


def _clustered(gathered: Gathered) -> Iterator[Person]:
    components = list(gathered.components())
    alone = (each for each in components if len(each.mentions) == 1)
    yield from (Person(each.places, ()) for each in alone)
    several = [each for each in components if len(each.mentions) > 1]
    for found in workers.spread(clustered, several, chunk=_CHUNK):
        yield from found


def clustered(components: Sequence[Component]) -> list[list[Person]]:
    """The people of each component. Pure."""
    return [
        persons([mention_in(each) for each in component.mentions], Judged(*component.judged))
        for component in components
    ]


def _named(
    connection: Connection, gathered: Gathered, found: Collection[Person] | Iterator[Person]
) -> Rows:
    """The people with their numbers, each owned by the oldest mention."""
    ages = _ages(connection, {work for work, _ in gathered.authors})
    number_of: dict[Place, int] = {}
    groups = list(found)
    for person in groups:
        oldest = min(person.mentions, key=lambda place: (ages[place[0]], place[1]))
        number = person_number(oldest[0], gathered.authors[oldest].slot)
        number_of |= dict.fromkeys(person.mentions, number)
    perhaps = {
        pair
        for person in groups
        for other in person.perhaps
        for pair in _both_ways(number_of[person.mentions[0]], number_of[other])
    }
    people = {place: (gathered.authors[place].slot, one) for place, one in number_of.items()}
    return Rows(people, perhaps)


def _both_ways(one: int, other: int) -> Iterator[tuple[int, int]]:
    if one != other:
        yield one, other
        yield other, one


def _ages(connection: Connection, works: Collection[int]) -> dict[int, int]:
    """For each work when its oldest record came, which is the one that it is named after."""
    query = select(record.c.number, record.c.id)
    return {row[0]: row[1] for row in dialect.rows_in(connection, query, record.c.number, works)}


def _written(connection: Connection, gathered: Gathered, after: Rows) -> Rows:
    """What stands there of the same authors, and of the people whom they are or were."""
    works = {work for work, _ in gathered.authors}
    rows = dialect.rows_in(connection, select(person_mention), person_mention.c.work, works)
    people = {
        (row.work, row.position): (row.slot, row.person)
        for row in rows
        if (row.work, row.position) in gathered.authors
    }
    numbers = {person for rows in (people, after.people) for _, person in rows.values()}
    query = select(person_perhaps)
    perhaps = dialect.rows_in(connection, query, person_perhaps.c.person, numbers)
    return Rows(people, {(row.person, row.other) for row in perhaps})


def _write(connection: Connection, before: Rows, after: Rows) -> None:
    changed = {place for place in after.people if before.people.get(place) != after.people[place]}
    names = ("work", "position", "slot", "person")
    rows = [
        dict(zip(names, (*place, *after.people[place]), strict=True)) for place in sorted(changed)
    ]
    dialect.upsert(connection, person_mention, rows)
    _write_perhaps(connection, before.perhaps - after.perhaps, after.perhaps - before.perhaps)
    _ask(connection, before.people, after.people, changed)


def _write_perhaps(
    connection: Connection, gone: set[tuple[int, int]], come: set[tuple[int, int]]
) -> None:
    statement = delete(person_perhaps).where(
        person_perhaps.c.person == bindparam("one"), person_perhaps.c.other == bindparam("two")
    )
    rows = [{"one": one, "two": two} for one, two in sorted(gone)]
    dialect.execute_many(connection, statement, rows)
    rows = [{"person": one, "other": two} for one, two in sorted(come)]
    dialect.execute_many(connection, insert(person_perhaps), rows)


def _ask(
    connection: Connection,
    before: Mapping[Place, tuple[int, int]],
    after: Mapping[Place, tuple[int, int]],
    changed: Collection[Place],
) -> None:
    """Describe those people again whose works are others, and whatever shows or counts by who they are."""
    tasks.put(
        connection,
        "person",
        {rows[place][1] for rows in (before, after) for place in changed if place in rows},
    )
    works = {work for work, _ in changed}
    dialect.bump(connection, outbox, [{"work": work} for work in sorted(works)])
    citing = dialect.rows_in(connection, select(citation.c.citing), citation.c.cited, works)
    tasks.put(connection, "cite", works | {row[0] for row in citing})
