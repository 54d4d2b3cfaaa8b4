"""Older catalogues are brought up to the tables of this version with what they hold."""

from __future__ import annotations

import zlib

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, insert, select, table
from sqlalchemy.engine import Engine

from catalogue.database.engine import (
    _alembic,
    known_versions,
    open_engine,
    reading,
    upgrade,
    writing,
)
from catalogue.derived import tasks
from catalogue.harvested.deletions import refused
from catalogue.harvested.quarantine import dismissed, hash_of, list_quarantine
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import empty_page
from catalogue.settings import Settings
from catalogue.tables import (
    citation,
    country_flow,
    country_set,
    key_list,
    metadata,
    profile,
    record_key,
    work,
    work_key,
)


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_versions_are_those_of_alembics_chain_in_its_order(engine: Engine) -> None:
    scripts = ScriptDirectory.from_config(_alembic(engine))
    chain = [script.revision for script in scripts.walk_revisions()]
    assert list(known_versions()) == chain[::-1]


def test_the_first_tables_become_todays_with_keys_to_be_derived_and_sums_counted(
    settings: Settings,
) -> None:
    engine = open_engine(settings)
    command.upgrade(_alembic(engine), "0001")
    places = [{"work": 1, "country": "RU"}, {"work": 1, "country": "DE"}]
    old_country = table("work_country", column("work"), column("country"))
    held = {"kind": "held", "title": "", "type": "article", "body": b"{}", "profile": b"{}"}
    link = {"citing": 1, "cited": 2, "reference_id": 1, "self_citation": False}
    with writing(engine) as connection:
        connection.execute(insert(record_key).values(key=2**62, record_id=5))
        connection.execute(insert(work_key).values(key=3, work=2**62))
        connection.execute(insert(profile).values(record_id=5, body=b"{}"))
        connection.execute(
            insert(work),
            [
                held | {"number": 2**62},
                held | {"number": 7, "kind": "cited-only"},
                held | {"number": 1, "body": b'{"country_basis": "affiliation"}'},
            ],
        )
        connection.execute(insert(old_country), [*places, {"work": 2, "country": "KZ"}])
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
    assert found == [
        [],
        [],
        [("KZ/1/source", 1), ("RU/2/affiliation", 1)],
        [("RU/2/affiliation", "KZ/1/source", 1, 0, 0)],
    ]
    assert waiting == {"pair": [5], "merge": [1, 2**62]}


@pytest.mark.parametrize("before", ["0005", "0007", "0010"])
def test_other_rules_empty_the_lists_of_keys_and_derive_all_again(
    settings: Settings, before: str
) -> None:
    engine = open_engine(settings)
    command.upgrade(_alembic(engine), before)
    with writing(engine) as connection:
        connection.execute(insert(record_key).values(key=3, record_id=5))
        connection.execute(insert(key_list).values(of="record", item=5, own=b"", entered=b""))
        connection.execute(insert(profile).values(record_id=5, body=b"{}"))
    upgrade(engine)
    with reading(engine) as connection:
        left = [list(connection.execute(select(table))) for table in (record_key, key_list)]
        waiting = list(tasks.take(connection, "pair", 10))
    engine.dispose()
    assert left == [[], []]
    assert waiting == [5]


def test_what_was_decided_about_deletions_and_dismissed_before_stays_so(settings: Settings) -> None:
    engine = open_engine(settings)
    command.upgrade(_alembic(engine), "0008")
    header = "<header><identifier>{}</identifier><datestamp> 2024-05-01 </datestamp></header>"
    told = (
        ("a", "held-deletion", "deletion rejected by anna"),
        ("b", "held-deletion", None),
        ("c", "held-deletion", "came again in run 2"),
        ("d", "no-title", "dismissed by anna: a draft"),
    )
    old = table("quarantine", *(column(name) for name in _OLD))
    old_run = table("run", *(column(name) for name in _OLD_RUN))
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name="kg", definition={}))
        connection.execute(insert(old_run).values(dict.fromkeys(_OLD_RUN, "") | _RUN))
        page_id = empty_page(connection, 1, "kg", "https://kg/1")
        for name, reason, resolution in told:
            values = {"identifier": name, "reason": reason, "resolution": resolution}
            body = zlib.compress(header.format(name).encode())
            resolved = "2024-06-01T00:00:00Z" if resolution else None
            further = {"page_id": page_id, "body": body, "resolved_at": resolved}
            connection.execute(insert(old).values(_ITEM | values | further))
    upgrade(engine)
    assert differences(engine) == []
    with reading(engine) as connection:
        found = refused(connection, "kg", ["a", "b", "c", "d"])
        items = {item.identifier: item for item in list_quarantine(connection, waiting=False)}
        known = dismissed(connection, "kg")
    engine.dispose()
    assert found == {("a", "2024-05-01"): 1}
    assert items["b"].datestamp == "2024-05-01"
    assert known == {("d", hash_of(header.format("d").encode())): items["d"].id}


_OLD = (
    "source", "run_id", "page_id", "identifier", "format", "reason", "detail", "body", "created_at",
    "resolved_at", "resolution",
)  # fmt: skip
_OLD_RUN = ("source", "mode", "parameters", "state", "requested_at")
_RUN = {"source": "kg", "mode": "full", "parameters": b"{}", "state": "held"}
_ITEM = {"source": "kg", "run_id": 1, "format": "oai_dc", "detail": "", "created_at": ""}
