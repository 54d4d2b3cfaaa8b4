"""What work costs this process and all that it starts: seconds, processor seconds, peak memory, disk.

Processor seconds and memory of other processes are read from ``/proc`` (Linux): workers that a fork server starts are
nobody's children that ``getrusage`` would count. Elsewhere only this process and its ended children are counted.
"""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

_PROC = Path("/proc")
_TICK = 1 / os.sysconf("SC_CLK_TCK")


class Cost(msgspec.Struct):
    """So many items, and what they took."""

    items: int = 0
    seconds: float = 0.0
    processor: float = 0.0


class Memory(msgspec.Struct):
    """Peaks in MiB: of this process, of the largest process that it started, and of all of them together."""

    own: float = 0.0
    worker: float = 0.0
    together: float = 0.0


class Clock:
    """Charges the time since it was last asked to a name; keeps the peaks of memory besides.

    ``servers``: processes that others have started, whose processor seconds count too, with those of their children.
    """

    def __init__(self, memory: Memory, servers: Collection[int] = ()) -> None:
        self.memory = memory
        self._servers = tuple(servers)
        forget_peak()
        self._last = time.perf_counter(), processor_seconds(self._servers)

    def charge(self, cost: Cost, items: int = 0) -> None:
        """All that was done since the last call belongs to this cost."""
        now = time.perf_counter(), processor_seconds(self._servers)
        cost.items += items
        cost.seconds += now[0] - self._last[0]
        cost.processor += max(0.0, now[1] - self._last[1])
        self._last = now
        self._look()

    def _look(self) -> None:
        workers = list(descendants())
        own, peak = memory_of("self")
        others = [memory_of(str(pid)) for pid in workers]
        seen = self.memory
        seen.own = max(seen.own, peak)
        seen.worker = max([seen.worker, *(other[1] for other in others)])
        seen.together = max(seen.together, own + sum(other[0] for other in others))


def processor_seconds(servers: Collection[int] = ()) -> float:
    """Processor seconds of this process, of those that it started, and of theirs, ended or not; and of the servers."""
    own = os.times()
    spent = own.user + own.system + own.children_user + own.children_system
    others = (pid for server in servers for pid in (server, *descendants(server)))
    return spent + sum(map(_spent, descendants())) + sum(map(_spent, others))


def _spent(pid: int) -> float:
    fields = _stat(pid)
    # user and system time, own and of ended children: fields 14 to 17 of proc(5), counted after the name
    return sum(map(int, fields[11:15])) * _TICK if fields else 0.0


def _stat(pid: int) -> list[str]:
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended meanwhile
        return []
    return text.rpartition(")")[2].split()


def descendants(process: int | None = None) -> Iterator[int]:
    """The processes that a process (default: this one) and its own have started and that are alive."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*"):
        fields = _stat(int(path.name))
        if fields:
            children[int(fields[1])].append(int(path.name))
    waiting = [process or os.getpid()]
    while waiting:
        found = children.pop(waiting.pop(), [])
        yield from found
        waiting.extend(found)


def memory_of(process: str) -> tuple[float, float]:
    """Resident memory now and at its peak, in MiB; zeros where the system does not tell."""
    try:
        text = (_PROC / process / "status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0, 0.0
    found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", text, re.MULTILINE))
    return int(found.get("VmRSS", 0)) / 1024, int(found.get("VmHWM", 0)) / 1024


def forget_peak() -> None:
    """Begin the peak of this process anew, so that each part of a long run has its own (Linux)."""
    try:
        (_PROC / "self/clear_refs").write_text("5", encoding="ascii")
    except OSError:  # not allowed, or not Linux: the peak is that of the whole run so far
        return


def size_of(path: Path) -> float:
    """MiB on disk of a file with what its name begins (journals), or of all files in a folder."""
    beside = path.rglob("*") if path.is_dir() else path.parent.glob(path.name + "*")
    return sum(file.stat().st_size for file in beside if file.is_file()) / 2**20
