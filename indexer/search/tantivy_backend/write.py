"""Writing documents into one tantivy index."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument
from indexer.search.tantivy_backend.compile import schema
from indexer.search.tantivy_backend.schema import register_analyser, to_tantivy

_HEAP_BYTES = 64_000_000
_NO_ROOM = ("os error 28", "os error 122")  # a full disk, a full quota


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """The writer's own errors in our words: it says no more than that a thread of it has died of its disk."""
    try:
        yield
    except ValueError as error:
        raise _unwritable(folder, error) from error


class IndexSink:
    """Takes documents into an open tantivy writer; a document replaces the one of its number."""

    def __init__(self, writer: tantivy.IndexWriter, folder: Path) -> None:
        self._writer = writer
        self._folder = folder

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace; visible when the block of :func:`open_sink` ends."""
        for number in deletes:
            self._remove(number)
        for document in upserts:
            self._remove(document.number)
            made = to_tantivy(document)
            with _telling(self._folder):
                self._writer.add_document(made)

    def _remove(self, number: int) -> None:
        with _telling(self._folder):
            self._writer.delete_documents_by_term("number", number)


def open_index(folder: Path) -> tantivy.Index:
    """Open the index in a folder, or make one there. Raises SearchUnavailable."""
    try:
        index = tantivy.Index(schema(), str(folder))
    except (ValueError, OSError) as error:
        if any(mark in str(error) for mark in _NO_ROOM):
            raise _unwritable(folder, error) from error
        raise SearchUnavailable("broken", where=str(folder), reason=str(error)) from error
    register_analyser(index)
    index.config_reader("manual")
    return index


@contextmanager
def open_sink(folder: Path) -> Iterator[IndexSink]:
    """A sink into the index of a folder. What it took is committed at the end, or dropped if the block fails."""
    index = open_index(folder)
    with _telling(folder):
        # one thread: documents are made in Python, under one lock, and memory stays at one heap
        writer = index.writer(_HEAP_BYTES, 1)
    try:
        yield IndexSink(writer, folder)
    except BaseException:
        with suppress(ValueError):  # a writer whose disk has failed it has nothing to take back
            writer.rollback()
        raise
    else:
        with _telling(folder):
            writer.commit()
    finally:
        with suppress(
            ValueError
        ):  # what is committed stays; what could not be merged is merged another time
            writer.wait_merging_threads()


def _unwritable(folder: Path, error: Exception) -> SearchUnavailable:
    free = f"{shutil.disk_usage(folder).free / 2**20:,.1f}"
    return SearchUnavailable("unwritable", where=str(folder), reason=str(error), free=free)
