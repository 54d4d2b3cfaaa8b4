"""The integration matrix as tables: pairs, citations by direction, bases of countries, formulas, coverage."""

from __future__ import annotations

import msgspec

from catalogue.derived.flows import BasisRow, Counting
from catalogue.derived.grounds import Ground
from catalogue.derived.metrics import Coverage
from catalogue.derived.own_citations import OwnCitations
from indexer.citations.matrix import Matrix, survey
from webapp.exports.cells import Value
from webapp.universities.exports import coverage_table, decimal
from webapp.universities.tables import Table

MATRIX_FORMULAS = (
    (
        "expert_score",
        f"mean score of the expert survey of {survey().year}, from {survey().lowest} to {survey().highest}: efficiency "
        f"of cross-border and inter-regional interaction; {survey().answered} of {survey().asked} experts answered; "
        f"doi {survey().doi}",
    ),
    ("works", "works that belong to both countries (whole counting)"),
    (
        "works_by_pairs",
        "sum over these works of 2 / (n (n - 1)), n countries of the work (Leydesdorff & Park 2017)",
    ),
    (
        "works_by_partners",
        "sum over these works of 1 / (n - 1) (Perianes-Rodriguez et al. 2016; VOSviewer)",
    ),
    ("generated_works", "of these works those that are generated samples"),
    ("generated_citations", "of the citations those with a generated work at one end"),
    ("self_citations", "of these, with an author in common: a person of the index, or an ORCID iD"),
    (
        "possible_self_citations",
        "of the others those where an author of each has a name that may be one person's",
    ),
    ("received", "citations of works of the country, by whatever works"),
    ("given", "citations by works of the country, of whatever works"),
    ("own_citations", "citations of works of the country by works of the country"),
    ("self_cited", "own_citations / received"),
    ("self_citing", "own_citations / given"),
    ("citations_by_others", "citations - self_citations"),
    ("citations_fractional", "sum over citations of 1 / (n m), n citing and m cited countries"),
)


_COUNTED: dict[Counting, str] = {
    "disjoint": "citations by works of the citing country of works of the cited country, where neither work is of both",
    "all": "citations by works of the citing country of works of the cited country, whatever else they are of",
}


_GROUNDS: dict[Ground, str] = {
    "any": "a work counts for the countries of its authors' affiliations; where none is known, for that of its "
    "publication, else of its source",
    "affiliation": "only works count whose authors' affiliations tell the country",
    "publication": "only works count that have the country by the place of publication",
    "source": "only works count that have the country by the source that holds them",
}


class MatrixExport(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported, and which choices it rests on."""

    matrix: Matrix
    bases: list[BasisRow]
    own: dict[str, OwnCitations]
    coverage: Coverage
    counting: Counting
    ground: Ground

    def tables(self) -> list[Table]:
        """All tables."""
        return [
            self._pairs(),
            self._citations(),
            self._bases(),
            self._own(),
            self._formulas(),
            coverage_table(self.coverage),
        ]

    def _pairs(self) -> Table:
        columns = (
            "left", "right", "expert_score", "works", "works_by_pairs", "works_by_partners", "generated_works",
            "citations_left_to_right", "citations_right_to_left", "basis", "as_of",
        )  # fmt: skip
        rows: list[tuple[Value, ...]] = [
            (
                pair.left,
                pair.right,
                pair.score,
                pair.works,
                decimal(pair.works_by_pairs),
                decimal(pair.works_by_partners),
                pair.generated_works,
                pair.forth.citations,
                pair.back.citations,
                self.ground,
                self.coverage.as_of,
            )
            for pair in self.matrix.pairs
        ]
        return Table(name="pairs", columns=columns, rows=rows)

    def _citations(self) -> Table:
        columns = (
            "citing", "cited", "citations", "self_citations", "possible_self_citations", "citations_by_others",
            "citations_fractional", "generated_citations", "basis", "as_of",
        )  # fmt: skip
        rows: list[tuple[Value, ...]] = [
            (
                cell.citing,
                cell.cited,
                cell.citations,
                cell.self_citations,
                cell.possible_self,
                cell.by_others,
                decimal(cell.fractional),
                cell.generated,
                self.ground,
                self.coverage.as_of,
            )
            for cell in self.matrix.cells.values()
        ]
        return Table(name="citations", columns=columns, rows=rows)

    def _bases(self) -> Table:
        rows: list[tuple[Value, ...]] = [
            (row.country, row.basis, row.works, self.coverage.as_of) for row in self.bases
        ]
        return Table(name="bases", columns=("country", "basis", "works", "as_of"), rows=rows)

    def _own(self) -> Table:
        columns = (
            "country", "received", "given", "own_citations", "self_cited", "self_citing", "basis", "as_of",
        )  # fmt: skip
        rows: list[tuple[Value, ...]] = [
            (
                country,
                own.received,
                own.given,
                own.own,
                decimal(own.self_cited),
                decimal(own.self_citing),
                self.ground,
                self.coverage.as_of,
            )
            for country, own in self.own.items()
        ]
        return Table(name="own_citations", columns=columns, rows=rows)

    def _formulas(self) -> Table:
        chosen = (("citations", _COUNTED[self.counting]), ("basis", _GROUNDS[self.ground]))
        return Table(
            name="formulas", columns=("column", "formula"), rows=[*MATRIX_FORMULAS, *chosen]
        )
