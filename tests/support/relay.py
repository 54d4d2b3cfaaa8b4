"""A way to a server that can be closed, or hang, and be opened again, as often as a test likes."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_POLL = 0.05
_PIECE = 1 << 16


class Relay:
    """Listens on a port of its own and passes everything on to a server.

    ``refuse`` closes the port and cuts all connections, ``hang`` takes new connections and requests and says nothing,
    ``open`` lets through what comes from then on. It begins refusing.
    """

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.taken = 0
        """Connections that somebody has opened to it so far."""
        self._passes = threading.Event()
        self._listener: socket.socket | None = None
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """From now on everything goes through."""
        self._passes.set()
        self._listen()

    def hang(self) -> None:
        """From now on requests are taken and nothing is answered."""
        self._passes.clear()
        self._listen()

    def refuse(self) -> None:
        """From now on nobody is there."""
        self._passes.clear()
        listener, self._listener = self._listener, None
        for each in {listener, *self._sockets} - {None}:
            assert each is not None
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(60)
        self._threads.clear()

    def _listen(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self._start(self._accept, self._listener)

    def _start(self, work: object, *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while True:
                try:
                    caller, _ = listener.accept()
                except OSError:
                    return  # it was closed
                self.taken += 1
                self._start(self._serve, caller)

    def _serve(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(self._server) as server:
            both = {caller, server}
            self._sockets |= both
            with suppress(OSError):
                self._pass_on(caller, server)
            self._sockets -= both

    def _pass_on(self, caller: socket.socket, server: socket.socket) -> None:
        """Everything in both ways, for as long as it passes, until one side ends."""
        other = {caller: server, server: caller}
        with selectors.DefaultSelector() as ready:
            for each in other:
                ready.register(each, selectors.EVENT_READ)
            while self._listener is not None:
                if not self._passes.wait(_POLL):
                    continue
                for key, _ in ready.select(_POLL):
                    source = key.fileobj
                    assert isinstance(source, socket.socket)
                    piece = source.recv(_PIECE)
                    if not piece:
                        return
                    other[source].sendall(piece)


@contextmanager
def relay(host: str, port: int) -> Iterator[Relay]:
    """A relay to a server, ended at the end."""
    made = Relay((host, port))
    try:
        yield made
    finally:
        made.refuse()
