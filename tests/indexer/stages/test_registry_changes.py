"""A changed registry of institutions: exactly the works that it concerns are described again; the check reports it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, update

from catalogue.database.engine import reading, writing
from catalogue.derived import tasks
from catalogue.derived.state import state_hashes
from catalogue.tables import meta, work_country, work_institution
from indexer.check import check
from indexer.institutions.digest import digest
from indexer.pipeline import index
from indexer.stages import registry_changes
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus


@pytest.fixture
def indexed(engine: Engine, tmp_path: Path) -> tuple[Engine, MemoryIndex, Path]:
    harvest_corpus(engine, 40)
    backend = MemoryIndex()
    index(engine, backend, tmp_path)
    return engine, backend, tmp_path


def _as_if_changed(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(update(meta).where(meta.c.key == "institutions").values(value="before"))


def test_a_change_that_concerns_nothing_puts_nothing(
    indexed: tuple[Engine, MemoryIndex, Path],
) -> None:
    engine, backend, home = indexed
    assert check(engine, backend) == []
    _as_if_changed(engine)
    assert [each.check for each in check(engine, backend)] == ["institutions"]
    with writing(engine) as connection:
        registry_changes.put_touched(connection)
        assert tasks.waiting(connection) == {}
    assert check(engine, backend) == []
    assert index(engine, backend, home).worked == {}


def test_exactly_the_works_with_other_places_are_described_again(
    indexed: tuple[Engine, MemoryIndex, Path],
) -> None:
    engine, backend, home = indexed
    with reading(engine) as connection:
        before = state_hashes(connection)
        one = connection.scalar(select(work_country.c.work).order_by(work_country.c.work))
    with writing(engine) as connection:  # as an older registry would have it
        connection.execute(delete(work_institution).where(work_institution.c.work == one))
        row = {"work": one, "institution": "ru-old", "evidence": "{}"}
        connection.execute(work_institution.insert(), [row])
    _as_if_changed(engine)
    with writing(engine) as connection:
        registry_changes.put_touched(connection)
        assert tasks.waiting(connection) == {"merge": 1}
    index(engine, backend, home)
    with reading(engine) as connection:
        assert state_hashes(connection) == before
    assert check(engine, backend) == []


def test_a_catalogue_of_an_earlier_version_differs_and_an_empty_one_does_not(
    indexed: tuple[Engine, MemoryIndex, Path],
) -> None:
    engine, _, _ = indexed
    with writing(engine) as connection:
        assert not registry_changes.differs(connection)
        connection.execute(delete(meta).where(meta.c.key == "institutions"))
        assert registry_changes.differs(connection)
        connection.execute(delete(meta).where(meta.c.key == "indexed_at"))
        assert not registry_changes.differs(connection)


def test_the_digest_is_of_all_lists() -> None:
    assert len(digest()) == 32
    assert digest() == digest()
