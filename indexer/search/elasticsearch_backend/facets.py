"""The counts of an answer: what the server counted, and counted again where it could not be exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from indexer.search.elasticsearch_backend.question import Question, count_body
from indexer.search.interface import Facet, FacetCount, SearchRequest

Ask = Callable[[dict[str, Any]], Any]


class _Bucket(msgspec.Struct, frozen=True):
    doc_count: int
    key: str | int | float = ""

    @property
    def value(self) -> str:
        return self.key if isinstance(self.key, str) else str(int(self.key))


class _Buckets(msgspec.Struct, frozen=True):
    """Counts may be too low by the error bound, if a facet has more values than a shard's share."""

    buckets: list[_Bucket] = []
    doc_count_error_upper_bound: int = 0


class _Facet(msgspec.Struct, frozen=True):
    values: _Buckets
    chosen: _Buckets = _Buckets()


def facet_counts(
    aggregations: Mapping[str, Any], asked: Question, request: SearchRequest, ask: Ask
) -> dict[Facet, tuple[FacetCount, ...]]:
    """The counts of each facet asked for; ``ask`` sends one more search where a count is not exact."""
    return {
        facet: _counts(facet, msgspec.convert(aggregations[facet], _Facet), asked, request, ask)
        for facet in request.facets
    }


def _counts(
    facet: Facet, counted: _Facet, asked: Question, request: SearchRequest, ask: Ask
) -> tuple[FacetCount, ...]:
    listed = [FacetCount(bucket.value, bucket.doc_count) for bucket in counted.values.buckets]
    if counted.values.doc_count_error_upper_bound:
        listed = _exact(facet, [each.value for each in listed], asked, ask)
    values = dict.fromkeys(request.filters.get(facet, ()))
    chosen = [
        FacetCount(value, bucket.doc_count)
        for value, bucket in zip(values, counted.chosen.buckets, strict=True)
    ]
    known = {each.value for each in listed}
    ordered = sorted(listed, key=lambda each: (-each.count, each.value))
    return (*ordered, *(each for each in chosen if each.value not in known))


def _exact(facet: Facet, values: Sequence[str], asked: Question, ask: Ask) -> list[FacetCount]:
    answer = ask(count_body(asked, facet, values))
    found = msgspec.convert(answer["aggregations"][facet], _Buckets)
    pairs = zip(values, found.buckets, strict=True)
    return [FacetCount(value, bucket.doc_count) for value, bucket in pairs]
