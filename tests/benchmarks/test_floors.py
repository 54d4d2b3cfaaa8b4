"""Regression floors: no figure falls more than a point below what was once reached.

Measured on samples that may be redistributed (``tests/data/*/PROVENANCE.md``) and on generated sets. What these
figures are worth for real data, ``benchmarks/RESULTS.md`` says; how a floor is raised, ``benchmarks.floors``.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.floors import (
    FLOORS,
    POINT,
    Floor,
    Lowered,
    generated_sets,
    measured,
    moved,
    read_floors,
    settle,
    written,
)
from benchmarks.report import ROOT
from benchmarks.tasks import value
from indexer.cli import EVALUATIONS
from indexer.cli import _evaluation as evaluation_of

TEXT = FLOORS.read_text(encoding="utf-8")
ALL = read_floors(TEXT)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generated_sets(folder)
    return folder


@cache
def figures(kind: str, folder: Path) -> dict[str, Any]:
    return evaluation_of(kind)(folder)


@pytest.mark.parametrize("floor", ALL, ids=lambda floor: floor.set)
def test_no_figure_falls_below_its_floor(floor: Floor, generated: Path) -> None:
    found = measured(floor, generated, lambda kind: lambda folder: figures(kind, folder))
    fallen = {
        measure: (value(found, measure), reached)
        for measure, reached in floor.reached.items()
        if value(found, measure) < reached - POINT
    }
    assert not fallen, f"{floor.set}: (found, once reached) {fallen}; worst: {found['worst'][:3]}"


def test_every_kind_of_evaluation_has_a_floor() -> None:
    assert {floor.kind for floor in ALL} == set(EVALUATIONS)
    assert {"dedupe/translated", "matching/generated-bilingual"} <= {floor.set for floor in ALL}
    assert all(floor.reached for floor in ALL)


def test_the_file_is_as_its_command_writes_it() -> None:
    assert written(ALL) == TEXT


def test_no_figure_was_lowered_without_a_reason() -> None:
    now = {(floor.set, m): figure for floor in ALL for m, figure in floor.reached.items()}
    reasons = {
        (floor.set, m): each for floor in ALL for m, each in floor.lowered.items() if each.why
    }
    for commit, once in history():
        for floor in once:
            for measure, reached in floor.reached.items():
                key = floor.set, measure
                assert key in now, f"{key} had a floor in {commit}"
                allowed = reasons.get(key)
                least = min(reached, allowed.to) if allowed else reached
                assert now[key] >= least, f"{key} was {reached} in {commit}: say why it is lower"


def history() -> Iterator[tuple[str, list[Floor]]]:
    """The floors at each commit that changed them; none outside a clone."""
    name = str(FLOORS.relative_to(ROOT))
    commits = _git("log", "--format=%H", "--", name)
    if not commits:
        pytest.skip("no history here to compare with")
    for commit in commits.split():
        yield commit[:7], read_floors(_git("show", f"{commit}:{name}"))


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout


def test_what_moved_is_raised_or_named() -> None:
    floor = Floor("names", "x", False, {"up": 0.9, "same": 0.9, "dip": 0.9, "down": 0.9})
    found = {"up": 0.91, "same": 0.9, "dip": 0.895, "down": 0.88}
    assert list(moved(floor, found)) == [("up", 0.9, 0.91), ("down", 0.9, 0.88)]


def test_reasons_are_kept_in_the_file() -> None:
    floor = Floor("names", "x", True, {"by.f1": 0.88}, {"by.f1": Lowered(0.9, 0.88, 'a "new" set')})
    assert read_floors(written([floor])) == [floor]


def test_a_reason_stays_until_the_figure_is_regained() -> None:
    floor = Floor("names", "x", True, {"f1": 0.9})
    settle(floor, "f1", 0.85, "a harder set")
    assert floor.lowered == {"f1": Lowered(0.9, 0.85, "a harder set")}
    settle(floor, "f1", 0.88, "")
    assert (floor.reached, floor.lowered["f1"].before) == ({"f1": 0.88}, 0.9)
    settle(floor, "f1", 0.91, "")
    assert (floor.reached, floor.lowered) == ({"f1": 0.91}, {})
