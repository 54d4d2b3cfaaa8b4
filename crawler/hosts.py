"""Which hosts are internal, that is not on the public internet. Pure: nothing here asks anybody.

The registries (https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry) say what is
special. Of IPv6, only 2000::/3 is given out for the public internet (RFC 4291, 2.4), so everything else is internal,
but for the two forms that merely carry a public IPv4 address. A form that carries an internal one is internal.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from crawler.urls import host_of, port_of

_PUBLIC_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# inside 2000::/3: protocol assignments with Teredo, documentation, and documentation once more (RFC 9637)
_SPECIAL_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
# the relays of 6to4 (RFC 7526) and the services of a provider's own network (RFC 7335, with all of its neighbours)
_SPECIAL_V4 = tuple(map(IPv4Network, ("192.88.99.0/24", "192.0.0.0/24")))
_ISATAP = (0x00005EFE, 0x02005EFE)
_OLD_FORM = re.compile(r"^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}$", re.IGNORECASE)

Address = IPv4Address | IPv6Address


def numeric(address: str) -> Address:
    """The number that the address is, also in the forms of ``inet_aton`` ("127.1", "0x7f000001", "017700000001").

    Brackets, a scope ("%eth0") and dots at the end are left out. Raises ValueError if it is a name.
    """
    bare = address.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        if not _OLD_FORM.match(bare):
            raise
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError as error:
        raise ValueError(f"{address!r} is not an address") from error


def is_internal(address: str) -> bool:
    """True if the numeric IP address is not on the public internet. Raises ValueError if it is a name."""
    ip = numeric(address)
    if isinstance(ip, IPv4Address):
        return _is_internal_v4(ip)
    carried = _carried(ip)
    if carried is not None:
        return _is_internal_v4(carried)
    return _is_internal_v6(ip)


def _is_internal_v4(ip: IPv4Address) -> bool:
    return not ip.is_global or ip.is_multicast or any(ip in net for net in _SPECIAL_V4)


def _is_internal_v6(ip: IPv6Address) -> bool:
    if ip not in _PUBLIC_V6 or not ip.is_global or any(ip in net for net in _SPECIAL_V6):
        return True
    # 6to4 (RFC 3056) and ISATAP (RFC 5214) lead to the IPv4 address that they hold
    inner = ip.sixtofour or _isatap(ip)
    return inner is not None and _is_internal_v4(inner)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped or NAT64 one (RFC 6052) stands for."""
    return _low(ip) if ip in _NAT64 else ip.ipv4_mapped


def _isatap(ip: IPv6Address) -> IPv4Address | None:
    return _low(ip) if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP else None


def _low(ip: IPv6Address) -> IPv4Address:
    return IPv4Address(int(ip) & 0xFFFFFFFF)


def named_internally(urls: Iterable[str]) -> frozenset[str]:
    """The hosts among a source's own addresses that are internal on their face: numbers, or ``localhost``."""
    return frozenset(host for host in map(host_of, urls) if host and is_internal_name(host))


def place(host: str, port: int | None) -> str:
    """Host and port as the guard compares them: ``127.0.0.1:8000``, ``[::1]:80``."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def places(urls: Iterable[str]) -> frozenset[str]:
    """The place of each of the addresses that has one."""
    return frozenset(place(host_of(url), port_of(url)) for url in urls if host_of(url))


def is_allowed(host: str, port: int | None, allowed: frozenset[str]) -> bool:
    """True if the host may be asked at this port, wherever it is; without a port: at any that is allowed."""
    if host in allowed:
        return True
    host = host.lower().rstrip(".")
    if host in allowed or place(host, port) in allowed:
        return True
    return port is None and any(each.startswith(place(host, None)[:-4]) for each in allowed)


def is_internal_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return is_internal(host)
    except ValueError:
        return False
