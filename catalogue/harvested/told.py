"""What a page tells: from where it is, and each of its records with the hash of what that says."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement

from schemas import HarvestedRecord


class Formats(msgspec.Struct, frozen=True):
    """The two formats in which a source describes its records; the first leads."""

    first: str
    second: str


def leads_in(formats: Formats | None, format: str) -> bool | None:
    """Whether a format is the first of the two or the second; None if there are not two, or it is neither."""
    if formats is None or format not in (formats.first, formats.second):
        return None
    return format == formats.first


class Listing(msgspec.Struct, frozen=True):
    """One of the two formats in which a source lists its records: the first (and whatever is not the second), or this.

    What waits in quarantine, and what was listed as deleted, is of one listing and says nothing of the other.
    """

    leads: bool
    second: str

    def holds(self, format: str) -> bool:
        """True if what is in that format is of this listing."""
        return (format == self.second) is not self.leads

    def where(self, format: ColumnElement[str]) -> ColumnElement[bool]:
        """The same for a column of formats."""
        return format != self.second if self.leads else format == self.second


def listing_of(formats: Formats | None, format: str) -> Listing | None:
    """The listing that a format belongs to; None for a source with one format, which has but one."""
    return None if formats is None else Listing(format != formats.second, formats.second)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where records are from: the run, the page, the source, and whether the page is a file.

    ``format`` is that of the page; ``leads`` is None if the source has but one format, or the page is in another one.
    """

    run: int
    page: int
    source: str
    file: bool
    format: str = ""
    leads: bool | None = None


class Told(NamedTuple):
    """A record and the hash of what it says."""

    item: HarvestedRecord
    hashed: str


def content_hash(item: HarvestedRecord) -> str:
    """The hash of what a record says. A new datestamp or set alone is no change."""
    said = msgspec.structs.replace(item, datestamp=None, sets=(), warnings=())
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def told_of(items: Iterable[HarvestedRecord]) -> list[Told]:
    """Each record with its hash."""
    return [Told(item, content_hash(item)) for item in items]
