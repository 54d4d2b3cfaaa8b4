"""Logging in and out. A wrong name and a wrong password look alike and take the same time."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from catalogue.accounts import find_account, record_change, set_password_hash
from webapp.admin.blueprint import User, blueprint, user_name
from webapp.admin.passwords import hash_password, needs_new_hash, verify
from webapp.extensions import limiter
from webapp.services import read_catalogue, write_catalogue


def _next_page() -> str:
    """Where the visitor was going: a page of the administration and nothing else."""
    asked = request.values.get("next", "")
    inside = asked.startswith("/admin/") and "\\" not in asked and "//" not in asked
    return asked if inside else url_for("admin.dashboard")


@blueprint.get("/login")
def login() -> ResponseReturnValue:
    """The login form."""
    if current_user.is_authenticated:
        return redirect(_next_page())
    return render_template("admin/login.html", name="", next=_next_page())


@blueprint.post("/login")
@limiter.limit("10 per minute; 60 per hour")
def log_in() -> ResponseReturnValue:
    """Check name and password; the session begins anew."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    with read_catalogue() as connection:
        account = find_account(connection, name)
    matches = verify(account.password_hash if account else None, password)
    if account is None or not account.active or not matches:
        flash(_("The name or the password is wrong."), "error")
        return render_template("admin/login.html", name=name, next=_next_page()), 401
    with write_catalogue() as connection:
        if needs_new_hash(account.password_hash):
            set_password_hash(connection, account.id, hash_password(password))
            account = find_account(connection, name) or account
        record_change(connection, account.name, "logged-in", account.name)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(User(account))
    return redirect(_next_page())


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session."""
    with write_catalogue() as connection:
        record_change(connection, user_name(), "logged-out", user_name())
    logout_user()
    flash(_("You are logged out."), "success")
    return redirect(url_for("admin.login"))
