"""Alembic's entry: runs the migrations on the engine that catalogue.database.engine hands over."""

from __future__ import annotations

from alembic import context

from catalogue.database.engine import writing
from catalogue.tables import metadata

with writing(context.config.attributes["engine"]) as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
