"""Resumption tokens that say everything themselves: no process keeps anything of a list that it has begun.

A token holds what was asked, the last place given, and how many were given before. So it is good for ever, at every
process of the site, and after the index was built anew; what changed meanwhile comes later in the list.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from catalogue.derived.provided import Asked, Place
from webapp.oai.errors import OaiError

_SUM = 8  # hexadecimal digits: enough to tell a token that was cut or made up


class Token(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """``until`` is fixed when the list begins, so that it ends; ``given``: the records before this page."""

    prefix: str
    since: str | None
    until: str
    set: str | None
    datestamp: str
    work: int
    given: int

    @property
    def asked(self) -> Asked:
        """Which part of the list was asked for."""
        return Asked(self.since, self.until, self.set)

    @property
    def after(self) -> Place:
        """The last place that was given."""
        return self.datestamp, self.work


def packed(token: Token) -> str:
    """The token as it is sent."""
    body = msgspec.json.encode(token)
    return f"{urlsafe_b64encode(body).decode().rstrip('=')}.{_sum(body)}"


def unpacked(text: str) -> Token:
    """The token of a request. Raises OaiError."""
    sent, _, given = text.rpartition(".")
    try:
        body = urlsafe_b64decode(sent + "=" * (-len(sent) % 4))
        token = msgspec.json.decode(body, type=Token)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise _refused() from error
    if _sum(body) != given:
        raise _refused()
    return token


def _refused() -> OaiError:
    return OaiError("badResumptionToken", "the resumptionToken is not one of this repository")


def _sum(body: bytes) -> str:
    return f"{binascii.crc32(body):0{_SUM}x}"
