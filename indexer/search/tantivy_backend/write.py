"""Writing documents into one tantivy index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument
from indexer.search.tantivy_backend.compile import schema
from indexer.search.tantivy_backend.schema import register_analysers, to_tantivy

_HEAP_BYTES = 64_000_000


class IndexSink:
    """Takes documents into an open tantivy writer; a document replaces the one of its number."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace; visible when the block of :func:`open_sink` ends."""
        for number in deletes:
            self._writer.delete_documents_by_term("number", number)
        for document in upserts:
            self._writer.delete_documents_by_term("number", document.number)
            self._writer.add_document(to_tantivy(document))


def open_index(folder: Path) -> tantivy.Index:
    """Open the index in a folder, or make one there. Raises SearchUnavailable."""
    try:
        index = tantivy.Index(schema(), str(folder))
    except (ValueError, OSError) as error:
        raise SearchUnavailable("broken", where=str(folder), reason=str(error)) from error
    register_analysers(index)
    index.config_reader("manual")
    return index


@contextmanager
def open_sink(folder: Path) -> Iterator[IndexSink]:
    """A sink into the index of a folder. What it took is committed at the end, or dropped if the block fails."""
    index = open_index(folder)
    # one thread: documents are made in Python, under one lock, and memory stays at one heap
    writer = index.writer(_HEAP_BYTES, 1)
    try:
        yield IndexSink(writer)
    except BaseException:
        writer.rollback()
        raise
    else:
        writer.commit()
    finally:
        writer.wait_merging_threads()
