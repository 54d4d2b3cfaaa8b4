"""What a format parser gave, within the limits of the contract: every page passes here before anything else sees it.

So a harvest, an import, a replay and a reparse all see the same record, and say the same of it.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from crawler.formats.page import ParsedPage, ParsedRecord, Rejected
from schemas.limits import RECORD
from schemas.within import refusal, within_limits

_MOST_DETAIL = 1_000
_MOST_WARNINGS = 100


def limited(page: ParsedPage) -> ParsedPage:
    """The page with each record within its limits; one that would become another by that is rejected."""
    items = tuple(
        _record(item) if isinstance(item, ParsedRecord) else _rejected(item) for item in page.items
    )
    warnings = tuple(line[:_MOST_DETAIL] for line in page.warnings[:_MOST_WARNINGS])
    same = warnings == page.warnings and all(a is b for a, b in zip(items, page.items, strict=True))
    return page if same else msgspec.structs.replace(page, items=items, warnings=warnings)


def _record(item: ParsedRecord) -> ParsedRecord | Rejected:
    told = refusal(item.record)
    if told is not None:
        name = shortened(item.record.identifier)
        return Rejected(reason="too-long", detail=told, raw=item.raw, identifier=name)
    record, cuts = within_limits(item.record)
    return ParsedRecord(record, item.kept) if cuts else item


def _rejected(item: Rejected) -> Rejected:
    identifier = None if item.identifier is None else shortened(item.identifier)
    if identifier == item.identifier and len(item.detail) <= _MOST_DETAIL:
        return item
    return msgspec.structs.replace(item, identifier=identifier, detail=item.detail[:_MOST_DETAIL])


def shortened(identifier: str) -> str:
    """A name for what is known by too long an identifier: its beginning and a digest, the same every time."""
    most = RECORD["identifier"].most
    if len(identifier) <= most:
        return identifier
    digest = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{identifier[: most - 20]}…#{digest}"
