"""The application factory of the site."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from catalogue.database.checkpoints import LEFT_TO_OTHERS
from catalogue.database.engine import open_engine
from catalogue.settings import Settings
from indexer.search.interface import SearchBackend
from webapp import (
    caching,
    errors,
    extensions,
    formatting,
    hosts,
    language,
    operations,
    security,
    served,
    versions,
)
from webapp.addresses import Request
from webapp.numbers import WholeNumberConverter
from webapp.services import Services, attach

BLUEPRINTS = (
    "webapp.scholars:root",
    "webapp.scholars:blueprint",
    "webapp.universities:blueprint",
    "webapp.checking.views:blueprint",
    "webapp.admin:blueprint",
    "webapp.api:blueprint",
    "webapp.oai.views:blueprint",
    "webapp.metadata.views:blueprint",
    "webapp.metadata.views:root",
    "webapp.operations:blueprint",
)


def create_app(
    settings: Settings, open_search: Callable[[str], SearchBackend] | None = None
) -> Flask:
    """The site over the catalogue and the index that the settings name; neither is touched yet.

    ``open_search`` opens the index of an address (default: :func:`indexer.search.backends.open_backend`).
    """
    app = Flask(__name__)
    app.request_class = Request
    app.url_map.converters["int"] = WholeNumberConverter
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    attach(
        app.extensions,
        Services(settings, open_engine(settings, LEFT_TO_OTHERS), open_search or _opener(settings)),
    )
    extensions.babel.init_app(app, locale_selector=language.current_language)
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)
    _trust_proxies(app, settings.proxies)
    operations.register(app)
    hosts.register(app, settings.hosts)
    for part in (versions, language, formatting, security, served, caching, errors):
        part.register(app)
    for name in BLUEPRINTS:
        app.register_blueprint(_blueprint(name))
    return app


def _trust_proxies(app: Flask, proxies: int) -> None:
    """Behind so many reverse proxies: the visitor's address and scheme as they say, cookies over HTTPS only."""
    if proxies:
        app.config["SESSION_COOKIE_SECURE"] = True
        # Flask's documented way; mypy takes a method for something that cannot be replaced
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def _opener(settings: Settings) -> Callable[[str], SearchBackend]:
    def opened(_url: str) -> SearchBackend:
        from indexer.search.backends import open_search  # noqa: PLC0415 -- loads the engine

        return open_search(settings)

    return opened


def _blueprint(name: str) -> Blueprint:
    module, _, attribute = name.partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Blueprint)  # noqa: S101 -- a mistake in BLUEPRINTS, not in any input
    return found
