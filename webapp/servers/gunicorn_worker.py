"""gunicorn's threaded worker with time limits for slow clients.

The worker gives a connection a thread before the request is there, so that as many slow clients as there are threads
close it. Here a request takes a thread when its head has come, and its body too if that is no larger than a form;
whoever is too slow is dropped.
"""

from __future__ import annotations

import re
import selectors
import socket
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from webapp.servers import limits

_LOOK_SECONDS = 0.05
_SEEN_BYTES = (
    32 * 1024
)  # what is looked at before a thread is taken; every receive buffer holds as much
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:.*chunked", re.IGNORECASE | re.MULTILINE)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """A worker that waits for heads without a thread."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._half: dict[
            Any, float
        ] = {}  # connections with a part of a head → until when the rest has to come
        self._answering: dict[
            Any, float
        ] = {}  # connections with a thread → until when the body has to come

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection a thread if its request's head is there, else wait for it."""
        came = _came(conn)
        if came is None:
            self._wait_for_bytes(conn)
        elif came:
            super().enqueue_req(conn)
        else:
            self._half[conn] = monotonic() + limits.HEAD_SECONDS

    def _wait_for_bytes(self, conn: Any) -> None:
        """As gunicorn waits for the first byte of a connection that has been silent."""
        conn.sock.setblocking(False)
        conn.timeout = monotonic() + limits.HEAD_SECONDS
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """See gunicorn; then look at those of whom a part of the request is there."""
        super().wait_for_and_dispatch_events(_LOOK_SECONDS if self._half else timeout)
        now = monotonic()
        for conn, until in tuple(self._half.items()):
            if _came(conn):
                del self._half[conn]
                super().enqueue_req(conn)
            elif until < now:
                del self._half[conn]
                self.nr_conns -= 1
                conn.close()
        for conn, until in tuple(self._answering.items()):
            if until < now:
                self._answering.pop(conn, None)
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)  # who still waits for the body reads its end

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose head is there; see gunicorn."""
        conn.sock.settimeout(limits.ANSWER_SECONDS)
        self._answering[conn] = monotonic() + limits.REQUEST_SECONDS
        try:
            return super().handle_request(req, conn)
        finally:
            self._answering.pop(conn, None)


def _came(conn: Any) -> bool | None:
    """Whether a thread can go on with what has come without waiting; None if nothing has."""
    if conn.parser is not None and conn.parser.unreader.buf.getvalue():
        return True  # a part of the next request was read with the last one
    try:
        seen = conn.sock.recv(_SEEN_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return True  # gunicorn finds out, and closes it
    return not seen or len(seen) == _SEEN_BYTES or _is_whole(seen)


def _is_whole(seen: bytes) -> bool:
    """Whether a request has come with its body."""
    head, end, body = seen.partition(b"\r\n\r\n")
    if not end:
        return b"\n\n" in seen  # gunicorn says what is wrong with it
    if _CHUNKED.search(head):
        return b"0\r\n\r\n" in body
    length = _LENGTH.search(head)
    return length is None or len(body) >= min(int(length[1]), _SEEN_BYTES - len(head) - len(end))
