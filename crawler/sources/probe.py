"""Asking a repository what it is: Identify, ListMetadataFormats, ListSets; and what of the answers is odd.

Three small requests behind the address guard, each with a limit of size and time, so that a list of strangers'
addresses can be tried without a harvest.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
import requests
from urllib3.exceptions import HTTPError

from crawler.asking.addresses import InternalAddress
from crawler.formats import OAI_PREFIXES, PageError
from crawler.formats.oai_about import Identify, Sets
from crawler.parsing import parent

_MOST_BYTES = 4 * 2**20
_TIMEOUT = (10.0, 30.0)  # to connect, between two pieces
_DEADLINE = 60.0  # in all: a server that sends a byte a second keeps every shorter limit
_CHUNK = 64 * 1024
_SKEW = timedelta(hours=1)
_GRANULARITIES = ("YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ")
_DATE = re.compile(r"^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$")

T = TypeVar("T")


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt. ``failure`` is why there was no usable Identify; then the rest is empty."""

    url: str
    failure: str | None = None
    identify: Identify | None = None
    prefixes: tuple[str, ...] = ()
    sets: Sets = Sets()
    oddities: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[str, str] | None:
        """The metadata prefix that says most of a publication, and the format that reads it."""
        return next(((p, f) for p, f in OAI_PREFIXES.items() if p in self.prefixes), None)


class _Answer(msgspec.Struct, frozen=True):
    body: bytes
    url: str
    content_type: str


class _NoAnswerError(Exception):
    """Why nothing usable came; caught in this module."""


def probe(
    url: str, session: requests.Session, clock: Callable[[], datetime] | None = None
) -> Probe:
    """Ask the repository at ``url``. Nothing is raised: what goes wrong is part of what is learnt."""
    try:
        answer = _ask(session, url, "Identify")
        identify = _parsed(parent.identify, answer)
    except _NoAnswerError as error:
        return Probe(url=url, failure=str(error))
    oddities = list(_odd_identify(url, answer, identify, (clock or _now)()))
    prefixes = _tried(session, url, "ListMetadataFormats", parent.metadata_formats, oddities) or ()
    sets = _tried(session, url, "ListSets", parent.sets, oddities) or Sets()
    oddities += _odd_formats(prefixes)
    return Probe(url=url, identify=identify, prefixes=prefixes, sets=sets, oddities=tuple(oddities))


def _now() -> datetime:
    return datetime.now(UTC)


def _tried(
    session: requests.Session, url: str, verb: str, parse: Callable[[bytes], T], oddities: list[str]
) -> T | None:
    try:
        return _parsed(parse, _ask(session, url, verb))
    except _NoAnswerError as error:
        oddities.append(f"{verb}: {error}")
        return None


def _parsed(parse: Callable[[bytes], T], answer: _Answer) -> T:
    try:
        return parse(answer.body)
    except PageError as error:
        raise _NoAnswerError(str(error)) from error


def _ask(session: requests.Session, url: str, verb: str) -> _Answer:
    address = f"{url}{'&' if '?' in url else '?'}verb={verb}"
    try:
        with session.get(address, timeout=_TIMEOUT, stream=True) as response:
            if response.status_code != 200:
                raise _NoAnswerError(f"answered {response.status_code} {response.reason}".strip())
            return _Answer(_body(response), response.url, response.headers.get("Content-Type", ""))
    except InternalAddress as error:
        raise _NoAnswerError(str(error)) from error
    except (requests.RequestException, HTTPError, ValueError) as error:
        # ValueError: an address that cannot be taken apart, its own or a redirect's
        raise _NoAnswerError(_in_a_line(error)) from error


def _body(response: requests.Response) -> bytes:
    deadline = time.monotonic() + _DEADLINE
    body = b""
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise _NoAnswerError(f"the answer is over {_MOST_BYTES // 2**20} MiB")
        if time.monotonic() > deadline:
            raise _NoAnswerError(f"the answer took longer than {_DEADLINE:.0f} seconds")
    return body


def _in_a_line(error: Exception) -> str:
    told = {
        requests.exceptions.SSLError: "its certificate cannot be verified",
        requests.exceptions.ConnectTimeout: "no connection within 10 seconds",
        requests.exceptions.ReadTimeout: "no answer within 30 seconds",
        requests.exceptions.TooManyRedirects: "it redirects more than 5 times",
        requests.exceptions.ConnectionError: "no connection",
    }
    kind = next((text for known, text in told.items() if isinstance(error, known)), None)
    reason = " ".join(str(error).split())
    if "NameResolutionError" in reason:
        return "the host name is not known"
    return kind or reason[:200]


def _odd_identify(url: str, answer: _Answer, identify: Identify, now: datetime) -> Iterator[str]:
    """What an administrator should know before harvesting (OAI-PMH 2.0, section 4.2)."""
    if answer.url.partition("?")[0] != url.partition("?")[0]:
        yield f"it redirects to {answer.url.partition('?')[0]}: take that as the endpoint"
    if "xml" not in answer.content_type.lower():
        yield f"Content-Type is {answer.content_type or 'not said'}, not XML"
    if identify.base_url and identify.base_url.rstrip("/") != url.rstrip("/"):
        yield f"it calls itself {identify.base_url}"
    if identify.protocol_version != "2.0":
        yield f"protocolVersion is {identify.protocol_version or 'not said'}, not 2.0"
    if identify.granularity not in _GRANULARITIES:
        yield f"granularity is {identify.granularity!r}, which OAI-PMH does not know"
    if not _DATE.match(identify.earliest or ""):
        yield f"earliestDatestamp is {identify.earliest!r}, which is no date"
    if identify.deleted_record != "persistent":
        told = identify.deleted_record or "not said"
        yield f"deletedRecord is {told}: deletions show in full sweeps only"
    if (skew := _skew(identify.response_date, now)) is not None and skew > _SKEW:
        yield f"its clock is {skew.total_seconds() / 3600:.1f} hours off"


def _skew(response_date: str | None, now: datetime) -> timedelta | None:
    try:
        told = datetime.fromisoformat(response_date or "")
    except ValueError:
        return None
    return abs(now - (told if told.tzinfo else told.replace(tzinfo=UTC)))


def _odd_formats(prefixes: tuple[str, ...]) -> Iterator[str]:
    if prefixes and "oai_dc" not in prefixes:
        yield "it does not offer oai_dc, which every repository must"
    if prefixes and not any(prefix in OAI_PREFIXES for prefix in prefixes):
        yield f"none of its formats is read here: {', '.join(prefixes)}"


def told(result: Probe) -> Iterator[str]:
    """A probe for people, line by line."""
    if result.identify is None:
        yield f"no OAI-PMH answer: {result.failure}"
        return
    said = result.identify
    yield f"{said.name or 'a repository without a name'} (contact {said.contact or 'not said'})"
    yield f"granularity {said.granularity}, since {said.earliest}, deletions {said.deleted_record or 'not said'}"
    if result.prefixes:
        reads = f"; best read as {result.best[0]}" if result.best else ""
        yield f"formats: {', '.join(result.prefixes)}{reads}"
    if result.sets.found:
        first = ", ".join(
            f"{spec} ({name})" if name else spec for spec, name in result.sets.found[:5]
        )
        more = " and more" if result.sets.more or len(result.sets.found) > 5 else ""
        yield f"{len(result.sets.found)}{'+' if result.sets.more else ''} sets: {first}{more}"
    yield from (f"odd: {oddity}" for oddity in result.oddities)
