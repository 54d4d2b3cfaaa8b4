"""No room is left: the indexer pauses and says why, readers notice nothing, and it goes on once there is room again."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from msgspec.structs import replace
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from catalogue.database.engine import open_engine, reading
from catalogue.derived.state import state_hashes
from catalogue.settings import SettingError, Settings
from catalogue.stats import backlog
from catalogue.tables import work
from indexer.check import check
from indexer.pipeline import index
from indexer.search.backends import open_search
from indexer.search.interface import SearchBackend, SearchDocument, SearchRequest, SearchUnavailable
from indexer.watch import watch
from schemas.ids import public_id
from schemas.record import LocalizedText
from tests.support.beside import Beside
from tests.support.corpus import harvest_corpus
from tests.support.fresh import make_tables
from tests.support.program import until
from tests.support.servers import index_name, real_elasticsearch, remove_indices
from webapp.app import create_app
from webapp.services import services_of

pytestmark = pytest.mark.slow

WORKS = 60


@contextmanager
def catalogue_of(settings: Settings) -> Iterator[Engine]:
    """A catalogue with its tables, and the first works of the corpus indexed."""
    settings.secret_key()  # the site has run before
    engine = open_engine(settings)
    make_tables(engine)
    harvest_corpus(engine, WORKS)
    with closing(open_search(settings)) as backend:
        index(engine, backend, settings.home)
    yield engine
    engine.dispose()


@contextmanager
def watching(engine: Engine, settings: Settings) -> Iterator[None]:
    """The watching indexer, as `eaci index --watch` runs it."""
    ended = threading.Event()
    with closing(open_search(settings)) as backend:
        indexer = Beside(
            lambda: watch(
                engine,
                lambda: index(engine, backend, settings.home),
                every=0.1,
                wait=ended.wait,
            )
        )
        try:
            yield
            assert indexer.works()  # no failure has ended it
        finally:
            ended.set()
            indexer.finish()


def nothing_waits(engine: Engine) -> bool:
    with reading(engine) as connection:
        found = backlog(connection)
    return not (found.pending or found.outbox)


def assert_the_site_is_up(settings: Settings) -> None:
    """All that only reads works as ever."""
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    client = app.test_client()
    with reading(services_of(app).engine) as connection:
        number = connection.scalars(select(work.c.number).where(work.c.kind == "held")).first()
    assert number is not None
    for address in ("/en/", f"/en/works/{public_id(number)}", "/en/search?q=a", "/readyz"):
        assert client.get(address).status_code == 200, address
    services_of(app).close()


def assert_as_with_room(engine: Engine, settings: Settings, roomy: Path) -> None:
    """Nothing is damaged, and everything is as on a disk with room."""
    with closing(open_search(settings)) as backend:
        assert check(engine, backend) == []
    elsewhere = Settings.from_environment({"EACI_HOME": str(roomy)})
    with catalogue_of(elsewhere) as other, closing(open_search(elsewhere)) as backend:
        harvest_corpus(other, WORKS, first=WORKS)
        index(other, backend, elsewhere.home)
        with reading(other) as there, reading(engine) as here:
            assert state_hashes(there) == state_hashes(here)


def pauses(caplog: pytest.LogCaptureFixture, *words: str) -> Callable[[], bool]:
    """Whether it was said that indexing pauses, in these words."""

    def said() -> bool:
        told = [each for each in caplog.messages if "indexing pauses" in each]
        return any(all(word in each for word in words) for each in told)

    return said


def test_the_catalogue_may_not_grow(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite's own limit gives the error of a full disk, on any machine."""
    caplog.set_level(logging.WARNING)
    with catalogue_of(settings) as engine:
        harvest_corpus(engine, WORKS, first=WORKS)
        limited = open_engine(settings)

        @event.listens_for(limited, "connect")
        def _limit(connection: object, _record: object) -> None:
            connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

        with watching(limited, settings):
            until(pauses(caplog, "disk is full"))
            assert_the_site_is_up(settings)
        limited.dispose()
        with watching(engine, settings):
            until(lambda: nothing_waits(engine))
        assert_as_with_room(engine, settings, tmp_path / "roomy")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder))
    if subprocess.run(command, capture_output=True, check=False, timeout=60).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(("umount", "--lazy", str(folder)), check=True, timeout=60)


def leave(folder: Path, room: int) -> Path:
    """Fill the file system up to so many bytes; gives the file to remove."""
    state = os.statvfs(folder)
    ballast = folder / "ballast"
    ballast.write_bytes(b"x" * max(0, state.f_bavail * state.f_frsize - room))
    return ballast


@pytest.mark.parametrize(
    ("on_it", "room", "words"),
    [
        ("everything", 64_000, ("full",)),
        ("search", 20_000, ("search index", "its disk has 0.0 MiB left", "Make room")),
    ],
)
def test_a_disk_is_full(
    on_it: str,
    room: int,
    words: tuple[str, ...],
    settings: Settings,
    small_disk: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    if on_it == "everything":
        settings = Settings.from_environment({"EACI_HOME": str(small_disk / "home")})
    else:
        settings = replace(settings, search_url=f"tantivy://{small_disk}/search")
    with catalogue_of(settings) as engine:
        harvest_corpus(engine, WORKS, first=WORKS)
        ballast = leave(small_disk, room)
        with watching(engine, settings):
            until(pauses(caplog, *words), told=lambda: str(caplog.messages))
            assert_the_site_is_up(settings)
            ballast.unlink()
            until(lambda: nothing_waits(engine), told=lambda: str(caplog.messages))
        assert_as_with_room(engine, settings, tmp_path / "roomy")


def test_a_site_that_cannot_keep_its_key_says_so(small_disk: Path) -> None:
    settings = Settings.from_environment({"EACI_HOME": str(small_disk / "home")})
    settings.make_home()
    ballast = leave(small_disk, 0)
    with pytest.raises(SettingError, match="No space left"):
        settings.secret_key({})
    ballast.unlink()
    assert len(settings.secret_key({})) == 64
    assert [each.name for each in settings.home.iterdir()] == ["secret.key"]


@pytest.fixture
def cluster(
    settings: Settings, tmp_path: Path
) -> Iterator[tuple[SearchBackend, Elasticsearch, str]]:
    """An index on Elasticsearch, and what its administrator reaches it by."""
    server = real_elasticsearch()
    name = index_name(tmp_path)
    there = replace(settings, search_url=f"{server}/{name}")
    with closing(open_search(there)) as backend, Elasticsearch(server) as administrator:
        yield backend, administrator, name
    remove_indices(server)


def test_the_search_cluster_has_no_room(
    cluster: tuple[SearchBackend, Elasticsearch, str],
) -> None:
    """Elasticsearch bars its indices from writing when a disk is nearly full, and lets us in again by itself."""
    backend, administrator, name = cluster
    works = [
        SearchDocument(number=n, id=public_id(n), titles=(LocalizedText(f"Рост {n}", "ru"),))
        for n in range(30)
    ]
    backend.apply(works[:10])
    barred = {"index.blocks.read_only_allow_delete": True}
    administrator.indices.put_settings(index=f"{name}-v*", settings=barred)
    with pytest.raises(SearchUnavailable) as caught:
        backend.apply(works)
    assert "read-only" in str(caught.value)
    assert backend.search(SearchRequest(query="рост")).total == 10
    freed = {"index.blocks.read_only_allow_delete": None}
    administrator.indices.put_settings(index=f"{name}-v*", settings=freed)
    backend.apply(works)
    assert backend.count() == 30
