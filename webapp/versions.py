"""The site serves a catalogue of its own version only: what another version has made it neither reads nor writes."""

from __future__ import annotations

from flask import Flask, request
from sqlalchemy.exc import OperationalError, ProgrammingError

from catalogue.database.engine import is_current, require_current
from webapp import operations
from webapp.services import read_catalogue, services


def _require_version() -> None:
    """Raise CatalogueError before a page is made of a catalogue that is not of this version."""
    if request.blueprint in (
        None,
        operations.blueprint.name,
    ):  # these say by themselves how the catalogue fares
        return
    try:
        with read_catalogue() as connection:
            if is_current(connection):
                return
    except (OperationalError, ProgrammingError):
        pass  # asked again below, where the way out is known
    require_current(services().engine)


def register(app: Flask) -> None:
    """Ask before every request."""
    app.before_request(_require_version)
