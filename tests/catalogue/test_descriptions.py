"""What a source with two formats says in each is kept, and both make the record, in whatever order they come."""

from __future__ import annotations

from itertools import count

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from catalogue.checks import check_catalogue
from catalogue.database.engine import reading, writing
from catalogue.harvested import descriptions
from catalogue.harvested.runs import Ledger, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, store_page
from catalogue.harvested.told import Formats, leads_in
from catalogue.tables import description, record
from schemas import HarvestedRecord, LocalizedText
from schemas.reference import Reference

FIRST, SECOND = "oai_dc", "jats"
FORMATS = Formats(FIRST, SECOND)
NUMBERS = count()


def said(title: str = "", references: int = 0, name: str = "1", **more: object) -> HarvestedRecord:
    return HarvestedRecord(
        identifier=name,
        titles=(LocalizedText(title, "ru"),) if title else (),
        references=tuple(Reference(raw=f"№ {n}", position=n + 1) for n in range(references)),
        **more,  # type: ignore[arg-type]
    )


def gone(name: str = "1") -> HarvestedRecord:
    return HarvestedRecord(identifier=name, deleted=True)


@pytest.fixture
def run_id(engine: Engine) -> int:
    return new_run(engine)


def new_run(engine: Engine) -> int:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name="base", definition={}))
        made = request_run(connection, "base")
        start_run(connection, made, "test")
    return made


def store(
    engine: Engine,
    run: int,
    format: str,
    *items: HarvestedRecord,
    formats: Formats | None = FORMATS,
    url: str = "http://x/",
) -> Ledger:
    fetched = FetchedPage(source="base", format=format, body=format.encode(), url=url)
    with writing(engine) as connection:
        return store_page(connection, run, fetched, items, formats=formats)


def held(engine: Engine) -> dict[str, HarvestedRecord]:
    with reading(engine) as connection:
        bodies = connection.scalars(select(record.c.body))
        found = [msgspec.json.decode(body, type=HarvestedRecord) for body in bodies]
    return {item.identifier: item for item in found}


def counted(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(description)) or 0


@pytest.mark.parametrize(
    ("format", "leads"), [(FIRST, True), (SECOND, False), ("ris", None), ("", None)]
)
def test_which_format_leads(format: str, leads: bool | None) -> None:
    assert leads_in(FORMATS, format) is leads
    assert leads_in(None, format) is None


@pytest.mark.parametrize(
    ("told", "ledgers", "record"),
    [
        # the second fills the first
        (
            [(FIRST, said("Реки")), (SECOND, said("О реках", 2))],
            [Ledger(received=1, new=1), Ledger(received=1, updated=1)],
            said("Реки", 2),
        ),
        # the other way round
        (
            [(SECOND, said("О реках", 2)), (FIRST, said("Реки"))],
            [Ledger(received=1, new=1), Ledger(received=1, updated=1)],
            said("Реки", 2),
        ),
        # a second that says nothing more changes nothing
        (
            [(FIRST, said("Реки", 2)), (SECOND, said("Реки"))],
            [Ledger(received=1, new=1), Ledger(received=1, unchanged=1)],
            said("Реки", 2),
        ),
        # a change of one of them alone
        (
            [(FIRST, said("Реки")), (SECOND, said("", 2)), (SECOND, said("", 3))],
            [Ledger(received=1, new=1), *[Ledger(received=1, updated=1)] * 2],
            said("Реки", 3),
        ),
        (
            [(FIRST, said("Реки")), (SECOND, said("", 2)), (FIRST, said("О реках"))],
            [Ledger(received=1, new=1), *[Ledger(received=1, updated=1)] * 2],
            said("О реках", 2),
        ),
        # what the first calls deleted is deleted, whatever the second says
        (
            [(FIRST, gone()), (SECOND, said("Реки"))],
            [Ledger(received=1, deleted=1), Ledger(received=1, unchanged=1)],
            gone(),
        ),
        (
            [(SECOND, said("Реки")), (FIRST, gone())],
            [Ledger(received=1, new=1), Ledger(received=1, deleted=1)],
            gone(),
        ),
        # a deletion in the second takes away what that said
        (
            [(FIRST, said("Реки")), (SECOND, said("", 2)), (SECOND, gone())],
            [Ledger(received=1, new=1), *[Ledger(received=1, updated=1)] * 2],
            said("Реки"),
        ),
        (
            [(FIRST, said("Реки")), (SECOND, gone())],
            [Ledger(received=1, new=1), Ledger(received=1, unchanged=1)],
            said("Реки"),
        ),
        # what comes back is whole again
        (
            [(FIRST, said("Реки")), (SECOND, said("", 2)), (FIRST, gone()), (FIRST, said("Реки"))],
            [
                Ledger(received=1, new=1),
                Ledger(received=1, updated=1),
                Ledger(received=1, deleted=1),
                Ledger(received=1, new=1),
            ],
            said("Реки", 2),
        ),
        # a third format has nothing to do with the two
        (
            [(FIRST, said("Реки")), ("ris", said("Rivers", 1))],
            [Ledger(received=1, new=1), Ledger(received=1, updated=1)],
            said("Rivers", 1),
        ),
    ],
)
def test_the_ledger_counts_what_the_record_says(
    engine: Engine,
    run_id: int,
    told: list[tuple[str, HarvestedRecord]],
    ledgers: list[Ledger],
    record: HarvestedRecord,
) -> None:
    assert [store(engine, new_run(engine), *each) for each in told] == ledgers
    assert held(engine) == {"1": record}
    with reading(engine) as connection:
        assert list(check_catalogue(connection)) == []


def test_a_source_with_one_format_keeps_no_descriptions(engine: Engine, run_id: int) -> None:
    store(engine, run_id, FIRST, said("Реки"), formats=None)
    assert counted(engine) == 0


def test_what_came_while_the_source_had_one_format_leads(engine: Engine, run_id: int) -> None:
    store(engine, run_id, FIRST, said("Реки"), said("Горы", name="2"), formats=None)
    store(engine, run_id, SECOND, said("О реках", 2), said("Степь", name="3"))
    assert held(engine) == {
        "1": said("Реки", 2),
        "2": said("Горы", name="2"),
        "3": said("Степь", name="3"),
    }
    assert counted(engine) == 3


def test_a_page_that_names_a_record_twice(engine: Engine, run_id: int) -> None:
    store(engine, run_id, FIRST, said("Реки"))
    ledger = store(engine, run_id, SECOND, said("", 2), said("", 3), said("", 3))
    assert ledger == Ledger(received=3, updated=2, unchanged=1)
    assert held(engine) == {"1": said("Реки", 3)}


def test_two_publications_of_one_identifier_are_told_apart_within_a_format_only(
    engine: Engine, run_id: int
) -> None:
    """The second format may say anything otherwise: its title in another language is no other publication."""
    one, two = (
        said("Реки степи", year=2018, published="2018"),
        said("Горы Алатау", year=2001, published="2001"),
    )
    store(engine, run_id, FIRST, one, two)
    assert len(held(engine)) == 2
    store(engine, run_id, SECOND, said("Rivers of the steppe", 2, year=2019, published="2019"))
    assert len(held(engine)) == 2
    assert held(engine)["1"].titles == one.titles
    assert len(held(engine)["1"].references) == 2


def test_a_new_datestamp_in_either_format_is_no_change(engine: Engine, run_id: int) -> None:
    store(engine, run_id, FIRST, said("Реки", datestamp="2024-01-01"))
    store(engine, run_id, SECOND, said("", 2, datestamp="2024-01-02"))
    later = store(engine, run_id, SECOND, said("", 2, datestamp="2024-03-01"))
    assert later == Ledger(received=1, unchanged=1)
    assert store(engine, run_id, FIRST, said("Реки", datestamp="2024-02-01")) == later
    with reading(engine) as connection:
        assert connection.scalar(select(record.c.datestamp)) == "2024-03-01"


def test_which_run_listed_a_record_last_in_a_format(engine: Engine, run_id: int) -> None:
    second = new_run(engine)
    store(engine, run_id, FIRST, said("Реки"), said("Горы", name="2"))
    store(engine, second, SECOND, said("", 2), gone("2"), said("Степь", name="3"))
    store(engine, second, FIRST, said("Лес", name="4"), formats=None)
    with reading(engine) as connection:
        listed = {
            leads: descriptions.last_listed(connection, "base", ["1", "2", "3", "4", "5"], leads)
            for leads in (True, False)
        }
    assert listed[True] == {"1": run_id, "2": run_id, "3": 0, "4": second}
    assert listed[False] == {"1": second, "3": second}


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([FIRST, SECOND]),
        st.sampled_from([gone(), said("Реки"), said("Реки", 2), said("О реках", 1, year=2018)]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EVENTS)
def test_a_record_depends_on_the_newest_descriptions_alone(
    engine: Engine, events: list[tuple[str, HarvestedRecord]]
) -> None:
    """All that happened, and the last word of each format alone, in the other order, make the same record."""
    last = dict(events)
    in_other_order = sorted(last.items(), reverse=events[-1][0] == SECOND)
    made = []
    for history in (events, in_other_order):
        name = str(next(NUMBERS))
        for format, item in history:
            named = msgspec.structs.replace(item, identifier=name)
            ledger = store(engine, new_run(engine), format, named)
            assert ledger.balances
        made.append(msgspec.structs.replace(held(engine)[name], identifier=""))
    assert made[0] == made[1]
