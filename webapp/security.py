"""The headers that every answer carries: no script, nothing from elsewhere, no framing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask, Response, has_request_context, request

from catalogue.secrecy import conceal, conceal_of

_SECRET = re.compile(r"(?i)passw|token|secret")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _secrets_of_the_request() -> Iterator[str]:
    """What the request at hand brought that nobody else may know, as far as it has been read."""
    if not has_request_context():
        return
    for read in ("form", "args"):
        fields = request.__dict__.get(
            read
        )  # reading them here could fail, and so could telling of that
        if fields:
            yield from (value for name, value in fields.items(multi=True) if _SECRET.search(name))
    yield from request.cookies.values()
    yield request.headers.get("Authorization", "")


def register(app: Flask) -> None:
    """Put the headers on every answer of the application, and keep its secrets out of the logs."""
    conceal(app.config["SECRET_KEY"])
    conceal_of(_secrets_of_the_request)
    app.after_request(_add_headers)
