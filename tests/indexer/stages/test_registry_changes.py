"""A changed registry of institutions: exactly the works that it concerns are described again; the check reports it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, update

from catalogue.database.engine import reading, writing
from catalogue.derived import tasks
from catalogue.derived.state import state_hashes
from catalogue.tables import meta, work_country, work_institution
from indexer.check import check
from indexer.institutions import registry
from indexer.institutions.digest import digest
from indexer.pipeline import index
from indexer.stages import registry_changes
from schemas import Affiliation, Contributor, HarvestedRecord, LocalizedText, PersonName
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus
from tests.support.fresh import store_harvest


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


@pytest.fixture
def renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A way to make one university of the registry another entry that its own is merged into."""
    folder = tmp_path / "registry"
    shutil.copytree(registry._FOLDER, folder)

    def rename() -> None:
        for path in folder.glob("*.toml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("[ru-tpu]", '[ru-tpu-new]\nmerged = ["ru-tpu"]'), "utf-8")
        monkeypatch.setattr(registry, "_FOLDER", folder)
        monkeypatch.setattr(registry_changes, "digest", lambda: "another")
        _forget()

    yield rename
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    """Empty what the modules of the institutions remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith("indexer.institutions"):
            for each in list(vars(module).values()):
                getattr(each, "cache_clear", lambda: None)()


def test_a_renamed_institution_takes_its_works_along_and_no_others(
    engine: Engine, tmp_path: Path, renamed: Callable[[], None]
) -> None:
    places = ("Томский политехнический университет", "TPU, Tomsk", "БГУ, Минск", "Кафедра физики")
    for number, place in enumerate(places):
        affiliation = Affiliation(names=(LocalizedText(place),))
        name = PersonName(literal=f"Автор{number} А. А.")
        author = Contributor(names=(name,), affiliations=(affiliation,))
        title = LocalizedText(f"Работа о предмете номер {number * 7}")
        record = HarvestedRecord(identifier=place, titles=(title,), contributors=(author,))
        store_harvest(engine, [record], f"source-{number}", None)
    backend = MemoryIndex()
    index(engine, backend, tmp_path)
    assert _counts(engine) == {"by-bsu": 1, "ru-tpu": 2}
    renamed()
    assert "institutions" in {each.check for each in check(engine, backend)}
    with writing(engine) as connection:
        registry_changes.put_touched(connection)
        assert tasks.waiting(connection) == {"merge": 2}
    index(engine, backend, tmp_path)
    assert _counts(engine) == {"by-bsu": 1, "ru-tpu-new": 2}
    assert check(engine, backend) == []
    found = registry.institution("ru-tpu")  # so the page of the old id leads to the new one
    assert found is not None
    assert found.id == "ru-tpu-new"


def _counts(engine: Engine) -> dict[str, int]:
    query = select(work_institution.c.institution, func.count()).group_by(
        work_institution.c.institution
    )
    with reading(engine) as connection:
        return dict(connection.execute(query).all())
