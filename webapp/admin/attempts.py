"""Attempts to log in: counted in the catalogue before the password is looked at, told in log and audit after.

Nothing here holds up or fails a login because others keep the catalogue: what cannot be written within a moment
is left to the log, and to the limit that each process keeps for itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from math import ceil
from typing import TypeVar

from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from catalogue.audit import record_change
from catalogue.decided import logins
from catalogue.decided.accounts import Account, get_account, set_password_hash
from webapp.admin import sessions
from webapp.admin.devices import device_of
from webapp.services import read_catalogue, write_catalogue_within

T = TypeVar("T")

_log = logging.getLogger(__name__)
_MOMENT = 0.3
"""Seconds that an attempt waits for others who keep the catalogue, twice at most."""
_MOST_SHOWN = 64
_NOBODY = "login form"
"""Who the audit says made an attempt that failed."""


def shown(typed: str) -> str:
    """What somebody typed as a name: one line without control characters, bounded."""
    cut = typed[:_MOST_SHOWN] + ("…" if len(typed) > _MOST_SHOWN else "")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def begin(name: str) -> int | None:
    """Count an attempt under this name and give its number, None if the catalogue is busy.

    Raises TooManyRequests for an attempt too many.
    """
    device = device_of(logins.digest_of(name))
    attempt = logins.attempt_of(name, get_remote_address(), device)
    number = None
    with read_catalogue() as connection:
        wait = logins.wait_before(connection, attempt)
    if not wait:  # who has to wait costs no write
        counted = _written(
            lambda connection: logins.begin_attempt(connection, attempt),
            otherwise="an attempt is counted by this process only",
        )
        number, wait = counted or (None, 0)
    if wait:
        _log.warning("login refused: too many failed as %r or from %s", shown(name), _address())
        minutes = ceil(wait / 60)
        told = _("Too many logins have failed. Try again in %(minutes)s min.", minutes=minutes)
        raise TooManyRequests(told, retry_after=wait)
    return number


def _address() -> str:
    return shown(get_remote_address())


def failed(name: str, reason: str) -> None:
    """Tell of a failed attempt; ``reason`` is for administrators, the visitor does not see it."""
    _log.warning("login failed: %r from %s: %s", shown(name), _address(), reason)
    _written(
        lambda connection: record_change(
            connection, _NOBODY, "login-failed", shown(name), f"{reason}, from {_address()}"
        ),
        otherwise="a failed login is not in the audit",
    )


def succeeded(number: int | None, account: Account, new_hash: str | None) -> Account:
    """Tell of a login, and keep the hash that its password has now; give the account as it is then."""
    _log.info("login: %r from %s", account.name, _address())

    def write(connection: Connection) -> Account | None:
        if number is not None:
            logins.take_back(connection, number)
        if new_hash is not None:
            set_password_hash(connection, account.id, new_hash)
        if current_user.is_authenticated:
            sessions.end(connection)
        record_change(connection, account.name, "logged-in", account.name, f"from {_address()}")
        return get_account(connection, account.id)

    return _written(write, otherwise="a login is not in the audit") or account


def _written(write: Callable[[Connection], T], *, otherwise: str) -> T | None:
    """What one short transaction gives; None, and a line of the log, if others keep the catalogue."""
    try:
        with write_catalogue_within(_MOMENT) as connection:
            return write(connection)
    except OperationalError as error:
        reason = " ".join(str(error.orig).split())
        _log.warning("the catalogue is busy: %s (%s)", otherwise, reason)
        return None
