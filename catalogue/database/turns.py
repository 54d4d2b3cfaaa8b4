"""Turns at writing to SQLite: whoever wants to write waits in one queue, in the order in which they came.

SQLite has one writer, and those who wait for it look again now and then: a writer that comes back at once, as the
indexer does, is let in before them again and again. Here everybody draws the next number and waits for who has the
number before. A number is a locked byte of a file beside the catalogue, so that the kernel takes it back from a
process that is killed. The queue is for fairness only: what keeps two writers apart is SQLite's own lock.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

SUFFIX = "-turns"
"""What the name of the file adds to the database's."""
_LAST = struct.Struct("<q")  # the number drawn last, as the file keeps it
_COUNTER = 0  # the byte that guards it; number n is the byte n
# struct flock of Linux: the type, from where, the first byte, how many, the process
_FLOCK = struct.Struct("hh4xqqi4x")
_FIRST_LOOK, _LONGEST_LOOK = 0.0005, 0.01  # seconds between two looks whether it is our turn


class TurnError(TimeoutError):
    """The turn did not come within the time."""


def queue_of(database: Path) -> Path:
    """The file with the numbers."""
    return database.with_name(database.name + SUFFIX)


@contextmanager
def turn(database: Path, patience: float) -> Iterator[None]:
    """Inside, it is our turn to write. Raises :class:`TurnError` if it does not come within so many seconds.

    Who cannot use the queue, because of a full disk say, writes without a turn.
    """
    with ExitStack() as held:
        file, own = None, 0
        with suppress(OSError):
            file = _open(database)
            held.callback(os.close, file)  # lets go of our number
            own = _draw(file)
        if file is not None and own > 1:
            _wait_for(file, own - 1, patience)
        yield


def _open(database: Path) -> int:
    """Open the queue; a new one is for those to use who may use the database."""
    path = queue_of(database)
    with suppress(FileNotFoundError):
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(OSError):
        os.fchmod(file, database.stat().st_mode & 0o666)
    return file


def _draw(file: int) -> int:
    """Draw the next number, and hold it."""
    _lock(file, _COUNTER, wait=True)  # held for as long as it takes to read and write 8 bytes
    try:
        last = os.pread(file, _LAST.size, 0)
        own = (_LAST.unpack(last)[0] if len(last) == _LAST.size else 0) + 1
        _lock(file, own, wait=True)
        os.pwrite(file, _LAST.pack(own), 0)
    finally:
        _set(file, fcntl.F_UNLCK, _COUNTER, fcntl.F_OFD_SETLK)
    return own


def _wait_for(file: int, number: int, patience: float) -> None:
    """Wait until nobody holds the number any more: who had it has written, has given up, or was killed."""
    ends = time.monotonic() + patience
    pause = _FIRST_LOOK
    while not _is_free(file, number):
        if time.monotonic() >= ends:
            raise TurnError(f"no turn at writing within {patience:g} s")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_LOOK)


def _is_free(file: int, number: int) -> bool:
    with suppress(BlockingIOError, PermissionError):
        _lock(file, number, wait=False)
        _set(file, fcntl.F_UNLCK, number, fcntl.F_OFD_SETLK)
        return True
    return False


def _lock(file: int, byte: int, *, wait: bool) -> None:
    _set(file, fcntl.F_WRLCK, byte, fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK)


def _set(file: int, kind: int, byte: int, how: int) -> None:
    # locks of the open file, not of the process: threads of one process wait for each other too
    fcntl.fcntl(file, how, _FLOCK.pack(kind, os.SEEK_SET, byte, 1, 0))
