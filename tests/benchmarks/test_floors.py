"""Regression floors: no figure falls more than a point below what was once reached.

Measured on samples that may be redistributed (``tests/data/*/PROVENANCE.md``) and on generated sets. A floor is one
point (0.01) below the figure of the day in ``floors.toml``; raise it when a figure rises, and lower it only with a
reason. What these figures are worth for real data, ``benchmarks/RESULTS.md`` says.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generator.citations import World
from benchmarks.generator.output import write_labelled
from benchmarks.quality import value
from indexer.cli import _evaluation as evaluation_of

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
POINT = 0.01
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["floor"]


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    write_labelled(World(seed=11, works=250, references=1000, journals=20), folder)
    return folder


@cache
def figures(kind: str, folder: Path) -> dict[str, Any]:
    return evaluation_of(kind)(folder)


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor["set"])
def test_no_figure_falls_below_its_floor(floor: dict[str, Any], generated: Path) -> None:
    home = generated if floor["generated"] else DATA
    found = figures(floor["kind"], home / floor["set"])
    fallen = {
        measure: (value(found, measure), reached)
        for measure, reached in floor["reached"].items()
        if value(found, measure) < reached - POINT
    }
    assert not fallen, (
        f"{floor['set']}: (found, once reached) {fallen}; worst: {found['worst'][:3]}"
    )
