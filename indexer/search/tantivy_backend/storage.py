"""The folder of an embedded index: generations, the pointer to the current one, and the writer's lock.

::

    ROOT/current            the name of the current generation; replaced in one step
    ROOT/v1.1-17637…/       a tantivy index; the name begins with the versions it was built by
    ROOT/lock               held (flock) by whoever writes or rebuilds; a killed process lets go of
    it by itself
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.search.errors import SearchUnavailable
from indexer.search.interface import ANALYSIS_VERSION
from indexer.search.tantivy_backend.schema import SCHEMA_VERSION

_VERSION = f"v{SCHEMA_VERSION}.{ANALYSIS_VERSION}-"
_POLL_SECONDS = 0.05


class Storage:
    """Where an index lives. ``lock_seconds`` is how long a second writer waits."""

    def __init__(self, root: Path, lock_seconds: float) -> None:
        self.root = root
        self._lock_seconds = lock_seconds

    def current(self) -> Path | None:
        """The current generation, or None before the first. Raises SearchUnavailable if it is of another version."""
        folder = self.pointed()
        if folder is not None and not self.usable():
            raise SearchUnavailable("other_version", where=str(self.root))
        return folder

    def usable(self) -> bool:
        """Whether there is a generation, of this version."""
        folder = self.pointed()
        return folder is not None and folder.name.startswith(_VERSION)

    def pointed(self) -> Path | None:
        """The folder that the pointer names, of any version. None if there is no pointer."""
        try:
            name = (self.root / "current").read_text("utf-8", "replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SearchUnavailable("broken", where=str(self.root), reason=str(error)) from error
        return self.root / Path(name).name

    def new_generation(self) -> Path:
        """A new empty folder. Call it under the lock."""
        folder = self.root / f"{_VERSION}{time.time_ns()}"
        folder.mkdir()
        return folder

    def publish(self, generation: Path) -> None:
        """Make it the current one and remove all others. Call it under the lock."""
        pointer = self.root / "current.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.root / "current")
        self.sweep(keep=generation)

    def sweep(self, keep: Path | None) -> None:
        """Remove the generations that are not current: old ones, and what a killed rebuild left."""
        for folder in self.root.glob("v*-*"):
            if folder != keep:
                # readers that still hold its files keep them until they let go
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the writer's lock. Raises SearchUnavailable if another holds it for too long."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("ab") as file:
            self._acquire(file.fileno())
            yield

    def _acquire(self, descriptor: int) -> None:
        deadline = time.monotonic() + self._lock_seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    seconds = f"{self._lock_seconds:g}"
                    raise SearchUnavailable(
                        "locked", where=str(self.root), seconds=seconds
                    ) from None
                time.sleep(_POLL_SECONDS)
            else:
                return
