"""The cursor of a result page: where the page ended, opaque to whoever carries it.

It names the last hit by sort key and number, not a page number, so that works inserted or deleted
meanwhile neither repeat nor hide a hit that keeps its place. A digest of the request ties it to
its query. Not a secret and not signed: a forged cursor can only ask for another page of the same
answer.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from indexer.search.errors import BadCursor
from indexer.search.interface import SearchRequest
from schemas.ids import hash63

MOST_SEEN = 10_000
"""Hits by relevance that can be gone through: an embedded index looks at all of them again for each further page."""


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """After the hit ``number`` whose sort key is ``key`` (a score or a whole number); ``seen`` hits came before."""

    request: int
    key: float | int
    number: int
    seen: int


def digest(request: SearchRequest) -> int:
    """What of a request decides the order of its hits; page size, facets and highlights may change between pages."""
    filters = sorted((facet, sorted(values)) for facet, values in request.filters.items())
    years = (request.year_from, request.year_to)
    asked = request.identity or msgspec.to_builtins(request.query)
    content = (asked, filters, years, request.sort)
    return hash63("cursor", msgspec.json.encode(content).decode())


def encode(cursor: Cursor) -> str:
    """The cursor as letters safe in a URL."""
    return urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def decode(text: str, request: SearchRequest) -> Cursor:
    """The cursor behind the letters. Raises BadCursor if the letters are not a cursor, or belong to another request."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        cursor = msgspec.json.decode(raw, type=Cursor)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise BadCursor("damaged") from error
    if cursor.request != digest(request):
        raise BadCursor("other_query")
    if not _possible(cursor, request):
        raise BadCursor("damaged")
    return cursor


def following(
    request: SearchRequest, before: Cursor | None, last: tuple[float | int, int], count: int
) -> str | None:
    """The cursor behind a page of ``count`` hits that ends with this key and number; None if it leads too far."""
    key, number = last
    seen = (before.seen if before else 0) + count
    if request.sort == "relevance" and seen > MOST_SEEN:
        return None
    return encode(Cursor(digest(request), key, number, seen))


def _possible(cursor: Cursor, request: SearchRequest) -> bool:
    whole = request.sort != "relevance"
    return (
        cursor.seen >= 0
        and 0 <= cursor.number < 2**63
        and (not whole or (isinstance(cursor.key, int) and 0 <= cursor.key < 2**63))
    )
