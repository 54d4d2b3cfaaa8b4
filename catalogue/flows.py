"""The set queries behind the integration matrix: co-authored works and citations between countries.

A work counts for a country if ``work_country`` says so. The rows also tell how many countries the works have, which
is what fractional counting divides by. The lists behind these numbers are those of :mod:`catalogue.metrics`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import product
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
    places = (
        select(
            work_country.c.work, func.aggregate_strings(work_country.c.country, " ").label("codes")
        )
        .group_by(work_country.c.work)
        .cte("places")
    )
    by, of = places.alias("by_places"), places.alias("of_places")
    own = func.sum(case((citation.c.self_citation, 1), else_=0))
    query = (
        select(by.c.codes, of.c.codes, func.count(), own)
        .join_from(citation, by, by.c.work == citation.c.citing)
        .join(of, of.c.work == citation.c.cited)
        .group_by(by.c.codes, of.c.codes)
    )
    return _by_country((*row,) for row in connection.execute(query))


def _by_country(rows: Iterable[tuple[str, str, int, int]]) -> list[FlowRow]:
    """Rows by sets of countries, dealt out to every pair of a citing and a cited country."""
    sums: Counter[tuple[str, str, int, int]] = Counter()
    own: Counter[tuple[str, str, int, int]] = Counter()
    for citing_codes, cited_codes, citations, self_citations in rows:
        by, of = citing_codes.split(), cited_codes.split()
        for citing, cited in product(by, of):
            sums[citing, cited, len(by), len(of)] += citations
            own[citing, cited, len(by), len(of)] += self_citations
    return [
        FlowRow(
            citing=key[0],
            cited=key[1],
            citing_parties=key[2],
            cited_parties=key[3],
            citations=sums[key],
            self_citations=own[key],
        )
        for key in sorted(sums)
    ]
