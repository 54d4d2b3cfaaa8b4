"""``eaci check`` as an administrator meets it: what it says, how it ends, and the ways out that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from catalogue.database.engine import open_engine, writing
from tests.support.catalogues import settings_for
from webapp.cli import main

SOURCE = """name = "archive"
title = { ru = "Архив", en = "An archive" }
country = "KZ"
protocol = "import"
format = "ris"
"""
RIS = "".join(
    f"TY  - JOUR\nID  - {number}\nTI  - Water balance of the lake {name}\nAU  - Bekova, A.\n"
    f"PY  - 20{number}\nER  - \n\n"
    for number, name in ((11, "Balkhash"), (12, "Alakol"), (13, "Zaysan"))
)
Run = Callable[..., Result]


@pytest.fixture
def eaci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EACI_HOME", str(tmp_path))

    def run(*arguments: str, fails: bool = False) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == int(fails), (arguments, result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "archive.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "file.ris").write_text(RIS, encoding="utf-8")
    run("init")
    run("import", "ris", str(tmp_path / "file.ris"), "--source", "archive")
    run("index", "--processes", "1")
    return run


def plant(folder: Path, statement: str) -> None:
    engine = open_engine(settings_for(folder, folder / "catalogue.db"))
    with writing(engine) as connection:
        assert connection.execute(text(statement)).rowcount > 0
    engine.dispose()


def test_a_sound_catalogue(eaci: Run) -> None:
    assert "Every ledger balances" in eaci("check").output
    assert "Every ledger balances" in eaci("check", "--deep").output


def test_what_is_derived_is_repaired(eaci: Run, tmp_path: Path) -> None:
    plant(tmp_path, "UPDATE work SET title = 'Another title'")
    assert "work-title: work " in eaci("check", fails=True).output
    assert "Every ledger balances" in eaci("check", "--repair").output
    assert "Every ledger balances" in eaci("check").output


def test_a_damaged_record_is_read_from_its_page_again(eaci: Run, tmp_path: Path) -> None:
    plant(tmp_path, "UPDATE record SET body = (SELECT max(body) FROM record)")
    for _ in range(2):
        told = eaci("check", "--repair", fails=True).output
        assert "then `eaci reparse archive` reads it from its page again" in told
    eaci("reparse", "archive")
    eaci("index", "--processes", "1")
    assert "Every ledger balances" in eaci("check", "--deep").output


def test_a_damaged_page_is_told_and_nothing_is_read_out_of_it(eaci: Run, tmp_path: Path) -> None:
    plant(tmp_path, "UPDATE page SET body = x'00ff'")
    told = eaci("check", "--repair", fails=True).output
    assert "page-bytes: page 1 of archive: its bytes cannot be unpacked" in told
    assert "What is left cannot be derived from the records" in told
    assert "1 of them cannot be read" in eaci("reparse", "archive").output
    eaci("check", fails=True)
