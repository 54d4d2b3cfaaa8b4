"""What would go if the waiting deletions of a source were carried out: records, works, links and citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, select

from catalogue.harvested import deletions
from catalogue.tables import description, profile, record, work
from catalogue.tables import quarantine as items
from schemas import HarvestedRecord


class Effects(NamedTuple):
    """The sums. ``records`` are the live ones that would go, of ``held`` that the source has.

    ``works`` lose their last record; ``cited`` are the citations that these receive, ``citing`` those that they give.
    ``halved`` are records that stay, without what the second of two formats says of them.
    """

    records: int
    held: int
    works: int
    cited: int
    citing: int
    halved: int = 0

    @property
    def share(self) -> float:
        """The part of the source, from 0 to 1."""
        return self.records / self.held if self.held else 0.0


class Doomed(NamedTuple):
    """A record that would go. ``last``: its work goes with it."""

    item: int
    identifier: str
    datestamp: str | None
    title: str
    url: str | None
    work: int | None
    cited_by: int
    cites: int
    last: bool


def effects(connection: Connection, source: str) -> Effects:
    """What the waiting deletions of the source would cost. The works are those of the last indexing."""
    own = record.c.source == source, record.c.deleted.is_(False)
    sums = (func.coalesce(func.sum(column), 0) for column in (work.c.cited_by, work.c.cites))
    lost = select(func.count(), *sums).where(work.c.number.in_(_lost_works(source)))
    works, cited, citing = connection.execute(lost).one()
    return Effects(
        records=_count(connection, record, record.c.id.in_(_doomed(source))),
        held=_count(connection, record, *own),
        works=int(works),
        cited=int(cited),
        citing=int(citing),
        halved=_count(connection, record, record.c.id.in_(_named(source, _lives_on()))),
    )


def _count(connection: Connection, table: Any, *where: Any) -> int:
    query = select(func.count()).select_from(table).where(*where)
    return connection.execute(query).scalar_one()


def _doomed(source: str) -> Any:
    """The numbers of the live records that would go."""
    return _named(source, ~_lives_on())


def _named(source: str, *where: ColumnElement[bool]) -> Any:
    """The numbers of the live records whose deletions wait and are such."""
    named = and_(record.c.source == items.c.source, record.c.identifier == items.c.identifier)
    return (
        select(record.c.id)
        .join(items, named)
        .where(deletions.waiting(source), record.c.deleted.is_(False), *where)
    )


def _lives_on() -> ColumnElement[bool]:
    """What is deleted in the second of two formats alone: the record stays, as the first describes it."""
    first, second = description.alias(), description.alias()
    return and_(
        exists().where(
            first.c.number == record.c.number, first.c.leads.is_(True), first.c.deleted.is_(False)
        ),
        exists().where(
            second.c.number == record.c.number,
            second.c.leads.is_(False),
            second.c.format == items.c.format,
        ),
    )


def _lost_works(source: str, among: Sequence[int] | None = None) -> Any:
    """The works none of whose records would be left, of all or of those of these records."""
    mine, every = profile.alias("mine"), profile.alias("every")
    chosen = [mine.c.record_id.in_(_doomed(source)), mine.c.work.is_not(None)]
    if among is not None:
        own = profile.alias("own")
        chosen.append(mine.c.work.in_(select(own.c.work).where(own.c.record_id.in_(among))))
    doomed = (
        select(mine.c.work, func.count().label("records"))
        .where(*chosen)
        .group_by(mine.c.work)
        .subquery()
    )
    return (
        select(doomed.c.work)
        .join(every, every.c.work == doomed.c.work)
        .group_by(doomed.c.work, doomed.c.records)
        .having(func.count() == doomed.c.records)
    )


def list_doomed(
    connection: Connection, source: str, *, limit: int = 50, after: int = 0
) -> list[Doomed]:
    """The records that would go, in the order of the quarantine; go on with ``after=`` the last one's item."""
    named = and_(record.c.source == items.c.source, record.c.identifier == items.c.identifier)
    query = (
        select(items.c.id, items.c.datestamp, record.c.id.label("record"), record.c.body)
        .join(record, named)
        .where(deletions.waiting(source), record.c.deleted.is_(False), items.c.id > after)
        .where(~_lives_on())
        .order_by(items.c.id)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    works = _works_of(connection, source, [row.record for row in rows])
    return [_as_doomed(row, works.get(row.record)) for row in rows]


def _works_of(connection: Connection, source: str, records: Sequence[int]) -> dict[int, Row[Any]]:
    """The work of each of these records, its counts, and whether it goes."""
    lost = work.c.number.in_(_lost_works(source, records)).label("last")
    query = (
        select(profile.c.record_id, work.c.number, work.c.cited_by, work.c.cites, lost)
        .join(work, work.c.number == profile.c.work)
        .where(profile.c.record_id.in_(records))
    )
    return {row.record_id: row for row in connection.execute(query)}


def _as_doomed(row: Any, found: Row[Any] | None) -> Doomed:
    said = msgspec.json.decode(row.body, type=HarvestedRecord)
    return Doomed(
        item=row.id,
        identifier=said.identifier,
        datestamp=row.datestamp,
        title=next((title.text for title in said.titles), ""),
        url=next(iter(said.urls), None),
        work=None if found is None else found.number,
        cited_by=0 if found is None else found.cited_by,
        cites=0 if found is None else found.cites,
        last=found is not None and bool(found.last),
    )
