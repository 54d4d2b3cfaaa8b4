"""What views reach the outside by: the catalogue and the search index of the running application."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing, writing_within
from catalogue.settings import Settings
from crawler.sources.watch import SourceWatch
from indexer.search.interface import SearchBackend, SearchRequest, SearchResults
from indexer.search.understand.asking import Asked
from indexer.search.understand.asking import ask as understand
from indexer.search.understand.library import catalogue_library

_KEY = "eaci"


class Services:
    """The engine, and the search index opened at its first use: the site starts without one and finds it later."""

    def __init__(
        self, settings: Settings, engine: Engine, open_search: Callable[[str], SearchBackend]
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.source_files = SourceWatch(settings)
        self._open_search = open_search
        self._backend: SearchBackend | None = None
        self._lock = Lock()

    def search(self) -> SearchBackend:
        """The search index. Raises SearchUnavailable."""
        with self._lock:
            if self._backend is None:
                self._backend = self._open_search(self.settings.search_url)
            return self._backend

    def close(self) -> None:
        """Let go of the database and the index."""
        with self._lock:
            if self._backend is not None:
                self._backend.close()
                self._backend = None
        self.engine.dispose()


def services_of(app: Flask) -> Services:
    """The services of an application."""
    found: Services = app.extensions[_KEY]
    return found


def services() -> Services:
    """The services of the application that answers this request."""
    return services_of(current_app)


def attach(extensions: dict[str, object], made: Services) -> None:
    """Give an application its services."""
    extensions[_KEY] = made


def read_catalogue() -> AbstractContextManager[Connection]:
    """One reading transaction: ``with read_catalogue() as connection``."""
    return reading(services().engine)


def write_catalogue() -> AbstractContextManager[Connection]:
    """One writing transaction: ``with write_catalogue() as connection``."""
    return writing(services().engine)


def write_catalogue_within(seconds: float) -> AbstractContextManager[Connection]:
    """One that gives up with OperationalError when others keep the catalogue for longer than that."""
    return writing_within(services().engine, seconds)


def ask(request: SearchRequest, taken_away: Collection[str] = ()) -> Asked:
    """Ask the search index what somebody typed; see :func:`indexer.search.understand.asking.ask`."""
    return understand(services().search(), request, taken_away, _LIBRARY)


_LIBRARY = catalogue_library(read_catalogue)


def search(request: SearchRequest) -> SearchResults:
    """Ask the search index. Raises the errors of :mod:`indexer.search.errors`."""
    return services().search().search(request)
