"""Deletions of what is described in two formats: what is left of a record, and giving back what it was."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.harvested.deleted_descriptions import Gone, give_back, take_away
from catalogue.tables import description
from schemas import HarvestedRecord
from tests.catalogue.test_descriptions import FIRST, SECOND, gone, new_run, said, store

BOTH = {FIRST: said("Реки"), SECOND: said("", 2)}


@pytest.mark.parametrize(
    ("described", "deleted", "left"),
    [
        (BOTH, FIRST, gone()),
        (BOTH, SECOND, said("Реки")),
        ({FIRST: said("Реки")}, FIRST, gone()),
        ({FIRST: said("Реки")}, "ris", gone()),
        ({SECOND: said("", 2)}, SECOND, gone()),
        ({SECOND: said("", 2)}, FIRST, gone()),
        ({FIRST: said("Реки"), SECOND: gone()}, FIRST, gone()),
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
        taken = take_away(connection, "base", run, {"1": Gone(gone(), deleted, 1)})
        assert taken["1"].said == left
        was = taken["1"].was
        assert was is not None
        made = give_back(connection, "base", {"1": was})
        assert connection.scalar(count) == before
    whole = said("Реки", 2) if described is BOTH else next(iter(described.values()))
    assert made == {"1": whole}


def test_a_record_without_descriptions_is_left_alone(engine: Engine) -> None:
    run = new_run(engine)
    store(engine, run, FIRST, said("Реки"), formats=None)
    with writing(engine) as connection:
        assert take_away(connection, "base", run, {"1": Gone(gone(), FIRST, 1)}) == {}
        assert give_back(connection, "base", {}) == {}
