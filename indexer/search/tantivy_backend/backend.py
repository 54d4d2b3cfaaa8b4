"""The tantivy backend: :class:`indexer.search.interface.SearchBackend` over a folder, without a server."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import tantivy

from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument, SearchRequest, SearchResults, Writer
from indexer.search.tantivy_backend.read import answer, numbers_and_versions
from indexer.search.tantivy_backend.storage import Storage
from indexer.search.tantivy_backend.write import IndexSink, open_index, open_sink

_OPEN_TRIES = 5


class _Opened(msgspec.Struct, frozen=True):
    """An index as last loaded: ``state`` identifies the commit that the reader has seen."""

    folder: Path
    index: tantivy.Index
    state: tuple[int, int]


class TantivyBackend:
    """An index under ``root``. Readers see each commit and each swap at their next search, from any process."""

    def __init__(self, root: Path, *, lock_seconds: float = 30.0) -> None:
        self._storage = Storage(root, lock_seconds)
        self._opened: _Opened | None = None
        self._closed = False
        self._guard = threading.Lock()

    def search(self, request: SearchRequest) -> SearchResults:
        """See :meth:`indexer.search.interface.SearchBackend.search`."""
        return answer(self._searcher(), request)

    def usable(self) -> bool:
        """See :meth:`indexer.search.interface.SearchBackend.usable`."""
        return self._storage.usable()

    def count(self) -> int:
        """How many works the index holds."""
        documents: int = self._searcher().num_docs
        return documents

    def ids_and_versions(self) -> Iterator[tuple[int, int]]:
        """Number and version of every document, by number, from one snapshot."""
        yield from numbers_and_versions(self._searcher())

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace, in one commit; makes the index if there is none."""
        with self._storage.lock():
            folder = self._storage.current()
            if folder is not None:
                with open_sink(folder) as sink:
                    sink.apply(upserts, deletes)
                return
            with self._new() as sink:
                sink.apply(upserts, deletes)

    @contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """A new index to fill; it takes the old one's place at the end, or vanishes if the block fails."""
        with self._storage.lock():
            self._storage.sweep(keep=self._storage.pointed())
            with self._new() as sink:
                yield sink

    @contextmanager
    def _new(self) -> Iterator[IndexSink]:
        """A new generation, published at the end; what fails leaves nothing on a disk that may be full."""
        folder = self._storage.new_generation()
        try:
            with open_sink(folder) as sink:
                yield sink
            self._storage.publish(folder)
        except BaseException:
            self._storage.sweep(keep=self._storage.pointed())
            raise

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            self._opened = None
            self._closed = True

    def _searcher(self) -> tantivy.Searcher:
        with self._guard:
            if self._closed:
                raise SearchUnavailable("closed", where=str(self._storage.root))
            self._opened = self._up_to_date(self._opened)
            return self._opened.index.searcher()

    def _up_to_date(self, opened: _Opened | None) -> _Opened:
        failure = SearchUnavailable("no_index", where=str(self._storage.root))
        for _ in range(_OPEN_TRIES):
            folder = self._storage.current()
            if folder is None:
                break
            try:
                return _load(folder, opened)
            except SearchUnavailable as error:
                failure = error  # a rebuild may have swapped the folder away just now: look again
        raise failure


def _load(folder: Path, opened: _Opened | None) -> _Opened:
    try:
        status = (folder / "meta.json").stat()
        # taken before loading, so that a commit in between is loaded again next time
        state = (status.st_ino, status.st_mtime_ns)
        if opened is None or opened.folder != folder:
            index = open_index(folder)
        elif opened.state != state:
            index = opened.index
        else:
            return opened
        index.reload()
    except (OSError, ValueError) as error:
        raise SearchUnavailable("broken", where=str(folder), reason=str(error)) from error
    return _Opened(folder, index, state)
