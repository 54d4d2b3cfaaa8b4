"""The run's side: pages go to the child, which is started at the first of them and replaced when a page was its end.

A child that dies amid a page is given the page once more, for something else may have killed it; then the page is at
fault. It is one process for all of this process, and pages wait for one another.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from typing import TypeVar

import msgspec

from crawler.formats import FORMATS, PageError, ParsedPage, SourceHints
from crawler.formats.oai_pmh.oai_about import Identifiers, Identify, Sets
from crawler.limits import PAGE, PageLimits
from crawler.parsing.wire import HEAD, Answer, PageOnWire, Refused, Task, unpacked

T = TypeVar("T")

_NO_HINTS = SourceHints(source="")
_PIECE = 1 << 18
_TRIES = 2  # of a page whose child died
_STARTS = 3  # of a child that does not live until it has its page


class _Died(Exception):  # noqa: N818 -- an event, not a fault
    """The child ended amid a page."""


class _Late(Exception):  # noqa: N818 -- the same
    """The child was not done in time."""


class Parser:
    """One child and the way to it. Any thread may call :meth:`ask`; the threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._owner = os.getpid()

    @property
    def pid(self) -> int | None:
        """The child's number, None before it is started."""
        return self._child.pid if self._child is not None else None

    def start(self) -> None:
        """Start the child, to be ready at the first page."""
        with self._lock:
            self._ready()

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def ask(self, task: Task, kind: type[T]) -> T:
        """What the child makes of the task. Raises PageError, also where the limits are met."""
        frame = msgspec.msgpack.encode(task)
        with self._lock:
            told = self._told(frame, task.limits)
        answer = _decoder().decode(told)
        if isinstance(answer, Refused):
            raise PageError(answer.reason, answer.detail)
        return msgspec.msgpack.decode(answer.body, type=kind)

    def _told(self, frame: bytes, limits: PageLimits) -> bytearray:
        for turn in range(_TRIES):
            try:
                return self._exchange(frame, time.monotonic() + limits.seconds)
            except _Late:
                self._end()
                raise PageError(
                    "too-slow", f"not done after {limits.seconds:.0f} seconds"
                ) from None
            except _Died:
                status = self._end()
                if status == -signal.SIGXCPU:
                    detail = f"not done after {limits.processor} seconds of processor time"
                    raise PageError("too-slow", detail) from None
                if turn + 1 == _TRIES:
                    raise PageError("parser-failed", _how(status)) from None
        raise AssertionError  # the last turn gives an answer or raises

    def _exchange(self, frame: bytes, until: float) -> bytearray:
        line = self._ready()
        try:
            _send(line, frame, until)
            (size,) = HEAD.unpack(_receive(line, HEAD.size, until))
            return _receive(line, size, until)
        except TimeoutError:
            raise _Late from None
        except OSError:
            raise _Died from None

    def _ready(self) -> socket.socket:
        """The line to a child that lives."""
        if self._owner != os.getpid():
            # forked: the child is the first process's, whose line must not be used here
            self._child, self._line, self._owner = None, None, os.getpid()
        if self._child is not None and self._child.poll() is not None:
            self._end()  # replaced itself after a large page, or was killed while it waited
        if self._line is None:
            self._child, self._line = _started()
        return self._line

    def _end(self) -> int | None:
        """End the child if it lives, and give its status."""
        child, line = self._child, self._line
        self._child, self._line = None, None
        if line is not None:
            line.close()
        if child is None or self._owner != os.getpid():
            return None
        with suppress(subprocess.TimeoutExpired):
            # what has died is told by its own signal, not by ours
            return child.wait(0.2)
        child.kill()
        return child.wait()


def _started() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "crawler.parsing.child", str(theirs.fileno())]
        child = subprocess.Popen(  # noqa: S603 -- our own module
            command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
        )
    return child, ours


def _send(line: socket.socket, frame: bytes, until: float) -> None:
    line.settimeout(max(0.001, until - time.monotonic()))
    line.sendall(HEAD.pack(len(frame)) + frame)


def _receive(line: socket.socket, size: int, until: float) -> bytearray:
    """Exactly so many bytes. Raises TimeoutError, and ConnectionError if the other end is closed."""
    frame = bytearray(size)
    view, done = memoryview(frame), 0
    while done < size:
        line.settimeout(max(0.001, until - time.monotonic()))
        got = line.recv_into(view[done : done + _PIECE])
        if got == 0:
            raise ConnectionError
        done += got
    return frame


def _how(status: int | None) -> str:
    """How the child ended."""
    if status is None or status >= 0:
        return f"its process ended with status {status}"
    with suppress(ValueError):
        return f"its process was ended by {signal.Signals(-status).name}"
    return f"its process was ended by signal {-status}"


@cache
def _decoder() -> msgspec.msgpack.Decoder[Answer | Refused]:
    return msgspec.msgpack.Decoder(Answer | Refused)


_PARSER = Parser()
atexit.register(_PARSER.close)


def start() -> None:
    """Start the child now, while there is something else to do."""
    _PARSER.start()


def parse_limited(
    format: str, data: bytes, *, source: SourceHints, limits: PageLimits = PAGE
) -> ParsedPage:
    """The same as :func:`crawler.formats.parse_page`, in the child and under the limits."""
    return parse_with(_PARSER, format, data, source=source, limits=limits)


def parse_with(
    parser: Parser, format: str, data: bytes, *, source: SourceHints, limits: PageLimits = PAGE
) -> ParsedPage:
    """The same in the child of a parser of one's own."""
    FORMATS[format]  # an unknown format is the caller's fault, and no page's
    task = Task(job="page", format=format, data=data, hints=source, limits=limits)

    @cache
    def raws() -> list[bytes]:
        return parser.ask(msgspec.structs.replace(task, job="raws"), list[bytes])

    return unpacked(parser.ask(task, PageOnWire), raws)


def _about(job: str, data: bytes, kind: type[T]) -> T:
    return _PARSER.ask(Task(job=job, data=data, hints=_NO_HINTS, limits=PAGE), kind)


def identify(data: bytes) -> Identify:
    """The answer to ``verb=Identify``. Raises PageError."""
    return _about("identify", data, Identify)


def metadata_formats(data: bytes) -> tuple[str, ...]:
    """The metadata prefixes of ``verb=ListMetadataFormats``. Raises PageError."""
    return _about("metadata-formats", data, tuple[str, ...])


def sets(data: bytes) -> Sets:
    """The answer to ``verb=ListSets``. Raises PageError."""
    return _about("sets", data, Sets)


def identifiers(data: bytes) -> Identifiers:
    """A page of identifiers. Raises PageError."""
    return _about("identifiers", data, Identifiers)
