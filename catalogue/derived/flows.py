"""The rows behind the integration matrix: co-authored works and citations between the members of the Union.

A work counts for a country if ``work_country`` says so. The rows also tell how many countries the works have, which
is what fractional counting divides by. If only affiliations are believed, works on other grounds count nowhere
(:mod:`catalogue.derived.grounds`); of a citation both works need that ground. Between two countries *disjoint*
citations count, unless all are asked for: the citing work is not of the cited country, nor the cited work of the citing
one, or else a country that writes with another would seem to cite it whenever it cites itself. The rows are read from
the sums that :mod:`catalogue.derived.flow_sums` keeps; the lists behind these numbers are those of
:mod:`catalogue.derived.metrics`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations, product
from typing import Literal, NamedTuple, cast

import msgspec
from sqlalchemy import Connection, select

from catalogue.derived.grounds import Ground
from catalogue.tables import country_flow, country_set
from schemas.work import CountryBasis

Counting = Literal["disjoint", "all"]
"""Which citations count between two countries."""


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
    possible_self: int = 0


class BasisRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many works count for a country on one basis."""

    country: str
    basis: CountryBasis
    works: int


def basis_rows(connection: Connection) -> list[BasisRow]:
    """The works of every member by the basis on which they count for it."""
    works: Counter[tuple[str, CountryBasis]] = Counter()
    for countries, count in connection.execute(select(country_set)):
        found = _read(countries)
        for country in found.members:
            works[country, found.basis] += count
    return [
        BasisRow(country=country, basis=basis, works=count)
        for (country, basis), count in sorted(works.items())
    ]


def pair_rows(connection: Connection, ground: Ground = "any") -> list[PairRow]:
    """Co-authored works of every pair of members, by how many countries the works have."""
    rows = ((*row,) for row in connection.execute(select(country_set)))
    return pairs_among(rows, ground)


def pairs_among(sets: Iterable[tuple[str, int]], ground: Ground = "any") -> list[PairRow]:
    """The same from the sets of countries and how many works have each."""
    works: Counter[tuple[str, str, int]] = Counter()
    for countries, count in sets:
        found = _read(countries)
        if found.counts(ground):
            for left, right in combinations(found.members, 2):
                works[left, right, found.parties] += count
    return [
        PairRow(left=left, right=right, parties=parties, works=works[left, right, parties])
        for left, right, parties in sorted(works)
    ]


def flow_rows(
    connection: Connection, counting: Counting = "disjoint", ground: Ground = "any"
) -> list[FlowRow]:
    """Citations from every member to every member, within a country too (there all count)."""
    rows = ((*row,) for row in connection.execute(select(country_flow)))
    return flows_between(rows, counting, ground)


def is_counted(
    citing: str, cited: str, by: Collection[str], of: Collection[str], counting: Counting
) -> bool:
    """Whether a citation by a work of the countries ``by`` of one of ``of`` counts from the one to the other."""
    if citing not in by or cited not in of:
        return False
    return citing == cited or counting == "all" or not (cited in by or citing in of)


class _Set(NamedTuple):
    """The members of a set in order of their codes, how many countries it has in all, and the basis."""

    members: list[str]
    parties: int
    basis: CountryBasis

    def counts(self, ground: Ground) -> bool:
        return ground in ("any", self.basis)


def _read(countries: str) -> _Set:
    members, parties, basis = countries.split("/")
    return _Set(members.split(), int(parties), cast(CountryBasis, basis))


def flows_between(
    rows: Iterable[tuple[str, str, int, int, int]], counting: Counting, ground: Ground = "any"
) -> list[FlowRow]:
    """Rows by sets of countries, dealt out to every pair of a citing and a cited country."""
    sums: Counter[tuple[str, str, int, int]] = Counter()
    own: Counter[tuple[str, str, int, int]] = Counter()
    possible: Counter[tuple[str, str, int, int]] = Counter()
    for citing_set, cited_set, citations, self_citations, possible_self in rows:
        by, of = _read(citing_set), _read(cited_set)
        if not (by.counts(ground) and of.counts(ground)):
            continue
        for citing, cited in product(by.members, of.members):
            if is_counted(citing, cited, by.members, of.members, counting):
                sums[citing, cited, by.parties, of.parties] += citations
                own[citing, cited, by.parties, of.parties] += self_citations
                possible[citing, cited, by.parties, of.parties] += possible_self
    return [
        FlowRow(
            citing=key[0],
            cited=key[1],
            citing_parties=key[2],
            cited_parties=key[3],
            citations=sums[key],
            self_citations=own[key],
            possible_self=possible[key],
        )
        for key in sorted(sums)
    ]
