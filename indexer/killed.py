"""Whether the last indexer was killed at work: then this one lets other processes do all that may have killed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = "indexing"


@contextmanager
def work_noted(home: Path) -> Iterator[bool]:
    """Note inside that work goes on; gives True if a note was left behind. For the holder of the lock of indexing."""
    note = home / _NAME
    killed = note.exists()
    with suppress(OSError):  # where there is no room for it, the work itself will say so
        note.touch()
    try:
        yield killed
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
