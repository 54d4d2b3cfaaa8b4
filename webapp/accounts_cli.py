"""The commands about accounts, for the program ``eaci``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from catalogue.cli import open_catalogue
from catalogue.decided.roles import ROLES

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from catalogue.decided.accounts import Account

_WHO = "command line"
_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from one line of input."
)


def _new_hash(*, from_stdin: bool) -> str:
    from webapp.admin.passwords import PasswordError, hash_password  # noqa: PLC0415 -- keeps `eaci --help` fast

    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        return hash_password(password)
    except PasswordError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def account() -> None:
    """Add, list, disable and enable accounts; set passwords."""


@account.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the account may do.")
@_stdin
def add(name: str, role: str, *, password_stdin: bool) -> None:
    """Create an account. The command asks for the password."""
    from catalogue.audit import record_change  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.engine import writing  # noqa: PLC0415 -- likewise
    from catalogue.decided.accounts import add_account  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    password_hash = _new_hash(from_stdin=password_stdin)
    with writing(engine) as connection:
        add_account(connection, name, password_hash=password_hash, role=role)
        record_change(connection, _WHO, "account-added", name.strip(), role)
    click.echo(f"The account {name.strip()!r} may log in as {role}.")


@account.command("password")
@click.argument("name")
@_stdin
def password(name: str, *, password_stdin: bool) -> None:
    """Set a new password. The account's sessions end at once."""
    from catalogue.audit import record_change  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.engine import writing  # noqa: PLC0415 -- likewise
    from catalogue.decided.accounts import set_password_hash  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    found = _found(engine, name)
    password_hash = _new_hash(from_stdin=password_stdin)
    with writing(engine) as connection:
        set_password_hash(connection, found.id, password_hash)
        record_change(connection, _WHO, "password-changed", name)
    click.echo(f"The account {name!r} has a new password.")


@account.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Disable an account. Its sessions end at once."""
    _switch(name, active=False)
    click.echo(f"The account {name!r} is disabled and its sessions have ended.")


@account.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Enable a disabled account."""
    _switch(name, active=True)
    click.echo(f"The account {name!r} may log in.")


def _switch(name: str, *, active: bool) -> None:
    from catalogue.audit import record_change  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.database.engine import writing  # noqa: PLC0415 -- likewise
    from catalogue.decided.accounts import set_active  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    found = _found(engine, name)
    if found.active == active:
        return
    with writing(engine) as connection:
        set_active(connection, found.id, active=active)
        action = "account-enabled" if active else "account-disabled"
        record_change(connection, _WHO, action, name)


def _found(engine: Engine, name: str) -> Account:
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.accounts import find_account  # noqa: PLC0415 -- likewise

    with reading(engine) as connection:
        found = find_account(connection, name)
    if found is None:
        raise click.ClickException(f"no account {name!r}; see `eaci account list`")
    return found


@account.command("list")
def show() -> None:
    """List the accounts."""
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from catalogue.decided.accounts import list_accounts  # noqa: PLC0415 -- likewise

    _, engine = open_catalogue()
    with reading(engine) as connection:
        for each in list_accounts(connection):
            state = "" if each.active else "  (disabled)"
            click.echo(f"{each.name:<24} {each.role:<14} since {each.created_at}{state}")


COMMANDS: list[click.Command] = [account]
