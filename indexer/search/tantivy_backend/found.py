"""One search call, with the types that tantivy's own stubs leave out."""

from __future__ import annotations

from typing import Any

import msgspec
from tantivy import DocAddress, Order, Query, Searcher


class Found(msgspec.Struct, frozen=True):
    """How many documents match, and the first of them with their score or sort key."""

    count: int
    hits: list[tuple[Any, DocAddress]]


def find(
    searcher: Searcher,
    query: Query,
    limit: int,
    *,
    order_by: str | None = None,
    order: Order = Order.Desc,
    weight: str | None = None,
) -> Found:
    """The first ``limit`` (at least 1) documents, by score or by a field."""
    result: Any = searcher.search(
        query, limit, order_by_field=order_by, order=order, weight_by_field=weight
    )
    return Found(result.count, result.hits)


def count(searcher: Searcher, query: Query) -> int:
    """How many documents a query finds."""
    return find(searcher, query, 1).count
