"""The two sides: where their catalogue and their index are, and how much of a disk they take."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from elasticsearch import Elasticsearch
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.engine import URL, Engine

from benchmarks.meter import size_of
from benchmarks.sidebyside.account import Name, Sizes
from benchmarks.sidebyside.servers import Servers
from catalogue.database.engine import open_engine, upgrade
from catalogue.settings import Settings

_ORDER = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
_PREFIX = "eaci_sidebyside_"
_INDEX = "eaci-sidebyside-"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A catalogue with its index, at one size. ``servers``: the processes that work for it besides ours."""

    name: Name
    home: Path
    database_url: str
    search_url: str
    servers: tuple[int, ...] = ()

    @property
    def settings(self) -> Settings:
        """Where the program finds everything."""
        return Settings(home=self.home, database_url=self.database_url, search_url=self.search_url)

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The catalogue, its tables there."""
        engine = open_engine(self.settings)
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def elsewhere(self) -> Iterator[Side]:
        """The same kind of side with another catalogue, which is not there yet; removed at the end."""
        if self.name == "embedded":
            with tempfile.TemporaryDirectory(dir=self.home) as folder:
                yield _embedded(Path(folder))
            return
        url = make_url(self.database_url)
        fresh = url.set(database=f"{url.database}_elsewhere")
        drop_database(fresh)
        create_database(fresh)
        try:
            yield msgspec.structs.replace(self, database_url=_address(fresh))
        finally:
            drop_database(fresh)


def embedded(home: Path, works: int) -> Side:
    """The embedded side of that size, in a folder below ``home``."""
    folder = home / f"embedded-{works}"
    folder.mkdir(parents=True, exist_ok=True)
    return _embedded(folder)


def _embedded(folder: Path) -> Side:
    return Side(
        name="embedded",
        home=folder,
        database_url=f"sqlite:///{folder / 'catalogue.db'}",
        search_url=f"tantivy://{(folder / 'search').resolve()}",
    )


def production(home: Path, works: int, servers: Servers) -> Side:
    """The production side of that size; its database is made if there is none."""
    folder = home / f"production-{works}"
    folder.mkdir(parents=True, exist_ok=True)
    url = database(servers.database, str(works))
    create_database(url)
    return msgspec.structs.replace(
        on(url, folder),
        search_url=f"{servers.search}/{_INDEX}{works}",
        servers=tuple(servers.processes().values()),
    )


def on(url: URL, home: Path) -> Side:
    """The production side on a database, without a search index."""
    return Side(name="production", home=home, database_url=_address(url), search_url="")


def database(server: str, name: str) -> URL:
    """A database of ours on a server."""
    return make_url(server).set(database=f"{_PREFIX}{name}")


def forget(servers: Servers, works: int) -> None:
    """Remove what a run has put on servers that go on."""
    drop_database(database(servers.database, str(works)))
    with Elasticsearch(servers.search, request_timeout=60) as client:
        for index in client.indices.get_alias(index=f"{_INDEX}{works}-*"):
            client.indices.delete(index=index)


def create_database(url: URL) -> None:
    """Make the database if it is not there."""
    with _administrator(url) as engine, engine.connect() as connection:
        wanted = {"name": url.database}
        if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), wanted):
            connection.execute(text(f"CREATE DATABASE {url.database} TEMPLATE template0 {_ORDER}"))


def drop_database(url: URL) -> None:
    """Remove the database if it is there."""
    with _administrator(url) as engine, engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {url.database} WITH (FORCE)"))


@contextmanager
def _administrator(url: URL) -> Iterator[Engine]:
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def sizes(side: Side) -> Sizes:
    """What catalogue and index take on disk now."""
    return Sizes(catalogue=catalogue_size(side), index=_index_size(side))


def catalogue_size(side: Side) -> float:
    """MiB of the catalogue; of a PostgreSQL database without the server's log."""
    if side.name == "embedded":
        database = side.home / "catalogue.db"
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return size_of(database)
    with side.engine() as engine, engine.connect() as connection:
        taken = connection.scalar(select(func.pg_database_size(func.current_database())))
    return (taken or 0) / 2**20


def _index_size(side: Side) -> float:
    if side.name == "embedded":
        return size_of(side.home / "search")
    server, _, name = side.search_url.rpartition("/")
    with Elasticsearch(server, request_timeout=60) as client:
        found = client.indices.stats(index=f"{name}-v*", metric="store")
    return int(found["_all"]["primaries"]["store"]["size_in_bytes"]) / 2**20
