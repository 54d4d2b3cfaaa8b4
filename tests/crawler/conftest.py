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


@pytest.fixture
def crawl(settings: Settings) -> Callable[..., Run]:
    """Harvests in a process of its own, as the worker does (a Scrapy reactor starts only once in a process)."""

    def run_it(name: str, mode: str = "incremental", **parameters: object) -> Run:
        engine = open_engine(settings)
        run_id = begin_run(engine, find_source(settings, name), mode, RunParameters(**parameters))
        command = [sys.executable, "-m", "crawler.run", str(run_id)]
        done = peak.run(command, ROOT, 120)
        run_it.peak = done.peak  # KiB
        with reading(engine) as connection:
            run = runs.get_run(connection, run_id)
        engine.dispose()
        assert run is not None
        assert run.ledger.balances
        assert (done.returncode == 0) == (run.state == "succeeded"), done.stderr.decode()
        assert b"Traceback" not in done.stderr
        return run

    return run_it
