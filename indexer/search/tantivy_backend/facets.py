"""Facets: each counted under the query and all other filters, so that a count is what choosing the value shows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import tantivy
from tantivy import Query

from indexer.search.fields import FACET_FIELDS
from indexer.search.interface import Facet, FacetCount, SearchRequest
from indexer.search.tantivy_backend.compile import filtered
from indexer.search.tantivy_backend.found import count
from indexer.search.tantivy_backend.question import Question, facet_filter

# a segment's share of a facet; within it counts are exact, beyond it tantivy reports an error
# bound and we count again
_SEGMENT_BUCKETS = 20_000


class _Bucket(msgspec.Struct, frozen=True):
    key: str | int | float
    doc_count: int

    @property
    def value(self) -> str:
        return self.key if isinstance(self.key, str) else str(int(self.key))


class _Terms(msgspec.Struct, frozen=True):
    """The answer of a terms aggregation; counts may be too low by the error bound."""

    buckets: list[_Bucket]
    doc_count_error_upper_bound: int | None = None


def count_facets(
    searcher: tantivy.Searcher, question: Question, request: SearchRequest
) -> dict[Facet, tuple[FacetCount, ...]]:
    """The counts of each facet under all other filters; facets without a filter share one pass."""
    free = [facet for facet in request.facets if facet not in question.filters]
    counted = _counts(searcher, question.among(), free, request.facet_size) if free else {}
    for facet in question.filters:
        if facet in request.facets:
            query = question.among(but=facet)
            counts = _counts(searcher, query, [facet], request.facet_size)[facet]
            chosen = request.filters[facet]
            counted[facet] = _with_chosen(searcher, query, facet, counts, chosen)
    return {facet: counted[facet] for facet in request.facets}


def _counts(
    searcher: tantivy.Searcher, query: Query, facets: Sequence[Facet], size: int
) -> dict[Facet, tuple[FacetCount, ...]]:
    wanted = {
        facet: {
            "terms": {
                "field": FACET_FIELDS[facet],
                "size": size,
                "segment_size": max(size, _SEGMENT_BUCKETS),
            }
        }
        for facet in facets
    }
    result = msgspec.convert(searcher.aggregate(query, wanted), dict[str, _Terms])
    return {facet: _facet_counts(searcher, query, facet, result[facet]) for facet in facets}


def _facet_counts(
    searcher: tantivy.Searcher, query: Query, facet: Facet, terms: _Terms
) -> tuple[FacetCount, ...]:
    counts = [FacetCount(bucket.value, bucket.doc_count) for bucket in terms.buckets]
    if terms.doc_count_error_upper_bound:
        counts = [_count_value(searcher, query, facet, each.value) for each in counts]
    return tuple(sorted(counts, key=lambda each: (-each.count, each.value)))


def _count_value(searcher: tantivy.Searcher, query: Query, facet: Facet, value: str) -> FacetCount:
    return FacetCount(value, count(searcher, filtered(query, [facet_filter(facet, [value])])))


def _with_chosen(
    searcher: tantivy.Searcher,
    query: Query,
    facet: Facet,
    counts: Sequence[FacetCount],
    chosen: Sequence[str],
) -> tuple[FacetCount, ...]:
    """The counts, and those of chosen values too rare to be among them: a choice must stay visible to be undone."""
    listed = {each.value for each in counts}
    missing = [value for value in dict.fromkeys(chosen) if value not in listed]
    if not missing:
        return tuple(counts)
    # in one pass: among the works that have one of them
    among = filtered(query, [facet_filter(facet, missing)])
    found = _counts(searcher, among, [facet], _SEGMENT_BUCKETS)[facet]
    known = {each.value: each.count for each in found}
    return (*counts, *(FacetCount(value, known.get(value, 0)) for value in missing))
