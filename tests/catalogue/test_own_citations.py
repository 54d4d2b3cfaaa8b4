"""How much a unit cites itself (``catalogue.derived.own_citations``)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived.metrics import WorkFilter, count_citations
from catalogue.derived.own_citations import SIDES, OwnCitations, citations_of, own_citations
from catalogue.tables import citation, work_country, work_institution, work_journal

# generated: work → institution, journal, country; works 1 and 3 have nothing in common
WORKS = {1: ("msu", "a", "RU"), 2: ("msu", "b", "KZ"), 3: ("bsu", "b", "BY"), 4: ("bsu", "a", "RU")}
CITATIONS = [(1, 2), (2, 3), (3, 1), (4, 1), (4, 99), (1, 99)]  # 99 is known from references alone


@pytest.mark.parametrize(
    ("unit", "counts"),
    [
        (WorkFilter(institutions=("msu",)), (3, 3, 1)),
        (WorkFilter(journal="a"), (2, 4, 1)),
        (WorkFilter(journal="b"), (2, 2, 1)),
        (WorkFilter(countries=("RU",)), (2, 4, 1)),
        (WorkFilter(countries=("RU",), ground="source"), (0, 0, 0)),
        (WorkFilter(countries=("KZ",)), (1, 1, 0)),
        (WorkFilter(journal="none"), (0, 0, 0)),
    ],
)
def test_citations_received_given_and_own(
    engine: Engine, unit: WorkFilter, counts: tuple[int, int, int]
) -> None:
    with writing(engine) as connection:
        for number, (institution, journal, country) in WORKS.items():
            own = {"institution": institution, "evidence": "{}"}
            connection.execute(insert(work_institution).values(work=number, **own))
            connection.execute(insert(work_journal).values(work=number, journal=journal))
            place = {"country": country, "basis": "affiliation"}
            connection.execute(insert(work_country).values(work=number, **place))
        rows = [
            {"citing": citing, "cited": cited, "reference_id": n, "self_citation": False}
            for n, (citing, cited) in enumerate(CITATIONS)
        ]
        connection.execute(insert(citation), rows)
    with reading(engine) as connection:
        found = own_citations(connection, unit)
        listed = [count_citations(connection, citations_of(unit, side)) for side in SIDES]
    assert (found.received, found.given, found.own) == counts == tuple(listed)


def test_rates_are_of_what_was_received_and_given() -> None:
    found = OwnCitations(received=8, given=3, own=2)
    assert (found.self_cited, found.self_citing) == (Fraction(1, 4), Fraction(2, 3))
    nothing = OwnCitations(received=0, given=0, own=0)
    assert nothing.self_cited is nothing.self_citing is None
