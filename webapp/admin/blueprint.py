"""The administration's blueprint and its one gate: who is not logged in goes to the login, a reader changes nothing."""

from __future__ import annotations

from hashlib import blake2b

from flask import Blueprint, abort, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user

from catalogue.accounts import Account, get_account
from webapp.services import read_catalogue

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
manager = LoginManager()
manager.session_protection = "strong"

OPEN = frozenset({"admin.login", "admin.log_in"})
"""What can be reached without being logged in."""
ANYBODY = frozenset({"admin.log_out"})
"""What a reader may POST to."""


class User(UserMixin):  # type: ignore[misc]
    """Who is logged in."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.name = account.name
        self.is_administrator = account.role == "administrator"

    def get_id(self) -> str:
        """The number with a digest of the password's hash: a new password ends every older session."""
        digest = blake2b(self.account.password_hash.encode(), digest_size=8).hexdigest()
        return f"{self.account.id}-{digest}"


@manager.user_loader  # type: ignore[untyped-decorator]
def _load_user(session_id: str) -> User | None:
    number = session_id.partition("-")[0]
    if not number.isdecimal():
        return None
    with read_catalogue() as connection:
        account = get_account(connection, int(number))
    if account is None or not account.active:
        return None
    user = User(account)
    return user if user.get_id() == session_id else None


def user_name() -> str:
    """The account that makes the change at hand."""
    return str(current_user.name)


@blueprint.before_request
def gate() -> ResponseReturnValue | None:
    """Let through who may; 403 for a reader who tries to change something."""
    if request.endpoint in OPEN:
        return None
    if not current_user.is_authenticated:
        asked = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("admin.login", next=asked))
    changes = request.method not in {"GET", "HEAD", "OPTIONS"}
    if changes and request.endpoint not in ANYBODY and not current_user.is_administrator:
        abort(403, _("Your account may look at everything here but change nothing."))
    return None


@blueprint.after_request
def _never_kept(response: ResponseReturnValue) -> ResponseReturnValue:
    """Pages behind the login stay out of every cache."""
    response.headers["Cache-Control"] = "no-store"  # type: ignore[union-attr]
    return response


@blueprint.record_once
def _attach(state: BlueprintSetupState) -> None:
    manager.init_app(state.app)
