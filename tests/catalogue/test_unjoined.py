"""Of sources with two formats: records that are not what both make, and what was listed in which format."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.deletion_effects import effects, list_doomed
from catalogue.harvested import contents, quarantine, reparse, sightings
from catalogue.harvested.deletions import HELD
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.harvested.told import Listing, listing_of
from catalogue.harvested.unjoined import unjoined
from catalogue.sampling import ALL
from catalogue.tables import description, record
from tests.catalogue.test_descriptions import FIRST, FORMATS, SECOND, gone, new_run, said, store

NAMES = ["1", "2", "3", "4"]


@pytest.fixture
def runs(engine: Engine) -> tuple[int, int]:
    """A run that brought three records in the first format, and one that brought others in the second."""
    one, two = new_run(engine), new_run(engine)
    store(engine, one, FIRST, said("Реки"), said("Горы", name="2"), said("Степь", name="3"))
    store(engine, two, SECOND, said("", 2), said("Лес", name="4"), gone("2"))
    return one, two


def found(engine: Engine) -> tuple[set[str], list[str]]:
    with reading(engine) as connection:
        told = contents.descriptions(connection, ALL, lambda _rows: None)
        return unjoined(connection, "base", NAMES), [finding.check for finding in told]


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"content_hash": ""}, record.c.identifier == "1"),
        ({"content_hash": "another"}, record.c.identifier == "1"),
    ],
)
def test_a_record_that_says_something_else(
    engine: Engine, runs: tuple[int, int], values: dict[str, object], where: object
) -> None:
    assert found(engine) == (set(), [])
    with writing(engine) as connection:
        connection.execute(update(record).where(where).values(**values))  # type: ignore[arg-type]
    assert found(engine) == ({"1"}, ["description"])


@pytest.mark.parametrize(
    "values",
    [
        {"body": b""},
        {"body": b"{"},
        {"body": b'{"identifier":"1"}'},
        {"deleted": True},
        {"content_hash": "another"},
    ],
)
def test_a_description_that_is_damaged(
    engine: Engine, runs: tuple[int, int], values: dict[str, object]
) -> None:
    with writing(engine) as connection:
        mine = description.c.leads.is_(False), description.c.deleted.is_(False)
        connection.execute(update(description).where(*mine).values(**values))
    assert found(engine) == ({"1", "4"}, ["description"] * 2)


def test_what_came_in_a_third_format_is_no_part_of_the_two(
    engine: Engine, runs: tuple[int, int]
) -> None:
    store(engine, new_run(engine), "ris", said("Rivers"))
    assert found(engine) == (set(), [])


def test_what_is_listed_in_which_format(engine: Engine, runs: tuple[int, int]) -> None:
    one, two = runs
    first, second = listing_of(FORMATS, FIRST), listing_of(FORMATS, SECOND)
    assert listing_of(None, SECOND) is None
    assert listing_of(FORMATS, "ris") == first == Listing(True, SECOND)
    with reading(engine) as connection:
        brought = {
            (run, listing): sightings.identifiers_since(connection, "base", run, listing)
            for run in runs
            for listing in (first, second, None)
        }
        known = [
            set(reparse.known_records(connection, "base", NAMES, leads))
            for leads in (None, True, False)
        ]
    assert brought == {
        (one, first): {"1", "2", "3"},
        (two, first): set(),
        (one, second): {"1", "2", "4"},
        (two, second): {"1", "2", "4"},
        (one, None): {"1", "2", "3", "4"},
        (two, None): {"1", "2", "4"},
    }
    assert known == [{"1", "2", "3", "4"}, {"1", "2", "3"}, {"1", "2", "4"}]


def test_what_waits_is_told_apart_by_format(engine: Engine, runs: tuple[int, int]) -> None:
    items = [
        Rejected(reason=HELD, detail="", body=b"", identifier=name) for name in ("1", "3", "4")
    ]
    with writing(engine) as connection:
        for format, some in ((SECOND, items), (FIRST, items[1:2])):
            page = FetchedPage(source="base", format=format, body=b"x")
            store_page(connection, runs[1], page, [], some, formats=FORMATS)
    with reading(engine) as connection:
        waiting = [
            quarantine.waiting_for(connection, "base", HELD, listing_of(FORMATS, format))
            for format in (FIRST, SECOND)
        ]
        named = quarantine.waiting_by_name(connection, "base", (), listing_of(FORMATS, FIRST))
        # what only the second calls deleted lives on, but for what only the second has
        doomed = [each.identifier for each in list_doomed(connection, "base")]
        cost = effects(connection, "base")
    assert waiting == [["3"], ["1", "3", "4"]]
    assert list(named) == ["3"]
    assert sorted(doomed) == ["3", "3", "4"]
    assert (cost.records, cost.halved) == (2, 1)
