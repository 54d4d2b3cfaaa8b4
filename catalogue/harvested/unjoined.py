"""Records that are not what their descriptions in two formats make: damaged ones, and those of an older way to join."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from catalogue.database import dialect
from catalogue.harvested.apart import Kept
from catalogue.harvested.descriptions import described, with_other
from catalogue.harvested.told import content_hash
from catalogue.tables import page, record
from schemas import HarvestedRecord
from schemas.ids import record_number


def unjoined(connection: Connection, source: str, identifiers: Sequence[str]) -> set[str]:
    """Those of the identifiers whose record says something else than its two descriptions, or one of these is damaged.

    Left out is what came later in a third format, a file say: that is no part of the two.
    """
    kept = described(connection, source, identifiers)
    numbers = [record_number(source, name) for name in {name for name, _ in kept}]
    columns = [record.c.source, record.c.identifier, record.c.content_hash]
    query = select(*columns, page.c.format).join(page, page.c.id == record.c.page_id)
    rows = connection.execute(query.where(dialect.among(connection, record.c.number, numbers)))
    found = set()
    for row in rows:
        both = [kept[key] for leads in (True, False) if (key := (row.identifier, leads)) in kept]
        of_the_two = row.format in {each.format for each in both}
        if row.source == source and of_the_two and _hash_of(both) != row.content_hash:
            found.add(row.identifier)
    return found


def _hash_of(descriptions: Sequence[Kept]) -> str | None:
    """The hash of what they make; None if one of them is damaged."""
    first, *more = descriptions
    items = [_sound(each) for each in descriptions]
    if items[0] is None or None in items:
        return None
    said = with_other(items[0], first.leads, more[0] if more else None)
    return None if said is None else content_hash(said)


def _sound(row: Kept) -> HarvestedRecord | None:
    try:
        item = msgspec.json.decode(row.body, type=HarvestedRecord)
    except (msgspec.DecodeError, UnicodeError):
        return None
    told = (content_hash(item), item.deleted, item.identifier)
    return item if told == (row.content_hash, row.deleted, row.identifier) else None
