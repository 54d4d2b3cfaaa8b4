"""The search cluster is away: never there, refusing, or hanging. A real server behind a relay that can be closed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading
from catalogue.settings import Settings
from catalogue.stats import backlog
from catalogue.tables import work, work_author
from indexer.pipeline import index
from indexer.search.backends import open_search
from indexer.search.elasticsearch_backend.connection import REST_SECONDS
from schemas import Contributor, HarvestedRecord, LocalizedText, PersonName
from schemas.ids import public_id
from tests.conftest import Harvest
from tests.support.program import Program, until
from tests.support.relay import Relay, relay
from tests.support.servers import index_name, real_elasticsearch, remove_indices
from webapp.app import create_app
from webapp.services import services_of

# The promise is one second, which a quiet machine keeps; here tests share the cores with others. What would break the
# promise are the ten seconds that a long search may take.
AT_ONCE = 3.0
# the search, and the look whether the node lives
ASKED_ONCE = 2
SEARCH = "/en/search?q=рост"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    address = real_elasticsearch()
    yield address
    remove_indices(address)


@pytest.fixture
def way(server: str) -> Iterator[Relay]:
    parts = urlsplit(server)
    with relay(parts.hostname or "", parts.port or 9200) as made:
        yield made


@pytest.fixture
def settings(settings: Settings, way: Relay, tmp_path: Path) -> Settings:
    return replace(settings, search_url=f"{way.url}/{index_name(tmp_path)}")


@pytest.fixture
def client(settings: Settings, engine: Engine) -> Iterator[FlaskClient]:
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    yield app.test_client()
    services_of(app).close()


def records(count: int, word: str) -> list[HarvestedRecord]:
    people = (Contributor(names=(PersonName(literal="Алиева Г. Р."),)),)
    return [
        HarvestedRecord(
            identifier=f"{word}-{number}",
            titles=(LocalizedText(f"Рост {word} номер {number} и его пределы", "ru"),),
            contributors=people,
            year=2000 + number % 20,
            type="article",
        )
        for number in range(count)
    ]


@pytest.fixture
def indexed(engine: Engine, settings: Settings, way: Relay, harvest: Harvest) -> None:
    """Three works in the catalogue and in the index; the way to it is open."""
    harvest(records(3, "степи"))
    way.open()
    backend = open_search(settings)
    index(engine, backend, settings.home)
    backend.close()


def nothing_waits(engine: Engine) -> bool:
    with reading(engine) as connection:
        found = backlog(connection)
    return not (found.pending or found.outbox)


def seconds(visit: Callable[[], object]) -> float:
    started = time.monotonic()
    visit()
    return time.monotonic() - started


@pytest.mark.parametrize("away", ["refuse", "hang"])
def test_the_site_goes_on_without_its_search(
    away: str, indexed: None, engine: Engine, client: FlaskClient, way: Relay
) -> None:
    assert client.get(SEARCH).status_code == 200  # its connections are warm
    getattr(way, away)()
    for address in (SEARCH, "/en/", SEARCH, "/en/journals"):
        started = time.monotonic()
        answer = client.get(address)
        assert time.monotonic() - started < AT_ONCE
        assert answer.status_code == 503
        assert "unavailable" in answer.text
    with reading(engine) as connection:
        number = connection.scalars(select(work.c.number)).first()
        key = connection.scalars(select(work_author.c.key)).first()
    assert number is not None
    for address in (f"/en/works/{public_id(number)}", f"/en/authors/{key}", "/en/citations"):
        assert client.get(address).status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "does not answer" in ready.get_json()["search"]
    way.open()
    until(lambda: client.get(SEARCH).status_code == 200, 10)


def test_a_hung_cluster_is_left_alone_for_a_while(
    indexed: None, client: FlaskClient, way: Relay
) -> None:
    way.hang()
    assert seconds(lambda: client.get(SEARCH)) < AT_ONCE
    asked = way.taken
    assert seconds(lambda: client.get(SEARCH)) < AT_ONCE / 4
    assert way.taken == asked


@pytest.mark.parametrize("hung", [1, 2])
def test_nodes_that_hang_are_another_nodes_turn(
    hung: int, indexed: None, settings: Settings, server: str, way: Relay
) -> None:
    host = urlsplit(server).netloc
    path = urlsplit(settings.search_url).path
    others = [f"127.0.0.1:{way.port}", f"localhost:{way.port}"][:hung]
    many = replace(settings, search_url=f"http://{','.join([*others, host])}{path}")
    app = create_app(many)
    app.config.update(RATELIMIT_ENABLED=False)
    way.hang()
    before = way.taken
    started = time.monotonic()
    for _ in range(6):
        assert app.test_client().get(SEARCH).status_code == 200
    rests = (time.monotonic() - started) // REST_SECONDS
    assert hung * ASKED_ONCE <= way.taken - before <= hung * ASKED_ONCE * (1 + rests)
    services_of(app).close()


@pytest.mark.slow
@pytest.mark.parametrize("away", ["refuse", "hang"])
def test_the_indexer_waits_and_catches_up_by_itself(
    away: str, engine: Engine, settings: Settings, way: Relay, harvest: Harvest
) -> None:
    getattr(way, away)()
    harvest(records(40, "вод"))
    program = Program(settings)
    with program.running("index", "--watch", "--every", "0.5", "--processes", "1"):
        until(lambda: "indexing pauses" in program.said(), told=program.said)
        assert "does not answer" in program.said()
        way.open()
        until(lambda: nothing_waits(engine), told=program.said)
    checked = program.run("check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_the_indexer_sends_what_has_piled_up_meanwhile(
    indexed: None, engine: Engine, settings: Settings, way: Relay, harvest: Harvest
) -> None:
    program = Program(settings)
    with program.running("index", "--watch", "--every", "0.5", "--processes", "1"):
        way.refuse()
        for source in ("one", "two"):
            harvest(records(20, source), source=source)
        until(lambda: program.said().count("indexing pauses") > 1, told=program.said)
        way.open()
        until(lambda: nothing_waits(engine), told=program.said)
    checked = program.run("check")
    assert checked.returncode == 0, checked.stderr
