"""Curated sources: found from the data, and their records held apart. Invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.clustering import Edge
from indexer.dedupe.grouping import clustered, source_counts
from indexer.dedupe.sources import VETO, curated_sources, kept_apart
from indexer.profiles.profile import Profile


@pytest.mark.parametrize(
    ("records", "repeated", "curated"),
    [
        (2000, 0, True),
        (2000, 120, True),  # recurring columns
        (2000, 700, False),
        (99, 0, False),  # too few to tell
        (100, 10, False),
    ],
)
def test_a_source_with_hardly_any_doubles_is_curated(
    records: int, repeated: int, curated: bool
) -> None:
    assert curated_sources({"a": records}, {"a": repeated}) == (
        frozenset({"a"}) if curated else frozenset()
    )


def test_a_source_without_a_name_is_never_curated() -> None:
    assert curated_sources({"": 5000}, {}) == frozenset()


def test_records_of_a_curated_source_are_held_apart_unless_an_identifier_joins_them() -> None:
    sources = {1: "a", 2: "a", 3: "b", 4: "a"}
    apart = kept_apart([4, 3, 2, 1], sources, {"a"}, identified={(1, 4)})
    assert [(e.left, e.right, e.veto) for e in apart] == [(1, 2, VETO), (2, 4, VETO)]


def column(source: str, year: int, number: int) -> Profile:
    return Profile(titles=(f"editorial {number}",), year=year, source=source)


def test_the_nearer_of_two_twins_in_a_curated_source_is_taken() -> None:
    profiles = [column("a", 2001 + n, n) for n in range(100)]
    profiles += [column("b", 2001 + n, n) for n in range(100)]
    edges = [Edge(0, 100, 0.95), Edge(1, 100, 0.8), Edge(0, 1, 0.9)]
    records, repeated = source_counts(profiles, edges)
    assert (records["a"], repeated["a"]) == (100, 2)
    found = clustered(profiles, edges)
    assert found[0] == found[100]
    assert found[1] != found[0]


def test_in_any_other_source_doubles_merge() -> None:
    profiles = [column("a", 2001, n) for n in range(3)]
    assert len(set(clustered(profiles, [Edge(0, 1, 0.95)]))) == 2


def test_an_identifier_joins_doubles_even_in_a_curated_source() -> None:
    profiles = [Profile(titles=("a",), doi=("10.1/x",), source="a") for _ in range(2)]
    profiles += [column("a", 2001 + n, n) for n in range(100)]
    found = clustered(profiles, [Edge(0, 1, 0.99)])
    assert found[0] == found[1]
