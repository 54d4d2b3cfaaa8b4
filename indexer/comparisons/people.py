"""Who is who, against what the stages "people" and "person" derive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from catalogue.findings import Finding
from indexer.stages import people, person
from schemas.ids import public_id


def compare(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    """What of the authors whom these blocks connect is not what clustering them gives."""
    gathered, written, derived = people.derived(connection, items)
    for place, author in sorted(gathered.authors.items()):
        if written.people.get(place) != derived.people[place]:
            problem = f"author {place[1]} of work {public_id(place[0])} is not the person whom clustering gives"
            yield Finding(
                "person-mention", problem, tuple(("people", key) for key in author.blocks)
            )
    block_of = {
        number: author.blocks[0]
        for place, author in gathered.authors.items()
        for rows in (written, derived)
        if place in rows.people
        for _, number in [rows.people[place]]
    }
    for pair in sorted(written.perhaps ^ derived.perhaps):
        one, other = map(public_id, pair)
        problem = f"whether {one} may be the same person as {other} is not what clustering gives"
        yield Finding("person-perhaps", problem, (("people", block_of[pair[0]]),))
    yield from _people(connection, {number for _, number in derived.people.values()})


def _people(connection: Connection, numbers: set[int]) -> Iterator[Finding]:
    written, described = person.written(connection, numbers), person.described(connection, numbers)
    for number in sorted(numbers):
        if written.get(number) != described.get(number):
            problem = f"the name or the number of works of person {public_id(number)} is not what the works give"
            yield Finding("person", problem, (("person", number),))
