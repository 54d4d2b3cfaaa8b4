"""The guard against server-side request forgery: no answer from outside may send the crawler into our own network.

An address is *internal* if it is not on the public internet (:mod:`crawler.hosts`). A source may only go there if
its own file says so: it names an internal address itself (as the demo does), or says ``internal = true`` for a host
name of the institution's own network. It may go to the host *and port* that it names, and nowhere else inside: what is
allowed is a set of places (``host:port``), or of hosts where any port will do.

Names are judged by what they resolve to, and once more at the moment of connecting, so that a name which answers
differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from crawler.hosts import is_allowed, is_internal, is_internal_name, place
from crawler.urls import host_of, port_of, problem, shown


class InternalAddress(IgnoreRequest):
    """An address of our own network was asked for; raised by the guard, told by ``spiders.base.download_error``."""


def resolve(host: str) -> list[str]:
    """The numeric addresses of a host; none if it is not known."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # ValueError: UnicodeError, or U+0000
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def check(host: str, allowed: frozenset[str], port: int | None = None) -> None:
    """Raise InternalAddress if the host is, or resolves to, an internal address that is not allowed."""
    if is_allowed(host, port, allowed):
        return
    if is_internal_name(host):
        raise InternalAddress(refusal(host, host, port))
    for address in resolve(host):
        if is_internal(address):
            raise InternalAddress(refusal(host, address, port))


def refusal(host: str, address: str, port: int | None = None) -> str:
    """Why the host is not asked, and the way out."""
    asked = host if port is None else place(host, port)
    named = asked if host == address else f"{asked} ({address})"
    return (
        f"{named} is an address of an internal network, which is refused; "
        "if the source really is there, name that address in its file and set internal = true"
    )


class BadAddress(IgnoreRequest):
    """Nobody can be asked at the address; raised by the guard, told by ``spiders.base.download_error``."""


class AddressMiddleware:
    """Scrapy: refuses requests (also redirected ones, and robots.txt) to internal addresses with a clear word."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._passed: set[tuple[str, int | None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(frozenset(crawler.settings.getlist("EACI_INTERNAL_HOSTS")))

    async def process_request(self, request: Request) -> None:
        """Raise InternalAddress or BadAddress, or let the request pass."""
        if (wrong := problem(request.url, users=True)) is not None:
            raise BadAddress(f"{shown(request.url)} cannot be asked: {wrong}")
        host, port = host_of(request.url), port_of(request.url)
        if (host, port) not in self._passed:
            await asyncio.to_thread(check, host, self._allowed, port)
            self._passed.add((host, port))


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which gives no internal address for a host that may not be there: the wall at connecting."""

    allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = frozenset(crawler.settings.getlist("EACI_INTERNAL_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 -- Twisted's name
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        # of the port the middleware has judged; a name cannot change it
        if not is_allowed(name, None, self.allowed) and is_internal(address):
            raise DNSLookupError(refusal(name, address))
        return address


class GuardedAdapter(HTTPAdapter):
    """requests: every connection, also a redirect's, is judged by its peer before a byte is sent."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._allowed)


def _pool_classes(allowed: frozenset[str]) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(super()._new_conn(), self.host, self.port, allowed)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(super()._new_conn(), self.host, self.port, allowed)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _judged(
    connected: socket.socket, host: str, port: int | None, allowed: frozenset[str]
) -> socket.socket:
    address = str(connected.getpeername()[0])
    if not is_allowed(host, port, allowed) and is_internal(address):
        connected.close()
        raise InternalAddress(refusal(host, address, port))
    return connected


def guarded_session(allowed: frozenset[str], user_agent: str) -> requests.Session:
    """A requests session behind the guard. Proxies of the environment are left out: the peer would be the proxy."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 5
    session.headers["User-Agent"] = user_agent
    for prefix in ("http://", "https://"):
        session.mount(prefix, GuardedAdapter(allowed))
    return session
