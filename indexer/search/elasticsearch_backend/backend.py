"""The Elasticsearch backend: :class:`indexer.search.interface.SearchBackend` over a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from indexer.search.elasticsearch_backend.address import Address
from indexer.search.elasticsearch_backend.connection import (
    Gone,
    connect,
    connect_reader,
    our_errors,
)
from indexer.search.elasticsearch_backend.read import answer, numbers_and_versions
from indexer.search.elasticsearch_backend.storage import Storage
from indexer.search.elasticsearch_backend.write import IndexSink, spooled
from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument, SearchRequest, SearchResults, Writer


class ElasticsearchBackend:
    """An index on a cluster. Readers see each write and each swap at their next search, from any machine.

    Unlike the embedded one it has no transactions: if the server fails in the middle of a write,
    a part of it may show before it is repeated. Repeating it (as the outbox does) mends that.
    """

    def __init__(
        self, address: Address, *, lease_seconds: float = 15.0, lock_seconds: float = 30.0
    ) -> None:
        self._where = address.where
        self._client = connect(address)
        self._reader = connect_reader(address)
        self._storage = Storage(
            self._client, address, lease_seconds=lease_seconds, lock_seconds=lock_seconds
        )
        self._closed = False

    def search(self, request: SearchRequest) -> SearchResults:
        """See :meth:`indexer.search.interface.SearchBackend.search`."""
        with self._using():
            try:
                with our_errors(self._where):
                    return answer(self._reader, self._storage.alias, request)
            except Gone:
                # a rebuild may have swapped the index away just now: look again
                return answer(self._reader, self._storage.alias, request)

    def usable(self) -> bool:
        """See :meth:`indexer.search.interface.SearchBackend.usable`."""
        with self._using():
            return self._storage.usable()

    def count(self) -> int:
        """How many works the index holds."""
        with self._using():
            return int(self._reader.count(index=self._storage.alias)["count"])

    def ids_and_versions(self) -> Iterator[tuple[int, int]]:
        """Number and version of every document, by number, from one snapshot."""
        with self._using():
            yield from numbers_and_versions(self._client, self._storage.alias)

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace, and show it at once; makes the index if there is none."""
        with spooled(upserts, deletes) as spool, self._using(), self._storage.lock() as check:
            current = self._storage.current()
            index = current or self._storage.new_generation()
            sink = IndexSink(self._client, index, self._where, check)
            sink.apply_changes(spool.documents(), spool.numbers())
            sink.show()
            if current is None:
                self._storage.publish(index)

    @contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """A new index to fill; it takes the old one's place at the end, or vanishes if the block fails."""
        with self._using(), self._storage.lock() as check:
            self._storage.sweep()
            index = self._storage.new_generation()
            sink = IndexSink(self._client, index, self._where, check)
            try:
                yield sink
                check()
                sink.show()
            except BaseException:
                self._storage.remove(index)
                raise
            self._storage.publish(index)

    def close(self) -> None:
        """Let go of the connections."""
        if not self._closed:
            self._closed = True
            self._client.close()
            self._reader.close()

    @contextmanager
    def _using(self) -> Iterator[None]:
        """The client's errors in our words, for as long as the backend is open."""
        if self._closed:
            raise SearchUnavailable("closed", where=self._where)
        try:
            with our_errors(self._where):
                yield
        except Gone as gone:
            raise self._missing() from gone

    def _missing(self) -> SearchUnavailable:
        """Why what was asked for is not there."""
        try:
            with our_errors(self._where):
                return self._storage.missing()
        except Gone as gone:  # what answers like this has no indices at all
            return SearchUnavailable("unreachable", where=self._where, reason=str(gone))
