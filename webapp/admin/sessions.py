"""Sessions: who is logged in, and when that ends.

A session is a signed cookie that names the account, what the account's sessions stand on (password and epoch), the
session itself and when it was last used. It ends when the account changes, when somebody ends it (which the catalogue
remembers), and after :data:`IDLE`. So nothing has to be written to log somebody in, nor at each request.
"""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from hashlib import blake2b

from flask import Response, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Connection

from catalogue.decided import logins
from catalogue.decided.accounts import Account, get_account
from webapp.numbers import whole_number
from webapp.services import read_catalogue

IDLE = timedelta(hours=12)
"""A session that nobody uses for so long has ended, to within :data:`_TOUCH_EVERY`."""
_TOUCH_EVERY = timedelta(minutes=5)
_LAST_USED = "last-used"
_KEPT = ("language",)  # what is no secret of the account's


class _Manager(LoginManager):  # type: ignore[misc]  # flask-login ships no types
    """Without its cookie for "remember me", which nobody is offered: looking whether to set it reads the session of
    every request, and then no page can be kept by a cache."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


manager = _Manager()
manager.session_protection = "strong"


class User(UserMixin):  # type: ignore[misc]
    """Who is logged in, by which session."""

    def __init__(self, account: Account, session_name: str) -> None:
        self.account = account
        self.session_name = session_name
        self.name = account.name
        self.is_administrator = account.role == "administrator"

    def get_id(self) -> str:
        """The number, a digest of what the sessions of the account stand on, and the session's name."""
        ground = f"{self.account.epoch}:{self.account.password_hash}"
        digest = blake2b(ground.encode(), digest_size=8).hexdigest()
        return f"{self.account.id}-{digest}-{self.session_name}"


@manager.user_loader  # type: ignore[untyped-decorator]
def _load_user(session_id: str) -> User | None:
    number, _, rest = session_id.partition("-")
    name = rest.rpartition("-")[2]
    account_id = whole_number(number)
    if account_id is None or _idle() > IDLE:
        return None
    with read_catalogue() as connection:
        account = get_account(connection, account_id)
        ended = logins.has_ended(connection, name)
    if account is None or not account.active or ended:
        return None
    user = User(account, name)
    return user if user.get_id() == session_id else None


def _idle() -> timedelta:
    """How long the session was not used; a time to come is as wrong as one long gone."""
    last_used = session.get(_LAST_USED)
    return abs(timedelta(seconds=time.time() - last_used)) if last_used else timedelta.max


def begin(account: Account) -> None:
    """Log the account in, with a session that nobody has seen before."""
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)
    session[_LAST_USED] = int(time.time())
    login_user(User(account, secrets.token_hex(16)))


def touch() -> None:
    """The session at hand is used."""
    if _idle() > _TOUCH_EVERY:
        session[_LAST_USED] = int(time.time())


def end(connection: Connection) -> None:
    """End the session at hand, whoever has a copy of its cookie."""
    logins.end_session(connection, current_user.session_name, keep=IDLE)
    logout_user()
    session.pop(_LAST_USED, None)
