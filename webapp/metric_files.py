"""The figures of all processes of one site, in files of a shared folder, in the form of prometheus_client.

The library maps these files into memory: on a full tmpfs a write into such a page kills the process (SIGBUS). Here they
are written by calls that fail with an error instead. A process then counts in memory, and writes when there is room.
The files of processes that have ended are added up in one, so that a count never falls and their number never grows.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from prometheus_client import values
from prometheus_client.core import Metric
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_ENDED = "ended"
_KINDS = ("counter", "histogram", "summary")  # what may be added up
_HEADER = struct.Struct("i4x")  # how many bytes are used
_VALUE = struct.Struct("dd")  # the value, and a time that nobody reads here
_UNREADABLE = (OSError, ValueError, RuntimeError, struct.error)
_LOCK = Lock()


class MetricFile:
    """The values of one process and one kind of metric: in memory, and in a file as far as there is room for it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._used = _HEADER.size
        self._values: dict[str, float] = {}
        self._places: dict[str, int] = {}
        self._late: set[str] = set()
        with suppress(
            *_UNREADABLE
        ):  # a process of this number has ended, and nobody added its file up
            for key, value, _, place in MmapedDict.read_all_values_from_file(str(path)):  # type: ignore[no-untyped-call]
                self._values[key], self._places[key] = value, place
                self._used = place + _VALUE.size

    def get(self, key: str) -> float:
        """The value of a key."""
        return self._values.get(key, 0.0)

    def set(self, key: str, value: float) -> None:
        """Give a key a value; write it, and whatever waited for room."""
        self._values[key] = value
        self._late.add(key)
        self.save()

    def save(self) -> None:
        """Write what is not written yet. What finds no room stays in memory and waits."""
        for key in tuple(self._late):
            with suppress(OSError):
                self._write(key)
                self._late.discard(key)

    def _write(self, key: str) -> None:
        value = _VALUE.pack(self._values[key], 0.0)
        if (place := self._places.get(key)) is not None:
            self._put(value, place)
            return
        entry = _named(key) + value
        self._put(entry, self._used)
        self._put(_HEADER.pack(self._used + len(entry)), 0)  # from now on readers see the entry
        self._used += len(entry)
        self._places[key] = self._used - _VALUE.size

    def _put(self, content: bytes, place: int) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.pwrite(self._file, content, place) < len(content):
            raise OSError(f"{self._path}: no room")


class SharedValue:
    """One value as prometheus_client's metrics want it; takes the place of its ``ValueClass``."""

    _multiprocess = True

    def __init__(
        self,
        typ: str,
        metric_name: str,
        name: str,
        labelnames: Iterable[str],
        labelvalues: Iterable[str],
        help_text: str,
        multiprocess_mode: str = "",
        **_more: Any,
    ) -> None:
        self._kind = f"{typ}_{multiprocess_mode}" if typ == "gauge" else typ
        self._key = mmap_key(metric_name, name, list(labelnames), list(labelvalues), help_text)

    def inc(self, amount: float) -> None:
        """Add to the value."""
        with _LOCK:
            file = _file(self._kind)
            file.set(self._key, file.get(self._key) + amount)

    def set(self, value: float, timestamp: float | None = None) -> None:
        """Replace the value."""
        with _LOCK:
            _file(self._kind).set(self._key, value)

    def get(self) -> float:
        """The value that this process has counted."""
        with _LOCK:
            return _file(self._kind).get(self._key)

    def set_exemplar(self, exemplar: object) -> None:
        """Exemplars are not shared."""

    def get_exemplar(self) -> None:
        """There is none."""


_FILES: dict[tuple[int, str], MetricFile] = {}


def _file(kind: str) -> MetricFile:
    """This process's file of a kind; a process that was forked gets its own."""
    owner = os.getpid(), kind
    if owner not in _FILES:
        _FILES[owner] = MetricFile(Path(os.environ[FOLDER]) / f"{kind}_{owner[0]}.db")
    return _FILES[owner]


def use() -> None:
    """From now on new metrics are shared, where the environment names a folder for them."""
    if os.environ.get(FOLDER):
        values.ValueClass = SharedValue


class SharedCollector(Collector):
    """The figures of all processes of the folder, those that have ended included."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Every metric, added up. What cannot be read is left out."""
        with _LOCK:
            for (owner, _), file in _FILES.items():
                if owner == os.getpid():
                    file.save()
        with _alone(self._folder):
            done = {counted for kind in _KINDS for counted in _counted(_sum_of(self._folder, kind))}
            files = [
                path
                for path in sorted(self._folder.glob("*.db"))
                if _identity(path) not in done and _read(path) is not None
            ]
            yield from MultiProcessCollector.merge([str(path) for path in files])  # type: ignore[no-untyped-call]


def fold(folder: Path, ended: int | None = None) -> None:
    """Add the files of processes that have ended (``ended`` for certain) to the sum of all such, and remove them.

    May be killed at any point. On a full disk the files stay, for the next time.
    """
    if not folder.is_dir():
        return
    with _alone(folder):
        for kind in _KINDS:
            with suppress(OSError):
                _fold_kind(folder, kind, ended)


def _fold_kind(folder: Path, kind: str, ended: int | None) -> None:
    total = _sum_of(folder, kind)
    _remove(folder, _counted(total))
    old = [path for path in folder.glob(f"{kind}_*.db") if _has_ended(path, ended)]
    if not old:
        return
    sums: dict[str, float] = {}
    for path in (total, *old):
        for key, value in (_read(path) or {}).items():
            sums[key] = sums.get(key, 0.0) + value
    counted = [_identity(path) for path in old]
    draft = total.with_suffix(".draft")
    try:
        draft.write_bytes(_content(sums) + json.dumps(counted).encode())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(
        total
    )  # these files are counted from here on, whether they are still there or not
    _remove(folder, counted)


def _remove(folder: Path, counted: Iterable[tuple[str, int]]) -> None:
    for name, number in counted:
        if _identity(folder / name) == (name, number):
            (folder / name).unlink()


def _has_ended(path: Path, ended: int | None) -> bool:
    number = path.stem.rpartition("_")[2]
    if not number.isdecimal() or int(number) == ended:
        return number.isdecimal()
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it lives, and is somebody else's
        return False
    return False


def _sum_of(folder: Path, kind: str) -> Path:
    return folder / f"{kind}_{_ENDED}.db"


def _identity(path: Path) -> tuple[str, int]:
    """A file, told from a later one of the same name."""
    try:
        return path.name, path.stat().st_ino
    except OSError:
        return path.name, -1


def _counted(total: Path) -> list[tuple[str, int]]:
    """The files that a sum holds already; they stand behind the values, where readers do not look."""
    try:
        content = total.read_bytes()
        used: int = _HEADER.unpack_from(content)[0]
        return [(str(name), int(number)) for name, number in json.loads(content[used:])]
    except _UNREADABLE:
        return []


def _read(path: Path) -> dict[str, float] | None:
    """The values of a file; None if it cannot be read."""
    try:
        found = MmapedDict.read_all_values_from_file(str(path))  # type: ignore[no-untyped-call]
        return {key: value for key, value, _, _ in found}
    except _UNREADABLE:
        return None


def _content(found: dict[str, float]) -> bytes:
    entries = b"".join(_named(key) + _VALUE.pack(value, 0.0) for key, value in found.items())
    return _HEADER.pack(_HEADER.size + len(entries)) + entries


def _named(key: str) -> bytes:
    """A key as an entry begins with it: its length, itself, spaces up to the next eighth byte."""
    encoded = key.encode()
    return struct.pack("i", len(encoded)) + encoded + b" " * (8 - (len(encoded) + 4) % 8)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else reads or folds the folder meanwhile; a process that dies lets go of it."""
    number = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
