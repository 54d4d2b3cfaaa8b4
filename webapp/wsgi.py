"""The site for a WSGI server: ``gunicorn "webapp.wsgi:application()"``. Settings come from EACI_… variables."""

from __future__ import annotations

from flask import Flask

from catalogue import logs
from catalogue.settings import Settings
from webapp.app import create_app


def application() -> Flask:
    """The site, with its logs set up. Raises SettingError.

    While the catalogue is not usable, every page and ``/readyz`` say so.
    """
    settings = Settings.from_environment()
    logs.configure(settings.log, settings.log_level)
    return create_app(
        settings
    )  # opens no connection, which processes that the server forks would share
