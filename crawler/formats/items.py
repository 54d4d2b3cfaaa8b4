"""What becomes of one described publication: a record, or a rejection with its reason."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

import msgspec

from crawler.formats.page import ParsedRecord, Raw, Rejected, taken
from crawler.formats.values.identity import identity
from schemas import HarvestedRecord, Reference, ReferenceFields

T = TypeVar("T", bound=Hashable)


def unique(found: Iterable[T | None]) -> tuple[T, ...]:
    """What is there, once each, in the order of first appearance."""
    return tuple(dict.fromkeys(thing for thing in found if thing))


def item(
    record: HarvestedRecord, raw: Raw, warnings: tuple[str, ...] = ()
) -> ParsedRecord | Rejected:
    """The record, or why it cannot be one: an identifier and a title are what every record needs.

    A record without an identifier gets one of what it says, if that is enough (:mod:`crawler.formats.values.identity`).
    """
    if not (record.identifier or record.deleted):
        record = msgspec.structs.replace(record, identifier=identity(record))
    if not record.identifier and (record.titles or record.deleted):
        detail = "nothing in it identifies the publication"
        return Rejected(reason="no-identifier", detail=detail, raw=taken(raw))
    if not (record.titles or record.deleted):
        detail = "no title in any language"
        known = record.identifier or None
        return Rejected(reason="no-title", detail=detail, raw=taken(raw), identifier=known)
    if warnings:
        record = msgspec.structs.replace(record, warnings=(*warnings, *record.warnings))
    return ParsedRecord(record, raw)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A reference before it has its position. ``list_id`` is the list that the source itself puts it into."""

    raw: str
    lang: str | None = None
    list_id: str = ""
    fields: ReferenceFields | None = None


def references(entries: Iterable[Entry]) -> tuple[Reference, ...]:
    """The entries in their order; list ids are told only where there is more than one list."""
    found = [entry for entry in entries if entry.raw]
    several = len({entry.list_id for entry in found}) > 1
    return tuple(
        Reference(
            raw=entry.raw,
            position=position,
            lang=entry.lang,
            list_id=entry.list_id if several else "",
            fields=entry.fields,
        )
        for position, entry in enumerate(found, start=1)
    )
