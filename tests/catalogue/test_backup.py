"""Backup and restore: the same state again, on both databases; nothing is overwritten, nothing half-made is left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner
from sqlalchemy import URL, create_engine, text
from sqlalchemy.engine import Engine

from catalogue.database.backup import BackupError, back_up, restore
from catalogue.database.engine import open_engine, reading, require_current, writing
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.tables import run_log
from schemas import HarvestedRecord, LocalizedText
from tests.support.fresh import make_tables, store_harvest
from webapp.cli import main

RECORDS = [
    HarvestedRecord(identifier=str(number), titles=(LocalizedText(f"Название {number}"),))
    for number in range(50)
]


@pytest.fixture
def elsewhere(engine: Engine, tmp_path: Path) -> Callable[[], Engine]:
    """Makes an engine for a catalogue that is not there yet, on the same kind of database."""

    def make() -> Engine:
        url: URL = engine.url
        if engine.dialect.name == "sqlite":
            url = url.set(database=str(tmp_path / "other" / "catalogue.db"))
        else:
            url = url.set(database=f"{url.database}_restored")
            administrator = create_engine(engine.url, isolation_level="AUTOCOMMIT")
            order = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            with administrator.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {url.database}"))
                made = f"CREATE DATABASE {url.database} TEMPLATE template0 {order}"
                connection.execute(text(made))
            administrator.dispose()
        address = url.render_as_string(hide_password=False)
        return open_engine(Settings(home=tmp_path, database_url=address, search_url=""))

    return make


def hashes(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return state_hashes(connection)


def test_a_restored_catalogue_is_the_one_backed_up(
    engine: Engine,
    harvest: Callable[..., int],
    tmp_path: Path,
    elsewhere: Callable[[], Engine],
) -> None:
    harvest(RECORDS)
    before = hashes(engine)
    back_up(engine, tmp_path / "backup")
    harvest([HarvestedRecord(identifier="later")])
    other = elsewhere()
    restore(other, tmp_path / "backup")
    require_current(other)
    assert hashes(other) == before != hashes(engine)
    with pytest.raises(BackupError, match="already"):
        restore(other, tmp_path / "backup")
    other.dispose()


def test_a_backup_is_one_state_although_others_write(
    engine: Engine, harvest: Callable[..., int], tmp_path: Path
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("pg_dump sees to that itself")
    harvest(RECORDS)
    before = hashes(engine)
    wrote = []

    def write_meanwhile(done: int, total: int) -> None:
        if not wrote:
            with writing(engine) as connection:
                row = {"run_id": 1, "at": "", "level": "info", "message": "x" * 4096}
                connection.execute(run_log.insert(), [row] * 5000)
            harvest([HarvestedRecord(identifier="later")])
            wrote.append(done)

    monkey = pytest.MonkeyPatch()
    with monkey.context() as patched:
        patched.setattr("catalogue.database.backup._PAGES_A_STEP", 5)
        back_up(engine, tmp_path / "backup", write_meanwhile)
    assert wrote
    copy = open_engine(
        Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'backup'}", search_url="")
    )
    assert hashes(copy) == before
    copy.dispose()


def test_what_is_there_is_not_overwritten(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("mine")
    with pytest.raises(BackupError, match="exists already: name a new file"):
        back_up(engine, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "mine"
    with pytest.raises(BackupError):
        back_up(engine, tmp_path / "no-such-folder" / "backup")


def test_nothing_is_put_beside_a_backup_whatever_its_name(
    settings: Settings, tmp_path: Path
) -> None:
    engine = open_engine(settings)
    make_tables(engine)
    file = tmp_path / "a backup?x=1#2 %41 – копия"
    back_up(engine, file)
    other = open_engine(
        Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'new.db'}", search_url="")
    )
    restore(other, file)
    require_current(other)
    assert [path.name for path in tmp_path.glob("a backup*")] == [file.name]
    for each in (engine, other):
        each.dispose()


def test_a_copied_database_is_restored_with_its_log(settings: Settings, tmp_path: Path) -> None:
    """What was committed last stands in the log only, while the database is open."""
    engine = open_engine(settings)
    make_tables(engine)
    store_harvest(engine, RECORDS, "base")
    open_still = engine.connect()
    open_still.exec_driver_sql("SELECT 1 FROM record LIMIT 1")
    source = Path(str(engine.url.database))
    for suffix in ("", "-wal"):
        copyfile(f"{source}{suffix}", tmp_path / f"copy{suffix}")
    other = open_engine(
        Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'new.db'}", search_url="")
    )
    restore(other, tmp_path / "copy")
    assert hashes(other) == hashes(engine)
    open_still.close()
    for each in (engine, other):
        each.dispose()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"no database", "not a backup of a catalogue"), (b"", "it has no table")],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "file").write_bytes(content)
    target = tmp_path / "catalogue.db"
    engine = open_engine(Settings(home=tmp_path, database_url=f"sqlite:///{target}", search_url=""))
    with pytest.raises(BackupError, match=told):
        restore(engine, tmp_path / "file")
    assert not target.exists()


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = CliRunner()
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "one"))
    assert runner.invoke(main, ["init"]).exit_code == 0
    made = runner.invoke(main, ["backup", str(tmp_path / "file")])
    assert made.exit_code == 0, made.output
    again = runner.invoke(main, ["backup", str(tmp_path / "file")])
    assert again.exit_code == 1
    assert "exists already" in again.output
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "two"))
    restored = runner.invoke(main, ["restore", str(tmp_path / "file")])
    assert restored.exit_code == 0, restored.output
    with sqlite3.connect(tmp_path / "two" / "catalogue.db") as connection:
        assert connection.execute("SELECT count(*) FROM source").fetchone()[0] > 0
    connection.close()
    assert runner.invoke(main, ["stats"]).exit_code == 0
    state = runner.invoke(main, ["stats", "--hashes"]).output
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "one"))
    assert runner.invoke(main, ["stats", "--hashes"]).output == state
    parts = json.loads(runner.invoke(main, ["stats", "--hashes", "--json"]).output)
    assert [line.rsplit(maxsplit=1) for line in state.splitlines()] == [
        list(p) for p in parts.items()
    ]
