"""The process that parses: ``python -m crawler.parsing.child DESCRIPTOR``, started by :mod:`crawler.parsing.parent`.

It reads a task, sets the limits, does it and answers, one after the other. The system enforces the limits: memory by
``RLIMIT_AS`` (an allocation fails), processor time by ``RLIMIT_CPU`` (the process ends). The clock is the parent's.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from crawler.formats.page import PageError, failed
from crawler.limits import LEFT_OVER
from crawler.parsing.jobs import JOBS
from crawler.parsing.wire import HEAD, Answer, Refused, Task, refusal

try:
    import resource
except ImportError:  # Windows has no limits for processes; the parent's clock still holds
    resource = None  # type: ignore[assignment]

_STATM = Path("/proc/self/statm")
_NEW_OBJECTS = 50_000
"""How many new objects let Python look for cycles; what a parser makes has none."""


def main(descriptor: int) -> None:
    """Serve the parent until it is gone."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)
    # whoever stops the run speaks to the parent, which ends the page that it has begun
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as parent:
        threading.Thread(target=_end_with, args=(descriptor,), daemon=True).start()
        if resource is not None:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        decoder = msgspec.msgpack.Decoder(Task)
        before = _size()
        while (frame := _received(parent)) is not None:
            _serve(parent, frame, decoder, before)
            del frame
            if _size() > before + LEFT_OVER:
                return


def _end_with(descriptor: int) -> None:
    """End this process as soon as the parent is gone, also amid a page."""
    gone = select.poll()
    gone.register(descriptor, 0)  # a hang-up is always told
    gone.poll()
    os._exit(1)


def _received(parent: socket.socket) -> bytearray | None:
    """The next frame; None if the parent is gone."""
    head = _exactly(parent, HEAD.size)
    return head and _exactly(parent, HEAD.unpack(head)[0])


def _exactly(parent: socket.socket, size: int) -> bytearray | None:
    frame = bytearray(size)
    view, done = memoryview(frame), 0
    while done < size:
        got = parent.recv_into(view[done:])
        if got == 0:
            return None
        done += got
    return frame


def _serve(
    parent: socket.socket, frame: bytearray, decoder: msgspec.msgpack.Decoder[Task], before: int
) -> None:
    answer = _answered(frame, decoder, before)
    _limit_memory(None)
    parent.sendall(HEAD.pack(len(answer)))
    parent.sendall(answer)


def _answered(
    frame: bytearray, decoder: msgspec.msgpack.Decoder[Task], before: int
) -> bytes | bytearray:
    """The answer as it travels: nothing that goes wrong here is more than a refusal."""
    encode = msgspec.msgpack.encode
    task = decoder.decode(frame)
    frame.clear()
    try:
        _limit_processor(task.limits.processor)
        _limit_memory(before + task.limits.memory)
        body = encode(JOBS[task.job](task))
        if len(body) > task.limits.answer:
            detail = f"what was read from it is over {task.limits.answer:,} bytes"
            return encode(Refused(reason="too-large", detail=detail))
        return encode(Answer(body=msgspec.Raw(body)))
    except PageError as error:
        _limit_memory(None)
        return encode(refusal(error))
    except Exception as error:  # noqa: BLE001 -- the boundary of a page: whatever fails, the run goes on
        _limit_memory(None)
        return encode(refusal(failed(error)))


def _limit_processor(seconds: int) -> None:
    """From now on; at its end the system sends SIGXCPU, which ends the process."""
    if resource is not None:
        used = sum(os.times()[:2])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, hard))


def _limit_memory(size: int | None) -> None:
    """To so many bytes of address space; None lifts the limit, for what is said after it was met."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        # a system may know the limit and not heed it
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (hard if size is None else size, hard))


def _size() -> int:
    """Bytes of address space, 0 where the system does not tell."""
    try:
        return int(_STATM.read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
