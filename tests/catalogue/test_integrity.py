"""A damaged catalogue is told in one line that names the way out, by whatever asks first; a sound one is none."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.engine import Engine

from catalogue.database.backup import BackupError, back_up, restore
from catalogue.database.engine import CatalogueError, open_engine
from catalogue.database.integrity import damages
from catalogue.findings import Finding
from indexer.check import check
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex
from tests.support.catalogues import DAMAGES, make_indexed, settings_for
from webapp.cli import main


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_indexed(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def file(sound: Path, tmp_path: Path) -> Path:
    copyfile(sound, tmp_path / "catalogue.db")
    return tmp_path / "catalogue.db"


def eaci(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("EACI_HOME", str(folder))
    return CliRunner().invoke(main, list(arguments))


def one_line(result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    lines = result.output.strip().splitlines()
    assert "Traceback" not in result.output
    assert len(lines) == 1, result.output
    return lines[0]


def test_a_sound_catalogue_has_no_damage(file: Path, tmp_path: Path) -> None:
    engine = open_engine(settings_for(tmp_path, file))
    steps: list[str] = []
    assert list(damages(engine, steps.append)) == []
    assert {"pages and indexes", "foreign keys", "record"} <= set(steps)
    back_up(engine, tmp_path / "backup")
    engine.dispose()


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_by_check_and_refused_by_backup(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    DAMAGES[name](file)
    told = one_line(eaci(tmp_path, monkeypatch, "check"))
    assert "the catalogue is damaged" in told or "the catalogue is empty" in told
    assert "restore" in told or "eaci init" in told
    one_line(eaci(tmp_path, monkeypatch, "check", "--repair"))
    one_line(eaci(tmp_path, monkeypatch, "backup", str(tmp_path / "backup")))
    assert not list(tmp_path.glob("backup*"))


@pytest.mark.parametrize("name", DAMAGES)
def test_no_command_ends_in_a_traceback(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    DAMAGES[name](file)
    for command in (["quarantine", "list"], ["sources", "list"], ["init"]):
        result = eaci(tmp_path, monkeypatch, *command)
        assert result.exception is None or isinstance(result.exception, SystemExit), command


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_not_restored(file: Path, tmp_path: Path, name: str) -> None:
    """A plain copy of a database, which has no manifest, is examined as well."""
    DAMAGES[name](file)
    target = tmp_path / "new" / "catalogue.db"
    engine = open_engine(settings_for(tmp_path, target))
    with pytest.raises(BackupError) as caught:
        restore(engine, file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(target.parent.iterdir()) == []


def test_orphans_and_lost_tables_are_found_on_both_databases(
    engine: Engine, harvest: Harvest
) -> None:
    harvest([])
    assert list(damages(engine)) == []
    with engine.connect() as connection:
        connection.execute(text("DROP TABLE citation"))
        connection.commit()
    assert [problem for problem in damages(engine) if "citation" in problem]


def test_an_older_catalogue_is_examined_too(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        connection.commit()
    assert list(damages(engine)) == []


def test_without_a_catalogue_there_is_nothing_to_examine(tmp_path: Path) -> None:
    engine = open_engine(settings_for(tmp_path, tmp_path / "catalogue.db"))
    with pytest.raises(CatalogueError, match="run `eaci init` first"):
        list(damages(engine))
    engine.dispose()


def rows(file: Path) -> list[list[object]]:
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return [connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names]  # noqa: S608


@pytest.mark.parametrize("seed", range(12))
def test_a_few_bytes_changed_anywhere_are_told_or_change_nothing(
    sound: Path, file: Path, tmp_path: Path, seed: int
) -> None:
    """Nothing looks after the space inside a page that holds nothing; whatever else is changed is found."""
    noise = random.Random(seed)
    with file.open("r+b") as stream:
        stream.seek(noise.randrange(100, file.stat().st_size - 16))
        stream.write(noise.randbytes(noise.choice((1, 16))))
    engine = open_engine(settings_for(tmp_path, file))
    try:
        told = [finding for finding in check(engine, MemoryIndex()) if finding.check != "index"]
    except CatalogueError as error:
        told = [Finding("integrity", str(error))]
    engine.dispose()
    assert told or rows(file) == rows(sound)
