"""Records that are held under a name that an earlier parser gave them: they keep it, so that no twin comes beside them.

Judgements, permalinks and counts name a record by its source and identifier, so the name that is held outlives a better
one. What is not held yet goes by today's name.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from catalogue.harvested.record_store import held_among
from crawler.formats import ParsedPage, ParsedRecord, Rejected


def as_held(connection: Connection, source: str, page: ParsedPage) -> ParsedPage:
    """The page with its records under the names that the catalogue holds them by."""
    if not page.formerly:  # most pages by far
        return page
    own = {record.identifier for record in page.records}
    names = {*page.formerly, *(name for names in page.formerly.values() for name in names)}
    held = held_among(connection, source, names)
    renamed: dict[str, str] = {}
    for identifier, formerly in page.formerly.items():
        known = (name for name in formerly if name in held and name not in own)
        if identifier not in held and (former := next(known, None)) and identifier in own:
            renamed[identifier] = former
            own.add(former)
    if not renamed:
        return page
    return msgspec.structs.replace(page, items=tuple(_under(item, renamed) for item in page.items))


def _under(item: ParsedRecord | Rejected, renamed: dict[str, str]) -> ParsedRecord | Rejected:
    if isinstance(item, Rejected) or item.record.identifier not in renamed:
        return item
    name = renamed[item.record.identifier]
    return ParsedRecord(msgspec.structs.replace(item.record, identifier=name), item.kept)
