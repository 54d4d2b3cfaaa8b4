from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.audit import list_changes
from catalogue.database.engine import open_engine, reading
from catalogue.decided.accounts import find_account
from catalogue.settings import Settings
from webapp.admin.passwords import verify
from webapp.cli import main


@pytest.fixture
def environment(filled: Path, settings: Settings, engine: object) -> dict[str, str]:
    return {"EACI_HOME": str(settings.home)}


def _run(environment: dict[str, str], *arguments: str, given: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["account", *arguments], input=given, env=environment)
    return result.exit_code, result.output


def test_an_account_is_added_changed_and_listed(environment: dict[str, str]) -> None:
    added = _run(
        environment, "add", "Айгүл", "--role", "reader", "--password-stdin", given="long enough\n"
    )
    assert added == (0, "The account 'Айгүл' may log in as reader.\n")
    changed = _run(environment, "password", "Айгүл", "--password-stdin", given="another long one\n")
    assert changed == (0, "The account 'Айгүл' has a new password.\n")
    status, listed = _run(environment, "list")
    assert status == 0
    assert [line.split()[:2] for line in listed.splitlines()] == [
        ["anna", "administrator"],
        ["rita", "reader"],
        ["Айгүл", "reader"],
    ]
    engine = open_engine(Settings.from_environment(environment))
    with reading(engine) as connection:
        found = find_account(connection, "Айгүл")
        actions = [change.action for change in list_changes(connection)]
    engine.dispose()
    assert found is not None
    assert verify(found.password_hash, "another long one")
    assert actions == ["password-changed", "account-added"]


def test_the_password_is_asked_for_twice(environment: dict[str, str]) -> None:
    given = "long enough\nlong enough\n"
    status, output = _run(environment, "add", "boris", "--role", "administrator", given=given)
    assert status == 0
    assert "long enough" not in output


@pytest.mark.parametrize(
    ("arguments", "given", "message"),
    [
        (
            ("add", "anna", "--role", "reader", "--password-stdin"),
            "long enough\n",
            "already an account 'anna'",
        ),
        (
            ("add", "boris", "--role", "reader", "--password-stdin"),
            "short\n",
            "from 10 to 1024 characters",
        ),
        (("add", "boris", "--role", "root"), "", "'root' is not one of 'administrator', 'reader'"),
        (("password", "nobody", "--password-stdin"), "long enough\n", "no account 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: tuple[str, ...], given: str, message: str, environment: dict[str, str]
) -> None:
    status, output = _run(environment, *arguments, given=given)
    assert status != 0
    assert message in output
    assert "Traceback" not in output
