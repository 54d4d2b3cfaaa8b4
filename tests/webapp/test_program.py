"""The program's shell: fast, complete, and one clear line for every expected failure."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from webapp.cli import COMMANDS, main


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_mounted(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output


def test_no_command_of_a_room_is_forgotten() -> None:
    rooms = {room for room, _ in COMMANDS.values()}
    mounted = {command.name for room in rooms for command in import_module(room).COMMANDS}
    assert mounted == set(COMMANDS)


def test_a_reader_who_has_read_enough_is_no_failure(tmp_path: Path) -> None:
    environment = {**os.environ, "EACI_HOME": str(tmp_path)}
    read, write = os.pipe()
    os.close(read)  # as `eaci sources list | head` leaves it
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [Path(sys.executable).parent / "eaci", "sources", "list"],
            stdout=pipe, stderr=subprocess.PIPE, env=environment, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.stderr == ""


def test_help_loads_no_room() -> None:
    code = (
        "import sys, click.testing, webapp.cli as cli\n"
        "click.testing.CliRunner().invoke(cli.main, ['--help'])\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "{'flask', 'scrapy', 'sqlalchemy', 'tantivy', 'catalogue', 'crawler', 'indexer'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


_COSTLY = (
    "alembic", "babel", "elasticsearch", "flask", "numpy", "psycopg", "requests", "rich", "scrapy", "sqlalchemy",
    "structlog", "tantivy", "twisted",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command_loads_nothing_costly(name: str) -> None:
    """Each of these libraries takes from .05 to 1 s to import; every --help shall come within .5 s."""
    code = (
        "import sys, click, click.testing, webapp.cli as cli\n"
        f"command = cli.main.get_command(click.Context(cli.main), {name!r})\n"
        "for below in ['', *getattr(command, 'commands', ())]:\n"
        f"    arguments = [word for word in ({name!r}, below, '--help') if word]\n"
        "    result = click.testing.CliRunner().invoke(cli.main, arguments)\n"
        "    assert result.exit_code == 0, result.output\n"
        f"print([name for name in {_COSTLY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_reading_a_catalogue_needs_no_alembic(tmp_path: Path) -> None:
    """Only what makes or compares tables imports it: it takes as long as all else that a process begins with."""
    environment = {**os.environ, "EACI_HOME": str(tmp_path)}
    assert CliRunner().invoke(main, ["init"], env=environment).exit_code == 0
    code = (
        "import sys, click.testing, webapp.cli as cli\n"
        "result = click.testing.CliRunner().invoke(cli.main, ['stats'])\n"
        "assert result.exit_code == 0, result.output\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout.strip(), done.stderr) == ("False", "")


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["stats"], {}, "eaci init"),
        (["serve"], {}, "eaci init"),
        (["stats"], {"EACI_DATABASE_URL": "mysql://x"}, "EACI_DATABASE_URL"),
        (["stats"], {"EACI_NONSENSE": "1"}, "EACI_NONSENSE"),
        (["init"], {"EACI_DATABASE_URL": "sqlite:////proc/nowhere/x.db"}, "EACI_DATABASE_URL"),
        (["nonsense"], {}, "No such command"),
        (["serve", "--port", "99999"], {}, "--port"),
    ],
)
def test_expected_failures_are_one_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    result = CliRunner().invoke(main, arguments, env={"EACI_HOME": str(tmp_path), **environment})
    assert result.exit_code != 0
    assert result.exception is None or isinstance(result.exception, SystemExit)
    errors = [line for line in result.output.splitlines() if line.startswith("Error")]
    assert len(errors) == 1
    assert words in errors[0]


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    module = import_module("catalogue.cli")
    monkeypatch.setattr(module, "COMMANDS", [click.Command("stats", callback=broken)])
    assert isinstance(CliRunner().invoke(main, ["stats"]).exception, ZeroDivisionError)


def test_serve_names_a_wrong_search_address_at_once(tmp_path: Path) -> None:
    environment = {"EACI_HOME": str(tmp_path)}
    assert CliRunner().invoke(main, ["init"], env=environment).exit_code == 0
    result = CliRunner().invoke(
        main, ["serve"], env={**environment, "EACI_SEARCH_URL": "gopher://x"}
    )
    assert result.exit_code == 1
    assert "EACI_SEARCH_URL" in result.output


def test_serve_names_a_taken_port(tmp_path: Path) -> None:
    environment = {"EACI_HOME": str(tmp_path)}
    assert CliRunner().invoke(main, ["init"], env=environment).exit_code == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        # In its own process: waitress leaves what it could not bind to the garbage collector.
        done = subprocess.run(
            [sys.executable, "-c", "import webapp.cli; webapp.cli.main()", "serve", "--port", port],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: cannot listen on 127.0.0.1:{port}")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["quarantine", "show"],
        ["quarantine", "replay", "1"],
        ["quarantine", "list", "--limit"],
        ["runs", "show"],
        ["runs", "show", "1", "--limit"],
        ["runs", "list", "--limit"],
        ["runs", "quiet", "--days"],
        ["runs", "approve"],
        ["runs", "reject"],
        ["runs", "undo"],
        ["aside", "retry", "merge"],
    ],
)
def test_a_number_that_no_column_holds_is_one_line(tmp_path: Path, command: list[str]) -> None:
    environment = {"EACI_HOME": str(tmp_path)}
    for number in ("9223372036854775808", "9" * 30):
        result = CliRunner().invoke(main, [*command, number], env=environment)
        assert isinstance(result.exception, SystemExit), command
        assert f"{number} is not in the range" in result.output


@pytest.mark.parametrize(
    "command",
    [["account", "disable"], ["runs", "list", "--source"], ["quarantine", "list", "--source"]],
)
def test_what_is_not_utf8_is_one_line(tmp_path: Path, command: list[str]) -> None:
    environment = {"EACI_HOME": str(tmp_path)}
    assert CliRunner().invoke(main, ["init"], env=environment).exit_code == 0
    result = CliRunner().invoke(main, [*command, "x\udcff"], env=environment)
    assert isinstance(result.exception, SystemExit)
    assert r"Error: 'x\udcff' is not UTF-8" in result.output
