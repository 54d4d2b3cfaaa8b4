"""Older catalogues are brought up to the tables of this version with what they hold."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from catalogue.engine import _alembic, open_engine, reading, upgrade, writing
from catalogue.settings import Settings
from catalogue.tables import (
    citation,
    country_flow,
    country_set,
    metadata,
    record_key,
    work_country,
    work_key,
)


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_first_tables_become_todays_with_keys_kept_and_sums_counted(settings: Settings) -> None:
    engine = open_engine(settings)
    command.upgrade(_alembic(engine), "0001")
    places = [{"work": 1, "country": "RU"}, {"work": 1, "country": "DE"}]
    link = {"citing": 1, "cited": 2, "reference_id": 1, "self_citation": False}
    with writing(engine) as connection:
        connection.execute(insert(record_key).values(key=2**62, record_id=5))
        connection.execute(insert(work_key).values(key=3, work=2**62))
        connection.execute(insert(work_country), [*places, {"work": 2, "country": "KZ"}])
        connection.execute(insert(citation).values(**link))
    assert differences(engine)
    upgrade(engine)
    assert differences(engine) == []
    with reading(engine) as connection:
        found = [
            [tuple(row) for row in connection.execute(select(table))]
            for table in (record_key, work_key, country_set, country_flow)
        ]
    engine.dispose()
    sets = [("KZ/1", 1), ("RU/2", 1)]
    assert found == [[(2**62, 5)], [(3, 2**62)], sets, [("RU/2", "KZ/1", 1, 0)]]
