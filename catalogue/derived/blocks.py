"""Oversized blocks: keys that so many records or works share that nothing is compared because of them.

Counting them reads whole key tables, so the indexer does it when a hundredth of the records has changed since the last
time, and what it found is kept beside the date. References are looked up by their keys, never by their blocks: there
nothing is cut.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from catalogue.tables import meta

_META = "blocks"


class CrowdedBlock(msgspec.Struct, frozen=True, kw_only=True):
    """One oversized block: how many share its key, and the title of one of them."""

    size: int
    title: str


class Oversized(msgspec.Struct, frozen=True, kw_only=True):
    """The oversized blocks of one key table.

    ``keys``: how many keys; ``items``: how many records or works have one of them; ``without_key``: how many of these
    have no other key, so that they are compared with nothing. ``largest``: the largest blocks.
    """

    keys: int
    items: int
    without_key: int
    largest: tuple[CrowdedBlock, ...]


class Blocks(msgspec.Struct, frozen=True, kw_only=True):
    """Oversized blocks as of ``measured_at``; since then ``changed`` records were normalised.

    ``limit``, and of weak keys ``weak_limit``: how many may share a key.
    """

    limit: int
    weak_limit: int | None = None  # None: it was the same, when they were measured
    measured_at: str
    changed: int
    records: Oversized
    works: Oversized


def oversized_blocks(connection: Connection) -> Blocks | None:
    """What was found the last time; None before the first index."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == _META))
    return None if value is None else msgspec.json.decode(value, type=Blocks)
