"""What Elasticsearch knows about words: its term suggester lists what is near, an aggregation counts many queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from indexer.search.clauses import Clause
from indexer.search.elasticsearch_backend.compile import EVERYTHING, Query, compile_clause, every
from indexer.search.elasticsearch_backend.question import question
from indexer.search.fields import SPELT
from indexer.search.interface import SearchRequest
from indexer.search.spelling import BEGINNING, FOLDED, Near, edits_to, is_long, written
from indexer.search.tokens import folded_tokens

_MOST = 20  # words a kind of nearness
_EACH_SHARD = 100  # so that the counts of the frequent ones are whole


class _Option(msgspec.Struct, frozen=True):
    text: str
    freq: int


class _Entry(msgspec.Struct, frozen=True):
    options: list[_Option]


class ElasticsearchSpeller(msgspec.Struct, frozen=True):
    """Answers by one search a question, which ``ask`` sends; see :class:`indexer.search.suggest.Speller`."""

    ask: Callable[[dict[str, Any]], Any]

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """How many works each clause finds."""
        return self._count([compile_clause(each) for each in clauses])

    def near(self, words: Sequence[str]) -> list[list[Near]]:
        """The words near to each."""
        answer: Mapping[str, Any] = self.ask(near_body(words))["suggest"]
        found = {name: msgspec.convert(each, list[_Entry]) for name, each in answer.items()}
        return [_near(number, word, found) for number, word in enumerate(words)]

    def totals(self, requests: Sequence[SearchRequest]) -> list[int]:
        """How many works each request finds."""
        asked = [question(msgspec.structs.replace(each, sort="year")) for each in requests]
        return self._count([every([each.query, *each.filters.values()]) for each in asked])

    def _count(self, queries: Sequence[Query]) -> list[int]:
        told = self.ask(counts_body(queries))
        return [each["doc_count"] for each in told["aggregations"]["each"]["buckets"]]


def counts_body(queries: Sequence[Query]) -> dict[str, Any]:
    """The search that counts what each of the queries finds, in their order."""
    return {
        "query": EVERYTHING,
        "size": 0,
        "track_total_hits": False,
        "aggs": {"each": {"filters": {"filters": list(queries)}}},
    }


def near_body(words: Sequence[str]) -> dict[str, Any]:
    """The search for what is near to each word, as it is spelt and folded."""
    return {
        "size": 0,
        "_source": False,
        "suggest": {
            name: {"text": text, "term": {"field": field, **options}}
            for number, word in enumerate(words)
            for name, text, field, options in _asked(number, word)
        },
    }


def _asked(number: int, word: str) -> Iterable[tuple[str, str, str, dict[str, Any]]]:
    """A name, a text, a field and the options of every suggester for a word: in each field one edit, or two."""
    for field, text in _forms(word):
        yield f"{number} {field} 1", text, field, _options(max_edits=1, prefix_length=0)
        if is_long(text):
            yield f"{number} {field} 2", text, field, _options(max_edits=2, prefix_length=BEGINNING)


def _forms(word: str) -> Iterable[tuple[str, str]]:
    yield SPELT, word
    for token in folded_tokens(word)[:1]:
        yield from ((field, token) for field in FOLDED)


def _options(**options: int) -> dict[str, Any]:
    return {
        "suggest_mode": "always",
        "sort": "frequency",
        "size": _MOST,
        "shard_size": _EACH_SHARD,
        **options,
    }


def _near(number: int, word: str, found: Mapping[str, list[_Entry]]) -> list[Near]:
    """What is near as it is spelt; else what is near folded."""
    spelt, *folded = [
        list(
            _compared(text, [*found[f"{number} {field} 1"], *found.get(f"{number} {field} 2", [])])
        )
        for field, text in _forms(word)
    ]
    return spelt or written(word, (near for each in folded for near in each))


def _compared(text: str, entries: Iterable[_Entry]) -> Iterable[Near]:
    works = {option.text: option.freq for entry in entries for option in entry.options}
    for word, found in works.items():
        if edits := edits_to(text, word):
            yield Near(word, edits, found)
