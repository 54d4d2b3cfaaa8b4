"""The set queries behind the integration matrix: co-authored works and citations between countries.

A work counts for a country if ``work_country`` says so. The rows also tell how many countries the works have, which
is what fractional counting divides by. The lists behind these numbers are those of :mod:`catalogue.metrics`.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, case, func, select

from catalogue.tables import citation, work_country


class PairRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many works of exactly ``parties`` countries belong to both countries; ``left`` < ``right``."""

    left: str
    right: str
    parties: int
    works: int


class FlowRow(msgspec.Struct, frozen=True, kw_only=True):
    """Citations of works of one country by works of another, by how many countries the two works have."""

    citing: str
    cited: str
    citing_parties: int
    cited_parties: int
    citations: int
    self_citations: int


def _parties() -> Any:
    """How many countries each work has."""
    return (
        select(work_country.c.work, func.count().label("parties"))
        .group_by(work_country.c.work)
        .subquery()
    )


def pair_rows(connection: Connection) -> list[PairRow]:
    """Co-authored works of every pair of countries, by how many countries the works have."""
    left, right, parties = work_country.alias("a"), work_country.alias("b"), _parties()
    query = (
        select(
            left.c.country.label("left"),
            right.c.country.label("right"),
            parties.c.parties,
            func.count().label("works"),
        )
        .join_from(left, right, (left.c.work == right.c.work) & (left.c.country < right.c.country))
        .join(parties, parties.c.work == left.c.work)
        .group_by(left.c.country, right.c.country, parties.c.parties)
        .order_by(left.c.country, right.c.country, parties.c.parties)
    )
    return [PairRow(**row._mapping) for row in connection.execute(query)]


def flow_rows(connection: Connection) -> list[FlowRow]:
    """Citations from every country to every country, within a country too."""
    by, of = work_country.alias("a"), work_country.alias("b")
    by_parties, of_parties = _parties().alias("by_parties"), _parties().alias("of_parties")
    keys = (by.c.country, of.c.country, by_parties.c.parties, of_parties.c.parties)
    query = (
        select(
            by.c.country.label("citing"),
            of.c.country.label("cited"),
            by_parties.c.parties.label("citing_parties"),
            of_parties.c.parties.label("cited_parties"),
            func.count().label("citations"),
            func.sum(case((citation.c.self_citation, 1), else_=0)).label("self_citations"),
        )
        .join_from(citation, by, by.c.work == citation.c.citing)
        .join(of, of.c.work == citation.c.cited)
        .join(by_parties, by_parties.c.work == citation.c.citing)
        .join(of_parties, of_parties.c.work == citation.c.cited)
        .group_by(*keys)
        .order_by(*keys)
    )
    return [FlowRow(**row._mapping) for row in connection.execute(query)]
