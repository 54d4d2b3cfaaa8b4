"""Waitress with time limits for slow clients: it has none for a head or a body that arrives a byte at a time."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from webapp.servers import limits

_HEADER_BYTES = 128 * 1024
_METHOD_BYTES = 64  # the method before an address and the version behind it


class AddressLengthError(Error):  # type: ignore[misc]
    """The answer to an address beyond the limit."""

    code = 414
    reason = "URI Too Long"


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses addresses that are too long."""

    def received(self, data: bytes) -> int:
        """Take what has come; see waitress."""
        taken: int = super().received(data)
        if self.completed and self._address_bytes() > limits.ADDRESS_BYTES:
            self.error = AddressLengthError(
                f"The address is longer than {limits.ADDRESS_BYTES} bytes. Shorten it."
            )
        return taken

    def _address_bytes(self) -> int:
        if self.error:  # a head too large to be read begins with the address
            return len(self.header_plus.partition(b"\n")[0]) - _METHOD_BYTES
        return len(getattr(self, "request_uri", ""))


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection that knows since when it is waited for."""

    parser_class = Parser

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.waits_since: float = self.creation_time
        self._began = self._answered = self.waits_since

    def received(self, data: bytes) -> bool:
        """Take what has come; see waitress."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = time.time()
        return taken

    def service(self) -> None:
        """Answer one request; see waitress."""
        self._answered = time.time()
        super().service()
        self.waits_since = time.time()

    def is_waited_for(self) -> bool:
        """True if there is nothing to answer or to send: it is the client's turn."""
        return not self.requests and not self.total_outbufs_len

    def is_late(self, now: float) -> bool:
        """True if the client has been given time enough to say what it wants, or to take what it asked for."""
        if self.total_outbufs_len:
            return bool(now - self._answered > limits.ANSWER_SECONDS)
        if not self.is_waited_for():
            return False
        request = self.request
        if request is not None and not request.headers_finished:
            return bool(now - self._began > limits.HEAD_SECONDS)
        return bool(now - self.waits_since > limits.REQUEST_SECONDS)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Closes what is late; when it is full, the connection that has let it wait longest."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        """Close late connections; see waitress."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.is_late(now):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a connection; see waitress."""
        super().handle_accept()
        if len(self.active_channels) >= limits.CONNECTIONS:
            waiting = [
                each
                for each in self.active_channels.values()
                if each.is_waited_for() and not each.will_close
            ]
            if waiting:
                min(waiting, key=lambda each: float(each.waits_since)).will_close = True


def make_server(
    app: Flask, *, host: str, port: int, threads: int, proxies: int
) -> Server | MultiSocketServer:
    """A server that listens, not yet running. Raises OSError if it cannot listen there.

    Behind ``proxies`` reverse proxies the application reads what they say of the visitor; without any, what a visitor
    says of himself is cleared away here already.
    """
    settings = Adjustments(
        host=host,
        port=port,
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=not proxies,
        connection_limit=limits.CONNECTIONS + 50,  # beside connections it counts its own sockets
        asyncore_use_poll=True,  # select knows no file number above 1,023
        channel_timeout=limits.IDLE_SECONDS,
        cleanup_interval=1,
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=limits.BODY_BYTES,
    )
    sockets: dict[int, Any] = {}
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    servers = [
        Server(app, sockets, dispatcher=dispatcher, adj=settings, sockinfo=where)
        for where in settings.listen
    ]
    if len(servers) == 1:
        return servers[0]
    listening = [(each.effective_host, each.effective_port) for each in servers]
    return MultiSocketServer(sockets, settings, listening, dispatcher, servers[0].log_info)


def port_of(server: Server | MultiSocketServer) -> int:
    """The port that it listens on."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)
