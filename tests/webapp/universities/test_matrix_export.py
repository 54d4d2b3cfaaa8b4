"""The tables of the exported matrix, and that they say what they hold."""

from __future__ import annotations

from catalogue.derived.flows import BasisRow
from catalogue.derived.grounds import GROUNDS
from catalogue.derived.metrics import Coverage
from catalogue.derived.own_citations import OwnCitations
from indexer.citations.matrix import build_matrix
from webapp.universities.matrix_export import MatrixExport

_SAID_BY_ITSELF = {"left", "right", "citing", "cited", "country", "as_of"}
_DIRECTIONS = {"citations_left_to_right": "citations", "citations_right_to_left": "citations"}


def test_every_column_has_its_formula_on_every_ground() -> None:
    bases = [BasisRow(country="RU", basis="source", works=3)]
    for ground in GROUNDS:
        tables = MatrixExport(
            matrix=build_matrix(("RU", "KZ"), (), ()),
            bases=bases,
            own={"RU": OwnCitations(received=4, given=2, own=1)},
            coverage=Coverage(as_of="2026-01-01", sources=()),
            counting="disjoint",
            ground=ground,
        ).tables()
        named = {table.name: table for table in tables}
        shown = [named[name].columns for name in ("pairs", "citations", "own_citations")]
        columns = {name for each in shown for name in each} - _SAID_BY_ITSELF
        formulas = {row[0] for row in named["formulas"].rows}
        assert {_DIRECTIONS.get(name, name) for name in columns} == formulas
        assert named["own_citations"].rows[0][:6] == ("RU", 4, 2, 1, 0.25, 0.5)
        assert {row[-2] for row in named["citations"].rows} == {ground}
        assert named["bases"].rows == [("RU", "source", 3, "2026-01-01")]
