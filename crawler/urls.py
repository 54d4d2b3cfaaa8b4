"""Addresses that came from the network: what is wrong with one is returned, never raised.

An address in a record, a page or a header may be anything. What asks for it checks it here first, so that a bad one
costs one warning and not the run.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 8_000
"""Characters of an address: what a server has to accept at least (RFC 9110, 4.1)."""
_SHOWN = 120
_LONGEST_HOST = 253  # RFC 1035, 2.3.4
_NAME = re.compile(r"^[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*$")
_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\]"
)  # browsers take a backslash for a slash


def split(url: str) -> SplitResult | None:
    """The parts of an address; None if it cannot be taken apart ("http://[x/")."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def problem(url: str, *, users: bool = False) -> str | None:
    """Why nobody can be asked at this address; None if nothing speaks against it.

    ``users`` lets pass what names a user before the host: only an administrator has a reason to write that.
    """
    if len(url) > LONGEST:
        return f"it has {len(url)} characters, more than {LONGEST}"
    if _CONTROL.search(url.strip()):
        return "it holds a control character"
    parts = split(url.strip())
    return "its host cannot be read" if parts is None else _problem_of(parts, users)


def _problem_of(parts: SplitResult, users: bool) -> str | None:
    if parts.scheme not in _PORTS:
        return "it is not an http(s) address"
    if "@" in parts.netloc and not users:
        return "it names a user before the host"
    if port_of(parts.geturl()) is None:
        return "its port is not a number from 1 to 65535"
    return None if _is_host(parts.hostname or "") else "its host is not a name"


def usable(url: str) -> str | None:
    """The address without white space around it; None if nobody can be asked there."""
    return None if problem(url) else url.strip()


def port_of(url: str) -> int | None:
    """The port of an address, or its scheme's; None if it has none that is valid."""
    parts = split(url)
    try:
        given = parts.port if parts else None
    except ValueError:
        return None
    if parts is None or given == 0:
        return None
    return given or _PORTS.get(parts.scheme)


def host_of(url: str) -> str:
    """The host of an address in small letters and without a dot at its end, "" if it has none."""
    parts = split(url)
    return (parts.hostname or "").lower().rstrip(".") if parts else ""


def shown(url: str) -> str:
    """The address in a log: its beginning, with nothing in it that breaks a line."""
    plain = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
    return plain if plain.isprintable() else ascii(plain)[1:-1]


def _is_host(host: str) -> bool:
    if ":" in host:  # an IPv6 address: urlsplit has looked at it
        return True
    try:
        # as the resolver will spell it
        name = host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return len(name) <= _LONGEST_HOST and _NAME.match(name) is not None
