"""The catalogues that tests begin with are what migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from catalogue.database.engine import open_engine, require_current, upgrade
from catalogue.settings import Settings
from schemas import HarvestedRecord
from tests.support.catalogues import settings_for
from tests.support.databases import Databases
from tests.support.fresh import make_tables, store_harvest


def dumped(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.iterdump())


def test_a_copy_is_what_migrations_make(tmp_path: Path) -> None:
    for name, make in (("copied", make_tables), ("migrated", upgrade)):
        engine = open_engine(settings_for(tmp_path, tmp_path / name))
        make(engine)
        require_current(engine)
        engine.dispose()
    assert dumped(tmp_path / "copied") == dumped(tmp_path / "migrated")
    pragmas = (
        "journal_mode",
        "page_size",
        "encoding",
        "auto_vacuum",
        "application_id",
        "user_version",
    )
    with (
        closing(sqlite3.connect(tmp_path / "copied")) as one,
        closing(sqlite3.connect(tmp_path / "migrated")) as other,
    ):
        for pragma in pragmas:
            asked = f"PRAGMA {pragma}"
            assert one.execute(asked).fetchone() == other.execute(asked).fetchone(), pragma


def test_a_file_that_is_there_is_brought_up_to_date_and_no_other_takes_its_place(
    tmp_path: Path,
) -> None:
    file = tmp_path / "here"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE mine (name)")
    engine = open_engine(settings_for(tmp_path, file))
    make_tables(engine)
    require_current(engine)
    engine.dispose()
    assert any("mine" in line for line in dumped(file))


def engine_of(address: str) -> Engine:
    return open_engine(Settings(home=Path(), database_url=address, search_url=""))


def test_a_database_that_was_given_back_is_as_a_new_one(postgresql: Databases) -> None:
    address = postgresql()
    for _ in range(2):
        engine = engine_of(address)
        assert store_harvest(engine, [HarvestedRecord(identifier="1")]) == 1
        engine.dispose()
        postgresql.give_back(address)
        assert postgresql() == address


@pytest.mark.parametrize(
    "harm",
    [
        "CREATE TABLE mine (name text)",
        "ALTER TABLE record DROP COLUMN deleted",
        "ALTER TABLE record ALTER COLUMN deleted DROP NOT NULL",
        "DROP INDEX ix_reference_target",
        "DROP TABLE citation",
        "UPDATE alembic_version SET version_num = '9999'",
        "DELETE FROM alembic_version",
        "CREATE EXTENSION amcheck",
    ],
)
def test_a_database_whose_tables_were_changed_is_not_used_again(
    postgresql: Databases, harm: str
) -> None:
    address = postgresql()
    engine = engine_of(address)
    with engine.begin() as connection:
        connection.execute(text(harm))
    engine.dispose()
    postgresql.give_back(address)
    assert postgresql() != address
