"""Error pages in the design of the site (JSON under /api/), and never a traceback."""

from __future__ import annotations

from math import ceil
from time import time

from flask import Flask, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    ServiceUnavailable,
    TooManyRequests,
)

from catalogue.errors import CatalogueError, VersionError
from indexer.search.errors import SearchTooSlow
from indexer.search.interface import SearchUnavailable
from webapp.extensions import limiter
from webapp.language import LANGUAGES, current_language, switch_url

_A_MINUTE = 60

_TITLES = {
    400: lazy_gettext("This request cannot be understood"),
    401: lazy_gettext("Please log in"),
    403: lazy_gettext("You may not do this"),
    404: lazy_gettext("There is no such page"),
    405: lazy_gettext("This page cannot be used in this way"),
    413: lazy_gettext("That is too much at once"),
    414: lazy_gettext("That is too much at once"),
    429: lazy_gettext("Too many requests"),
    500: lazy_gettext("Something went wrong on our side"),
    503: lazy_gettext("Not available just now"),
}
_HINTS = {
    400: lazy_gettext("Check the address or the form, then try again."),
    404: lazy_gettext("The address may be mistyped, or what it named was never in the index."),
    429: lazy_gettext("Wait a minute, then go on."),
    500: lazy_gettext("The failure has been written to the log. Please try again later."),
}


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    """The page (or JSON under /api/) for an HTTP status; ``message`` says more than the usual hint."""
    title = str(_TITLES.get(status) or _TITLES[400 if status < 500 else 500])
    message = message or str(_HINTS.get(status, ""))
    if request.path.startswith("/api/"):
        return jsonify(error={"status": status, "title": title, "message": message}), status
    return _rendered(status, title, message), status


def _rendered(status: int, title: str, message: str) -> str:
    """The page without the context processors of the other pages, which read the catalogue and the account."""
    return current_app.jinja_env.get_template("error.html").render(
        status=status,
        title=title,
        message=message,
        language=current_language(),
        languages=LANGUAGES,
        switch_url=switch_url,
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    own = error.description if error.description != type(error).description else ""
    if isinstance(error, TooManyRequests):
        return _too_many(error)
    if isinstance(error, CSRFError):  # its own words are English ones about tokens
        return error_page(400, _("The form is no longer valid. Open its page anew, then send it."))
    return error_page(error.code, own or "")


def _too_many(error: TooManyRequests) -> ResponseReturnValue:
    """Says when to come again (RFC 9110, 10.2.3): as the error does, else when the limiter's window ends."""
    limiters_own = isinstance(error, RateLimitExceeded)  # its description is the limit's spelling
    response = make_response(error_page(429, "" if limiters_own else error.description or ""))
    limit = limiter.current_limit
    wait: object = error.retry_after
    if wait is None:
        wait = max(1, ceil(limit.reset_at - time())) if limiters_own and limit else _A_MINUTE
    response.headers["Retry-After"] = str(wait)
    return response


def _search_unavailable(_error: SearchUnavailable) -> ResponseReturnValue:
    message = _("The search index is unavailable. Works can still be opened by their addresses.")
    return error_page(503, message)


def _search_too_slow(error: SearchTooSlow) -> ResponseReturnValue:
    message = str(_(error.messages[error.code])).format(**error.params)
    return error_page(ServiceUnavailable.code, message)


def _catalogue_unavailable(error: OperationalError | CatalogueError) -> ResponseReturnValue:
    if isinstance(error, VersionError):
        message = _(
            "The catalogue and the program are of different versions: one of them has to be updated."
        )
        return error_page(ServiceUnavailable.code, message)
    return error_page(ServiceUnavailable.code, _("The catalogue is unavailable. Try again soon."))


def _failure(_error: InternalServerError) -> ResponseReturnValue:
    return error_page(500)


def register(app: Flask) -> None:
    """Show these pages for every error of the application. What failed is logged."""

    def logged_search(error: SearchUnavailable) -> ResponseReturnValue:
        app.logger.warning("search unavailable: %s", error)
        return _search_unavailable(error)

    def logged_catalogue(error: OperationalError | CatalogueError) -> ResponseReturnValue:
        app.logger.error("catalogue unavailable: %s", error)
        return _catalogue_unavailable(error)

    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _failure)
    app.register_error_handler(SearchUnavailable, logged_search)
    app.register_error_handler(SearchTooSlow, _search_too_slow)
    app.register_error_handler(OperationalError, logged_catalogue)
    app.register_error_handler(CatalogueError, logged_catalogue)
