"""Lists to take away: what a search finds, who cites a work, what it cites; for reference managers, or as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from flask import Response, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from catalogue.derived.works import WorkEntry, WorkList, cited_works, citing_works, get_works
from indexer.search.cursor import MOST_SEEN
from indexer.search.interface import BadCursor, BadRequest, QuerySyntaxError
from webapp.addresses import takes
from webapp.exports.lists import KINDS
from webapp.extensions import limiter
from webapp.scholars.blueprint import blueprint
from webapp.scholars.labels import search_message
from webapp.scholars.query import ARGUMENTS, SearchQuery
from webapp.scholars.works import held_work
from webapp.services import ask, read_catalogue

_ENDINGS = f"<any({', '.join(KINDS)}):ending>"
_SOME = 500
_Page = Callable[[int], WorkList]


@blueprint.get(f"/search.{_ENDINGS}")
@takes(*ARGUMENTS)
@limiter.limit("20 per minute")
def search_file(ending: str) -> ResponseReturnValue:
    """The works of a search in its order, the first :data:`MOST_SEEN`; a query that cannot be answered is a 400."""
    try:
        query = SearchQuery.from_arguments(request.args).change()
        pages = _found(query)
        first = next(pages, [])
    except (QuerySyntaxError, BadRequest, BadCursor) as error:
        return Response(f"{search_message(error)}\n", 400, content_type="text/plain; charset=utf-8")
    return _file(ending, "search", chain([first], pages))


def _found(query: SearchQuery) -> Iterator[Sequence[WorkEntry]]:
    """What the page of the query lists, page after page."""
    asked = replace(query.request(size=_SOME), facets=(), highlight=False)
    left = MOST_SEEN
    while True:
        results = ask(asked, query.literally).results
        hits = results.hits[:left]
        with read_catalogue() as connection:
            works = get_works(connection, [hit.number for hit in hits])
        yield [works[hit.number] for hit in hits if hit.number in works]
        left -= len(hits)
        if not results.next_cursor or left <= 0:
            return
        asked = replace(asked, cursor=results.next_cursor)


@blueprint.get(f"/works/<identifier>/citing.{_ENDINGS}")
@takes("others", "possible")
@limiter.limit("20 per minute")
def citing_file(identifier: str, ending: str) -> ResponseReturnValue:
    """The works that cite this one; ``?others=1``, ``?possible=1``: the lists that the page has of these names."""
    others, possible = (request.args.get(name) == "1" for name in ("others", "possible"))
    number = _number(identifier, "scholars.citing_file", ending)

    def page(at: int) -> WorkList:
        with read_catalogue() as connection:
            return citing_works(
                connection,
                number,
                others_only=others,
                possible_only=possible,
                page=at,
                size=_SOME,
            )

    return _file(ending, f"citing-{identifier}", _pages(page))


@blueprint.get(f"/works/<identifier>/cited.{_ENDINGS}")
@limiter.limit("20 per minute")
def cited_file(identifier: str, ending: str) -> ResponseReturnValue:
    """The works that this one cites."""
    number = _number(identifier, "scholars.cited_file", ending)

    def page(at: int) -> WorkList:
        with read_catalogue() as connection:
            return cited_works(connection, number, page=at, size=_SOME)

    return _file(ending, f"cited-{identifier}", _pages(page))


def _number(identifier: str, endpoint: str, ending: str) -> int:
    def address(held: str) -> str:
        return url_for(endpoint, identifier=held, ending=ending)

    with read_catalogue() as connection:
        return held_work(connection, identifier, address).number


def _pages(page: _Page) -> Iterator[Sequence[WorkEntry]]:
    at = 0
    while entries := page(at := at + 1).entries:
        yield entries


def _file(ending: str, name: str, pages: Iterator[Sequence[WorkEntry]]) -> Response:
    kind = KINDS[ending]
    body = stream_with_context(kind.written(pages))
    response = Response(body, content_type=kind.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"eaci-{name}.{ending}")
    return response
