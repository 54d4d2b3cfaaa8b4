"""The known OAI-PMH addresses of the region (``sources/endpoints.csv``): facts to try, not sources yet.

They come from a public aggregate of 2023–25 (miku/metha); none was tried, so each says ``verified = never``. What
answers a probe becomes a source by ``eaci sources add``.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import msgspec

from crawler.urls import host_of, split

TABLE = Path(__file__).parent / "endpoints.csv"
_LONGEST_NAME = 60
_PLATFORMS = (
    ("socionet", re.compile(r"socionet\.ru/oai/.*oai\.cgi$")),
    ("elpub", re.compile(r"/jour/oai$")),
    ("dspace", re.compile(r"/(?:dspace-)?oai/(?:request|openaire)|/dspace|/server/oai|/xmlui")),
    ("dlibra", re.compile(r"/dlibra|oai-pmh-repository\.xml")),
    ("eprints", re.compile(r"/cgi/oai2|/perl/oai2")),
    ("invenio", re.compile(r"/oai2d")),
    ("ojs", re.compile(r"/index\.php/|[?&]page=oai|/oai$")),
)
# words of an address that tell nothing
_IDLE = frozenset(
    {"www", "index", "php", "oai", "request", "page", "journal", "jour", "server", "ojs", "modules"}
)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A known address. ``platform`` is guessed from the address; "unknown" if that tells nothing."""

    name: str
    country: str
    url: str
    platform: str
    verified: str


@cache
def load_endpoints() -> tuple[Endpoint, ...]:
    """The whole table, in the order of countries and names."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(msgspec.convert(row, Endpoint) for row in csv.DictReader(file))


def guess_platform(url: str) -> str:
    """``ojs``, ``dspace``, ``elpub`` …, from the form of the address alone."""
    return next((name for name, pattern in _PLATFORMS if pattern.search(url.lower())), "unknown")


def name_of(url: str) -> str:
    """A source's name from its address: ``https://journals.ysu.am/index.php/boe/oai`` → ``journals-ysu-am-boe``.

    Empty for an address that cannot be taken apart.
    """
    parts = split(url)
    if parts is None:
        return ""
    host = [part for part in host_of(url).split(".") if part != "www"]
    port = [told] if (told := parts.netloc.rpartition(":")[2]).isdecimal() else []
    path = [
        part for part in re.split(r"[^a-z0-9]+", parts.path.lower()) if part and part not in _IDLE
    ]
    return re.sub(r"[^a-z0-9]+", "-", "-".join([*host, *port, *path]))[:_LONGEST_NAME].strip("-")


def country_of(url: str) -> str | None:
    """The country of the top-level domain; None for a general one. (A journal may be of another: this is a guess.)"""
    last = host_of(url).rpartition(".")[2]
    return {"su": "RU", "рф": "RU", "xn--p1ai": "RU"}.get(
        last, last.upper() if len(last) == 2 else None
    )
