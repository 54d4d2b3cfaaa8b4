"""The tasks of ``targets.toml``: what is measured on which set, and how far it is from its target."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.report import ROOT

_CARD = ROOT / "indexer/dedupe/model.json"
_HELD_OUT = ("held-out works", "set left out")


class Task(msgspec.Struct, frozen=True):
    """A row or two of the table: a labelled set, and the targets by measure (a path into the evaluation's JSON)."""

    name: str
    kind: str
    set: str
    targets: dict[str, float]
    note: str
    generated: bool = False
    moved_from: str = ""  # the set whose values are moved into the wrong attribute
    by_hand: bool = False  # stands in tests/data, so that anybody can measure it

    def measures(self) -> dict[str, float | None]:
        """The measures to show with their targets: F1 without one where none is set."""
        return dict(self.targets) or {"pairwise.f1" if self.kind == "dedupe" else "f1": None}


def tasks() -> list[Task]:
    """The tasks of ``targets.toml``."""
    table = tomllib.loads((ROOT / "benchmarks/targets.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table["task"], list[Task])


def value(figures: dict[str, Any], path: str) -> float:
    """The figure at a dotted path."""
    found: Any = figures
    for key in path.split("."):
        found = found[key]
    return float(found)


def shortfalls(task: Task, figures: dict[str, Any]) -> dict[str, float]:
    """The measures that miss their target, with the distance."""
    distances = {measure: value(figures, measure) - aim for measure, aim in task.targets.items()}
    return {measure: distance for measure, distance in distances.items() if distance < 0}


def card_figures(task: Task, measure: str) -> tuple[float | None, ...]:
    """The measure by models that saw neither the works, nor the set: from the card of the shipped model, if there."""
    figures = _card().get(Path(task.set).name, {}) if task.kind == "dedupe" else {}
    return tuple(figures.get(how, {}).get(measure.rpartition(".")[2]) for how in _HELD_OUT)


@cache
def _card() -> dict[str, Any]:
    card = json.loads(_CARD.read_text(encoding="utf-8"))["card"]
    figures: dict[str, Any] = card.get("figures", {})
    return figures
