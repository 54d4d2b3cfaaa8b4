"""Answering a request: the searches it takes, and their answers in the words of the interface."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from indexer.search.cursor import Cursor, decode, digest, following
from indexer.search.deadline import Deadline
from indexer.search.elasticsearch_backend.facets import facet_counts
from indexer.search.elasticsearch_backend.question import (
    Question,
    page_body,
    question,
    score_body,
)
from indexer.search.elasticsearch_backend.speller import ElasticsearchSpeller
from indexer.search.errors import SearchTooSlow
from indexer.search.highlight import highlights, matcher
from indexer.search.interface import Hit, SearchRequest, SearchResults, Suggestion
from indexer.search.suggest import suggest
from schemas.record import LocalizedText

_log = logging.getLogger(__name__)
_Ask = Callable[[dict[str, Any]], Any]

_BATCH = 5_000
_KEEP_PAGE = "10s"
_KEEP_STREAM = "5m"
# Between the moment at which a server should give up a search and the one at which we do.
_GRACE_SECONDS = 0.5
# How a server says that it gave up a search of which it may not return a part.
_GIVEN_UP = ("Time exceeded", "search_timeout_exception", "task_cancelled_exception")
# If a part of the index is unavailable, the search is an error: a smaller answer would look like the whole.
_WHOLE: dict[str, Any] = {"allow_partial_search_results": False}


class _Shown(msgspec.Struct, frozen=True):
    """What is kept of a document."""

    id: str
    titles: tuple[tuple[str, str | None], ...] = ()
    abstracts: tuple[tuple[str, str | None], ...] = ()


class _Source(msgspec.Struct, frozen=True):
    shown: _Shown


class _Found(msgspec.Struct, frozen=True):
    """A hit; ``sort`` is its key and its number."""

    source: _Source = msgspec.field(name="_source")
    sort: tuple[float | int, ...]

    @property
    def number(self) -> int:
        return int(self.sort[1])


def answer(client: Elasticsearch, alias: str, request: SearchRequest) -> SearchResults:
    """Answer a request. Raises QuerySyntaxError, BadRequest, BadCursor, SearchTooSlow, and the client's errors."""
    cursor = decode(request.cursor, request) if request.cursor else None
    asked = question(request)
    with _asking(client, alias, request, cursor) as ask:
        place = _place(asked, request, cursor, ask)
        told = ask(page_body(asked, request, place))
        facets = facet_counts(told.get("aggregations", {}), asked, request, ask)
        total: int = told["hits"]["total"]["value"]
        suggestion = _suggestion(request, total, ask)
    found = msgspec.convert(told["hits"]["hits"], list[_Found])
    page = found[: request.size]
    matches = matcher(asked.tree) if request.highlight else None
    return SearchResults(
        total=total,
        hits=tuple(_hit(each, request, matches) for each in page),
        facets=facets,
        next_cursor=_next(request, cursor, page) if len(found) > len(page) > 0 else None,
        suggestion=suggestion,
    )


def _suggestion(request: SearchRequest, total: int, ask: _Ask) -> Suggestion | None:
    """Did you mean; a cluster that cannot say so in time has answered the request all the same."""
    try:
        return suggest(request, total, ElasticsearchSpeller(ask))
    except (ApiError, TransportError, SearchTooSlow) as error:
        _log.warning("no suggestion for a query that found %d works: %s", total, error)
        return None


def numbers_and_versions(client: Elasticsearch, alias: str) -> Iterator[tuple[int, int]]:
    """Number and version of every document, by number, in batches from one snapshot."""
    after: dict[str, Any] = {}
    with snapshot(client, alias, _KEEP_STREAM) as pit:
        while True:
            found = client.search(
                pit={"id": pit, "keep_alive": _KEEP_STREAM},
                sort=[{"number": {"order": "asc"}}],
                size=_BATCH,
                source=False,
                docvalue_fields=[{"field": "version"}],
                track_total_hits=False,
                **_WHOLE,
                **after,
            )
            hits = found["hits"]["hits"]
            for hit in hits:
                yield hit["sort"][0], hit["fields"]["version"][0]
            if len(hits) < _BATCH:
                return
            after = {"search_after": hits[-1]["sort"]}


@contextmanager
def snapshot(client: Elasticsearch, alias: str, keep: str, **options: Any) -> Iterator[str]:
    """A point in time of the index, let go of at the end."""
    pit: str = client.open_point_in_time(index=alias, keep_alive=keep, **options)["id"]
    try:
        yield pit
    finally:
        with suppress(NotFoundError):  # it has run out
            client.close_point_in_time(id=pit)


@contextmanager
def _asking(
    client: Elasticsearch, alias: str, request: SearchRequest, cursor: Cursor | None
) -> Iterator[_Ask]:
    """Sends searches; all that make one later page of hits by score go to one snapshot.

    The same request always goes to the same copies, whose scores may differ a little from those
    of others.
    """
    same_copies = f"eaci-{digest(request)}"
    deadline = Deadline()
    if cursor is None or request.sort != "relevance":
        where = {"index": alias, "preference": same_copies}
        yield lambda body: _in_time(client, deadline, body, **where)
        return
    with snapshot(client, alias, _KEEP_PAGE, preference=same_copies) as pit:
        within = {"pit": {"id": pit, "keep_alive": _KEEP_PAGE}}
        yield lambda body: _in_time(client, deadline, {**body, **within})


def _in_time(client: Elasticsearch, deadline: Deadline, body: dict[str, Any], **where: Any) -> Any:
    """One search, which the server gives up when the time is over; at the latest our leaving tells it to.

    Raises SearchTooSlow.
    """
    left = deadline.left()
    asked = {**body, "timeout": f"{max(1, int(left * 1000))}ms"}
    try:
        answer = client.options(request_timeout=left + _GRACE_SECONDS).search(
            body=asked, **where, **_WHOLE
        )
    except ConnectionTimeout as error:
        raise deadline.passed() from error
    except ApiError as error:
        if any(mark in str(error.body) for mark in _GIVEN_UP):
            raise deadline.passed() from error
        raise
    if answer.get("timed_out"):
        raise deadline.passed()
    return answer


def _place(
    asked: Question,
    request: SearchRequest,
    cursor: Cursor | None,
    ask: _Ask,
) -> Cursor | None:
    """The cursor with the score that its work has now: documents added meanwhile change every score a little.

    So a cursor holds nothing on the server, and never runs out.
    """
    if cursor is None or request.sort != "relevance":
        return cursor
    hits = ask(score_body(asked, cursor.number))["hits"]["hits"]
    return msgspec.structs.replace(cursor, key=hits[0]["_score"]) if hits else cursor


def _next(request: SearchRequest, cursor: Cursor | None, page: list[_Found]) -> str | None:
    return following(request, cursor, (page[-1].sort[0], page[-1].number), len(page))


def _hit(found: _Found, request: SearchRequest, matches: Callable[[str], bool] | None) -> Hit:
    shown = found.source.shown
    titles = [LocalizedText(*each) for each in shown.titles]
    abstracts = [LocalizedText(*each) for each in shown.abstracts]
    return Hit(
        number=found.number,
        id=shown.id,
        score=float(found.sort[0]) if request.sort == "relevance" else None,
        highlights=highlights(matches, titles, abstracts) if matches else (),
    )
