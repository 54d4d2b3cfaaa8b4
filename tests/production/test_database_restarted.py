"""PostgreSQL crashes and comes back in the middle of indexing: nothing is lost, and the end is the same."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import open_engine, reading
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.stats import backlog
from catalogue.tables import profile, reference, work
from crawler.worker import work as work_off
from indexer.check import check
from indexer.pipeline import index
from indexer.search.backends import open_backend
from indexer.watch import watch
from tests.support.beside import Beside
from tests.support.corpus import harvest_corpus
from tests.support.databases import databases_on
from tests.support.program import Program, until
from tests.support.servers import control, own_servers
from tests.support.timing import quickest
from webapp.app import create_app
from webapp.services import services_of

pytestmark = pytest.mark.slow

WORKS = 100


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of our own, which keeps what it has acknowledged."""
    with own_servers("postgresql", EACI_TEST_DURABLE="1") as made:
        yield made


@pytest.fixture(scope="module")
def fresh(port: int) -> Iterator[Callable[[], str]]:
    with databases_on(f"postgresql+psycopg://eaci@127.0.0.1:{port}/postgres") as made:
        yield made


@pytest.fixture
def settings(settings: Settings, fresh: Callable[[], str]) -> Settings:
    return replace(settings, database_url=fresh())


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = open_engine(settings)
    yield made
    made.dispose()


@pytest.fixture
def undisturbed(fresh: Callable[[], str], tmp_path: Path) -> dict[str, str]:
    """The state of a catalogue that was indexed without trouble."""
    home = tmp_path / "undisturbed"
    home.mkdir()
    made = open_engine(Settings(home=home, database_url=fresh(), search_url=""))
    harvest_corpus(made, WORKS)
    with closing(open_backend(home / "search")) as backend:
        index(made, backend, home)
    with reading(made) as connection:
        found = state_hashes(connection)
    made.dispose()
    return found


def crash(port: int) -> None:
    outcome = control("postgresql", "restart", port)
    assert outcome.returncode == 0, outcome.stderr


def counted(engine: Engine, *queries: object) -> int:
    """How many rows, in a connection that may have been cut."""
    with reading(engine) as connection:
        return sum(connection.scalar(query) or 0 for query in queries)  # type: ignore[call-overload]


PROFILES = select(func.count()).select_from(profile)
MATCHED = select(func.count()).where(reference.c.status == "matched")
WORKS_THERE = select(func.count()).select_from(work)


@contextmanager
def watching(engine: Engine, settings: Settings) -> Iterator[None]:
    """The watching indexer, as `eaci index --watch` runs it."""
    ended = threading.Event()
    backend = open_backend(settings.search_url)

    def run() -> None:
        watch(
            engine,
            lambda: index(engine, backend, settings.home),
            every=0.1,
            wait=ended.wait,
        )

    indexer = Beside(run)
    try:
        yield
        assert indexer.works()  # no failure has ended it
    finally:
        ended.set()
        indexer.finish()
        backend.close()


def test_the_watching_indexer_goes_on_and_ends_in_the_same_state(
    engine: Engine,
    settings: Settings,
    port: int,
    undisturbed: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    harvest_corpus(engine, WORKS)
    other = open_engine(settings)
    with watching(engine, settings):
        for reached in (PROFILES, WORKS_THERE, MATCHED):
            until(lambda wanted=reached: counted(other, wanted))  # type: ignore[misc]
            crash(port)
        until(lambda: not any(waiting(other)), 50)
    assert any("indexing pauses" in each for each in caplog.messages)
    with reading(other) as connection:
        assert state_hashes(connection) == undisturbed
    with closing(open_backend(settings.search_url)) as backend:
        assert check(other, backend) == []
    other.dispose()


def waiting(engine: Engine) -> tuple[object, ...]:
    with reading(engine) as connection:
        found = backlog(connection)
    return found.pending, found.outbox


def test_a_single_run_says_so_in_one_line_and_the_next_goes_on(
    engine: Engine, settings: Settings, port: int, undisturbed: dict[str, str]
) -> None:
    harvest_corpus(engine, WORKS)
    program = Program(settings)
    with program.running("index", "--processes", "1") as process:
        until(lambda: counted(engine, PROFILES))
        crash(port)
        assert process.wait(30) == 1
    last = program.said().strip().splitlines()[-1]
    assert last.startswith("Error: the catalogue failed: ")
    assert "Traceback" not in program.said()
    with closing(open_backend(settings.search_url)) as backend:
        index(engine, backend, settings.home)
        assert check(engine, backend) == []
    with reading(engine) as connection:
        assert state_hashes(connection) == undisturbed


def test_the_site_says_so_and_comes_back(engine: Engine, settings: Settings, port: int) -> None:
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    client = app.test_client()
    assert client.get("/en/citations").status_code == 200
    crash(port)
    assert client.get("/en/citations").status_code == 200
    assert client.get("/readyz").status_code == 200
    services_of(app).close()


def test_a_worker_waits_for_the_database(settings: Settings, port: int) -> None:
    url = make_url(settings.database_url)
    administrator = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    told: list[str] = []
    begun, ended = threading.Event(), threading.Event()

    def stop() -> bool:
        begun.set()
        return ended.is_set()

    worker = Beside(lambda: work_off(settings, report=told.append, poll=0.1, stop=stop))
    try:
        assert begun.wait(30)
        for allowed in ("false", "true"):
            with administrator.connect() as connection:
                name = url.database
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}"))
                connection.execute(text(CUT), {"name": name})
            if allowed == "false":
                until(lambda: any(REFUSED in each for each in told))
        until(lambda: len(told) == ceased(told))
        assert worker.works()
    finally:
        ended.set()
        worker.finish()
        administrator.dispose()
    known = ("waiting for the catalogue: ", "source files are read later: ")
    assert all(any(words in each for words in known) for each in told)


def ceased(told: list[str]) -> int:
    """How much had been told a moment ago."""
    before = len(told)
    time.sleep(0.5)
    return before


REFUSED = "not currently accepting connections"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


def test_a_database_that_is_away_is_a_page_that_says_so(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(replace(settings, database_url="postgresql+psycopg://eaci@127.0.0.1:1/eaci"))
    app.config.update(RATELIMIT_ENABLED=False)
    client = app.test_client()
    assert quickest(lambda: client.get("/en/citations"), 1) < 1
    answer = client.get("/en/citations")
    assert answer.status_code == 503
    assert "The catalogue is unavailable" in answer.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    with pytest.raises(OperationalError):
        counted(services_of(app).engine, PROFILES)
    services_of(app).close()
