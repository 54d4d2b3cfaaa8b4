"""The language of a page: from its address (/ru/…, /en/…), else as the reader chose, else as the browser asks.

Routes that begin with ``/<lang>/`` need not name the language anywhere else: it is taken out of the view's arguments
here and put into every ``url_for`` of such a route.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, abort, current_app, g, request, session

from webapp.addresses import here

LANGUAGES = {"ru": "Русский", "en": "English"}
DEFAULT = "ru"
PREFIX = "/<any(ru, en):lang>"


def current_language() -> str:
    """ "ru" or "en": the language of the page that is being made."""
    if chosen := g.get("language"):
        return str(chosen)
    g.language = next((wish for wish in _wishes() if wish in LANGUAGES), None) or negotiated()
    return str(g.language)


def _wishes() -> Iterator[str | None]:
    """The session is looked at last: a page for which it is asked cannot be kept by a cache."""
    yield request.path.split("/")[1]
    yield request.args.get("lang")
    yield session.get("language")


def negotiated() -> str:
    """The language that the browser asks for, as far as we speak it."""
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def switch_url(language: str) -> str:
    """The address of this page in the other language, else of the page above it, else of the front page."""
    path = _path_to_read() if request.endpoint else None
    if path is None:
        return f"/{language}/"
    _, first, *rest = path.split("/")
    if first in LANGUAGES:
        return here("/".join(("", language, *rest)))
    return here(path, lang=language)


def _path_to_read() -> str | None:
    """The path of this page; of the nearest page above it if this one answers to a form only."""
    if request.method in {"GET", "HEAD"}:
        return request.path
    pages = current_app.create_url_adapter(request)
    parts = request.path.split("/")
    above = ("/".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((path for path in above if pages and pages.test(path, "GET")), None)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    language = values.pop("lang", None) if values else None
    if language is None:
        return
    if language not in LANGUAGES:
        abort(404)
    g.language = language


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()


def _keep_choice(response: Response) -> Response:
    """Pages without a language in the address remember the choice made on them."""
    asked = request.args.get("lang")
    if asked in LANGUAGES and session.get("language") != asked:
        session["language"] = asked
    return response


def register(app: Flask) -> None:
    """Make the application speak the languages of :data:`LANGUAGES`."""
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_keep_choice)
    app.context_processor(
        lambda: {
            "language": current_language(),
            "languages": LANGUAGES,
            "switch_url": switch_url,
            "here_with": here,
        }
    )
