from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, insert

from catalogue.derived import flows
from catalogue.derived.flow_sums import derive_again
from catalogue.derived.generated import generated_rows
from catalogue.tables import citation, metadata, profile, record, source, work, work_country

# number → countries, and the sources of its records
WORKS = {1: ("KZ RU", "made"), 2: ("KZ", "real"), 3: ("RU", "made real"), 4: ("KG", "made made")}
CITATIONS = [(1, 2), (2, 1), (2, 3), (3, 2), (4, 2), (4, 3), (4, 1)]


def _fill(connection: Connection, *, made: bool) -> None:
    names = {"made": made, "real": False}
    connection.execute(
        insert(source),
        [{"name": name, "definition": b"{}", "generated": value} for name, value in names.items()],
    )
    number = 0
    for each, (countries, sources) in WORKS.items():
        connection.execute(
            insert(work),
            {
                "number": each,
                "kind": "held",
                "title": "t",
                "type": "article",
                "body": b"",
                "profile": b"",
            },
        )
        rows = [
            {"work": each, "country": country, "basis": "affiliation"}
            for country in countries.split()
        ]
        connection.execute(insert(work_country), rows)
        for name in sources.split():
            number += 1
            row = {
                "id": number,
                "number": number,
                "source": name,
                "identifier": str(number),
                "content_hash": "",
                "body": b"",
                "page_id": 1,
                "first_run": 1,
                "last_run": 1,
                "changed_at": "",
            }
            connection.execute(insert(record), row)
            connection.execute(insert(profile), {"record_id": number, "body": b"", "work": each})
    links = [
        {"citing": citing, "cited": cited, "reference_id": place, "self_citation": False}
        for place, (citing, cited) in enumerate(CITATIONS)
    ]
    connection.execute(insert(citation), links)
    derive_again(connection)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_work_is_generated_if_all_its_records_are(connection: Connection) -> None:
    _fill(connection, made=True)
    (row,) = generated_rows(connection)[0]
    assert (row.left, row.right, row.parties, row.works) == ("KZ", "RU", 2, 1)


def _counted(rows: list[flows.FlowRow]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found[row.citing, row.cited] += row.citations
    return found


def test_a_citation_is_generated_if_a_work_at_one_end_is(connection: Connection) -> None:
    _fill(connection, made=True)
    rows = _counted(generated_rows(connection)[1])
    # 4 cites 2 and 3; the work 1 is of both countries, so that between them nothing counts
    assert rows == {("KG", "KZ"): 2, ("KG", "RU"): 2, ("KZ", "KZ"): 2}
    every = _counted(flows.flow_rows(connection))
    assert every == rows | {("KZ", "RU"): 1, ("RU", "KZ"): 1}


def test_a_catalogue_of_real_sources_has_nothing_generated(connection: Connection) -> None:
    _fill(connection, made=False)
    assert generated_rows(connection) == ([], [])
