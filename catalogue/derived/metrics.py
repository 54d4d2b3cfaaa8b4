"""The set queries behind the numbers of institutions and countries.

Every number is a count over a :class:`WorkFilter` or a :class:`CitationFilter`, and the list that the number opens is
selected by the same filter, so the two are equal. A work belongs to an institution or a country if ``work_institution``
or ``work_country`` says so; only held works do. Citations are rows of ``citation``; a self-citation is one whose citing
and cited work certainly share an author. Where only names say so it is possible, and counts among those by others.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from catalogue.database.engine import now
from catalogue.derived.flow_sums import CITATIONS
from catalogue.derived.grounds import Ground, works_of
from catalogue.derived.works import CitationEntry, WorkEntry, get_works
from catalogue.tables import (
    citation,
    person_mention,
    record,
    run,
    work,
    work_country,
    work_institution,
    work_journal,
)

Selves = Literal["all", "others", "self", "possible"]
Order = Literal["citations", "year"]


class WorkFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Works of all these institutions and all these countries, and of none of the countries ``not_of``.

    ``person`` is the number of an author; ``ground`` says on what ground they have to be of ``countries``; ``journal``
    is a key of :mod:`indexer.journal_keys`; ``undated`` takes the works without a year.
    """

    institutions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    ground: Ground = "any"
    journal: str | None = None
    person: int | None = None
    year: int | None = None
    undated: bool = False


class CitationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Citations by and of such works.

    ``selves``: all, without certain self-citations, these alone, or the possible ones alone.
    """

    citing: WorkFilter = WorkFilter()
    cited: WorkFilter = WorkFilter()
    selves: Selves = "all"


class YearRow(msgspec.Struct, frozen=True, kw_only=True):
    """Works published in a year (None: not known) and the citations that these works received."""

    year: int | None
    works: int
    citations: int
    citations_by_others: int


class InstitutionRow(msgspec.Struct, frozen=True, kw_only=True):
    """The totals of one institution."""

    institution: str
    works: int
    citations: int
    citations_by_others: int


class SourceCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a source the numbers rest on, as of its last run that succeeded."""

    source: str
    records: int
    run: int | None
    finished_at: str | None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the numbers rest on, and when they were taken."""

    as_of: str
    sources: tuple[SourceCoverage, ...]

    @property
    def records(self) -> int:
        """The records of all sources."""
        return sum(source.records for source in self.sources)


def _memberships(chosen: WorkFilter) -> list[Select[Any]]:
    """For each condition of the filter the works that meet it."""
    queries: list[Select[Any]] = [
        select(work_institution.c.work).where(work_institution.c.institution == each)
        for each in chosen.institutions
    ]
    queries += [works_of(each, chosen.ground) for each in chosen.countries]
    if chosen.journal is not None:
        queries.append(select(work_journal.c.work).where(work_journal.c.journal == chosen.journal))
    if chosen.person is not None:
        own = person_mention.c.person == chosen.person
        queries.append(select(person_mention.c.work).where(own).distinct())
    dated = work.alias("dated")
    if chosen.undated:
        queries.append(select(dated.c.number).where(dated.c.year.is_(None)))
    elif chosen.year is not None:
        queries.append(select(dated.c.number).where(dated.c.year == chosen.year))
    return queries


def _belongs(number: ColumnElement[int], chosen: WorkFilter) -> list[ColumnElement[bool]]:
    """The conditions under which the work of this number is one of the chosen: start from these works."""
    return [number.in_(query) for query in _memberships(chosen)] + _is_none(number, chosen)


def _is_one(number: ColumnElement[int], chosen: WorkFilter) -> list[ColumnElement[bool]]:
    """The same, tried on one row after another.

    Two IN on the two columns of a primary key make SQLite try every combination of them.
    """
    return [
        query.where(query.selected_columns[0] == number).exists() for query in _memberships(chosen)
    ] + _is_none(number, chosen)


def _is_none(number: ColumnElement[int], chosen: WorkFilter) -> list[ColumnElement[bool]]:
    of_country = select(work_country.c.work).where(work_country.c.work == number)
    return [~of_country.where(work_country.c.country == each).exists() for each in chosen.not_of]


def _works(chosen: WorkFilter, *columns: Any) -> Select[Any]:
    return select(*columns).where(work.c.kind == "held", *_belongs(work.c.number, chosen))


def _citations(chosen: CitationFilter, *columns: Any) -> Select[Any]:
    query = select(*columns).select_from(citation)
    # Start from the side that is asked for, else every citation would be tried.
    citing = _is_one if _memberships(chosen.cited) else _belongs
    query = query.where(
        *citing(citation.c.citing, chosen.citing), *_belongs(citation.c.cited, chosen.cited)
    )
    if chosen.selves == "all":
        return query
    if chosen.selves == "possible":
        return query.where(citation.c.possible_self.is_(True))
    return query.where(citation.c.self_citation.is_(chosen.selves == "self"))


_by_others = func.coalesce(func.sum(case((citation.c.self_citation, 0), else_=1)), 0)


def count_works(connection: Connection, chosen: WorkFilter) -> int:
    """How many works :func:`list_works` lists."""
    return connection.execute(_works(chosen, func.count())).scalar_one()  # type: ignore[no-any-return]


def list_works(
    connection: Connection,
    chosen: WorkFilter,
    *,
    order: Order = "citations",
    limit: int | None = None,
    offset: int = 0,
) -> list[WorkEntry]:
    """The works, most cited (or newest) first; equals by number, so that the order is always the same."""
    first = work.c.cited_by.desc() if order == "citations" else work.c.year.desc().nulls_last()
    query = _works(chosen, work.c.number).order_by(first, work.c.number)
    numbers = connection.scalars(query.limit(limit).offset(offset)).all()
    entries = get_works(connection, numbers)
    return [entries[number] for number in numbers]


def count_citations(connection: Connection, chosen: CitationFilter) -> int:
    """How many citations :func:`list_citations` lists."""
    return connection.execute(_citations(chosen, func.count())).scalar_one()  # type: ignore[no-any-return]


def list_citations(
    connection: Connection, chosen: CitationFilter, *, limit: int | None = None, offset: int = 0
) -> list[CitationEntry]:
    """The citations, newest citing work first; equals by number."""
    newest = func.coalesce(
        work.c.year, 0
    ).desc()  # no plain column: its index would be walked whole
    query = (
        _citations(chosen, *CITATIONS.selected_columns)
        .join(work, work.c.number == citation.c.citing)
        .order_by(newest, citation.c.citing, citation.c.cited)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(query).all()
    entries = get_works(connection, {number for row in rows for number in row[:2]})
    return [
        CitationEntry(
            citing=entries[citing],
            cited=entries[cited],
            self_citation=own,
            possible_self=possible,
        )
        for citing, cited, own, possible in rows
    ]


def per_year(connection: Connection, chosen: WorkFilter) -> list[YearRow]:
    """Works by year of publication with the citations they received up to now, newest year first, undated last."""
    works = _works(chosen, work.c.year, func.count()).group_by(work.c.year)
    received = (
        _citations(CitationFilter(cited=chosen), work.c.year, func.count(), _by_others)
        .join(work, work.c.number == citation.c.cited)
        .group_by(work.c.year)
    )
    citations = {year: counts for year, *counts in connection.execute(received)}
    rows = [
        YearRow(year=year, works=count, citations=both[0], citations_by_others=both[1])
        for year, count in connection.execute(works)
        for both in [citations.get(year, (0, 0))]
    ]
    return sorted(rows, key=lambda row: (row.year is None, -(row.year or 0)))


def citation_counts(connection: Connection, chosen: WorkFilter) -> dict[int, int]:
    """For each number of citations received how many of the works received just so many: what h rests on."""
    each = (
        _works(chosen, func.count(citation.c.citing).label("received"))
        .outerjoin_from(work, citation, citation.c.cited == work.c.number)
        .group_by(work.c.number)
        .subquery()
    )
    query = select(each.c.received, func.count()).group_by(each.c.received)
    return dict(connection.execute(query.order_by(each.c.received)).all())


def works_by_country(connection: Connection, chosen: WorkFilter) -> dict[str, int]:
    """In how many of the works each country takes part, most first."""
    query = (
        select(work_country.c.country, func.count())
        .where(*_belongs(work_country.c.work, chosen))
        .group_by(work_country.c.country)
        .order_by(func.count().desc(), work_country.c.country)
    )
    return dict(connection.execute(query).all())


def works_by_institution(connection: Connection, chosen: WorkFilter) -> dict[str, int]:
    """In how many of the works each institution takes part, most first."""
    query = (
        select(work_institution.c.institution, func.count())
        .where(*_belongs(work_institution.c.work, chosen))
        .group_by(work_institution.c.institution)
        .order_by(func.count().desc(), work_institution.c.institution)
    )
    return dict(connection.execute(query).all())


def institution_rows(connection: Connection) -> list[InstitutionRow]:
    """The totals of every institution that has works, most works first."""
    works = func.count(work_institution.c.work.distinct())
    cited = citation.c.cited == work_institution.c.work
    by_others = func.coalesce(func.sum(case((citation.c.self_citation.is_(False), 1), else_=0)), 0)
    query = (
        select(
            work_institution.c.institution,
            works.label("works"),
            func.count(citation.c.citing).label("citations"),
            by_others.label("citations_by_others"),
        )
        .outerjoin_from(work_institution, citation, cited)
        .group_by(work_institution.c.institution)
        .order_by(works.desc(), work_institution.c.institution)
    )
    return [InstitutionRow(**row._mapping) for row in connection.execute(query)]


def evidence(connection: Connection, institution: str, works: list[int]) -> dict[int, str]:
    """Why each of these works (a page of a list) belongs to the institution: the evidence as JSON, by work."""
    query = select(work_institution.c.work, work_institution.c.evidence).where(
        work_institution.c.institution == institution, work_institution.c.work.in_(works)
    )
    return dict(connection.execute(query).all())


def coverage(connection: Connection) -> Coverage:
    """What the catalogue holds of each source that has records, and since which run."""
    counted = (
        select(record.c.source, func.count())
        .where(record.c.deleted.is_(False))
        .group_by(record.c.source)
        .order_by(record.c.source)
    )
    last = (
        select(func.max(run.c.id).label("id"))
        .where(run.c.state == "succeeded")
        .group_by(run.c.source)
        .subquery()
    )
    query = select(run.c.source, run.c.id, run.c.finished_at).join(last, last.c.id == run.c.id)
    runs = {row.source: row for row in connection.execute(query)}
    sources = tuple(
        SourceCoverage(
            source=name,
            records=count,
            run=runs[name].id if name in runs else None,
            finished_at=runs[name].finished_at if name in runs else None,
        )
        for name, count in connection.execute(counted)
    )
    return Coverage(as_of=now(), sources=sources)
