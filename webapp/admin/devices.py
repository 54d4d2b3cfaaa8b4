"""Browsers from which an account has logged in: their failures are counted apart from those of strangers.

Otherwise anybody who knows an account's name could keep its owner out by wrong passwords. (OWASP, *Blocking Brute
Force Attacks*, "device cookies".) Who steals such a cookie has won a count of attempts of their own, and nothing else.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_COOKIE = "device"
_GOOD_FOR = timedelta(days=180)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="eaci device")


def device_of(account: str) -> str:
    """The name of the browser at hand if this account has logged in from it, else ""."""
    try:
        said = _signer().loads(
            request.cookies.get(_COOKIE, ""), max_age=int(_GOOD_FOR.total_seconds())
        )
    except BadData:
        return ""
    return str(said.get("device", "")) if said.get("account") == account else ""


def remember(response: Response, account: str) -> None:
    """Let the browser show from now on that this account has logged in from it."""
    device = device_of(account) or secrets.token_hex(8)
    response.set_cookie(
        _COOKIE,
        _signer().dumps({"account": account, "device": device}),
        max_age=_GOOD_FOR,
        path="/admin",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
