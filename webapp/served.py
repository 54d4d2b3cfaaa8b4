"""What every page says of what the site serves now."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database.engine import CatalogueError
from catalogue.harvested.sources import list_sources
from webapp.services import read_catalogue


def shows_generated() -> bool:
    """True if any source of the catalogue is a generated sample: the footer then says so."""
    try:
        with read_catalogue() as connection:
            return any(source.generated for source in list_sources(connection))
    except (CatalogueError, SQLAlchemyError):
        return False  # the page itself reports a catalogue that cannot be read


def register(app: Flask) -> None:
    """Make it known to the templates."""
    app.context_processor(lambda: {"shows_generated": shows_generated})
