"""What a source has brought since a run, what of it is live, and what it no longer lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, exists, func, or_, select

from catalogue.database import dialect
from catalogue.harvested.told import Listing
from catalogue.tables import deletion, description, quarantine, record
from schemas.ids import record_number


def identifiers_since(
    connection: Connection, source: str, run_id: int, listing: Listing | None = None
) -> set[str]:
    """The identifiers that the source has brought since the run of this number, as records or into quarantine.

    Of a source with two formats those that it has listed in one of them.
    """
    brought = select(record.c.identifier).where(record.c.source == source)
    kept = select(quarantine.c.identifier).where(
        quarantine.c.source == source,
        quarantine.c.run_id >= run_id,
        quarantine.c.identifier.is_not(None),
    )
    if listing is None:
        brought = brought.where(record.c.last_run >= run_id)
    else:
        described = brought.join(description, description.c.number == record.c.number)
        brought = described.where(
            description.c.leads.is_(listing.leads), description.c.last_run >= run_id
        )
        kept = kept.where(listing.where(quarantine.c.format))
    found = connection.execution_options(yield_per=5000).execute(brought.union(kept))
    return {row.identifier for row in found}


def live_among(connection: Connection, source: str, identifiers: Sequence[str]) -> set[str]:
    """Which of the identifiers are records of the source that are not deleted."""
    return set(last_seen(connection, source, identifiers))


def last_seen(connection: Connection, source: str, identifiers: Sequence[str]) -> dict[str, int]:
    """Those of the identifiers that are live records of the source, each with the run that brought it last."""
    numbers = [record_number(source, identifier) for identifier in identifiers]
    query = select(record.c.source, record.c.identifier, record.c.last_run).where(
        dialect.among(connection, record.c.number, numbers), record.c.deleted.is_(False)
    )
    rows = connection.execute(query)
    return {row.identifier: row.last_run for row in rows if row.source == source}


def count_since(connection: Connection, source: str, run_id: int) -> int:
    """How many records the source has brought since the run of this number."""
    query = select(func.count()).where(record.c.source == source, record.c.last_run >= run_id)
    return connection.execute(query).scalar_one()


def vanished(connection: Connection, source: str, since_run: int) -> list[str]:
    """The live records that no run since that one has brought, neither as records nor into quarantine.

    Left out is what was refused to be deleted and has not come since.
    """
    refused = exists().where(
        deletion.c.source == record.c.source,
        deletion.c.identifier == record.c.identifier,
        deletion.c.verdict == "refuse",
        deletion.c.run_id >= record.c.last_run,
    )
    kept = exists().where(
        quarantine.c.source == source,
        quarantine.c.identifier == record.c.identifier,
        quarantine.c.resolved_at.is_(None),
    )
    query = select(record.c.identifier).where(
        record.c.source == source,
        record.c.deleted.is_(False),
        record.c.last_run < since_run,
        ~kept,
        ~refused,
    )
    return list(connection.scalars(query.order_by(record.c.id)))


def has_nameless_rejects(connection: Connection, source: str, since_run: int) -> bool:
    """True if something came since that run of which the identifier could not be read."""
    query = select(quarantine.c.id).where(
        quarantine.c.source == source,
        quarantine.c.run_id >= since_run,
        quarantine.c.resolved_at.is_(None),
        or_(quarantine.c.identifier.is_(None), quarantine.c.identifier.like("http%")),
    )
    return connection.execute(query.limit(1)).first() is not None
