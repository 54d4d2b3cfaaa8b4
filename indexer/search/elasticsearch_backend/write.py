"""Writing documents in bulk: idempotent, in order, and what is in the index already is not written again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from indexer.search.elasticsearch_backend.connection import WRITE_SECONDS
from indexer.search.elasticsearch_backend.mapping import source
from indexer.search.errors import SearchUnavailable
from indexer.search.interface import SearchDocument

_CHUNK = 500
_CHUNK_BYTES = 10 << 20
_IN_MEMORY = 16 << 20
_RETRIES = 8

Action = dict[str, Any]


class Spool(msgspec.Struct, frozen=True):
    """All that a call of ``apply`` brought, on disk if it is much: a source that fails leaves the index alone."""

    deletes: IO[bytes]
    upserts: IO[bytes]

    def numbers(self) -> Iterator[int]:
        """The numbers to delete."""
        self.deletes.seek(0)
        return map(int, self.deletes)

    def documents(self) -> Iterator[SearchDocument]:
        """The documents to put in."""
        self.upserts.seek(0)
        decoder = msgspec.json.Decoder(SearchDocument)
        return map(decoder.decode, self.upserts)


@contextmanager
def spooled(upserts: Iterable[SearchDocument], deletes: Iterable[int]) -> Iterator[Spool]:
    """Read both streams to their ends."""
    encoder = msgspec.json.Encoder()
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as removed,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as added,
    ):
        removed.writelines(f"{number}\n".encode() for number in deletes)
        added.writelines(encoder.encode(document) + b"\n" for document in upserts)
        yield Spool(removed, added)


class IndexSink:
    """Takes documents into one generation; they show at :meth:`show`. ``check`` may raise between bulks."""

    def __init__(
        self, client: Elasticsearch, index: str, where: str, check: Callable[[], None]
    ) -> None:
        self._client = client.options(request_timeout=WRITE_SECONDS)
        self._index = index
        self._where = where
        self._check = check

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace. Raises SearchUnavailable with what the server did not take."""
        self._bulk(_removal(number) for number in deletes)
        self._bulk(_addition(document) for document in upserts)

    def apply_changes(self, upserts: Iterator[SearchDocument], deletes: Iterator[int]) -> None:
        """The same, but documents that the index holds in the same version are passed over."""
        self.show()  # what a killed writer left unseen must not be taken for unchanged
        self._bulk(_removal(number) for number in deletes)
        while documents := list(islice(upserts, _CHUNK)):
            self._bulk(_addition(document) for document in self._changed(documents))

    def show(self) -> None:
        """Let readers see everything that was written."""
        self._client.indices.refresh(index=self._index)

    def _changed(self, documents: list[SearchDocument]) -> list[SearchDocument]:
        found = self._client.search(
            index=self._index,
            query={"terms": {"number": [document.number for document in documents]}},
            size=len(documents),
            source=False,
            docvalue_fields=[{"field": "number"}, {"field": "version"}],
        )
        hits = [hit["fields"] for hit in found["hits"]["hits"]]
        held = {(hit["number"][0], hit["version"][0]) for hit in hits}
        return [each for each in documents if (each.number, each.version) not in held]

    def _bulk(self, actions: Iterable[Action]) -> None:
        failures: list[str] = []
        results = streaming_bulk(
            self._client,
            actions,
            index=self._index,
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
            raise_on_error=False,
            max_retries=_RETRIES,
            initial_backoff=0.2,
            max_backoff=5,
        )
        for count, (taken, item) in enumerate(results):
            if count % _CHUNK == 0:
                self._check()
            if not taken and (failure := _failure(item)):
                failures.append(failure)
        if failures:
            raise SearchUnavailable(
                "rejected", where=self._where, count=len(failures), reason=failures[0]
            )


def _addition(document: SearchDocument) -> Action:
    return {"_op_type": "index", "_id": str(document.number), "_source": source(document)}


def _removal(number: int) -> Action:
    return {"_op_type": "delete", "_id": str(number)}


def _failure(item: dict[str, Any]) -> str | None:
    ((operation, told),) = item.items()
    if operation == "delete" and told.get("status") == 404:
        return None  # it is not there, as was asked
    error = told.get("error") or {}
    reason = error.get("reason") if isinstance(error, dict) else error
    return f"{told.get('_id')}: {reason}"
