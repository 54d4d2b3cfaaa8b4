"""A search index in memory: the pipeline's tests are about what is published, not about how it is searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from indexer.search.interface import SearchDocument


class MemoryIndex:
    """Holds documents by number; stands for any backend behind the interface."""

    def __init__(self) -> None:
        self.documents: dict[int, SearchDocument] = {}
        self.of_this_version = True

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        for number in deletes:
            self.documents.pop(number, None)
        for document in upserts:
            self.documents[document.number] = document

    @contextmanager
    def rebuild(self) -> Iterator[MemoryIndex]:
        fresh = MemoryIndex()
        yield fresh
        self.documents, self.of_this_version = fresh.documents, True

    def usable(self) -> bool:
        return self.of_this_version

    def ids_and_versions(self) -> Iterator[tuple[int, int]]:
        yield from sorted((d.number, d.version) for d in self.documents.values())


@pytest.fixture
def backend() -> MemoryIndex:
    return MemoryIndex()
