from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, create_engine, insert

from catalogue.derived import flows, metrics
from catalogue.derived.flow_sums import derive_again
from catalogue.derived.metrics import CitationFilter, WorkFilter
from catalogue.tables import citation, metadata, work, work_country, work_institution
from schemas import Work
from schemas.ids import public_id

# number: year, countries, institutions
WORKS: dict[int, tuple[int | None, str, str]] = {
    1: (2019, "KZ", "kz-enu"),
    2: (2020, "KZ RU", "kz-enu ru-msu"),
    3: (2020, "RU", "ru-msu"),
    4: (None, "BY KZ RU", "by-bsu kz-enu"),
    5: (2021, "BY", "by-bsu"),
    6: (2021, "", ""),
}
# citing, cited, self-citation
CITATIONS = [
    (2, 1, True),
    (3, 1, False),
    (5, 1, False),
    (5, 2, False),
    (3, 2, True),
    (6, 4, False),
    (4, 5, False),
]


def _work_row(number: int, year: int | None, kind: str = "held") -> dict[str, object]:
    body = Work(id=public_id(number), kind="held", year=year)
    received = [own for _, cited, own in CITATIONS if cited == number]
    return {
        "number": number, "kind": kind, "title": f"Work {number}", "year": year, "type": "article",
        "body": msgspec.json.encode(body), "profile": b"{}",
        "cited_by": len(received), "cited_by_others": received.count(False),
    }  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'catalogue.db'}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        rows = [_work_row(number, year) for number, (year, _, _) in WORKS.items()]
        connection.execute(insert(work), [*rows, _work_row(7, 2020, kind="cited-only")])
        for table, column, place in (
            (work_country, "country", 1),
            (work_institution, "institution", 2),
        ):
            parts = [
                {"work": number, column: part}
                | ({"evidence": '{"piece":"p","name":"n"}'} if place == 2 else {"basis": "source"})
                for number, item in WORKS.items()
                for part in str(item[place]).split()
            ]
            connection.execute(insert(table), parts)
        connection.execute(
            insert(citation),
            [
                {"citing": citing, "cited": cited, "reference_id": place, "self_citation": own}
                for place, (citing, cited, own) in enumerate(CITATIONS)
            ],
        )
        derive_again(connection)
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        (WorkFilter(), [1, 2, 4, 5, 3, 6]),  # the cited-only work 7 is nobody's output
        (WorkFilter(institutions=("kz-enu",)), [1, 2, 4]),
        (WorkFilter(institutions=("kz-enu", "ru-msu")), [2]),
        (WorkFilter(countries=("KZ",)), [1, 2, 4]),
        (WorkFilter(countries=("KZ", "RU")), [2, 4]),
        (WorkFilter(countries=("AM",)), []),
        (WorkFilter(institutions=("kz-enu",), countries=("BY",)), [4]),
        (WorkFilter(year=2020), [2, 3]),
        (WorkFilter(institutions=("kz-enu",), undated=True), [4]),
    ],
)
def test_works_are_counted_as_they_are_listed(
    connection: Connection, chosen: WorkFilter, numbers: list[int]
) -> None:
    listed = metrics.list_works(connection, chosen)
    assert [entry.number for entry in listed] == numbers
    assert metrics.count_works(connection, chosen) == len(numbers)


def test_a_list_is_read_page_by_page_in_either_order(connection: Connection) -> None:
    pages = [metrics.list_works(connection, WorkFilter(), limit=4, offset=at) for at in (0, 4)]
    assert [entry.number for page in pages for entry in page] == [1, 2, 4, 5, 3, 6]
    newest = metrics.list_works(connection, WorkFilter(), order="year")
    assert [entry.number for entry in newest] == [5, 6, 2, 3, 1, 4]


@pytest.mark.parametrize(
    ("chosen", "pairs"),
    [
        (CitationFilter(), [(5, 1), (5, 2), (6, 4), (2, 1), (3, 1), (3, 2), (4, 5)]),
        (CitationFilter(selves="self"), [(2, 1), (3, 2)]),
        (
            CitationFilter(cited=WorkFilter(institutions=("kz-enu",)), selves="others"),
            [(5, 1), (5, 2), (6, 4), (3, 1)],
        ),
        (
            CitationFilter(
                citing=WorkFilter(countries=("RU",)), cited=WorkFilter(countries=("KZ",))
            ),
            [(2, 1), (3, 1), (3, 2)],
        ),
        (CitationFilter(cited=WorkFilter(year=2019), citing=WorkFilter(year=2021)), [(5, 1)]),
    ],
)
def test_citations_are_counted_as_they_are_listed(
    connection: Connection, chosen: CitationFilter, pairs: list[tuple[int, int]]
) -> None:
    listed = metrics.list_citations(connection, chosen)
    assert [(entry.citing.number, entry.cited.number) for entry in listed] == pairs
    assert metrics.count_citations(connection, chosen) == len(pairs)
    expected = {(citing, cited): own for citing, cited, own in CITATIONS}
    assert all(e.self_citation == expected[e.citing.number, e.cited.number] for e in listed)


def test_years_add_up_to_the_whole(connection: Connection) -> None:
    chosen = WorkFilter(institutions=("kz-enu",))
    rows = metrics.per_year(connection, chosen)
    assert [(row.year, row.works, row.citations, row.citations_by_others) for row in rows] == [
        (2020, 1, 2, 1),
        (2019, 1, 3, 2),
        (None, 1, 1, 1),
    ]
    assert sum(row.works for row in rows) == metrics.count_works(connection, chosen)
    received = CitationFilter(cited=chosen)
    assert sum(row.citations for row in rows) == metrics.count_citations(connection, received)


def test_how_often_works_are_cited(connection: Connection) -> None:
    assert metrics.citation_counts(connection, WorkFilter(institutions=("kz-enu",))) == {
        1: 1,
        2: 1,
        3: 1,
    }
    assert metrics.citation_counts(connection, WorkFilter(year=2021)) == {0: 1, 1: 1}


def test_who_takes_part(connection: Connection) -> None:
    chosen = WorkFilter(institutions=("kz-enu",))
    countries = metrics.works_by_country(connection, chosen)
    assert list(countries.items()) == [("KZ", 3), ("RU", 2), ("BY", 1)]
    for country, count in countries.items():
        listed = WorkFilter(institutions=("kz-enu",), countries=(country,))
        assert metrics.count_works(connection, listed) == count
    assert metrics.works_by_institution(connection, chosen) == {
        "kz-enu": 3,
        "by-bsu": 1,
        "ru-msu": 1,
    }


def test_the_totals_of_institutions_are_those_of_their_pages(connection: Connection) -> None:
    rows = metrics.institution_rows(connection)
    assert [row.institution for row in rows] == ["kz-enu", "by-bsu", "ru-msu"]
    for row in rows:
        chosen = WorkFilter(institutions=(row.institution,))
        others = CitationFilter(cited=chosen, selves="others")
        assert row.works == metrics.count_works(connection, chosen)
        assert row.citations == metrics.count_citations(connection, CitationFilter(cited=chosen))
        assert row.citations_by_others == metrics.count_citations(connection, others)


def test_the_evidence_of_a_page(connection: Connection) -> None:
    assert metrics.evidence(connection, "kz-enu", [1, 3]) == {1: '{"piece":"p","name":"n"}'}


def test_pairs_of_countries_by_the_number_of_parties(connection: Connection) -> None:
    rows = [(row.left, row.right, row.parties, row.works) for row in flows.pair_rows(connection)]
    assert rows == [
        ("BY", "KZ", 3, 1),
        ("BY", "RU", 3, 1),
        ("KZ", "RU", 2, 1),
        ("KZ", "RU", 3, 1),
    ]


MEMBERS = ("RU", "BY", "KZ", "AM")


@pytest.mark.parametrize("counting", ["disjoint", "all"])
def test_flows_between_countries_are_those_listed(
    connection: Connection, counting: flows.Counting
) -> None:
    rows = flows.flow_rows(connection, counting)
    for citing, cited in product(MEMBERS, repeat=2):
        apart = counting == "disjoint" and citing != cited
        chosen = CitationFilter(
            citing=WorkFilter(countries=(citing,), not_of=(cited,) if apart else ()),
            cited=WorkFilter(countries=(cited,), not_of=(citing,) if apart else ()),
        )
        own = CitationFilter(citing=chosen.citing, cited=chosen.cited, selves="self")
        between = [row for row in rows if (row.citing, row.cited) == (citing, cited)]
        every = metrics.count_citations(connection, chosen)
        assert sum(row.citations for row in between) == every
        selves = metrics.count_citations(connection, own)
        assert sum(row.self_citations for row in between) == selves


def test_fewer_citations_are_between_countries_that_share_no_work(connection: Connection) -> None:
    every, disjoint = (
        flows.flow_rows(connection, "all"),
        flows.flow_rows(connection),
    )
    assert sum(row.citations for row in every) == 11
    assert sum(row.citations for row in disjoint) < 11


@pytest.mark.parametrize(
    ("citing", "cited", "by", "of", "counts"),
    [
        ("RU", "KG", ["RU"], ["KG"], True),
        ("RU", "KG", ["RU", "KG"], ["KG"], False),  # Kyrgyzstan cites itself
        ("RU", "KG", ["RU"], ["KG", "RU"], False),
        ("RU", "KG", ["RU", "BY"], ["KG", "AM"], True),
        ("KG", "KG", ["RU", "KG"], ["KG"], True),
        ("RU", "KG", ["BY"], ["KG"], False),
    ],
)
def test_which_citations_count_between_two_countries(
    citing: str, cited: str, by: list[str], of: list[str], counts: bool
) -> None:
    assert flows.is_counted(citing, cited, by, of, "disjoint") is counts
    assert flows.is_counted(citing, cited, by, of, "all") is (citing in by and cited in of)


def test_coverage_of_an_empty_catalogue(connection: Connection) -> None:
    covered = metrics.coverage(connection)
    assert covered.sources == ()
    assert covered.records == 0
    assert covered.as_of.endswith("Z")
