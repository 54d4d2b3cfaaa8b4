"""The figures of the catalogue as a whole, each a plain count that a list on the site repeats."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, select

from catalogue.derived import set_aside, tasks
from catalogue.derived.blocks import Blocks, oversized_blocks
from catalogue.derived.grounds import believed
from catalogue.harvested.runs import RESERVED
from catalogue.tables import (
    citation,
    meta,
    outbox,
    quarantine,
    record,
    reference,
    run,
    work,
    work_country,
)


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue holds.

    ``references`` counts entries as listed; a bilingual pair is two entries, one of them ``paired``.
    ``references_by_status``: as in :data:`schemas.work.ReferenceStatus`. ``unmatched_by_reason``: of those that are
    linked to no work at all.
    ``works_by_basis``: on what ground works have their countries. ``blocks``: what is too crowded to be compared, None
    before the first index.
    """

    records: int
    records_deleted: int
    records_by_source: dict[str, int]
    quarantined: int
    works: int
    cited_only_works: int
    works_by_country: dict[str, int]
    works_by_country_affiliation: dict[str, int] = {}
    works_by_basis: dict[str, int] = {}
    works_by_type: dict[str, int]
    references: int
    references_matched: int
    references_by_status: dict[str, int]
    unmatched_by_reason: dict[str, int]
    citations: int
    self_citations: int
    indexed_at: str | None
    blocks: Blocks | None


def statistics(connection: Connection) -> Statistics:
    """Count everything in one reading transaction."""
    held = work.c.kind == "held"
    by_status = _by(connection, reference.c.status)
    return Statistics(
        records=_count(connection, record, record.c.deleted.is_(False)),
        records_deleted=_count(connection, record, record.c.deleted.is_(True)),
        records_by_source=_by(connection, record.c.source, record.c.deleted.is_(False)),
        quarantined=_count(connection, quarantine, quarantine.c.resolved_at.is_(None)),
        works=_count(connection, work, held),
        cited_only_works=_count(connection, work, work.c.kind == "cited-only"),
        works_by_country=_by_country(connection),
        works_by_country_affiliation=_by_country(connection, *believed("affiliation")),
        works_by_basis=_by_basis(connection),
        works_by_type=_by(connection, work.c.type, held),
        references=sum(by_status.values()),
        references_matched=by_status.get("matched", 0),
        references_by_status=by_status,
        unmatched_by_reason=_by(
            connection, func.coalesce(reference.c.reason, ""), reference.c.status == "unmatched"
        ),
        citations=_count(connection, citation),
        self_citations=_count(connection, citation, citation.c.self_citation.is_(True)),
        indexed_at=connection.scalar(select(meta.c.value).where(meta.c.key == "indexed_at")),
        blocks=oversized_blocks(connection),
    )


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, cheap enough to ask every few seconds. ``indexed_at``: seconds since 1970."""

    pending: dict[str, int]
    outbox: int
    runs: dict[str, int]
    quarantine: int
    set_aside: dict[str, int]
    indexed_at: float | None


def backlog(connection: Connection) -> Backlog:
    """Count what waits; nothing here grows with the catalogue."""
    at = connection.scalar(select(meta.c.value).where(meta.c.key == "indexed_at"))
    reserved = and_(run.c.state == "succeeded", run.c.reservations.is_(True))
    return Backlog(
        pending=tasks.waiting(connection),
        outbox=_count(connection, outbox),
        runs=_by(connection, case((reserved, RESERVED), else_=run.c.state)),
        quarantine=_count(connection, quarantine, quarantine.c.resolved_at.is_(None)),
        set_aside=set_aside.counted(connection),
        indexed_at=datetime.fromisoformat(at).timestamp() if at else None,
    )


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*where)
    return connection.scalar(query) or 0


def _by(
    connection: Connection, column: ColumnElement[str], *where: ColumnElement[bool]
) -> dict[str, int]:
    query = select(column, func.count()).where(*where).group_by(column).order_by(column)
    return dict(connection.execute(query).all())


def _by_basis(connection: Connection) -> dict[str, int]:
    works = func.count(work_country.c.work.distinct())
    query = select(work_country.c.basis, works).group_by(work_country.c.basis)
    return dict(connection.execute(query.order_by(work_country.c.basis)).all())


def _by_country(connection: Connection, *where: ColumnElement[bool]) -> dict[str, int]:
    query = (
        select(work_country.c.country, func.count())
        .join(work, work.c.number == work_country.c.work)
        .where(work.c.kind == "held", *where)
        .group_by(work_country.c.country)
        .order_by(work_country.c.country)
    )
    return dict(connection.execute(query).all())
