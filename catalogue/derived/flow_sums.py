"""Sums behind the integration matrix, kept up to date: works by set of countries, citations by pair of such sets.

Whoever changes citations or the countries of works says so here in the same transaction. What is kept is so small that
a page reads all of it; :func:`derive_again` counts it from nothing, and :func:`differences` is what `eaci check` asks.

A set is written "KZ RU/3/affiliation": the members of the Union among the countries of a work, how many countries it
has in all, which is what fractional counting divides by, and on what basis it has them. Works of no member stand in no
set.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, Table, delete, select

from catalogue.database import dialect
from catalogue.tables import citation, country_flow, country_set, work_country
from schemas.vocabularies import member_countries

Citation = tuple[int, int, bool, bool]
"""Citing work, cited work, whether it is a self-citation: certainly, possibly."""
CITATIONS = select(
    citation.c.citing, citation.c.cited, citation.c.self_citation, citation.c.possible_self
)
"""Citations as these functions take them."""


# said of each query, not of the connection, which would then try to stream a DELETE too
_STREAMED = {"yield_per": 10_000}


def every_set(connection: Connection) -> dict[int, str]:
    """The set of every work that has one."""
    by_work = select(work_country).order_by(work_country.c.work)
    return _sets(connection.execute(by_work, execution_options=_STREAMED))


def flows_of(
    citations: Iterable[Citation], sets: Mapping[int, str]
) -> list[tuple[str, str, int, int, int]]:
    """The rows that the table of flows would hold of these citations alone."""
    sums = _Sums().add(citations, sets, 1)
    return [(*key, n, sums.own[key], sums.possible[key]) for key, n in sums.every.items()]


def sets_of(connection: Connection, works: Collection[int]) -> dict[int, str]:
    """The sets of those of the works that have one."""
    query = select(work_country)
    return _sets(sorted(dialect.rows_in(connection, query, work_country.c.work, works)))


def _sets(rows: Iterable[dialect.AnyRow]) -> dict[int, str]:
    """The set of each work, from the rows of ``work_country`` in order of the works."""
    members = frozenset(member_countries())
    found = {}
    for work, group in groupby(rows, key=itemgetter(0)):
        countries = {country: basis for _, country, basis in group}
        if known := members & countries.keys():
            (*_, basis) = countries.values()
            found[work] = sys.intern(f"{' '.join(sorted(known))}/{len(countries)}/{basis}")
    return found


def citations_changed(
    connection: Connection, gone: Collection[Citation], come: Collection[Citation]
) -> None:
    """Take in that these citations are no more, and that these are new."""
    works = {work for citing, cited, *_ in (*gone, *come) for work in (citing, cited)}
    sets = sets_of(connection, works)
    _add_flows(connection, _Sums().add(gone, sets, -1).add(come, sets, 1))


def countries_changed(connection: Connection, before: Mapping[int, str], works: set[int]) -> None:
    """Take in that the sets of these works were as given and are now as the catalogue has them."""
    after = sets_of(connection, works)
    moved = {work for work in works if before.get(work) != after.get(work)}
    sets: Counter[str] = Counter(after[work] for work in moved if work in after)
    sets.subtract(before[work] for work in moved if work in before)
    _add_sets(connection, sets)
    touched = _citations_of(connection, moved)
    others = {work for citing, cited, *_ in touched for work in (citing, cited)} - moved
    same = sets_of(connection, others)
    old = same | {work: before[work] for work in moved if work in before}
    new = same | {work: after[work] for work in moved if work in after}
    _add_flows(connection, _Sums().add(touched, old, -1).add(touched, new, 1))


def _citations_of(connection: Connection, works: Collection[int]) -> set[Citation]:
    return {
        as_citation(row)
        for column in (citation.c.citing, citation.c.cited)
        for row in dialect.rows_in(connection, CITATIONS, column, works)
    }


def as_citation(row: dialect.AnyRow) -> Citation:
    """A row of :data:`CITATIONS`."""
    return row[0], row[1], bool(row[2]), bool(row[3])


class _Sums:
    """Citations and self-citations, certain and possible, by pair of sets."""

    def __init__(self) -> None:
        self.every: Counter[tuple[str, str]] = Counter()
        self.own: Counter[tuple[str, str]] = Counter()
        self.possible: Counter[tuple[str, str]] = Counter()

    def add(self, citations: Iterable[Citation], sets: Mapping[int, str], sign: int) -> _Sums:
        for citing, cited, is_own, may_be_own in citations:
            if citing in sets and cited in sets:
                self.every[sets[citing], sets[cited]] += sign
                self.own[sets[citing], sets[cited]] += sign * is_own
                self.possible[sets[citing], sets[cited]] += sign * may_be_own
        return self

    def rows(self) -> list[dict[str, object]]:
        return [
            {
                "citing": key[0],
                "cited": key[1],
                "citations": count,
                "self_citations": self.own[key],
                "possible_self": self.possible[key],
            }
            for key, count in sorted(self.every.items())
            if count or self.own[key] or self.possible[key]
        ]


def _add_sets(connection: Connection, sets: Mapping[str, int]) -> None:
    rows = [{"countries": key, "works": count} for key, count in sorted(sets.items()) if count]
    dialect.add(connection, country_set, rows)
    connection.execute(delete(country_set).where(country_set.c.works == 0))


def _add_flows(connection: Connection, sums: _Sums) -> None:
    dialect.add(connection, country_flow, sums.rows())
    connection.execute(delete(country_flow).where(country_flow.c.citations == 0))


def _counted(connection: Connection) -> tuple[Counter[str], _Sums]:
    """Everything counted from the works and citations themselves; holds the set of each work meanwhile."""
    sets = every_set(connection)
    rows = connection.execute(CITATIONS, execution_options=_STREAMED)
    return Counter(sets.values()), _Sums().add(map(as_citation, rows), sets, 1)


def derive_again(connection: Connection) -> None:
    """Count everything from nothing."""
    sets, flows = _counted(connection)
    for table in (country_set, country_flow):
        connection.execute(delete(table))
    _add_sets(connection, sets)
    _add_flows(connection, flows)


def differences(connection: Connection) -> list[str]:
    """What of the kept sums is not what the catalogue's works and citations come to, in one sentence each."""
    sets, flows = _counted(connection)
    wanted_sets = [{"countries": key, "works": count} for key, count in sets.items()]
    return [
        *_different(connection, country_set, wanted_sets),
        *_different(connection, country_flow, flows.rows()),
    ]


def _different(
    connection: Connection, table: Table, wanted: Iterable[Mapping[str, object]]
) -> list[str]:
    kept = {tuple(row) for row in connection.execute(select(table))}
    names = [column.name for column in table.columns]
    right = {tuple(row[name] for name in names) for row in wanted}
    keys = {row[: len(table.primary_key)] for row in kept ^ right}
    return [f"the matrix's sum for {' → '.join(map(str, key))} is wrong" for key in sorted(keys)]
