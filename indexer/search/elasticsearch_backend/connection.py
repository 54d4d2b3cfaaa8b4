"""The client, and its errors in the words of the search interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from elastic_transport import ConnectionError as NodeAwayError
from elastic_transport import (
    ConnectionTimeout,
    HttpHeaders,
    NodeConfig,
    TlsError,
    TransportError,
    Urllib3HttpNode,
)
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from urllib3 import Timeout

from catalogue.secrecy import conceal
from indexer.search.elasticsearch_backend.address import Address
from indexer.search.elasticsearch_backend.pulse import watch_pulse
from indexer.search.errors import QuerySyntaxError, SearchUnavailable
from indexer.search.grammar import MAX_DEPTH

# All nodes together are given up within this time, so that the site can say so at once.
_CONNECT_SECONDS = 0.8
_ANSWER_SECONDS = 10.0
WRITE_SECONDS = 120.0
# A node that hung is not asked again for so long (twice as long each time after, where there are others): a search that
# waits for it keeps a thread of the site, and the several searches of one page shall not meet it twice.
REST_SECONDS = 5.0
# As many as the site has threads, and as many again for their looks at the pulse.
_CONNECTIONS = 128
_REFUSED = (401, 403)
_TOO_MUCH = ("nested depth", "too_many_clauses", "too_many_nested_clauses", "max_clause_count")


class Gone(Exception):  # noqa: N818 - a state, which the backend looks into
    """The alias, an index or a snapshot is not there (any more). Raised and caught in this backend only."""


def connect(address: Address) -> Elasticsearch:
    """A client for writing and for looking after an index; touches no node yet.

    A node that fails is passed over for the next. An answer may take as long as the request allows it.
    """
    return _client(address, _node_class(len(address.nodes)))


def connect_reader(address: Address) -> Elasticsearch:
    """A client for readers: an unreachable cluster is an error within a second, however long a search may take.

    A node that hangs is found out (:mod:`indexer.search.elasticsearch_backend.pulse`), passed over for the next, and
    left alone for some seconds.
    """
    nodes = len(address.nodes)
    moment = _CONNECT_SECONDS / nodes / 2  # to wait for an answer, and again for a sign of life

    class Reader(_node_class(nodes)):  # type: ignore[misc]
        """Knows for a while that its node hangs."""

        def __init__(self, config: NodeConfig) -> None:
            super().__init__(config)
            watch_pulse(self.pool, moment)
            self._rests_until = 0.0

        def perform_request(self, *asked: Any, **options: Any) -> Any:
            if monotonic() < self._rests_until:
                raise NodeAwayError("it did not answer a moment ago")
            started = monotonic()
            try:
                return super().perform_request(*asked, **options)
            except NodeAwayError:
                # who refuses does so at once, and may come up any time
                if monotonic() - started > moment:
                    self._rests_until = monotonic() + REST_SECONDS
                raise

    return _client(address, Reader)


def _node_class(nodes: int) -> type[Urllib3HttpNode]:
    """What speaks to one of so many nodes."""
    connecting = _CONNECT_SECONDS / nodes

    class Node(Urllib3HttpNode):
        """Gives up quickly on a node that cannot be reached, however long an answer may take."""

        def perform_request(
            self,
            method: str,
            target: str,
            body: bytes | None = None,
            headers: HttpHeaders | None = None,
            request_timeout: DefaultType | float | None = DEFAULT,
        ) -> Any:
            read = _ANSWER_SECONDS if isinstance(request_timeout, DefaultType) else request_timeout
            limits: Any = Timeout(connect=connecting, read=read)
            started = monotonic()
            try:
                return super().perform_request(method, target, body, headers, limits)
            except ConnectionTimeout as error:
                if read is None or monotonic() - started < read:
                    # not the answer took too long but the way to the node: that is another node's turn
                    raise NodeAwayError("it cannot be reached", errors=(error,)) from error
                raise

    return Node


def _client(address: Address, node_class: type[Urllib3HttpNode]) -> Elasticsearch:
    conceal(address.api_key, address.user and address.user[1])
    nodes = len(address.nodes)
    return Elasticsearch(
        list(address.nodes),
        node_class=node_class,
        connections_per_node=_CONNECTIONS,
        api_key=address.api_key,
        basic_auth=address.user,
        ca_certs=str(address.ca) if address.ca else DEFAULT,
        request_timeout=_ANSWER_SECONDS,
        max_retries=nodes - 1,
        retry_on_status=(502, 503, 504) if nodes > 1 else (),
        # the transport waits before a retry, and a node that is down is another node's turn
        retry_backoff_base=0.01,
        retry_backoff_cap=0.05,
        dead_node_backoff_factor=REST_SECONDS,
        http_compress=False,
    )


@contextmanager
def our_errors(where: str) -> Iterator[None]:
    """Turns the client's errors into SearchUnavailable, QuerySyntaxError (a query too large) or Gone."""
    try:
        yield
    except NotFoundError as error:
        raise Gone(f"404: {_reason(error)}") from error
    except ApiError as error:
        raise _as_our_error(error, where) from error
    except TlsError as error:
        reason = _one_line(error.message)
        raise SearchUnavailable("untrusted", where=where, reason=reason) from error
    except TransportError as error:
        reason = _one_line(error.message)
        raise SearchUnavailable("unreachable", where=where, reason=reason) from error


def _as_our_error(error: ApiError, where: str) -> SearchUnavailable | QuerySyntaxError:
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
