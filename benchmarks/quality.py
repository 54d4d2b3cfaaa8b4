"""The table of quality: task, target, ours, distance. ``benchmarks/run quality --sets DIR``.

Every figure is what ``eaci evaluate KIND SET --json`` prints in this very run. The labelled sets are read where they
are; the generated ones are made anew from a fixed seed. The table goes into ``RESULTS.md`` between its markers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import msgspec

from benchmarks.report import ROOT, circumstances, markdown, replace_section

SEED, WORKS = 7, 2000
_HEADER = (
    "task", "measure", "target", "ours", "distance", "held-out works", "set left out", "what \"ours\" is"
)  # fmt: skip
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


@click.command()
@click.option(
    "--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--only", default="", help="Only the tasks whose set contains this text.")
def main(sets: Path, only: str) -> None:
    """Measure every task on the labelled sets in a folder, print the table and refresh RESULTS.md."""
    with tempfile.TemporaryDirectory() as scratch:
        generated = Path(scratch) / "generated"
        generate(generated)
        chosen = [task for task in tasks() if only in task.set]
        figures = {
            task.set: _measured(task, generated if task.generated else sets) for task in chosen
        }
        table = markdown(_HEADER, [row for task in chosen for row in rows(task, figures[task.set])])
        click.echo(table)
        if not only:
            replace_section("quality", f"{circumstances()}\n\n{table}")
            _keep(figures)


def tasks() -> list[Task]:
    """The tasks of ``targets.toml``."""
    table = tomllib.loads((ROOT / "benchmarks/targets.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table["task"], list[Task])


def rows(task: Task, figures: dict[str, Any] | None) -> Iterator[tuple[str, ...]]:
    """The table's rows of a task: one a target, or its F1 where no target is set; or one that it was not measured."""
    if figures is None:
        yield task.name, *["–"] * 6, f"not measured: the sets hold no {task.set}"
        return
    targets: dict[str, float | None] = dict(task.targets) or {_f1_of(task.kind): None}
    for measure, target in targets.items():
        found = value(figures, measure)
        distance = f"{found - target:+.4f}" if target else "–"
        aim = f"{target:.3f}" if target else "–"
        yield task.name, measure, aim, f"{found:.4f}", distance, *_unseen(task, measure), task.note


def _unseen(task: Task, measure: str) -> Iterator[str]:
    """The measure by models that saw neither the works, nor the set: from the card of the shipped model, if there."""
    card = json.loads(_CARD.read_text(encoding="utf-8"))["card"]
    figures = card.get("figures", {}).get(Path(task.set).name, {}) if task.kind == "dedupe" else {}
    for how in _HELD_OUT:
        found = figures.get(how, {}).get(measure.rpartition(".")[2])
        yield "–" if found is None else f"{found:.4f}"


def value(figures: dict[str, Any], path: str) -> float:
    """The figure at a dotted path."""
    found: Any = figures
    for key in path.split("."):
        found = found[key]
    return float(found)


def _f1_of(kind: str) -> str:
    return "pairwise.f1" if kind == "dedupe" else "f1"


@cache
def evaluation(kind: str, folder: Path) -> dict[str, Any]:
    """What ``eaci evaluate`` prints of a set, without the list of errors."""
    program = Path(sys.executable).with_name("eaci")
    command = [str(program), "evaluate", kind, str(folder), "--json"]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    figures: dict[str, Any] = json.loads(output)
    figures.pop("worst", None)
    return figures


def _measured(task: Task, sets: Path) -> dict[str, Any] | None:
    if not (sets / task.set).is_dir():
        return None
    click.echo(f"measuring {task.set}", err=True)
    return evaluation(task.kind, sets / task.set)


def generate(folder: Path) -> None:
    """Write the generated sets to a new folder."""
    options = ["--works", "10", "--references", "0", "--labelled", str(WORKS), "--seed", str(SEED)]
    command = [sys.executable, "-m", "benchmarks.generator", *options, str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def _keep(figures: dict[str, dict[str, Any] | None]) -> None:
    path = ROOT / "benchmarks/quality.json"
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
