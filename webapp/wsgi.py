"""The site for a WSGI server: ``gunicorn "webapp.wsgi:application()"``. Settings come from EACI_… variables."""

from __future__ import annotations

from flask import Flask

from catalogue import logs
from catalogue.engine import require_current
from catalogue.settings import Settings
from webapp.app import create_app
from webapp.services import services_of


def application() -> Flask:
    """The site, with its logs set up. Raises SettingError, and CatalogueError if the catalogue is not usable."""
    settings = Settings.from_environment()
    logs.configure(settings.log)
    app = create_app(settings)
    engine = services_of(app).engine
    require_current(engine)
    engine.dispose()  # connections must not be shared with processes that the server forks from here
    return app
