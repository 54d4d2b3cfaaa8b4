"""The writers' lock of a cluster: a document that its holder keeps renewing.

No clock is compared: whoever waits takes the lease over when it has seen the same renewal for a
whole term. A killed holder's lease thus falls free by itself after one term, and a holder that
lost it (a machine that slept) notices at its next renewal, before it publishes anything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import msgspec
from elastic_transport import TransportError
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError

from indexer.search.errors import SearchUnavailable

_ID = "writer"
_POLL_SECONDS = 0.1
_RENEWALS = 4  # a term


class _Seen(msgspec.Struct, frozen=True):
    """One state of the lease document."""

    seq_no: int
    primary_term: int


class Lease:
    """The lock in the index ``index``; ``term`` is how long a lease lives without renewal, in seconds."""

    def __init__(
        self, client: Elasticsearch, index: str, *, where: str, term: float, patience: float
    ) -> None:
        self._client = client
        self._index = index
        self._where = where
        self._term = term
        self._patience = patience

    @contextmanager
    def hold(self) -> Iterator[Callable[[], None]]:
        """Hold the lock; gives a check that raises SearchUnavailable if it was lost meanwhile."""
        held = self._acquire()
        ended, lost = threading.Event(), threading.Event()
        states = [held]
        renewal = threading.Thread(
            target=self._renew, args=(states, ended, lost), name="search-lease", daemon=True
        )
        renewal.start()

        def check() -> None:
            if lost.is_set():
                raise self._locked()

        try:
            yield check
        finally:
            ended.set()
            renewal.join()
            if not lost.is_set():
                self._release(states[-1])

    def _acquire(self) -> _Seen:
        deadline = time.monotonic() + self._patience
        seen: _Seen | None = None
        since = time.monotonic()
        while True:
            if taken := self._create():
                return taken
            now = self._look()
            if now is not None and now == seen and time.monotonic() - since >= self._term:
                if taken := self._write(seen):
                    return taken
            elif now != seen:
                seen, since = now, time.monotonic()
            if time.monotonic() >= deadline:
                raise self._locked()
            time.sleep(_POLL_SECONDS)

    def _create(self) -> _Seen | None:
        try:
            made = self._client.create(index=self._index, id=_ID, document={"holder": uuid4().hex})
        except ConflictError:
            return None
        return _Seen(made["_seq_no"], made["_primary_term"])

    def _look(self) -> _Seen | None:
        try:
            found = self._client.get(index=self._index, id=_ID)
        except NotFoundError:
            return None
        return _Seen(found["_seq_no"], found["_primary_term"])

    def _write(self, seen: _Seen) -> _Seen | None:
        """Renew or take over the lease if it still is as seen."""
        try:
            made = self._client.index(
                index=self._index,
                id=_ID,
                document={"holder": uuid4().hex},
                if_seq_no=seen.seq_no,
                if_primary_term=seen.primary_term,
            )
        except (ConflictError, NotFoundError):
            return None
        return _Seen(made["_seq_no"], made["_primary_term"])

    def _renew(self, states: list[_Seen], ended: threading.Event, lost: threading.Event) -> None:
        while not ended.wait(self._term / _RENEWALS):
            try:
                renewed = self._write(states[-1])
            except (ApiError, TransportError):
                continue  # a node is unavailable: the next renewal goes to another
            if renewed is None:
                lost.set()
                return
            states.append(renewed)
            del states[:-1]

    def _release(self, held: _Seen) -> None:
        try:
            self._client.delete(
                index=self._index,
                id=_ID,
                if_seq_no=held.seq_no,
                if_primary_term=held.primary_term,
            )
        except (ApiError, TransportError):
            return  # it falls free by itself after one term

    def _locked(self) -> SearchUnavailable:
        return SearchUnavailable("locked", where=self._where, seconds=f"{self._patience:g}")
