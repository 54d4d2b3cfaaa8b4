"""Attempts to log in, counted for all processes of the site together; and sessions that were ended.

An attempt is written before its password is looked at and taken back if that was right, so that many at once are
counted as well as one after the other. Names that no account has are counted like those of accounts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

import msgspec
from sqlalchemy import Connection, delete, insert, select

from catalogue.database import dialect
from catalogue.database.engine import now
from catalogue.tables import ended_session, login_attempt

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_IPV6_PREFIX = 64  # what one visitor is given at least


class Limit(msgspec.Struct, frozen=True):
    """At most so many failed logins of one ``account`` or ``address`` in any window of so many seconds."""

    of: str
    count: int
    seconds: int


LIMITS = (Limit("address", 10, 60), Limit("address", 60, 3600), Limit("account", 10, 900))
_LONGEST = timedelta(seconds=max(limit.seconds for limit in LIMITS))
_CLOCKS_DIFFER = timedelta(minutes=5)
"""What is dated further in the future, by a clock that was wrong once, keeps nobody out."""


class Attempt(msgspec.Struct, frozen=True):
    """Whom somebody tried to log in as, and from where, as they are counted."""

    account: str
    address: str


def attempt_of(name: str, address: str, device: str = "") -> Attempt:
    """The attempt under a typed name, which may be a mistyped password and so is kept as a digest only.

    ``device``: from where the account has logged in before; what fails there is counted apart.
    """
    typed = f"{name}\0{device}" if device else name
    return Attempt(digest_of(typed), _network(address))


def digest_of(name: str) -> str:
    """What stands for a name where it need not be read."""
    return blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _network(address: str) -> str:
    """The address; of IPv6 the network, since a visitor has all addresses of one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _IPV6_PREFIX), strict=False))


def wait_before(connection: Connection, attempt: Attempt) -> int:
    """Seconds until this attempt may be made; 0: now."""
    at = datetime.now(UTC)
    return max(_wait(connection, attempt, limit, at) for limit in LIMITS)


def _wait(connection: Connection, attempt: Attempt, limit: Limit, at: datetime) -> int:
    """A window slides: it lets one through when the last but ``count - 1`` has left it."""
    since = (at - timedelta(seconds=limit.seconds)).strftime(_TIME)
    until = (at + _CLOCKS_DIFFER).strftime(_TIME)
    counted = login_attempt.c[limit.of] == getattr(attempt, limit.of)
    oldest = connection.scalar(
        select(login_attempt.c.at)
        .where(counted, login_attempt.c.at > since, login_attempt.c.at <= until)
        .order_by(login_attempt.c.at.desc())
        .offset(limit.count - 1)
        .limit(1)
    )
    if oldest is None:
        return 0
    passed = at - datetime.strptime(oldest, _TIME).replace(tzinfo=UTC)
    return max(1, ceil(limit.seconds - passed.total_seconds()))


def begin_attempt(connection: Connection, attempt: Attempt) -> tuple[int | None, int]:
    """Count the attempt as failed until :func:`take_back`: its number, or the seconds until it may be made.

    What no limit counts any more is forgotten.
    """
    dialect.one_at_a_time(connection, "login")
    if wait := wait_before(connection, attempt):
        return None, wait
    expired = (datetime.now(UTC) - _LONGEST).strftime(_TIME)
    connection.execute(delete(login_attempt).where(login_attempt.c.at < expired))
    values = {"at": now(), "account": attempt.account, "address": attempt.address}
    result = connection.execute(insert(login_attempt).values(**values))
    assert result.inserted_primary_key is not None  # noqa: S101 -- an insert of one row has one
    return int(result.inserted_primary_key[0]), 0


def take_back(connection: Connection, number: int) -> None:
    """The attempt of this number did not fail."""
    connection.execute(delete(login_attempt).where(login_attempt.c.id == number))


def end_session(connection: Connection, session: str, keep: timedelta) -> None:
    """End a session whose cookies would be good for ``keep``; those that have none left are forgotten."""
    expired = (datetime.now(UTC) - keep).strftime(_TIME)
    connection.execute(delete(ended_session).where(ended_session.c.ended_at < expired))
    row = {"session": session, "ended_at": now()}
    dialect.upsert(connection, ended_session, [row], update=())


def has_ended(connection: Connection, session: str) -> bool:
    """True if somebody ended this session."""
    query = select(ended_session.c.session).where(ended_session.c.session == session)
    return connection.scalar(query) is not None
