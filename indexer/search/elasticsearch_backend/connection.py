"""The client, and its errors in the words of the search interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from urllib3 import Timeout

from indexer.search.elasticsearch_backend.address import Address
from indexer.search.errors import QuerySyntaxError, SearchUnavailable
from indexer.search.query import MAX_DEPTH

# All nodes together are given up within this time, so that the site can say so at once.
_CONNECT_SECONDS = 0.8
_ANSWER_SECONDS = 10.0
WRITE_SECONDS = 120.0
_REFUSED = (401, 403)
_TOO_MUCH = ("nested depth", "too_many_clauses", "too_many_nested_clauses", "max_clause_count")


class Gone(Exception):  # noqa: N818 - a state, which the backend looks into
    """The alias, an index or a snapshot is not there (any more). Raised and caught in this backend only."""


def connect(address: Address) -> Elasticsearch:
    """A client; touches no node yet. A node that fails is passed over for the next."""
    nodes = len(address.nodes)

    class Node(Urllib3HttpNode):
        """Gives up quickly on a node that cannot be reached, however long an answer may take."""

        def perform_request(
            self,
            method: str,
            target: str,
            body: bytes | None = None,
            headers: Any = None,
            request_timeout: DefaultType | float | None = DEFAULT,
        ) -> Any:
            read = _ANSWER_SECONDS if request_timeout is DEFAULT else request_timeout
            limits: Any = Timeout(connect=_CONNECT_SECONDS / nodes, read=read)
            return super().perform_request(method, target, body, headers, limits)

    return Elasticsearch(
        list(address.nodes),
        node_class=Node,
        api_key=address.api_key,
        basic_auth=address.user,
        ca_certs=str(address.ca) if address.ca else DEFAULT,
        request_timeout=_ANSWER_SECONDS,
        max_retries=nodes - 1,
        retry_on_status=(502, 503, 504) if nodes > 1 else (),
        # the transport waits before a retry, and a node that is down is another node's turn
        retry_backoff_base=0.01,
        retry_backoff_cap=0.05,
        http_compress=False,
    )


@contextmanager
def errors_told(where: str) -> Iterator[None]:
    """Turns the client's errors into SearchUnavailable, QuerySyntaxError (a query too large) or Gone."""
    try:
        yield
    except NotFoundError as error:
        raise Gone(f"404: {_reason(error)}") from error
    except ApiError as error:
        raise _told(error, where) from error
    except TransportError as error:
        reason = _one_line(error.message)
        raise SearchUnavailable("unreachable", where=where, reason=reason) from error


def _told(error: ApiError, where: str) -> SearchUnavailable | QuerySyntaxError:
    reason = _reason(error)
    if error.status_code in _REFUSED:
        return SearchUnavailable("refused", where=where, reason=reason)
    if error.status_code == 400 and any(mark in str(error.body) for mark in _TOO_MUCH):
        return QuerySyntaxError("too_deep", 0, most=MAX_DEPTH)
    if error.status_code == 400:
        return SearchUnavailable("broken", where=where, reason=reason)
    return SearchUnavailable("unreachable", where=where, reason=f"{error.status_code}: {reason}")


def _reason(error: ApiError) -> str:
    body: Any = error.body
    told = body.get("error") if isinstance(body, dict) else None
    causes = told.get("root_cause") if isinstance(told, dict) else None
    reason = causes[0].get("reason") if causes else None
    return _one_line(reason or error.message)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300]
