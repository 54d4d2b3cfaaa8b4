"""The hits of a page, in order, from where the last page ended."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import tantivy
from tantivy import Order, Query

from indexer.search.cursor import MOST_SEEN, Cursor
from indexer.search.fields import WEIGHT
from indexer.search.interface import SearchRequest
from indexer.search.tantivy_backend.compile import between, filtered
from indexer.search.tantivy_backend.found import count, find

_SORT_FIELDS = {
    "citations": ("by_citations", Order.Desc),
    "year": ("by_year", Order.Desc),
    "year_asc": ("by_year_asc", Order.Asc),
}
# more than asked for, so that hits of one sort key are seen together and the next page is known to
# exist
_SLACK = 32


class Ranked(msgspec.Struct, frozen=True):
    """A hit in order: ``key`` is its score or its sort key."""

    key: float | int
    number: int
    address: tantivy.DocAddress


def find_page(
    searcher: tantivy.Searcher, query: Query, request: SearchRequest, cursor: Cursor | None
) -> tuple[int, list[Ranked]]:
    """The total, and the hits after the cursor: at least one more than the page holds, if there are."""
    if request.size == 0:
        return count(searcher, query), []
    if request.sort == "relevance":
        return _by_relevance(searcher, query, request.size, cursor)
    return _by_field(searcher, query, request, cursor)


def _by_relevance(
    searcher: tantivy.Searcher, query: Query, size: int, cursor: Cursor | None
) -> tuple[int, list[Ranked]]:
    """Tantivy cannot go on after a score, so look at as many as were seen and find the last one's place again."""
    # a forged cursor must not ask for more time and memory than an honest one
    most = max(1, min(searcher.num_docs, 2 * MOST_SEEN))
    limit = min((cursor.seen if cursor else 0) + size + _SLACK, most)
    while True:
        found = find(searcher, query, limit, weight=WEIGHT)
        ranked = _ranked(searcher, found.hits, descending=True)
        complete = len(ranked) >= found.count
        if not complete:
            # hits beyond the limit may share the last score and by number belong between these
            ranked = [each for each in ranked if each.key != ranked[-1].key]
        rest = ranked[_place_after(ranked, cursor) :]
        if complete or len(rest) > size or limit == most:
            return found.count, rest
        limit = min(limit * 2, most)


def _place_after(ranked: Sequence[Ranked], cursor: Cursor | None) -> int:
    if cursor is None:
        return 0
    for index, each in enumerate(ranked):
        if each.number == cursor.number:  # its score may have changed meanwhile: its place counts
            return index + 1
    last = (-cursor.key, cursor.number)
    return sum((-each.key, each.number) <= last for each in ranked)


def _by_field(
    searcher: tantivy.Searcher, query: Query, request: SearchRequest, cursor: Cursor | None
) -> tuple[int, list[Ranked]]:
    field, order = _SORT_FIELDS[request.sort]
    descending = order == Order.Desc
    limit = request.size + _SLACK
    if cursor is None:
        found = find(searcher, query, limit, order_by=field, order=order)
        return found.count, _ranked(searcher, found.hits, descending=descending)
    last = int(cursor.key)
    low, high = (None, last) if descending else (last, None)
    rest = filtered(query, [between(field, low, high)])
    found = find(searcher, rest, limit, order_by=field, order=order)
    ranked = _ranked(searcher, found.hits, descending=descending)
    after = [each for each in ranked if each.key != last or each.number > cursor.number]
    return count(searcher, query), after


def _ranked(
    searcher: tantivy.Searcher,
    hits: Sequence[tuple[float | int, tantivy.DocAddress]],
    *,
    descending: bool,
) -> list[Ranked]:
    """The hits by key, and by number where the key is the same."""
    numbers = searcher.fast_field_values("number", [address for _, address in hits])
    ranked = [
        Ranked(key, int(number or 0), address)
        for (key, address), number in zip(hits, numbers, strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.key if descending else each.key, each.number))
