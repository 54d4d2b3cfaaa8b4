"""Accounts of the administration.

Passwords are never seen here: callers bring the hash (see :mod:`webapp.admin.passwords`).
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from catalogue.database.engine import now
from catalogue.decided.roles import ROLES
from catalogue.tables import account
from schemas.errors import ExpectedError


class AccountError(ExpectedError, ValueError):
    """An account that cannot be made or changed. One line; the command line prints it."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who may log in. A reader sees, an administrator also changes.

    Whatever is to end all sessions of the account raises ``epoch``.
    """

    id: int
    name: str
    password_hash: str
    role: str
    active: bool
    created_at: str
    epoch: int


def _account(row: Row[Any] | None) -> Account | None:
    return None if row is None else Account(**row._mapping)


def add_account(connection: Connection, name: str, *, password_hash: str, role: str) -> int:
    """Create an account and return its number; raise :class:`AccountError` for a taken name or an unknown role."""
    name = name.strip()
    if not name:
        raise AccountError("the account needs a name")
    if role not in ROLES:
        raise AccountError(f"no such role: {role!r}; use one of {', '.join(ROLES)}")
    if find_account(connection, name) is not None:
        raise AccountError(f"there is already an account {name!r}; choose another name")
    values = {"name": name, "password_hash": password_hash, "role": role, "created_at": now()}
    result = connection.execute(insert(account).values(**values))
    assert result.inserted_primary_key is not None  # noqa: S101 -- an insert of one row has one
    return int(result.inserted_primary_key[0])


def find_account(connection: Connection, name: str) -> Account | None:
    """The account of this name, active or not, or None."""
    return _account(connection.execute(select(account).where(account.c.name == name)).first())


def get_account(connection: Connection, account_id: int) -> Account | None:
    """The account of this number, active or not, or None."""
    return _account(connection.execute(select(account).where(account.c.id == account_id)).first())


def list_accounts(connection: Connection) -> list[Account]:
    """All accounts by name."""
    query = select(account).order_by(account.c.name)
    return [Account(**row._mapping) for row in connection.execute(query)]


def set_password_hash(connection: Connection, account_id: int, password_hash: str) -> None:
    """Replace the hash, as after a change of password or of the hashing parameters. Sessions of the old one end."""
    values = {"password_hash": password_hash}
    connection.execute(update(account).where(account.c.id == account_id).values(**values))


def set_active(connection: Connection, account_id: int, *, active: bool) -> None:
    """Let an account log in or not. Its sessions end for good: they do not come back with the permission."""
    values = {"active": active, "epoch": account.c.epoch + 1}
    connection.execute(update(account).where(account.c.id == account_id).values(**values))
