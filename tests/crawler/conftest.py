"""What the crawler's tests share: a catalogue of their own, and a server on a real socket that says what it is told."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.database.engine import open_engine, reading
from catalogue.harvested import runs
from catalogue.harvested.runs import Run, RunParameters
from catalogue.settings import Settings
from crawler.runs.claims import begin_run
from crawler.sources.definition import find_source
from tests.crawler import forked
from tests.support import peak
from tests.support.fresh import make_tables

ROOT = Path(__file__).parents[2]


@dataclass
class Answer:
    """One HTTP answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    declared_length: int | None = None


Rule = Callable[[str, dict[str, str]], Answer]
Execute = Callable[[int], tuple[int, bytes]]


class Server:
    """A web server that answers by ``rule(path, query)`` and keeps what it was asked."""

    def __init__(self) -> None:
        self.rule: Rule = lambda path, query: Answer(status=404)
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                split = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(split.query).items()}
                server.asked.append((split.path, query))
                answer = server.rule(split.path, query)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                length = answer.declared_length
                self.send_header(
                    "Content-Length", str(len(answer.body) if length is None else length)
                )
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(60)

    def queries(self, verb: str) -> list[dict[str, str]]:
        return [query for _, query in self.asked if query.get("verb") == verb]


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a data folder, an empty catalogue and a folder for source files."""
    sources = tmp_path / "sources"
    sources.mkdir()
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EACI_SOURCES", str(sources))
    found = Settings.from_environment()
    found.make_home()
    engine = open_engine(found)
    make_tables(engine)
    engine.dispose()
    return found


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def write_source(settings: Settings) -> Callable[..., Path]:
    """Writes a source file; values are TOML source."""

    def write(name: str, /, **values: str) -> Path:
        given = {
            "name": f'"{name}"',
            "title": '{ ru = "Проба", en = "Trial" }',
            "country": '"KG"',
            "protocol": '"oai-pmh"',
            "format": '"oai_dc"',
            "politeness": "{ delay = 0.0, retries = 1, max_retry_after = 0.1 }",
        }
        lines = [f"{key} = {value}" for key, value in (given | values).items()]
        path = settings.source_folders[0] / f"{name}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def _crawled(
    settings: Settings, name: str, mode: str, execute: Execute, **parameters: object
) -> Run:
    """One run, begun here, and carried out by what gives its status and what it wrote to standard error."""
    engine = open_engine(settings)
    run_id = begin_run(engine, find_source(settings, name), mode, RunParameters(**parameters))
    status, told = execute(run_id)
    with reading(engine) as connection:
        run = runs.get_run(connection, run_id)
    engine.dispose()
    assert run is not None
    assert run.ledger.balances
    assert (status != 0) == (run.state == "failed"), told.decode()
    assert b"Traceback" not in told
    return run


@pytest.fixture
def crawl(settings: Settings, tmp_path: Path) -> Callable[..., Run]:
    """Harvests in a process of its own (a Scrapy reactor starts only once in a process)."""
    file = tmp_path / "standard error"

    def execute(run_id: int) -> tuple[int, bytes]:
        return forked.crawled(run_id, file), file.read_bytes()

    def run_it(name: str, mode: str = "incremental", **parameters: object) -> Run:
        return _crawled(settings, name, mode, execute, **parameters)

    return run_it


@pytest.fixture
def measured_crawl(settings: Settings) -> Callable[..., Run]:
    """The same in a new process, as the worker begins one; ``peak`` is the memory that the last one took, in KiB."""

    def execute(run_id: int) -> tuple[int, bytes]:
        done = peak.run([sys.executable, "-m", "crawler.run", str(run_id)], ROOT, 120)
        run_it.peak = done.peak
        return done.returncode, done.stderr

    def run_it(name: str, mode: str = "incremental", **parameters: object) -> Run:
        return _crawled(settings, name, mode, execute, **parameters)

    return run_it
