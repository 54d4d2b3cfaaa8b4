"""Edits of source files reach the catalogue while the worker and the site run: each looks again as it goes on."""

from __future__ import annotations

from threading import Lock

from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing_within
from catalogue.harvested.sources import changed, register_sources
from catalogue.settings import Settings
from crawler.sources.definition import SourceFiles, entry_of, read_sources, source_paths

Signature = dict[str, tuple[str, int, int, int] | None]


class SourceWatch:
    """The source files as they were at the last look."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._signature: Signature | None = None
        self._files = SourceFiles({}, {})

    def look(self, engine: Engine, patience: float) -> SourceFiles:
        """The files as they are now, written into the catalogue where they say something new.

        If no file has changed, it costs a look at the folders. Raises OperationalError if the catalogue is unavailable,
        or locked by others for more than ``patience`` seconds; the next look tries again.
        """
        with self._lock:
            signature = self._signed()
            if signature != self._signature:
                self._files = read_sources(self._settings)
                self._write(engine, patience)
                self._signature = signature
            return self._files

    @property
    def faults(self) -> dict[str, str]:
        """What was wrong with which source's file at the last look."""
        return self._files.faults

    def _signed(self) -> Signature:
        """What tells that a file is another one than before."""
        found: Signature = {}
        for name, path in source_paths(self._settings).items():
            try:
                stat = path.stat()
            except OSError:
                found[name] = None  # reading it says why
            else:
                found[name] = (str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return found

    def _write(self, engine: Engine, patience: float) -> None:
        entries = [entry_of(definition) for definition in self._files.sound.values()]
        with reading(engine) as connection:
            if not changed(connection, entries):
                return
        with writing_within(engine, patience) as connection:
            register_sources(connection, entries)
