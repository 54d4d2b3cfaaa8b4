"""The integration matrix: how much each pair of members writes together and cites one another, beside an expert survey.

Definitions. A work counts for a country if ``work_country`` says so. *Co-authored*: works of both countries. *Citations
A → B*: citations whose citing work is of A and whose cited work is of B, where neither work is of both, unless all
are asked for (:mod:`catalogue.derived.flows`); self-citations (an author cites himself) are told apart. *Whole
counting* gives every pair the whole work or citation. *Fractional counting* divides a work of n countries among its
n(n − 1)/2 pairs (Leydesdorff and Park 2017) or gives a country's links to each of its n − 1 partners an equal part
(Perianes-Rodriguez and others 2016), and a citation among all pairs of a citing and a cited country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalogue.derived.flows import FlowRow, PairRow
from indexer.citations.indicators import link_fraction, pair_fraction

_SURVEY = Path(__file__).parent / "survey-2019.toml"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Citations in one direction; ``citations`` holds the ``self_citations`` too."""

    citing: str
    cited: str
    citations: int = 0
    self_citations: int = 0
    possible_self: int = 0  # of those by others
    fractional: Fraction = Fraction(0)
    generated: int = 0  # of the citations those with a generated work at one end

    @property
    def by_others(self) -> int:
        """Citations without self-citations."""
        return self.citations - self.self_citations


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One pair of countries: co-authored works, the survey's score, and citations in each direction."""

    left: str
    right: str
    score: float | None
    works: int
    works_by_pairs: Fraction  # of n countries 2 / (n (n - 1)) each
    works_by_partners: Fraction  # 1 / (n - 1) each
    generated_works: int
    forth: Cell  # left cites right
    back: Cell  # right cites left


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """All pairs of the countries, and all citation cells by (citing, cited), the diagonal too."""

    countries: tuple[str, ...]
    pairs: tuple[Pair, ...]
    cells: dict[tuple[str, str], Cell]

    @property
    def across(self) -> tuple[int, int]:
        """Works and citations of all pairs of different countries that are generated; a work counts in each pair."""
        flows = (cell.generated for (citing, cited), cell in self.cells.items() if citing != cited)
        return sum(pair.generated_works for pair in self.pairs), sum(flows)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """An expert survey: its year, scale, scores, how many were asked and answered, where it is published."""

    year: int
    lowest: int
    highest: int
    asked: int
    answered: int
    doi: str
    scores: dict[str, float]

    def score(self, left: str, right: str) -> float | None:
        """The score of a pair of countries, in either order; None if the survey has none."""
        return self.scores.get(f"{left}-{right}", self.scores.get(f"{right}-{left}"))


@cache
def survey() -> Survey:
    """The expert survey of 2019 about cross-border and inter-regional interaction of the members."""
    return msgspec.toml.decode(_SURVEY.read_bytes(), type=Survey)


def build_matrix(
    countries: Sequence[str],
    pairs: Iterable[PairRow],
    flows: Iterable[FlowRow],
    generated: tuple[Iterable[PairRow], Iterable[FlowRow]] = ((), ()),
) -> Matrix:
    """The matrix of these countries from the catalogue's rows; other countries' rows are passed over.

    ``generated`` are the rows of the part that rests on generated samples.
    """
    works, made = _works(pairs), _works(generated[0])
    cells = _with_generated(_cells(countries, flows), _cells(countries, generated[1]))
    return Matrix(
        countries=tuple(countries),
        cells=cells,
        pairs=tuple(
            Pair(
                left=left,
                right=right,
                score=survey().score(left, right),
                works=works[frozenset((left, right))].whole,
                works_by_pairs=works[frozenset((left, right))].by_pairs,
                works_by_partners=works[frozenset((left, right))].by_partners,
                generated_works=made[frozenset((left, right))].whole,
                forth=cells[left, right],
                back=cells[right, left],
            )
            for left, right in combinations(countries, 2)
        ),
    )


class _Works(NamedTuple):
    """Co-authored works of a pair, counted in three ways."""

    whole: int = 0
    by_pairs: Fraction = Fraction(0)
    by_partners: Fraction = Fraction(0)


def _works(rows: Iterable[PairRow]) -> defaultdict[frozenset[str], _Works]:
    """The counts of co-authored works by pair."""
    found: defaultdict[frozenset[str], _Works] = defaultdict(_Works)
    for row in rows:
        key = frozenset((row.left, row.right))
        whole, by_pairs, by_partners = found[key]
        found[key] = _Works(
            whole + row.works,
            by_pairs + row.works * pair_fraction(row.parties),
            by_partners + row.works * link_fraction(row.parties),
        )
    return found


def _cells(countries: Sequence[str], rows: Iterable[FlowRow]) -> dict[tuple[str, str], Cell]:
    cells = {
        (citing, cited): Cell(citing=citing, cited=cited)
        for citing in countries
        for cited in countries
    }
    for row in rows:
        if before := cells.get((row.citing, row.cited)):
            part = Fraction(row.citations, row.citing_parties * row.cited_parties)
            cells[row.citing, row.cited] = Cell(
                citing=row.citing,
                cited=row.cited,
                citations=before.citations + row.citations,
                self_citations=before.self_citations + row.self_citations,
                possible_self=before.possible_self + row.possible_self,
                fractional=before.fractional + part,
            )
    return cells


def _with_generated(
    cells: dict[tuple[str, str], Cell], made: dict[tuple[str, str], Cell]
) -> dict[tuple[str, str], Cell]:
    return {
        key: msgspec.structs.replace(cell, generated=made[key].citations)
        for key, cell in cells.items()
    }
