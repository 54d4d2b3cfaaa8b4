"""The fault server: a provider on a real socket, and what goes wrong by schedule."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.crawler.faults.faults import Exchange, Fault
from tests.crawler.faults.provider import Provider
from tests.support.beside import Beside

Plan = Callable[[dict[str, str]], Fault | None]


class FaultServer(ThreadingHTTPServer):
    """Answers as the provider does, but for the faults of the plan. ``asked`` are the queries so far."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, provider: Provider, plan: Plan, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.provider = provider
        self.plan = plan
        self.rng = random.Random(seed)
        self.asked: list[dict[str, str]] = []
        # requests come one after the other, but one that the client gave up may still be at work
        self.turn = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/oai"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what half of the faults want."""


class _Handler(BaseHTTPRequestHandler):
    server: FaultServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        with self.server.turn:
            self.server.asked.append(query)
            fault = self.server.plan(query)
        exchange = Exchange(self, self.server.provider, query, self.server.rng)
        if fault is None:
            exchange.send(exchange.healthy())
        else:
            fault(exchange)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(provider: Provider, plan: Plan, seed: int = 0) -> Iterator[FaultServer]:
    """The server at work until the end of the block."""
    server = FaultServer(provider, plan, seed)
    serving = Beside(server.serve_forever, 0.05)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
    serving.finish()
