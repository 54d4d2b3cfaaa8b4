"""The faults of servers, each one small function over an exchange; and schedules of them, by seed."""

from __future__ import annotations

import gzip
import random
import re
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from http.server import BaseHTTPRequestHandler

from tests.crawler.faults.provider import Provider, error, page

PATIENCE = 3.0  # seconds that a slow or hung answer lasts at most


@dataclass
class Exchange:
    """One request and the connection that waits for its answer."""

    handler: BaseHTTPRequestHandler
    provider: Provider
    query: dict[str, str]
    rng: random.Random

    def healthy(self) -> str:
        return self.provider.answer(self.query)

    def send(
        self, body: str | bytes, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        """An HTTP answer; ``length`` is declared instead of the true one."""
        data = body.encode() if isinstance(body, str) else body
        handler = self.handler
        handler.send_response(status)
        given = {"Content_Type": "text/xml", "Content_Length": str(length or len(data))} | headers
        for name, value in given.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    def reset(self) -> None:
        """End the connection as a crashed server does."""
        linger = struct.pack("ii", 1, 0)
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.handler.close_connection = True


Fault = Callable[[Exchange], None]


def busy_seconds(exchange: Exchange) -> None:
    exchange.send("later", 503, Retry_After="0")


def busy_date(exchange: Exchange) -> None:
    exchange.send("later", 429, Retry_After="Wed, 01 May 2024 10:00:00 GMT")


def busy_absurd(exchange: Exchange) -> None:
    exchange.send("later", 503, Retry_After=exchange.rng.choice(["9" * 30, "tomorrow", "-1"]))


def error_500(exchange: Exchange) -> None:
    exchange.send("oops", exchange.rng.choice([500, 502, 504]))


def reset_midway(exchange: Exchange) -> None:
    data = exchange.healthy().encode()
    exchange.send(data[: len(data) // 2], length=len(data))
    exchange.reset()


def cut_by_length(exchange: Exchange) -> None:
    data = exchange.healthy().encode()
    exchange.send(data[: len(data) * 2 // 3], length=len(data))
    exchange.handler.close_connection = True


def cut_quietly(exchange: Exchange) -> None:
    data = exchange.healthy().encode()
    exchange.send(data[: exchange.rng.randrange(400, len(data))] if len(data) > 400 else data[:-9])


def slow(exchange: Exchange) -> None:
    exchange.send(b"", length=10_000)
    _drip(exchange, b"<")


def hung(exchange: Exchange) -> None:
    _drip(exchange, b"")


def _drip(exchange: Exchange, byte: bytes) -> None:
    until = time.monotonic() + PATIENCE
    exchange.handler.close_connection = True
    exchange.handler.connection.settimeout(0.2)
    while time.monotonic() < until:
        exchange.handler.wfile.write(byte)
        try:
            if exchange.handler.connection.recv(1) == b"":
                return
        except TimeoutError:
            continue


def windows_1251(exchange: Exchange) -> None:
    exchange.send(exchange.healthy().encode("cp1251", "xmlcharrefreplace"))


def koi8_r(exchange: Exchange) -> None:
    exchange.send(exchange.healthy().encode("koi8-r", "xmlcharrefreplace"))


def illegal_characters(exchange: Exchange) -> None:
    exchange.send(exchange.healthy().replace("<dc:date>", "\x03\ufffe<dc:date>"))


def html_entities(exchange: Exchange) -> None:
    exchange.send(exchange.healthy().replace("<dc:title>", "<dc:title>&nbsp;"))


def doctype(exchange: Exchange) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    exchange.send(exchange.healthy().replace("?>\n", f"?>\n{bomb}", 1))


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<a>" + b" " * (40 * 2**20), 1)


def gzip_bomb(exchange: Exchange) -> None:
    exchange.send(_bomb(), Content_Encoding="gzip")


@cache
def _large() -> str:
    return f"<dc:description>{'много ' * 4_000_000}</dc:description>"


def large_record(exchange: Exchange) -> None:
    """A record of 40 MB, so that the page is over 32 MiB."""
    exchange.send(exchange.healthy().replace("<dc:date>", f"{_large()}<dc:date>", 1))


def same_token(exchange: Exchange) -> None:
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    exchange.send(exchange.provider.page(listing, token=listing.token))


def token_back(exchange: Exchange) -> None:
    """A loop: the token leads to an earlier page."""
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    back = max(0, listing.offset - 2 * exchange.provider.page_size)
    exchange.send(exchange.provider.page(listing, token=replace(listing, offset=back).token))


def endless(exchange: Exchange) -> None:
    """The same page under an ever new token."""
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    other = replace(listing, nonce=exchange.rng.randrange(1, 10**9))
    exchange.send(exchange.provider.page(listing, token=other.token))


def expired_tokens(exchange: Exchange) -> None:
    exchange.provider.epoch += 1
    exchange.send(exchange.healthy())


def size_too_large(exchange: Exchange) -> None:
    _size(exchange, 7)


def size_too_small(exchange: Exchange) -> None:
    _size(exchange, -3)


def _size(exchange: Exchange, by: int) -> None:
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    size = max(1, len(exchange.provider.chosen(listing)) + by)
    exchange.send(exchange.provider.page(listing, size=size))


def empty_with_token(exchange: Exchange) -> None:
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    other = replace(listing, nonce=exchange.rng.randrange(1, 10**9))
    exchange.send(page([], other.token, len(exchange.provider.chosen(listing)), listing.offset))


def no_records(exchange: Exchange) -> None:
    exchange.send(error("noRecordsMatch"))


def gone(exchange: Exchange) -> None:
    exchange.send(error("idDoesNotExist"))


def bad_argument(exchange: Exchange) -> None:
    exchange.send(error("badArgument"))


def duplicates(exchange: Exchange) -> None:
    listing = exchange.provider.listing(exchange.query)
    if listing is None:
        exchange.send(error("badResumptionToken"))
        return
    exchange.send(exchange.provider.page(listing, back=3))


def moved_records(exchange: Exchange) -> None:
    exchange.provider.repository.touch(exchange.rng)
    exchange.send(exchange.healthy())


def token_lost(exchange: Exchange) -> None:
    """The list ends without the empty token of a last page (on a first page that cannot be told from a whole list)."""
    if "resumptionToken" not in exchange.query:
        exchange.send(exchange.healthy())
        return
    exchange.send(re.sub("<resumptionToken.*?</resumptionToken>", "", exchange.healthy()))


def early_end(exchange: Exchange) -> None:
    """The list ends with an empty token though there is more."""
    exchange.send(re.sub(">[^<]*</resumptionToken>", "></resumptionToken>", exchange.healthy()))


def redirect_inside(exchange: Exchange) -> None:
    exchange.send("", 302, Location="http://10.255.255.1/secret", length=0)


def html(exchange: Exchange) -> None:
    exchange.send("<!DOCTYPE html><html><body>Login</body></html>", Content_Type="text/html")


# a server may do this to any answer
OF_TRANSPORT: tuple[Fault, ...] = (
    busy_seconds, busy_date, busy_absurd, error_500, reset_midway, cut_by_length, slow, hung, redirect_inside, html,
)  # fmt: skip
OF_LISTS: tuple[Fault, ...] = (
    cut_quietly, windows_1251, koi8_r, illegal_characters, html_entities, doctype, gzip_bomb, large_record, same_token,
    token_back, endless, expired_tokens, size_too_large, size_too_small, empty_with_token, no_records, bad_argument,
    duplicates, moved_records, token_lost, early_end,
)  # fmt: skip
# these cost seconds of everybody's time
_COSTLY = {slow: 0.3, hung: 0.3, gzip_bomb: 0.2, large_record: 0.2}


class Schedule:
    """Which request meets which fault: by chance, up to ``most`` faults, then the server is well for ever."""

    def __init__(self, seed: int, *, most: int = 12, rate: float = 0.35) -> None:
        self._rng = random.Random(seed)
        self._left = self._rng.randrange(1, most + 1)
        self._rate = rate
        self.last: Fault | None = None
        self.met: Counter[str] = Counter()

    def __call__(self, query: dict[str, str]) -> Fault | None:
        if not self._left or self._rng.random() > self._rate:
            return None
        lists = query.get("verb") == "ListRecords"
        kinds = (*OF_TRANSPORT, *OF_LISTS) if lists else OF_TRANSPORT
        weights = [_COSTLY.get(kind, 1.0) for kind in kinds]
        fault = self._rng.choices(kinds, weights)[0]
        # a server that steadily says that it has nothing cannot be told from one that has nothing
        if fault is no_records and self.last is no_records:
            return None
        self.last = fault
        self._left -= 1
        self.met[fault.__name__] += 1
        return fault


class Once:
    """A fault for the list requests of these numbers (0 is the first)."""

    def __init__(self, fault: Fault, *numbers: int, always: bool = False) -> None:
        self._fault, self._numbers, self._always = fault, numbers, always
        self._count = -1

    def __call__(self, query: dict[str, str]) -> Fault | None:
        if query.get("verb") == "Identify":
            return None
        self._count += 1
        return self._fault if self._always or self._count in self._numbers else None


class Poison:
    """A fault whenever the answer would hold this record; its header alone does no harm."""

    def __init__(self, provider: Provider, fault: Fault, identifier: str) -> None:
        self._provider, self._fault = provider, fault
        self._mark = f"<identifier>{identifier}</identifier>"

    def __call__(self, query: dict[str, str]) -> Fault | None:
        if query.get("verb") in {"Identify", "ListIdentifiers"}:
            return None
        return self._fault if self._mark in self._provider.answer(query) else None
