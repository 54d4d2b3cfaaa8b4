"""A node that takes long, one that hangs, one that nobody can reach: told apart over real sockets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import ClassVar

import pytest
from elastic_transport import ConnectionError as NodeAwayError
from elastic_transport import ConnectionTimeout
from elasticsearch import Elasticsearch

from indexer.search.elasticsearch_backend.address import parse_address
from indexer.search.elasticsearch_backend.connection import connect, connect_reader


class _Slow(BaseHTTPRequestHandler):
    """Answers a search after ``takes`` seconds, and a look at its pulse at once."""

    takes: ClassVar[float] = 0.0
    looks: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        threading.Event().wait(self.takes)
        self._answer(b'{"count": 7}')

    def do_HEAD(self) -> None:
        self.looks.append(self.path)
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the console."""


@contextmanager
def node(kind: type[HTTPServer], takes: float) -> Iterator[str]:
    """A node on a port of its own; a plain HTTPServer is busy with one connection, and so hangs for all others."""

    class Handler(_Slow):
        looks: ClassVar[list[str]] = []

    Handler.takes = takes
    with kind(("127.0.0.1", 0), Handler) as server:
        answering = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        answering.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        answering.join(10)


@contextmanager
def wall() -> Iterator[str]:
    """Like a machine that is switched off: connections are neither taken nor refused."""
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for each in (first, second):  # nobody accepts, and the queue is full
            each.setblocking(False)
            each.connect_ex(deaf.getsockname())
        yield f"127.0.0.1:{deaf.getsockname()[1]}"


@contextmanager
def reader(kind: type[HTTPServer], takes: float) -> Iterator[Elasticsearch]:
    """A reader's client of such a node."""
    with (
        node(kind, takes) as place,
        closing(connect_reader(parse_address(f"http://{place}/x"))) as client,
    ):
        yield client


def counted(client: Elasticsearch) -> int:
    return int(client.count(index="x", query={"match_all": {}})["count"])


def test_a_long_answer_of_a_living_node_is_waited_for() -> None:
    with reader(ThreadingHTTPServer, takes=1.5) as client:
        assert counted(client) == 7
        assert counted(client) == 7


def test_but_not_for_ever() -> None:
    with reader(ThreadingHTTPServer, takes=3) as client, pytest.raises(ConnectionTimeout):
        counted(client.options(request_timeout=1.2))


def test_a_node_without_a_pulse_is_given_up_and_left_alone() -> None:
    with reader(HTTPServer, takes=4) as client:
        for most in (3.9, 2.0):  # the node would answer after four seconds
            started = time.monotonic()
            with pytest.raises(NodeAwayError):
                counted(client)
            assert time.monotonic() - started < most


@pytest.mark.parametrize("connecting", [connect, connect_reader])
def test_a_machine_that_is_off_is_another_nodes_turn(connecting: type[Elasticsearch]) -> None:
    with wall() as off, node(ThreadingHTTPServer, takes=0) as on:
        client = connecting(parse_address(f"http://{off},{on}/x"))
        with closing(client):
            assert [counted_by(client, tries=2) for _ in range(4)] == [7] * 4


def counted_by(client: Elasticsearch, tries: int) -> int:
    """The count; a test that gets no processor for a second may meet the node that is off twice in one call."""
    for _ in range(tries - 1):
        with suppress(NodeAwayError, ConnectionTimeout):
            return counted(client)
    return counted(client)
