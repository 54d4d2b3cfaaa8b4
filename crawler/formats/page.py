"""What a format parser takes and gives back: hints in, a parsed page out.

Errors::

    PageError            raised by a parser when no record of the page can be read; the spider turns it into the
                         outcome of the run and keeps the page's bytes in quarantine. Nothing else leaves a parser
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from crawler.formats.tables.table_mapping import TableMapping
from schemas import HarvestedRecord

MAX_BYTES = 32 * 1024 * 1024

Raw = bytes | Callable[[], bytes]
"""The bytes of an item, or what gives them: few are ever asked for, and cutting them out costs as much as parsing."""


def taken(raw: Raw) -> bytes:
    """The bytes themselves."""
    return raw if isinstance(raw, bytes) else raw()


class SourceHints(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a page apart from its bytes.

    ``url`` is where it came from, ``content_type`` the HTTP header; ``language`` the main language of the source,
    used only where a format needs one to read by (never written into a record as a fact). ``table`` says what the
    columns of the source's tables mean.
    """

    source: str
    url: str | None = None
    content_type: str | None = None
    language: str | None = None
    table: TableMapping | None = None


class ParsedRecord(msgspec.Struct, frozen=True):
    """A record and the bytes it was read from; the bytes parse again on their own with the same format."""

    record: HarvestedRecord
    kept: Raw

    @property
    def raw(self) -> bytes:
        return taken(self.kept)


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """Something received that is no usable record yet: it goes to quarantine with its reason.

    ``reason`` is one of :data:`REASONS`; ``datestamp`` is that of a deletion.
    """

    reason: str
    detail: str
    raw: bytes
    identifier: str | None = None
    datestamp: str | None = None


REASONS = {
    "no-identifier": "the record has no identifier",
    "no-title": "the record has no title",
    "no-metadata": "the record is neither deleted nor described",
    "not-well-formed": "the record is not well-formed XML",
    "cut-short": "the page ends in the middle of the record",
    "wrong-format": "the bytes are not of the format that the source promises",
    "doctype": "the XML has a DOCTYPE that declares entities, which is refused",
    "too-large": "the page is over the limit of size or memory",
    "too-slow": "the page takes longer to parse than a page may",
    "parser-failed": "the parser fails at the page",
    "not-given": "the server cannot give the record, though it names it",
    "held-deletion": "the record would be deleted, which is decided at the end of the run",
    "live-and-deleted": "the source lists the record as live and as deleted",
    "too-long": "what tells which record it is goes beyond the limits",
    "invalid-value": "a value breaks the record's contract",
}


class ProtocolError(msgspec.Struct, frozen=True):
    """An OAI-PMH ``error`` element."""

    code: str
    message: str


class ParsedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a page in their order, and what the envelope says.

    ``resumption_token`` is None where the list ends (absent, empty or self-closed token); ``has_token_element`` tells
    an empty token from none at all. ``complete`` is False if the page was cut short. ``formerly`` gives, by the
    identifier of a record, what it may be held under because an earlier parser named it so.
    """

    items: tuple[ParsedRecord | Rejected, ...] = ()
    errors: tuple[ProtocolError, ...] = ()
    response_date: str | None = None
    resumption_token: str | None = None
    has_token_element: bool = False
    complete_list_size: int | None = None
    cursor: int | None = None
    complete: bool = True
    warnings: tuple[str, ...] = ()
    formerly: dict[str, tuple[str, ...]] = {}

    @property
    def records(self) -> tuple[HarvestedRecord, ...]:
        return tuple(item.record for item in self.items if isinstance(item, ParsedRecord))

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        return tuple(item for item in self.items if isinstance(item, Rejected))


def failed(error: Exception) -> PageError:
    """What it means for a page that its parser raised something else than PageError."""
    if isinstance(error, MemoryError):
        return PageError("too-large", "parsing it needs more memory than there is")
    told = f"{type(error).__name__}: {error}"[:300]
    return PageError("parser-failed", f"{told}; please report it")


class PageError(Exception):
    """No record of the page can be read. ``reason`` is one of :data:`REASONS`."""

    def __init__(self, reason: str, detail: str) -> None:
        # parsers quote the damage, which may be of several lines
        detail = " ".join(detail.split())
        super().__init__(f"{REASONS[reason]}: {detail}")
        self.reason = reason
        self.detail = detail
