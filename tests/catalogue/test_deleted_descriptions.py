"""Deletions of what is described in two formats: what is left of a record, and giving back what it was."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.harvested.deleted_descriptions import Gone, give_back, take_away
from catalogue.tables import description, record
from schemas import HarvestedRecord
from tests.catalogue.test_descriptions import FIRST, SECOND, gone, held, new_run, said, store

DATED = HarvestedRecord(identifier="1", deleted=True, datestamp="2024-05-01")
BOTH = {FIRST: said("Реки"), SECOND: said("", 2)}


@pytest.mark.parametrize(
    ("described", "deleted", "left"),
    [
        (BOTH, FIRST, DATED),
        (BOTH, SECOND, said("Реки")),
        ({FIRST: said("Реки")}, FIRST, DATED),
        ({FIRST: said("Реки")}, "ris", DATED),
        ({SECOND: said("", 2)}, SECOND, DATED),
        ({SECOND: said("", 2)}, FIRST, DATED),
        ({FIRST: said("Реки"), SECOND: gone()}, FIRST, DATED),
    ],
)
def test_what_is_left_and_what_was(
    engine: Engine, described: dict[str, HarvestedRecord], deleted: str, left: HarvestedRecord
) -> None:
    run = new_run(engine)
    for format, item in described.items():
        store(engine, run, format, item)
    with writing(engine) as connection:
        count = select(func.count()).select_from(description)
        before = connection.scalar(count)
        taken = take_away(connection, "base", run, {"1": Gone(DATED, deleted, 1)})
        assert taken["1"].said == left
        made = give_back(connection, "base", {"1": taken["1"].were})
        assert connection.scalar(count) == before
    whole = said("Реки", 2) if described is BOTH else next(iter(described.values()))
    assert made == {"1": whole}


@pytest.mark.parametrize("described", [BOTH, {SECOND: said("", 2)}, {FIRST: said("Реки")}])
@pytest.mark.parametrize("returns", [FIRST, SECOND])
def test_what_neither_list_has_any_more_comes_back_by_either(
    engine: Engine, described: dict[str, HarvestedRecord], returns: str
) -> None:
    run = new_run(engine)
    for format, item in described.items():
        store(engine, run, format, item)
    with writing(engine) as connection:
        taken = take_away(connection, "base", run, {"1": Gone(gone(), FIRST, 1)})
        assert taken["1"].said == gone()
        assert connection.scalar(select(func.count()).select_from(description)) == 0
        whole = said("Реки", 2) if described is BOTH else next(iter(described.values()))
        assert give_back(connection, "base", {"1": taken["1"].were}) == {"1": whole}
        take_away(connection, "base", run, {"1": Gone(gone(), FIRST, 1)})
        connection.execute(update(record).values(deleted=True))
    assert store(engine, run, returns, said("Горы")).new == 1
    assert held(engine) == {"1": said("Горы")}


def test_a_record_without_descriptions_is_left_alone(engine: Engine) -> None:
    run = new_run(engine)
    store(engine, run, FIRST, said("Реки"), formats=None)
    with writing(engine) as connection:
        assert take_away(connection, "base", run, {"1": Gone(gone(), FIRST, 1)}) == {}
        assert give_back(connection, "base", {}) == {}
