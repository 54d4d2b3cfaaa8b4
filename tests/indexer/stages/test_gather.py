"""Whom blocks connect (indexer.stages.gather), and what is written of a work's authors (indexer.stages.mentions)."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from catalogue import tables
from catalogue.database.engine import reading, writing
from catalogue.decided.people import JudgedAuthors
from catalogue.derived import tasks
from indexer.people import Mention
from indexer.people.packed import packed, unpacked
from indexer.stages import mentions
from indexer.stages.gather import gather
from indexer.text.name_key import NameKey


def put(engine: Engine, works: dict[int, list[tuple[str, ...]]]) -> None:
    """Works whose authors have these families as their names, all with the initial a."""
    with writing(engine) as connection:
        for number, authors in works.items():
            people = [
                Mention(work=number, position=at, names=tuple(NameKey(each, "a") for each in names))
                for at, names in enumerate(authors, start=1)
            ]
            body = packed([number], people, [names[0] for names in authors])
            connection.execute(insert(tables.mentions).values(work=number, body=body))
            for key in unpacked(body).keys:
                connection.execute(insert(tables.person_key).values(key=key, work=number))


def key_of(engine: Engine, work: int, position: int = 1) -> int:
    with reading(engine) as connection:
        return mentions.mentions_of(connection, [work])[work].authors[position - 1].blocks[0]


WORKS: dict[int, list[tuple[str, ...]]] = {
    1: [("ivanov",), ("bekova",)],
    2: [("ivanov", "ivanoff")],
    3: [("ivanoff",), ("kim",)],
    4: [("kim",)],
}


def test_blocks_connect_whoever_is_between_and_nobody_else(engine: Engine) -> None:
    put(engine, WORKS)
    with reading(engine) as connection:
        found = gather(connection, [key_of(engine, 1)], [])
        (component,) = found.components()
    assert component.places == ((1, 1), (2, 1), (3, 1))
    assert len(found.keys) == 2


def test_several_components_come_apart_whatever_the_order(engine: Engine) -> None:
    put(engine, WORKS)
    keys = [key_of(engine, 1), key_of(engine, 1, 2), key_of(engine, 4)]
    with reading(engine) as connection:
        for order in (keys, keys[::-1]):
            places = {each.places for each in gather(connection, order, []).components()}
            assert places == {((1, 1), (2, 1), (3, 1)), ((1, 2),), ((3, 2), (4, 1))}


def test_judged_the_same_connects_and_judged_different_does_not(engine: Engine) -> None:
    put(engine, WORKS)
    with reading(engine) as connection:
        slots = {
            (work, at): author.slot
            for work, found in mentions.mentions_of(connection, WORKS).items()
            for at, author in enumerate(found.authors, start=1)
        }
        same = JudgedAuthors(left=(1, slots[1, 2]), right=(4, slots[4, 1]), verdict="same")
        apart = JudgedAuthors(left=(1, slots[1, 1]), right=(2, slots[2, 1]), verdict="different")
        gone = JudgedAuthors(left=(1, slots[1, 2]), right=(99, 5), verdict="same")
        found = gather(connection, [key_of(engine, 1, 2)], [same, apart, gone])
        (component,) = found.components()
        assert component.places == ((1, 2), (3, 2), (4, 1))
        assert component.judged == ({((1, 2), (4, 1))}, set())
        (component,) = gather(connection, [key_of(engine, 1)], [same, apart]).components()
        assert component.judged == (set(), {((1, 1), (2, 1))})


def test_a_work_that_is_gone_takes_its_mentions_and_who_they_were(engine: Engine) -> None:
    put(engine, WORKS)
    with writing(engine) as connection:
        row = {"work": 1, "position": 1, "slot": 5, "person": 7}
        connection.execute(insert(tables.person_mention).values(row))
        mentions.put(connection, [1], [])
        assert mentions.bodies_of(connection, [1]) == {}
        assert list(tasks.take(connection, "person", 5)) == [7]
        assert list(tasks.take(connection, "person-keys", 5)) == [1]
