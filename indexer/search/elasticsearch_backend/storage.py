"""The indices of one name on a cluster: generations, the alias that points to the current one, the writers' lock.

::

    NAME-v1.1             the alias that readers ask; its name says by which versions it was built
    NAME-v1.1-17637…      a generation
    NAME-lock             holds the writers' lease
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from elasticsearch import Elasticsearch

from indexer.search.elasticsearch_backend.address import Address
from indexer.search.elasticsearch_backend.connection import WRITE_SECONDS
from indexer.search.elasticsearch_backend.lease import Lease
from indexer.search.elasticsearch_backend.mapping import VERSION, index_body
from indexer.search.errors import SearchUnavailable


class Storage:
    """Where an index lives. Methods pass the client's errors on."""

    def __init__(
        self, client: Elasticsearch, address: Address, *, lease_seconds: float, lock_seconds: float
    ) -> None:
        self._client = client
        self._name = address.name
        self._where = address.where
        self.alias = f"{address.name}-{VERSION}"
        self._lease = Lease(
            client,
            f"{address.name}-lock",
            where=address.where,
            term=lease_seconds,
            patience=lock_seconds,
        )

    def current(self) -> str | None:
        """The current generation, or None before the first. Raises SearchUnavailable if it is of another version."""
        published = self._published()
        found = next((index for index, aliases in published if self.alias in aliases), None)
        if found is None and published:
            raise SearchUnavailable("other_version", where=self._where)
        return found

    def usable(self) -> bool:
        """Whether there is a generation, of this version."""
        return any(self.alias in aliases for _, aliases in self._published())

    def missing(self) -> SearchUnavailable:
        """Why there is nothing behind the alias."""
        code = "other_version" if self._published() else "no_index"
        return SearchUnavailable(code, where=self._where)

    def new_generation(self) -> str:
        """A new empty index. Call it under the lock."""
        index = f"{self.alias}-{time.time_ns()}"
        self._writer().indices.create(index=index, **index_body())
        return index

    def publish(self, generation: str) -> None:
        """Make it the current one and remove all others, in one step. Call it under the lock."""
        others = [index for index in self._generations() if index != generation]
        actions = [
            {"add": {"index": generation, "alias": self.alias}},
            *({"remove_index": {"index": index}} for index in others),
        ]
        self._writer().indices.update_aliases(actions=actions)

    def sweep(self) -> None:
        """Remove the generations that no alias names: what a killed rebuild left. Call it under the lock."""
        published = {index for index, _ in self._published()}
        for index in self._generations():
            if index not in published:
                self.remove(index)

    def remove(self, generation: str) -> None:
        """Remove a generation."""
        self._writer().indices.delete(index=generation, ignore_unavailable=True)

    def lock(self) -> AbstractContextManager[Callable[[], None]]:
        """Hold the writers' lock; gives a check that raises if it was lost. Raises SearchUnavailable."""
        return self._lease.hold()

    def _published(self) -> list[tuple[str, list[str]]]:
        found = self._client.indices.get_alias(index=f"{self._name}-v*")
        return [(index, list(each["aliases"])) for index, each in found.items() if each["aliases"]]

    def _generations(self) -> list[str]:
        found = self._client.indices.get_alias(index=f"{self._name}-v*")
        return sorted(index for index in found if "-" in index.removeprefix(f"{self._name}-v"))

    def _writer(self) -> Elasticsearch:
        return self._client.options(request_timeout=WRITE_SECONDS)
