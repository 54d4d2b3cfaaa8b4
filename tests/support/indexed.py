"""A home with a small generated corpus, indexed, for pages that read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from catalogue.database.engine import open_engine
from catalogue.settings import Settings
from indexer.pipeline import index
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus
from tests.support.fresh import make_tables
from webapp.app import create_app
from webapp.services import services_of


def indexed_home(folder: Path, works: int) -> Settings:
    """The settings of the home. Its search index is elsewhere: pages that search do not find it."""
    settings = Settings.from_environment({"EACI_HOME": str(folder)})
    engine = open_engine(settings)
    make_tables(engine)
    harvest_corpus(engine, works)
    index(engine, MemoryIndex(), folder)
    engine.dispose()
    return settings


@contextmanager
def site_over(settings: Settings) -> Iterator[Flask]:
    """The site over a home, in testing mode, until the tests are done with it."""
    made = create_app(settings)
    made.testing = True
    yield made
    services_of(made).close()
