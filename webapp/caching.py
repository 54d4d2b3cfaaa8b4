"""Pages that are the same for everybody can be kept: by browsers, and by a cache before the site.

A page of somebody who has a session may hold more than that, and every form has a secret of its visitor: such answers
say ``Vary: Cookie`` and are not kept. All others carry a validator; who has the page asks whether it is still good.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_KEPT = frozenset({"scholars", "root", "universities", "checking", "for_programs", "for_browsers"})


def has_session() -> bool:
    """Whether the visitor brings a session: only then there may be something to tell him alone."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


class _Sessions(SecureCookieSessionInterface):
    """Saving the session is the last that happens to an answer: only then it is known whether it depends on one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, response)
        if _can_be_kept(response):
            response.cache_control.public = True
            response.cache_control.no_cache = True
            response.add_etag(weak=True)
            response.make_conditional(request)


def _can_be_kept(response: Response) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and request.blueprint in _KEPT
        and not response.is_streamed
        and "Cookie" not in response.vary
        and "Set-Cookie" not in response.headers
    )


def register(app: Flask) -> None:
    """Give the site's open pages their validators."""
    app.session_interface = _Sessions()
    app.context_processor(lambda: {"has_session": has_session()})
