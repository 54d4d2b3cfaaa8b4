"""The administration's blueprint and its one gate: who is not logged in goes to the login, a reader changes nothing."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.admin import sessions

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
OPEN = frozenset({"admin.login", "admin.log_in"})
"""What can be reached without being logged in."""
ANYBODY = frozenset({"admin.log_out"})
"""What a reader may POST to."""


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
    sessions.touch()
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
    sessions.manager.init_app(state.app, add_context_processor=False)
    # who asks is looked up by a page that shows it, and by no other: such a page is kept by no cache
    state.app.context_processor(lambda: {"current_user": current_user})
