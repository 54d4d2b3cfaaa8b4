"""Older catalogues are brought up to the tables of this version with what they hold."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from catalogue import tasks
from catalogue.engine import _alembic, open_engine, reading, upgrade, writing
from catalogue.settings import Settings
from catalogue.tables import (
    citation,
    country_flow,
    country_set,
    metadata,
    profile,
    record_key,
    work,
    work_country,
    work_key,
)


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_first_tables_become_todays_with_keys_to_be_derived_and_sums_counted(
    settings: Settings,
) -> None:
    engine = open_engine(settings)
    command.upgrade(_alembic(engine), "0001")
    places = [{"work": 1, "country": "RU"}, {"work": 1, "country": "DE"}]
    held = {"kind": "held", "title": "", "type": "article", "body": b"{}", "profile": b"{}"}
    link = {"citing": 1, "cited": 2, "reference_id": 1, "self_citation": False}
    with writing(engine) as connection:
        connection.execute(insert(record_key).values(key=2**62, record_id=5))
        connection.execute(insert(work_key).values(key=3, work=2**62))
        connection.execute(insert(profile).values(record_id=5, body=b"{}"))
        connection.execute(
            insert(work), [held | {"number": 2**62}, held | {"number": 7, "kind": "cited-only"}]
        )
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
        waiting = {stage: list(tasks.take(connection, stage, 10)) for stage in ("pair", "merge")}
    engine.dispose()
    assert found == [[], [], [("KZ/1", 1), ("RU/2", 1)], [("RU/2", "KZ/1", 1, 0)]]
    assert waiting == {"pair": [5], "merge": [2**62]}
