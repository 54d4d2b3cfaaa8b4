from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from catalogue import audit
from catalogue.decided import accounts
from catalogue.tables import metadata


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'catalogue.db'}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_an_account_is_found_by_name_and_number(connection: Connection) -> None:
    number = accounts.add_account(connection, " Айгүл ", password_hash="hash", role="administrator")
    found = accounts.find_account(connection, "Айгүл")
    assert found == accounts.get_account(connection, number)
    assert found is not None
    assert (found.name, found.role, found.active) == ("Айгүл", "administrator", True)
    assert accounts.find_account(connection, "айгүл") is None


@pytest.mark.parametrize(
    ("name", "role", "message"),
    [
        ("anna", "reader", "already an account 'anna'"),
        ("  ", "reader", "needs a name"),
        ("boris", "root", "no such role: 'root'; use one of administrator, reader"),
    ],
)
def test_what_cannot_be_an_account(
    connection: Connection, name: str, role: str, message: str
) -> None:
    accounts.add_account(connection, "anna", password_hash="hash", role="reader")
    with pytest.raises(accounts.AccountError, match=message):
        accounts.add_account(connection, name, password_hash="hash", role=role)
    assert [each.name for each in accounts.list_accounts(connection)] == ["anna"]


def test_a_new_hash_replaces_the_old(connection: Connection) -> None:
    number = accounts.add_account(connection, "anna", password_hash="old", role="reader")
    other = accounts.add_account(connection, "boris", password_hash="other", role="reader")
    accounts.set_password_hash(connection, number, "new")
    hashes = [accounts.get_account(connection, each) for each in (number, other)]
    assert [each and each.password_hash for each in hashes] == ["new", "other"]


def test_the_audit_is_read_newest_first_and_page_by_page(connection: Connection) -> None:
    for number in range(5):
        audit.record_change(connection, "anna", "run-requested", f"source {number}", None)
    first = audit.list_changes(connection, limit=2)
    assert [each.subject for each in first] == ["source 4", "source 3"]
    rest = audit.list_changes(connection, before=first[-1].id)
    assert [each.subject for each in rest] == ["source 2", "source 1", "source 0"]
