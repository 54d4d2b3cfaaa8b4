"""Backups of every older version are taken and restored; what is damaged, newer or of the other database is refused."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.engine import Engine

from catalogue.database import appendix
from catalogue.database.backup import BackupError, back_up, restore
from catalogue.database.engine import (
    _alembic,
    known_versions,
    open_engine,
    require_current,
    upgrade,
)
from catalogue.errors import VersionError
from tests.support.catalogues import make_indexed, settings_for
from webapp.cli import main

ROOT = Path(__file__).parents[2]
NEWER = "newer version of the program"


@pytest.fixture
def empty(engine: Engine, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes engines for catalogues that are not there yet, on the same kind of database."""
    made: list[Engine] = []

    def make() -> Engine:
        if engine.dialect.name == "sqlite":
            made.append(open_engine(settings_for(tmp_path, tmp_path / f"{len(made)}" / "c.db")))
            return made[-1]
        name = f"{engine.url.database}_{len(made)}"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            order = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 {order}"))
        address = engine.url.set(database=name).render_as_string(hide_password=False)
        given = settings_for(tmp_path, tmp_path)
        made.append(open_engine(type(given)(home=tmp_path, database_url=address, search_url="")))
        return made[-1]

    yield make
    for each in made:
        each.dispose()


def state_version(engine: Engine, version: str) -> None:
    with engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
        connection.commit()


@pytest.mark.parametrize("version", known_versions())
def test_every_version_is_backed_up_as_it_is_and_restored_as_todays(
    empty: Callable[[], Engine], tmp_path: Path, version: str
) -> None:
    old, new = empty(), empty()
    command.upgrade(_alembic(old), version)
    with old.connect() as connection:
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('kept', 'Ճշմարտություն')"))
        connection.commit()
    back_up(old, tmp_path / "backup")
    with old.connect() as connection:
        stated = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert stated == version
    restore(new, tmp_path / "backup")
    require_current(new)
    with new.connect() as connection:
        kept = connection.scalar(text("SELECT value FROM meta WHERE key = 'kept'"))
    assert kept == "Ճշմարտություն"


def test_a_newer_catalogue_is_neither_backed_up_nor_restored_nor_brought_back(
    engine: Engine, empty: Callable[[], Engine], tmp_path: Path
) -> None:
    back_up(engine, tmp_path / "today")
    state_version(engine, "9999")
    for use in (require_current, upgrade, lambda used: back_up(used, tmp_path / "backup")):
        with pytest.raises(VersionError, match=NEWER):
            use(engine)
    assert not (tmp_path / "backup").exists()
    patched = pytest.MonkeyPatch()
    with patched.context() as patch:
        patch.setattr("catalogue.database.backup.known_versions", lambda: known_versions()[:-1])
        with pytest.raises(BackupError, match=NEWER):
            restore(empty(), tmp_path / "today")


def test_a_plain_copy_of_a_newer_catalogue_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    engine = open_engine(settings_for(tmp_path, copy))
    upgrade(engine)
    state_version(engine, "9999")
    engine.dispose()
    with pytest.raises(BackupError, match=NEWER):
        restore(open_engine(settings_for(tmp_path, tmp_path / "new.db")), copy)
    assert not (tmp_path / "new.db").exists()


COMMANDS = (
    ["stats"], ["check"], ["check", "--repair"], ["index"], ["init"], ["search", "x"], ["crawl", "cyberleninka"],
    ["backup", "{folder}/b"], ["quarantine", "list"], ["runs", "list"], ["reparse", "cyberleninka"], ["serve"],
    ["account", "list"], ["review", "list"], ["worker"], ["index", "--rebuild"], ["index", "--watch"],
)  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_tells_a_newer_catalogue_in_one_line(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the commands are the same")
    state_version(engine, "9999")
    monkeypatch.setenv("EACI_HOME", str(Path(str(engine.url.database)).parent))
    result = CliRunner().invoke(main, [each.format(folder=tmp_path) for each in arguments])
    lines = [line for line in result.output.splitlines() if NEWER in line]
    assert len(lines) == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backed up")
    file = make_indexed(folder, 15)
    engine = open_engine(settings_for(folder, file))
    back_up(engine, folder / "backup")
    engine.dispose()
    return folder / "backup"


def changed(at: float, body: bytes) -> bytes:
    place = int(len(body) * at)
    return body[:place] + bytes([body[place] ^ 0x40]) + body[place + 1 :]


HARM: dict[str, Callable[[bytes], bytes]] = {
    **{f"a bit at {at}": partial(changed, at) for at in (0.0, 0.3, 0.7)},
    "a bit in the manifest": lambda body: body.replace(b'"rows"', b'"rowz"'),
    "the end cut off": lambda body: body[:-100],
    "half of it": lambda body: body[: len(body) // 2],
    "noise": lambda body: random.Random(3).randbytes(len(body)),
    "nothing": lambda body: b"",
    "noise behind the head": lambda body: body[:200] + random.Random(4).randbytes(len(body)),
    "another manifest's checksum": lambda body: body.replace(b"a", b"b", 1),
}


@pytest.mark.parametrize("name", HARM)
def test_a_harmed_backup_is_refused_in_one_line(backup: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "harmed"
    file.write_bytes(HARM[name](backup.read_bytes()))
    with pytest.raises(BackupError) as caught:
        restore(open_engine(settings_for(tmp_path, tmp_path / "new" / "c.db")), file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_backup_of_the_other_database_is_told(
    engine: Engine, backup: Path, empty: Callable[[], Engine], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    if engine.dialect.name == "sqlite":
        other.write_bytes(b"PGDMP\x01\x0e\0 and so on")
    else:
        copyfile(backup, other)
    with pytest.raises(BackupError, match="EACI_DATABASE_URL names a database of"):
        restore(empty(), other)


def test_a_backup_is_private_and_alone(engine: Engine, tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        back_up(engine, tmp_path / "backup")
    finally:
        os.umask(before)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup"]


def test_a_restored_catalogue_is_private(backup: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "c.db"
    engine = open_engine(settings_for(tmp_path, target))
    before = os.umask(0o000)
    try:
        restore(engine, backup)
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["c.db"]
    engine.dispose()


def test_another_catalogues_log_is_not_taken_for_ones_own(backup: Path, tmp_path: Path) -> None:
    """SQLite would play a log that lies there into whatever database has its name."""
    (tmp_path / "c.db-wal").write_bytes(b"of the catalogue that was moved away")
    with pytest.raises(BackupError, match=r"c\.db-wal exists already"):
        restore(open_engine(settings_for(tmp_path, tmp_path / "c.db")), backup)


def test_what_is_written_wrongly_is_not_called_a_backup(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> dict[str, int]:
        return {"record": 7}

    monkeypatch.setattr("catalogue.database.backup._counted", lost)
    monkeypatch.setattr("catalogue.database.archives.rows_in", lost)
    monkeypatch.setattr("catalogue.database.backup._copy", lambda *_: {"record": 8})
    with pytest.raises(BackupError, match="table record holds 7 rows, not 8"):
        back_up(engine, tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


def test_a_backup_killed_at_any_moment_leaves_none(backup: Path, tmp_path: Path) -> None:
    copyfile(backup, tmp_path / "catalogue.db")
    program = [str(Path(sys.executable).parent / "eaci"), "backup", str(tmp_path / "backup")]
    environment = {**os.environ, "EACI_HOME": str(tmp_path)}
    for wait in (0.6, 0.9, 1.2, 1.5):
        process = subprocess.Popen(program, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.kill()
        process.wait(60)
        if (tmp_path / "backup").exists():  # it was quicker
            restore(
                open_engine(settings_for(tmp_path, tmp_path / f"{wait}.db")), tmp_path / "backup"
            )
            (tmp_path / "backup").unlink()
    again = subprocess.run(
        program, env=environment, cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    assert again.returncode == 0, again.stderr
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup"]


def run(monkeypatch: pytest.MonkeyPatch, home: Path, sources: str, *arguments: str) -> Result:
    monkeypatch.setenv("EACI_HOME", str(home))
    monkeypatch.setenv("EACI_SOURCES", sources)
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result


SOURCE = """name = "{name}"
title = {{ ru = "Архив", en = "An archive" }}
country = "KZ"
protocol = "oai-pmh"
format = "oai_dc"
endpoint = "https://{name}.example/oai"
"""


@pytest.fixture
def with_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a backup that holds source files: of the data folder ``one``, and of the folder ``sources``."""
    for folder, name in (("one/sources", "ours"), ("sources", "theirs")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"{name}.toml").write_text(SOURCE.format(name=name), encoding="utf-8")
    (tmp_path / "sources" / "README").write_text("no source")
    run(monkeypatch, tmp_path / "one", str(tmp_path / "sources"), "init")
    run(
        monkeypatch, tmp_path / "one", str(tmp_path / "sources"), "backup", str(tmp_path / "backup")
    )
    return tmp_path


def test_source_files_go_along_and_come_back(
    with_sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (with_sources / "sources" / "theirs.toml").unlink()
    run(
        monkeypatch, with_sources / "two", str(with_sources / "sources"),
        "restore", str(with_sources / "backup"),
    )  # fmt: skip
    for path, name in (("two/sources", "ours"), ("sources", "theirs")):
        file = with_sources / path / f"{name}.toml"
        assert file.read_text(encoding="utf-8") == SOURCE.format(name=name)
        assert file.stat().st_mode & 0o777 == 0o600
    assert (with_sources / "two" / "sources").stat().st_mode & 0o777 == 0o700
    run(monkeypatch, with_sources / "two", str(with_sources / "sources"), "init")


def test_a_source_file_that_differs_stays_and_is_told(
    with_sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = with_sources / "sources" / "theirs.toml"
    there.write_text("# mine\n", encoding="utf-8")
    told = run(
        monkeypatch, with_sources / "two", str(with_sources / "sources"),
        "restore", str(with_sources / "backup"),
    )  # fmt: skip
    assert f"{there} is there and differs: it stays" in told.output
    assert there.read_text(encoding="utf-8") == "# mine\n"
    beside = there.with_name("theirs.toml.restored")
    assert beside.read_text(encoding="utf-8") == SOURCE.format(name="theirs")


def test_a_folder_of_sources_that_is_gone_or_has_moved(
    with_sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_sources / "sources"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    told = run(monkeypatch, with_sources / "two", "", "restore", str(with_sources / "backup"))
    assert f"{folder} holds source files again: name it in EACI_SOURCES" in told.output
    assert (folder / "theirs.toml").exists()
    (with_sources / "moved").mkdir()
    run(
        monkeypatch, with_sources / "three", str(with_sources / "moved"),
        "restore", str(with_sources / "backup"),
    )  # fmt: skip
    assert (with_sources / "moved" / "theirs.toml").exists()


def test_names_in_a_backup_lead_nowhere_else(backup: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile"
    copyfile(backup, hostile)
    with zipfile.ZipFile(hostile, "a") as archive:
        for name in ("sources/0/../../x.toml", "sources/0/.toml", "sources/0/x.py", "/etc/x.toml"):
            archive.writestr(name, b"x")
    assert list(appendix.put_back(hostile, settings_for(tmp_path / "home", tmp_path / "c"))) == []
    assert not (tmp_path / "home").exists()


def test_any_program_reads_a_backup(backup: Path) -> None:
    with closing(sqlite3.connect(f"{backup.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM record").fetchone()[0] > 0
    with zipfile.ZipFile(backup) as archive:
        assert "eaci-backup.json" in archive.namelist()
