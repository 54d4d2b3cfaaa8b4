"""Logging in and out. A wrong name and a wrong password look alike and take the same time."""

from __future__ import annotations

import re

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from catalogue.audit import record_change
from catalogue.decided.accounts import Account, find_account
from catalogue.decided.logins import digest_of
from webapp.addresses import takes
from webapp.admin import attempts, devices, sessions
from webapp.admin.blueprint import blueprint, user_name
from webapp.admin.passwords import hash_password, needs_new_hash, verify
from webapp.extensions import limiter
from webapp.services import read_catalogue, write_catalogue

# what leads out of the administration, for one browser or another
_ELSEWHERE = re.compile(r"\\|//|^[^?]*(\.\.|%5c|%2f|%2e)", re.IGNORECASE)
_LONGEST_NEXT = 2000


def _next_page() -> str:
    """Where the visitor was going: a page of the administration, in one line, and nothing else."""
    asked = request.values.get("next", "")
    inside = asked.startswith("/admin/") and not _ELSEWHERE.search(asked)
    fits = asked.isprintable() and len(asked) <= _LONGEST_NEXT
    return asked if inside and fits else url_for("admin.dashboard")


@blueprint.get("/login")
@takes("next")
def login() -> ResponseReturnValue:
    """The login form."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    return render_template("admin/login.html", name="", next=_next_page())


# attempts.begin counts in the catalogue, for all processes. This limit counts in one process alone, and is the only one
# while the catalogue is busy.
@blueprint.post("/login")
@limiter.limit(
    "10 per minute; 60 per hour",
    deduct_when=lambda response: response.status_code == 401,
    override_defaults=False,
)
@takes("next")
def log_in() -> ResponseReturnValue:
    """Check name and password; the session begins anew."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    number = attempts.begin(name)
    with read_catalogue() as connection:
        account = find_account(connection, name)
    matches = verify(account.password_hash if account else None, password)
    if account is None or not account.active or not matches:
        attempts.failed(name, _reason(account))
        flash(_("The name or the password is wrong."), "error")
        return render_template("admin/login.html", name=name, next=_next_page()), 401
    new_hash = hash_password(password) if needs_new_hash(account.password_hash) else None
    sessions.begin(attempts.succeeded(number, account, new_hash))
    answer = make_response(redirect(_next_page()))
    devices.remember(answer, digest_of(account.name))
    return answer


def _reason(account: Account | None) -> str:
    if account is None:
        return "no such account"
    return "wrong password" if account.active else "the account is disabled"


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session, also for whoever has a copy of its cookie."""
    with write_catalogue() as connection:
        record_change(connection, user_name(), "logged-out", user_name())
        sessions.end(connection)
    flash(_("You are logged out."), "success")
    return redirect(url_for("admin.login"))
