"""The reads behind the site, over rows written through the tables: totals equal lists, addresses resolve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, insert

from catalogue import tables
from catalogue.database.engine import open_engine, reading, writing
from catalogue.derived import national, works
from catalogue.settings import Settings
from schemas import ReferenceFields, Work
from schemas.ids import public_id
from tests.support.fresh import make_tables

# number → year, countries; 10 has two countries, 13 no year.
_WORKS: dict[int, tuple[int | None, tuple[str, ...]]] = {
    10: (2020, ("KZ", "RU")),
    11: (2018, ("RU",)),
    12: (2021, ("BY",)),
    13: (None, ("KZ",)),
}
# citing, cited, self-citation
_CITATIONS = ((11, 10, True), (12, 10, False), (13, 10, False), (10, 13, False))


def _fill(connection: Connection) -> None:
    for number, (year, countries) in _WORKS.items():
        body = Work(id=public_id(number), kind="held", year=year, countries=countries)
        values: dict[str, Any] = {"number": number, "kind": "held", "title": "", "type": "article"}
        cited = [own for _, target, own in _CITATIONS if target == number]
        connection.execute(
            insert(tables.work).values(
                **values,
                year=year,
                body=msgspec.json.encode(body),
                profile=b"{}",
                cited_by=len(cited),
                cited_by_others=cited.count(False),
            )
        )
        for code in countries:
            connection.execute(
                insert(tables.work_country).values(work=number, country=code, basis="affiliation")
            )
        name = {"work": number, "position": 0, "key": "ivanov i", "name": f"Иванов {number % 2}"}
        connection.execute(insert(tables.work_author).values(name))
    for reference_id, (citing, cited, own) in enumerate(_CITATIONS, 1):
        row = {"citing": citing, "cited": cited, "reference_id": reference_id, "self_citation": own}
        connection.execute(insert(tables.citation).values(row))
    _fill_records(connection)


def _fill_records(connection: Connection) -> None:
    at = "2026-01-01T00:00:00Z"
    connection.execute(insert(tables.source).values(name="one", definition=b"{}"))
    run = {"id": 1, "source": "one", "mode": "full", "parameters": b"{}", "state": "succeeded"}
    connection.execute(insert(tables.run).values(requested_at=at, **run))
    page = {"id": 1, "run_id": 1, "source": "one", "format": "rsci", "size": 0, "sha256": ""}
    connection.execute(insert(tables.page).values(fetched_at=at, body=b"", **page))
    # Records 1 and 2 are one work (10), record 3 is deleted and belongs to none.
    for record_id, held in ((1, 10), (2, 10), (3, None)):
        values = {"id": record_id, "source": "one", "identifier": f"r{record_id}"}
        values |= {"number": 100 + record_id, "content_hash": "", "body": b"{}", "page_id": 1}
        values |= {"first_run": 1, "last_run": 1, "changed_at": at}
        connection.execute(insert(tables.record).values(values))
        connection.execute(
            insert(tables.profile).values(record_id=record_id, body=b"{}", work=held)
        )
    connection.execute(
        insert(tables.pair).values(
            left_id=1, right_id=2, score=0.9, rule="doi", features=b'{"doi_same":1}'
        )
    )
    for position, target in ((2, None), (1, 13)):
        connection.execute(
            insert(tables.reference).values(
                id=position,
                record_id=1,
                position=position,
                raw=f"raw {position}",
                list_id="",
                fields=msgspec.json.encode(ReferenceFields(title="Т")),
                fields_given=False,
                number=200 + position,
                profile=b"{}",
                status="matched" if target else "unmatched",
                target=target,
            )
        )


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("works")
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(folder)}))
    make_tables(engine)
    with writing(engine) as writer:
        _fill(writer)
    with reading(engine) as reader:
        yield reader
    engine.dispose()


def _numbers(found: works.WorkList) -> list[int]:
    return [entry.number for entry in found.entries]


def test_get_work_and_works(connection: Connection) -> None:
    entry = works.get_work(connection, 10)
    assert entry is not None
    assert (entry.body.id, entry.cited_by, entry.cited_by_others) == (public_id(10), 3, 2)
    assert works.get_work(connection, 99) is None
    assert set(works.get_works(connection, [10, 11, 99])) == {10, 11}
    assert works.get_works(connection, []) == {}


@pytest.mark.parametrize(
    ("number", "held"),
    [(101, 10), (102, 10), (103, None), (201, 13), (202, None), (10, None), (999, None)],
)
def test_resolve(connection: Connection, number: int, held: int | None) -> None:
    assert works.resolve(connection, number) == held


def test_lists_are_latest_first_and_as_long_as_their_totals(connection: Connection) -> None:
    found = works.citing_works(connection, 10)
    assert (found.total, _numbers(found)) == (3, [12, 11, 13])
    others = works.citing_works(connection, 10, others_only=True)
    assert (others.total, _numbers(others)) == (2, [12, 13])
    second = works.citing_works(connection, 10, page=2, size=2)
    assert (second.total, _numbers(second)) == (3, [13])
    assert _numbers(works.cited_works(connection, 10)) == [13]
    assert works.works_of_name(connection, "ivanov i").total == 4
    assert works.works_of_name(connection, "nobody") == works.WorkList(0, ())
    assert works.names_of_key(connection, "ivanov i") == [("Иванов 0", 2), ("Иванов 1", 2)]


def test_records_references_and_merges(connection: Connection) -> None:
    records = works.records_of(connection, 10)
    assert [record.identifier for record in records] == ["r1", "r2"]
    references = works.references_of(connection, 10)
    assert [(each.position, each.target) for each in references] == [(1, 13), (2, None)]
    assert references[0].fields.title == "Т"
    (merge,) = works.merges_of(connection, records)
    assert (merge.rule, merge.features) == ("doi", {"doi_same": 1.0})
    assert works.merges_of(connection, records[:1]) == []


@pytest.mark.parametrize("citing", [None, "RU", "BY", "KZ", "AM"])
@pytest.mark.parametrize("cited", [None, "RU", "BY", "KZ", "AM"])
def test_citations_between(connection: Connection, citing: str | None, cited: str | None) -> None:
    expected = {
        (a, b)
        for a, b, _ in _CITATIONS
        if (citing is None or citing in _WORKS[a][1]) and (cited is None or cited in _WORKS[b][1])
    }
    found = national.citations_between(connection, citing, cited)
    listed = [(each.citing.number, each.cited.number) for each in found.entries]
    assert found.total == len(listed)
    assert set(listed) == expected
    own = national.citations_between(connection, citing, cited, self_only=True)
    assert all(each.self_citation for each in own.entries)


@pytest.mark.parametrize("country", ["RU", "BY", "KZ", "AM"])
def test_flows_equal_the_lists_they_open(connection: Connection, country: str) -> None:
    for flow in national.citations_received(connection, country):
        found = national.citations_between(connection, flow.country, country)
        own = national.citations_between(connection, flow.country, country, self_only=True)
        assert (flow.citations, flow.self_citations) == (found.total, own.total)
    for flow in national.citations_given(connection, country):
        found = national.citations_between(connection, country, flow.country)
        own = national.citations_between(connection, country, flow.country, self_only=True)
        assert (flow.citations, flow.self_citations) == (found.total, own.total)
    received, given = national.citation_totals(connection, country)
    assert received == national.citations_between(connection, None, country).total
    assert given == national.citations_between(connection, country, None).total


def test_known_flows(connection: Connection) -> None:
    flows = {flow.country: flow.citations for flow in national.citations_received(connection, "KZ")}
    assert flows == {"BY": 1, "KZ": 2, "RU": 2}
    assert national.citation_totals(connection, "RU") == (3, 2)
