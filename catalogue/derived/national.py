"""Citations that the works of a country give and receive: totals, by the other country, and the lists behind them."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, Connection, func, or_, select

from catalogue.derived.flow_sums import CITATIONS
from catalogue.derived.grounds import Ground, believed, works_of
from catalogue.derived.works import LATEST_FIRST, CitationEntry, get_works
from catalogue.tables import citation, work, work_country


class CitationList(msgspec.Struct, frozen=True):
    """One page of a list of citations, and how long the whole list is."""

    total: int
    entries: tuple[CitationEntry, ...]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """How many citations run between the works of one country and those of another."""

    country: str
    citations: int
    self_citations: int
    possible_self: int = 0


def _of_country(
    side: ColumnElement[int], country: str | None, ground: Ground
) -> list[ColumnElement[bool]]:
    return [] if country is None else [side.in_(works_of(country, ground))]


def citations_between(
    connection: Connection,
    citing_country: str | None,
    cited_country: str | None,
    *,
    self_only: bool = False,
    possible_only: bool = False,
    ground: Ground = "any",
    page: int = 1,
    size: int = 20,
) -> CitationList:
    """The citations by works of one country of works of another (None: of any), the latest citing work first.

    ``self_only`` keeps only self-citations, ``possible_only`` those that are possibly such; ``ground`` says which works
    count for the countries.
    """
    chosen = [
        *_of_country(citation.c.citing, citing_country, ground),
        *_of_country(citation.c.cited, cited_country, ground),
        *([citation.c.self_citation.is_(True)] if self_only else []),
        *([citation.c.possible_self.is_(True)] if possible_only else []),
    ]
    total = connection.scalar(select(func.count()).select_from(citation).where(*chosen))
    query = (
        select(*CITATIONS.selected_columns)
        .join(work, work.c.number == citation.c.citing)
        .where(*chosen)
        .order_by(*LATEST_FIRST, citation.c.cited)
        .limit(size)
        .offset((page - 1) * size)
    )
    rows = connection.execute(query).all()
    works = get_works(connection, {number for row in rows for number in (row.citing, row.cited)})
    return CitationList(
        total or 0,
        tuple(
            CitationEntry(
                citing=works[row.citing],
                cited=works[row.cited],
                self_citation=row.self_citation,
                possible_self=row.possible_self,
            )
            for row in rows
            if row.citing in works and row.cited in works  # `eaci check` tells of a lost work
        ),
    )


def citations_received(connection: Connection, country: str, ground: Ground = "any") -> list[Flow]:
    """Citations of the country's works, by the country of the citing work; a work of two countries counts in both."""
    return _flows(connection, citation.c.citing, citation.c.cited, country, ground)


def citations_given(connection: Connection, country: str, ground: Ground = "any") -> list[Flow]:
    """Citations by the country's works, by the country of the cited work; a work of two countries counts in both."""
    return _flows(connection, citation.c.cited, citation.c.citing, country, ground)


def _flows(
    connection: Connection,
    other: ColumnElement[int],
    own: ColumnElement[int],
    country: str,
    ground: Ground,
) -> list[Flow]:
    count = func.count()
    own_citations = func.count().filter(citation.c.self_citation.is_(True))
    possible = func.count().filter(citation.c.possible_self.is_(True))
    query = (
        select(work_country.c.country, count, own_citations, possible)
        .select_from(citation)
        .join(work_country, work_country.c.work == other)
        .where(*_of_country(own, country, ground), *believed(ground))
        .group_by(work_country.c.country)
        .order_by(count.desc(), work_country.c.country)
    )
    return [
        Flow(country=row[0], citations=row[1], self_citations=row[2], possible_self=row[3])
        for row in connection.execute(query)
    ]


def citation_totals(
    connection: Connection, country: str, ground: Ground = "any"
) -> tuple[int, int]:
    """How many citations the country's works received from all and gave to all."""
    received = _of_country(citation.c.cited, country, ground)
    given = _of_country(citation.c.citing, country, ground)
    query = (
        select(func.count().filter(*received), func.count().filter(*given))
        .select_from(citation)
        .where(or_(*received, *given))
    )
    row = connection.execute(query).one()
    return row[0], row[1]
