"""On what ground works count for their countries."""

from __future__ import annotations

import msgspec
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived import flow_sums
from catalogue.derived.flows import basis_rows, flow_rows, pair_rows
from catalogue.derived.grounds import Ground, works_by_basis, works_of
from catalogue.derived.national import citation_totals, citations_between, citations_received
from catalogue.stats import statistics
from catalogue.tables import citation, work, work_country
from schemas import Work
from schemas.ids import public_id

# generated: work → its countries and their basis
WORKS = {
    1: ("RU", "affiliation"),
    2: ("KZ RU", "affiliation"),
    3: ("RU", "source"),
    4: ("KZ RU DE", "publication"),
}
CITATIONS = [(1, 2), (3, 2), (4, 1), (3, 1)]


def fill(engine: Engine) -> None:
    values = {"kind": "held", "title": "", "type": "article", "profile": b"{}"}
    bodies = [
        values
        | {"number": number, "body": msgspec.json.encode(Work(id=public_id(number), kind="held"))}
        for number in WORKS
    ]
    rows = [
        {"work": number, "country": code, "basis": basis}
        for number, (codes, basis) in WORKS.items()
        for code in codes.split()
    ]
    links = [
        {"citing": citing, "cited": cited, "reference_id": n, "self_citation": False}
        for n, (citing, cited) in enumerate(CITATIONS)
    ]
    with writing(engine) as connection:
        connection.execute(insert(work), bodies)
        connection.execute(insert(work_country), rows)
        connection.execute(insert(citation), links)
        flow_sums.derive_again(connection)


def test_works_of_a_country_by_ground(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        found: dict[Ground, list[int]] = {
            ground: sorted(connection.scalars(works_of("RU", ground)))
            for ground in ("any", "affiliation", "publication", "source")
        }
        assert works_by_basis(connection, "RU") == {"affiliation": 2, "publication": 1, "source": 1}
        assert works_by_basis(connection, "AM") == {"affiliation": 0, "publication": 0, "source": 0}
        figures = statistics(connection)
    assert found == {"any": [1, 2, 3, 4], "affiliation": [1, 2], "publication": [4], "source": [3]}
    assert figures.works_by_country == {"DE": 1, "KZ": 2, "RU": 4}
    assert figures.works_by_country_affiliation == {"KZ": 1, "RU": 2}
    assert figures.works_by_basis == {"affiliation": 2, "publication": 1, "source": 1}


def test_the_matrix_by_affiliation_only_leaves_out_works_on_other_grounds(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        every, some = pair_rows(connection), pair_rows(connection, "affiliation")
        assert [(row.parties, row.works) for row in every] == [(2, 1), (3, 1)]
        assert [(row.parties, row.works) for row in some] == [(2, 1)]
        flows = {
            ground: sum(
                row.citations
                for row in flow_rows(connection, "all", ground)
                if (row.citing, row.cited) == ("RU", "RU")
            )
            for ground in ("any", "affiliation")
        }
        assert flows == {"any": 4, "affiliation": 1}
        assert [(row.country, row.basis, row.works) for row in basis_rows(connection)] == [
            ("KZ", "affiliation", 1),
            ("KZ", "publication", 1),
            ("RU", "affiliation", 2),
            ("RU", "publication", 1),
            ("RU", "source", 1),
        ]


def test_lists_and_totals_of_a_country_agree_on_every_ground(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        for ground in ("any", "affiliation", "publication", "source"):
            received, given = citation_totals(connection, "RU", ground)
            assert received == citations_between(connection, None, "RU", ground=ground).total
            assert given == citations_between(connection, "RU", None, ground=ground).total
            for flow in citations_received(connection, "RU", ground):
                listed = citations_between(connection, flow.country, "RU", ground=ground)
                assert listed.total == flow.citations, (ground, flow)
