"""One small request to a stranger's server, behind the address guard, with a limit of size and of time."""

from __future__ import annotations

import time

import msgspec
import requests
from urllib3.exceptions import HTTPError

from crawler.asking.addresses import InternalAddress

SMALL = 4 * 2**20
"""Bytes: enough for what a repository says of itself."""
_TIMEOUT = (10.0, 30.0)  # to connect, between two pieces
_DEADLINE = 60.0  # in all: a server that sends a byte a second keeps every shorter limit
_CHUNK = 64 * 1024


class Answer(msgspec.Struct, frozen=True):
    """What came with status 200. ``url`` is the address after redirects, ``content_type`` the HTTP header or ""."""

    body: bytes
    url: str
    content_type: str


class NoAnswerError(Exception):
    """Why nothing usable came, in a line for people."""


def ask(session: requests.Session, url: str, most_bytes: int = SMALL) -> Answer:
    """Send one GET request. Raises NoAnswerError, whatever went wrong."""
    try:
        with session.get(url, timeout=_TIMEOUT, stream=True) as response:
            if response.status_code != 200:
                raise NoAnswerError(f"answered {response.status_code} {response.reason}".strip())
            body = _body(response, most_bytes)
            return Answer(body, response.url, response.headers.get("Content-Type", ""))
    except InternalAddress as error:
        raise NoAnswerError(str(error)) from error
    except (requests.RequestException, HTTPError, ValueError) as error:
        # ValueError: an address that cannot be taken apart, its own or a redirect's
        raise NoAnswerError(_in_a_line(error)) from error


def _body(response: requests.Response, most_bytes: int) -> bytes:
    deadline = time.monotonic() + _DEADLINE
    pieces, size = [], 0
    for chunk in response.iter_content(_CHUNK):
        pieces.append(chunk)
        size += len(chunk)
        if size > most_bytes:
            raise NoAnswerError(f"the answer is over {most_bytes // 2**20} MiB")
        if time.monotonic() > deadline:
            raise NoAnswerError(f"the answer took longer than {_DEADLINE:.0f} seconds")
    return b"".join(pieces)


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
