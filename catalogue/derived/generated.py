"""How much of the integration matrix rests on generated samples, which are no science.

A work is generated if every record of it is of a generated source, and a citation if its citing or its cited work is.
A catalogue without generated sources, as all but demonstrations are, is asked one short question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Select, case, func, select

from catalogue.derived.flow_sums import (
    CITATIONS,
    Citation,
    as_citation,
    every_set,
    flows_of,
)
from catalogue.derived.flows import Counting, FlowRow, PairRow, flows_between, pairs_among
from catalogue.derived.grounds import Ground
from catalogue.tables import profile, record, source

_STREAMED = {"yield_per": 10_000}


def generated_rows(
    connection: Connection, counting: Counting = "disjoint", ground: Ground = "any"
) -> tuple[list[PairRow], list[FlowRow]]:
    """The generated part of what :mod:`catalogue.derived.flows` gives: of ``pair_rows`` and of ``flow_rows``."""
    if not _has_generated(connection):
        return [], []
    made, sets = _generated_works(connection), every_set(connection)
    pairs = pairs_among(Counter(sets[work] for work in made if work in sets).items(), ground)
    flows = flows_of(_citations_of(connection, made), sets)
    return pairs, flows_between(flows, counting, ground)


def _citations_of(connection: Connection, made: frozenset[int]) -> Iterator[Citation]:
    rows = connection.execute(CITATIONS, execution_options=_STREAMED)
    return (as_citation(row) for row in rows if row[0] in made or row[1] in made)


def _has_generated(connection: Connection) -> bool:
    query = select(source.c.name).where(source.c.generated.is_(True)).limit(1)
    return connection.execute(query).first() is not None


def _generated_works(connection: Connection) -> frozenset[int]:
    return frozenset(connection.scalars(_all_generated(), execution_options=_STREAMED))


def _all_generated() -> Select[tuple[int]]:
    real = func.sum(case((source.c.generated.is_(True), 0), else_=1))
    return (
        select(profile.c.work)
        .join(record, record.c.id == profile.c.record_id)
        .join(source, source.c.name == record.c.source)
        .where(profile.c.work.is_not(None))
        .group_by(profile.c.work)
        .having(real == 0)
    )
