"""The kept sums of the matrix: what changes keep them equal to a count from nothing, and what the check says if not."""

from __future__ import annotations

import random

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import Engine

from catalogue.checks import ask_for_repair, check_catalogue
from catalogue.database.engine import reading, writing
from catalogue.derived import flow_sums
from catalogue.derived.grounds import BASES
from catalogue.tables import citation, country_flow, country_set, work_country

COUNTRIES = ("RU", "KZ", "BY", "DE", "FR")


def set_countries(
    connection: Connection, work: int, *countries: str, basis: str = "affiliation"
) -> None:
    before = flow_sums.sets_of(connection, [work])
    connection.execute(delete(work_country).where(work_country.c.work == work))
    rows = [{"work": work, "country": country, "basis": basis} for country in countries]
    if rows:
        connection.execute(insert(work_country), rows)
    flow_sums.countries_changed(connection, before, {work})


def cite(
    connection: Connection, citing: int, cited: int, own: bool | None, *, possible: bool = False
) -> None:
    """Write a citation; None takes it away."""
    where = (citation.c.citing == citing, citation.c.cited == cited)
    kept = connection.execute(flow_sums.CITATIONS.where(*where)).all()
    come = [] if own is None else [(citing, cited, own, possible)]
    flow_sums.citations_changed(connection, [flow_sums.as_citation(row) for row in kept], come)
    connection.execute(delete(citation).where(*where))
    if own is not None:
        row = {"citing": citing, "cited": cited, "reference_id": 1, "self_citation": own}
        row |= {"possible_self": possible}
        connection.execute(insert(citation).values(**row))


def flows(connection: Connection) -> list[tuple[object, ...]]:
    query = select(country_flow).order_by(country_flow.c.citing, country_flow.c.cited)
    return [tuple(row) for row in connection.execute(query)]


def test_sets_name_members_and_count_all_countries(engine: Engine) -> None:
    with writing(engine) as connection:
        set_countries(connection, 1, "RU", "KZ", "DE")
        set_countries(connection, 2, "DE")
        set_countries(connection, 3)
        assert flow_sums.sets_of(connection, [1, 2, 3, 4]) == {1: "KZ RU/3/affiliation"}
        assert [tuple(row) for row in connection.execute(select(country_set))] == [
            ("KZ RU/3/affiliation", 1)
        ]


def test_a_citation_moves_with_the_countries_of_its_ends(engine: Engine) -> None:
    with writing(engine) as connection:
        for work, country in ((1, "RU"), (2, "KZ"), (3, "DE")):
            set_countries(connection, work, country)
        cite(connection, 1, 2, own=True)
        cite(connection, 1, 3, own=False)
        assert flows(connection) == [("RU/1/affiliation", "KZ/1/affiliation", 1, 1, 0)]
        cite(connection, 1, 2, own=False, possible=True)
        assert [row[2:] for row in flows(connection)] == [(1, 0, 1)]
        cite(connection, 1, 2, own=False)
        assert flows(connection) == [("RU/1/affiliation", "KZ/1/affiliation", 1, 0, 0)]
        set_countries(connection, 2, "BY", "DE")
        assert flows(connection) == [("RU/1/affiliation", "BY/2/affiliation", 1, 0, 0)]
        set_countries(connection, 2, "BY", "DE", basis="source")
        assert flows(connection) == [("RU/1/affiliation", "BY/2/source", 1, 0, 0)]
        set_countries(connection, 2, "BY", "DE")
        set_countries(connection, 3, "AM")
        assert flows(connection) == [
            ("RU/1/affiliation", "AM/1/affiliation", 1, 0, 0),
            ("RU/1/affiliation", "BY/2/affiliation", 1, 0, 0),
        ]
        set_countries(connection, 1)
        assert flows(connection) == []


def test_changes_in_any_order_end_where_counting_from_nothing_ends(engine: Engine) -> None:
    chance = random.Random(4)
    with writing(engine) as connection:
        for _ in range(300):
            one, other = chance.randint(1, 9), chance.randint(1, 9)
            if chance.random() < 0.4:
                countries = chance.sample(COUNTRIES, chance.randint(0, 3))
                set_countries(connection, one, *countries, basis=chance.choice(BASES))
            else:
                own = chance.choice((True, False, None))
                cite(connection, one, other, own, possible=not own and chance.random() < 0.5)
        assert flow_sums.differences(connection) == []
        kept = flows(connection)
        flow_sums.derive_again(connection)
        assert flows(connection) == kept != []


def test_the_check_finds_a_wrong_sum_and_repair_mends_it(engine: Engine) -> None:
    with writing(engine) as connection:
        set_countries(connection, 1, "RU")
        set_countries(connection, 2, "KZ")
        cite(connection, 1, 2, own=False)
        connection.execute(update(country_flow).values(citations=5))
        connection.execute(update(country_set).values(works=7))
    with reading(engine) as connection:
        problems = [
            found.problem for found in check_catalogue(connection) if found.check == "matrix"
        ]
    assert problems == [
        "the matrix's sum for KZ/1/affiliation is wrong",
        "the matrix's sum for RU/1/affiliation is wrong",
        "the matrix's sum for RU/1/affiliation → KZ/1/affiliation is wrong",
    ]
    with writing(engine) as connection:
        ask_for_repair(connection)
        assert flow_sums.differences(connection) == []
