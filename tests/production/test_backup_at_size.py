"""A backup while another process writes all the time, restored: one moment of the catalogue, on both databases.

EACI_TEST_LONG=1 does it with 100,000 generated works. `benchmarks/run sidebyside` measures it by the same code.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, update
from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.loading import load
from benchmarks.sidebyside import backups
from benchmarks.sidebyside.sides import Side, embedded
from catalogue.database.engine import reading, writing
from catalogue.derived.state import state_hashes
from catalogue.tables import record

WORKS = 100_000 if "EACI_TEST_LONG" in os.environ else 300

pytestmark = pytest.mark.slow


@pytest.fixture(params=["embedded", "production"])
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    if request.param == "embedded":
        return embedded(tmp_path, WORKS)
    fresh: Callable[[], str] = request.getfixturevalue("postgresql")
    return Side(name="production", home=tmp_path, database_url=fresh(), search_url="")


def test_a_backup_under_writing_is_one_moment_and_leaves_the_catalogue_as_it_was(
    side: Side, tmp_path: Path
) -> None:
    world = World(7, WORKS, 2 * WORKS, max(20, WORKS // 250))
    with side.engine() as engine:
        load(engine, world, range(WORKS), lambda _next, _records, _references: None)
        before = state(engine)
        found = backups.measure(side, tmp_path)
        assert found.differs == []
        assert found.held > 0
        assert found.mib > 0
        assert state(engine) == before
        assert backups.pages(engine) == 0
    assert not list(tmp_path.glob("**/backup*"))


def test_what_was_lost_on_the_way_would_be_seen(
    side: Side, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison finds one title that is another in the restored catalogue."""
    world = World(7, 20, 40, 20)
    with side.engine() as engine:
        load(engine, world, range(20), lambda _next, _records, _references: None)
    whole = backups.restore

    def damaging(restored: Engine, source: Path) -> None:
        whole(restored, source)
        assert make_url(restored.url) != make_url(side.database_url)
        with writing(restored) as connection:
            connection.execute(update(record).where(record.c.id == 1).values(content_hash="x"))

    monkeypatch.setattr(backups, "restore", damaging)
    assert backups.measure(side, tmp_path).differs == ["records"]


def state(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return state_hashes(connection)
