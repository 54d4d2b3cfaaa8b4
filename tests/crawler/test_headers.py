"""Whatever a server sends before the body of an answer, or as robots.txt or a redirect, costs little and is told."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace

import pytest
from scrapy.http import Request, TextResponse

from crawler.asking.robots import BoundedRobots
from crawler.limits import HEAD_BYTES, HEAD_LINES, ROBOTS_BYTES

OK = b"HTTP/1.1 200 OK\r\n"
EMPTY = (
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z'
    b"</responseDate><Identify><granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>"
)
MOST_MEMORY = 300 * 1024  # KiB, of a whole crawl
MOST_SENT = 8 * 2**20  # what the system's buffers may take besides
TAKEN_BY_KERNEL = (
    40 * 2**20
)  # for a reader that has stopped: tcp_rmem and tcp_wmem; without a limit it is gigabytes


class RawServer:
    """Sends what ``pieces(path)`` yields to whoever asks, as long as it is taken."""

    def __init__(self, pieces: Callable[[str], Iterator[bytes]]) -> None:
        self._pieces = pieces
        self.sent = 0
        self.asked: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            path = client.recv(65536).split(b" ")[1].decode()
            self.asked.append(path)
            for piece in self._pieces(path):
                client.sendall(piece)
                self.sent += len(piece)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def serve():
    running = []

    def start(pieces):
        running.append(RawServer(pieces))
        return running[-1]

    yield start
    for server in running:
        server.close()


def endless(first: bytes, piece: bytes) -> Callable[[str], Iterator[bytes]]:
    def pieces(_path: str) -> Iterator[bytes]:
        yield first
        while True:
            yield piece * (1 + 60_000 // len(piece))

    return pieces


def trickled(_path: str) -> Iterator[bytes]:
    yield OK
    while True:
        yield b"X-More: and more\r\n"
        time.sleep(0.3)


ENDLESS = {
    "header lines": endless(OK, b"X-More: and more\r\n"),
    "one long header line": endless(OK + b"X-More: ", b"x"),
    "header lines of nothing": endless(OK, b"nothing\r\n"),
    "continued lines": endless(OK + b"X-More: a\r\n", b" and more\r\n"),
    "status lines": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "one long status line": endless(b"HTTP/1.1 200 ", b"O"),
}


@pytest.mark.parametrize("what", [*ENDLESS, "trickled header lines"])
def test_a_head_without_end_is_one_clear_failure(serve, write_source, measured_crawl, what):
    server = serve(ENDLESS.get(what, trickled))
    politeness = "{ delay = 0.0, retries = 0, max_retry_after = 0.1, timeout = 3 }"
    write_source("endless", endpoint=f'"{server.url}/oai"', politeness=politeness)
    begun = time.monotonic()
    run = measured_crawl("endless")
    assert run.state == "failed"
    assert "internal error" not in run.message
    assert server.url in run.message
    if what in {"header lines", "status lines", "continued lines", "header lines of nothing"}:
        assert "header of the answer is over the limit" in run.message
    assert time.monotonic() - begun < 60
    assert server.sent < MOST_SENT
    assert 0 < measured_crawl.peak < MOST_MEMORY


def test_a_long_head_of_a_real_server_is_read(serve, write_source, crawl):
    lines = b"".join(b"X-Policy-%d: %s\r\n" % (number, b"p" * 400) for number in range(100))
    assert len(lines) < HEAD_BYTES
    assert lines.count(b"\n") < HEAD_LINES
    asked = []

    def pieces(path):
        asked.append(path)
        yield OK + lines + b"Content-Length: %d\r\n\r\n" % len(EMPTY) + EMPTY

    server = serve(pieces)
    write_source("long-head", endpoint=f'"{server.url}/oai"')
    assert "header of the answer" not in (crawl("long-head").message or "")
    assert len(asked) > 1  # Identify was understood


@pytest.mark.parametrize("path", ["/robots.txt", "/oai", "/moved"])
def test_no_body_is_read_beyond_its_limit(serve, write_source, measured_crawl, path):
    """Of robots.txt, of an answer, and of what a redirect says beside its address."""
    body = endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"Disallow: /x*y\n")
    moved = endless(b"HTTP/1.1 302 Found\r\nLocation: /moved\r\n\r\n", b"moved ")

    def pieces(asked):
        if asked.startswith("/robots.txt") and path != "/robots.txt":
            return iter([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"])
        return moved(asked) if path == "/moved" and asked.startswith("/oai") else body(asked)

    server = serve(pieces)
    politeness = "{ delay = 0.0, retries = 0, max_retry_after = 0.1, timeout = 30, robots = true }"
    write_source("large", endpoint=f'"{server.url}/oai"', politeness=politeness)
    run = measured_crawl("large")
    assert run.state == "failed"
    assert "internal error" not in run.message
    assert server.sent < (33 * 2**20 + TAKEN_BY_KERNEL) * len(server.asked)
    assert 0 < measured_crawl.peak < MOST_MEMORY


async def _nothing(*_args, **_kwargs):
    return None


def test_rules_beyond_the_limit_are_not_read():
    given = []
    robots = object.__new__(BoundedRobots)
    robots._stats = SimpleNamespace(inc_value=lambda *_: None)
    robots.crawler = SimpleNamespace(signals=SimpleNamespace(send_catch_log_async=_nothing))
    robots._parserimpl = SimpleNamespace(
        from_crawler=lambda _crawler, body: given.append(body) or SimpleNamespace()
    )
    robots._parsers = {}
    body = b"User-agent: *\nDisallow: /x\n" * (ROBOTS_BYTES // 10)
    response = TextResponse("http://example.org/robots.txt", body=body)
    with suppress(KeyError):  # the future that waits for the rules is Scrapy's
        asyncio.run(robots._parse_robots(response, "example.org", Request("http://example.org/")))
    assert [len(body) for body in given] == [ROBOTS_BYTES]
