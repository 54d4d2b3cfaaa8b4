"""Answering a request from one tantivy searcher, a snapshot of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import msgspec
import tantivy
from tantivy import Order

from indexer.search.cursor import Cursor, decode, following
from indexer.search.deadline import SUGGEST_SECONDS, Deadline, Timed
from indexer.search.errors import SearchTooSlow
from indexer.search.highlight import highlights, matcher
from indexer.search.interface import Hit, SearchRequest, SearchResults, Suggestion
from indexer.search.suggest import suggest
from indexer.search.tantivy_backend.compile import between
from indexer.search.tantivy_backend.facets import count_facets
from indexer.search.tantivy_backend.found import find
from indexer.search.tantivy_backend.hits import Ranked, find_page
from indexer.search.tantivy_backend.question import question
from indexer.search.tantivy_backend.schema import SHOWN, Shown
from indexer.search.tantivy_backend.speller import TantivySpeller

_BATCH = 5_000


def answer(searcher: tantivy.Searcher, request: SearchRequest) -> SearchResults:
    """Answer a request. Raises QuerySyntaxError, BadRequest, BadCursor, SearchTooSlow."""
    deadline = Deadline()
    suggesting, searcher = searcher, _timed(searcher, deadline)
    cursor = decode(request.cursor, request) if request.cursor else None
    asked = question(request)
    total, ranked = find_page(searcher, asked.among(), request, cursor)
    page = ranked[: request.size]
    matches = matcher(asked.tree) if request.highlight else None
    return SearchResults(
        total=total,
        hits=tuple(_hit(searcher, each, request, matches) for each in page),
        facets=count_facets(searcher, asked, request),
        next_cursor=_next(request, cursor, page) if len(ranked) > len(page) > 0 else None,
        suggestion=_suggestion(
            request, total, _timed(suggesting, deadline.sooner(SUGGEST_SECONDS))
        ),
    )


def numbers_and_versions(searcher: tantivy.Searcher) -> Iterator[tuple[int, int]]:
    """Number and version of every document, by number, in batches from one snapshot."""
    after = -1
    while True:
        rest = between("number", after + 1, None)
        found = find(searcher, rest, _BATCH, order_by="number", order=Order.Asc)
        if not found.hits:
            return
        addresses = [address for _, address in found.hits]
        versions = searcher.fast_field_values("version", addresses)
        for (number, _), version in zip(found.hits, versions, strict=True):
            yield number, int(version or 0)
        after = found.hits[-1][0]


def _next(request: SearchRequest, cursor: Cursor | None, page: Sequence[Ranked]) -> str | None:
    return following(request, cursor, (page[-1].key, page[-1].number), len(page))


def _timed(searcher: tantivy.Searcher, deadline: Deadline) -> tantivy.Searcher:
    return cast(tantivy.Searcher, Timed(searcher, deadline))


def _suggestion(
    request: SearchRequest, total: int, searcher: tantivy.Searcher
) -> Suggestion | None:
    """Did you mean; where there is no time left to find out, the request has been answered all the same."""
    try:
        return suggest(request, total, TantivySpeller(searcher))
    except SearchTooSlow:
        return None


def _hit(
    searcher: tantivy.Searcher,
    ranked: Ranked,
    request: SearchRequest,
    matches: Callable[[str], bool] | None,
) -> Hit:
    stored: bytes = searcher.doc(ranked.address)[SHOWN][0]
    shown = msgspec.msgpack.decode(stored, type=Shown)
    return Hit(
        number=ranked.number,
        id=shown.id,
        score=float(ranked.key) if request.sort == "relevance" else None,
        highlights=highlights(matches, shown.titles, shown.abstracts) if matches else (),
    )
