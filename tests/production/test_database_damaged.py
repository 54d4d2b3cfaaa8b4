"""Files of PostgreSQL damaged behind its back: a check tells it in one line, and no backup is made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from catalogue.database.backup import BackupError, back_up
from catalogue.database.engine import CatalogueError, open_engine
from catalogue.database.integrity import ensure_sound
from catalogue.errors import DamagedCatalogueError
from catalogue.settings import Settings
from tests.support.corpus import harvest_corpus
from tests.support.databases import databases_on
from tests.support.servers import control, own_servers

pytestmark = pytest.mark.slow

_BLOCK = 8192


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with own_servers("postgresql", EACI_TEST_DURABLE="1") as made:
        yield made


@pytest.fixture
def engine(port: int, tmp_path: Path) -> Iterator[Engine]:
    with databases_on(f"postgresql+psycopg://eaci@127.0.0.1:{port}/postgres") as fresh:
        made = open_engine(Settings(home=tmp_path, database_url=fresh(), search_url=""))
        harvest_corpus(made, 20)
        with made.connect() as connection:
            connection.execute(text("CREATE EXTENSION amcheck"))
            connection.commit()
        yield made
        made.dispose()


def _noise(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.write(random.Random(5).randbytes(_BLOCK))


def _gone(file: Path) -> None:
    file.unlink()


def _zeroed_entry(file: Path) -> None:
    """The first block of an index behind its first page says other things than the table."""
    with file.open("r+b") as stream:
        stream.seek(_BLOCK + 64)
        stream.write(b"\0" * 4000)


@pytest.mark.parametrize(
    ("relation", "harm"),
    [
        ("record", _noise), ("page", _noise), ("source", _gone), ("record", _gone),
        ("uq_record_source_identifier", _zeroed_entry), ("pk_record", _noise),
    ],
)  # fmt: skip
def test_damage_is_told_and_not_backed_up(
    port: int, engine: Engine, tmp_path: Path, relation: str, harm: Callable[[Path], None]
) -> None:
    ensure_sound(engine)
    harm(_file_of(engine, relation))
    engine.dispose()
    assert control("postgresql", "restart", str(port)).returncode == 0
    with pytest.raises(DamagedCatalogueError) as caught:
        ensure_sound(engine)
    assert "\n" not in str(caught.value)
    with pytest.raises((CatalogueError, BackupError)):
        back_up(engine, tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


def _file_of(engine: Engine, relation: str) -> Path:
    administrator = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SHOW data_directory"))
        path = connection.scalar(text("SELECT pg_relation_filepath(:name)"), {"name": relation})
    administrator.dispose()
    return Path(str(folder)) / str(path)
