"""The guard against server-side request forgery: no answer from outside may send the crawler into our own network.

An address is *internal* if it is not on the public internet (loopback, private, link-local, multicast, reserved; also
where IPv6 wraps such an IPv4 address). A source may only go there if its own file says so: it names an internal
address itself (as the demo does), or says ``internal = true`` for a host name of the institution's own network.

Names are judged by what they resolve to, and once more at the moment of connecting, so that a name which answers
differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Self
from urllib.parse import urlsplit

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

_NAT64 = IPv6Network("64:ff9b::/96")


class InternalAddress(IgnoreRequest):
    """An address of our own network was asked for; raised by the guard, told by ``spiders.base.download_error``."""


def is_internal(address: str) -> bool:
    """True if the numeric IP address is not on the public internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inner := _wrapped(ip)) is not None:
        ip = inner
    return not ip.is_global or ip.is_multicast


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4 or NAT64 one."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def host_of(url: str) -> str:
    """The host of an address in small letters, "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def named_internally(urls: Iterable[str]) -> frozenset[str]:
    """The hosts among a source's own addresses that are internal on their face: numbers, or ``localhost``."""
    return frozenset(host for host in map(host_of, urls) if host and _is_internal_name(host))


def _is_internal_name(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return is_internal(host)
    except ValueError:
        return False


def resolve(host: str) -> list[str]:
    """The numeric addresses of a host; none if it is not known."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def check(host: str, allowed: frozenset[str]) -> None:
    """Raise InternalAddress if the host is, or resolves to, an internal address that is not allowed."""
    if host in allowed:
        return
    for address in resolve(host):
        if is_internal(address):
            raise InternalAddress(refusal(host, address))


def refusal(host: str, address: str) -> str:
    """Why the host is not asked, and the way out."""
    named = host if host == address else f"{host} ({address})"
    return (
        f"{named} is an address of an internal network, which is refused; "
        "if the source really is there, set internal = true in its file"
    )


class AddressMiddleware:
    """Scrapy: refuses requests (also redirected ones, and robots.txt) to internal addresses with a clear word."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._passed: set[str] = set(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(frozenset(crawler.settings.getlist("EACI_INTERNAL_HOSTS")))

    async def process_request(self, request: Request) -> None:
        """Raise InternalAddress, or let the request pass."""
        host = host_of(request.url)
        if host not in self._passed:
            await asyncio.to_thread(check, host, self._allowed)
            self._passed.add(host)


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
        if name.lower() not in self.allowed and is_internal(address):
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
            return _judged(super()._new_conn(), self.host, allowed)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(super()._new_conn(), self.host, allowed)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _judged(connected: socket.socket, host: str, allowed: frozenset[str]) -> socket.socket:
    address = str(connected.getpeername()[0])
    if host.lower() not in allowed and is_internal(address):
        connected.close()
        raise InternalAddress(refusal(host, address))
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
