"""The integration matrix: how much each pair of members writes together and cites one another, beside an expert survey.

Definitions. A work counts for a country if ``work_country`` says so. *Co-authored*: works of both countries. *Citations
A → B*: citations whose citing work is of A and whose cited work is of B; self-citations (an author cites himself) are
told apart. *Whole counting* gives every pair the whole work or citation; *fractional counting* divides a work of n
countries among its n(n − 1)/2 pairs, and a citation among all pairs of a citing and a cited country.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec

from catalogue.derived.flows import FlowRow, PairRow
from indexer.citations.indicators import pair_fraction

_SURVEY = Path(__file__).parent / "survey-2019.toml"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Citations in one direction; ``citations`` holds the ``self_citations`` too."""

    citing: str
    cited: str
    citations: int = 0
    self_citations: int = 0
    fractional: Fraction = Fraction(0)

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
    works_fractional: Fraction
    forth: Cell  # left cites right
    back: Cell  # right cites left


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """All pairs of the countries, and all citation cells by (citing, cited), the diagonal too."""

    countries: tuple[str, ...]
    pairs: tuple[Pair, ...]
    cells: dict[tuple[str, str], Cell]


@cache
def survey_scores() -> dict[frozenset[str], float]:
    """The scores of the expert survey of 2019 by pair of countries, from 0 to 10."""
    scores = tomllib.loads(_SURVEY.read_text(encoding="utf-8"))["scores"]
    return {frozenset(pair.split("-")): float(score) for pair, score in scores.items()}


def build_matrix(
    countries: Sequence[str], pairs: Iterable[PairRow], flows: Iterable[FlowRow]
) -> Matrix:
    """The matrix of these countries from the catalogue's rows; other countries' rows are passed over."""
    works = _works(pairs)
    cells = _cells(countries, flows)
    return Matrix(
        countries=tuple(countries),
        cells=cells,
        pairs=tuple(
            Pair(
                left=left,
                right=right,
                score=survey_scores().get(frozenset((left, right))),
                works=works.get(frozenset((left, right)), (0, Fraction(0)))[0],
                works_fractional=works.get(frozenset((left, right)), (0, Fraction(0)))[1],
                forth=cells[left, right],
                back=cells[right, left],
            )
            for left, right in combinations(countries, 2)
        ),
    )


def _works(rows: Iterable[PairRow]) -> dict[frozenset[str], tuple[int, Fraction]]:
    """Whole and fractional count of co-authored works by pair."""
    found: dict[frozenset[str], tuple[int, Fraction]] = {}
    for row in rows:
        key = frozenset((row.left, row.right))
        whole, fraction = found.get(key, (0, Fraction(0)))
        found[key] = (whole + row.works, fraction + row.works * pair_fraction(row.parties))
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
                fractional=before.fractional + part,
            )
    return cells
